"""Known weaknesses in what we depend on. Strict; and honest when it could not be looked up."""

import json
import subprocess
import sys

_ONBEREIKBAAR = (
    "ConnectionError",
    "Max retries",
    "Failed to establish",
    "Temporary failure",
    "ProxyError",
    "SSLError",
    "could not be audited",
)


def main() -> int:
    """Run pip-audit over the lock file: 0 nothing known or not reachable (said aloud), 1 something known."""
    uitkomst = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip_audit",
            "--strict",
            "--disable-pip",
            "--require-hashes",
            "--format=json",
            "-r",
            "requirements.txt",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if uitkomst.returncode == 0 and uitkomst.stdout.strip():
        aantal = len(json.loads(uitkomst.stdout)["dependencies"])
        print(f"audit: {aantal} packages, nothing known against them.")
        return 0
    if any(teken in uitkomst.stderr for teken in _ONBEREIKBAAR):
        print("audit: NOT CHECKED, the database of weaknesses cannot be reached from here.")
        return 0
    print(uitkomst.stdout, uitkomst.stderr, sep="\n", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
