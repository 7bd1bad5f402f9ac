"""See to it that there is a Chromium: the system's, Debian's when root, or Playwright's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMEN = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VLAGGEN = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""A browser that talks to nobody but the page under test."""


def pad() -> str | None:
    """The executable of a Chromium that is there, or None when Playwright's own is used."""
    for naam in NAMEN:
        gevonden = shutil.which(naam)
        if gevonden:
            return gevonden
    return None


def vlaggen() -> list[str]:
    """Flags to start it with; as root the sandbox cannot be used."""
    return [*VLAGGEN, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def main() -> int:
    """Find or install one; 1 with a clear line when that cannot be done."""
    if pad() or _van_playwright():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        for opdracht in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-core"],
        ):
            subprocess.run(opdracht, check=False, stdout=subprocess.DEVNULL)
        if pad():
            return 0
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if _van_playwright():
        return 0
    print("There is no Chromium and none could be installed: install the package chromium.", file=sys.stderr)
    return 1


def _van_playwright() -> bool:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


if __name__ == "__main__":
    sys.exit(main())
