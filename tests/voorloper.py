"""Runs `portal` commands as real processes without waiting for the imports each time.

`python -m tests.voorloper` loads everything once, then forks for every line of JSON on its
standard input, and answers with a line of JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import IO, Any, NoReturn

from portal.cli import OPDRACHTEN, main
from tests.conftest import PROJECT


@dataclass(frozen=True)
class Afloop:
    """How a command ended; code 124 when it did not end by itself."""

    code: int
    uit: str
    fout: str


class Voorloper:
    """The process that forks."""

    def __init__(self, proces: "subprocess.Popen[str]") -> None:
        self._proces = proces

    def portal(self, *args: str, omgeving: Mapping[str, str], seconden: float = 30) -> Afloop:
        """Run `portal …` with these settings and no others, to its end."""
        return self.tegelijk(1, *args, omgeving=omgeving, seconden=seconden)[0]

    def tegelijk(self, keer: int, *args: str, omgeving: Mapping[str, str], seconden: float = 30) -> list[Afloop]:
        """Run the same several times, side by side."""
        vraag, antwoord = _pijpen(self._proces)
        vraag.write(json.dumps({"keer": keer, "args": args, "env": dict(omgeving), "seconden": seconden}) + "\n")
        vraag.flush()
        return [Afloop(**een) for een in json.loads(antwoord.readline())]


def _pijpen(proces: "subprocess.Popen[str]") -> tuple[IO[str], IO[str]]:
    assert proces.stdin is not None
    assert proces.stdout is not None
    return proces.stdin, proces.stdout


@contextmanager
def voorloper() -> Iterator[Voorloper]:
    """Start one, and end it."""
    kaal = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("PORTAL_")}
    proces = subprocess.Popen(
        [sys.executable, "-m", "tests.voorloper"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
        env=kaal,
    )
    try:
        yield Voorloper(proces)
    finally:
        vraag, antwoord = _pijpen(proces)
        vraag.close()
        proces.wait(timeout=30)
        antwoord.close()


def _kind(args: Sequence[str], env: Mapping[str, str], uit: int, fout: int) -> NoReturn:
    os.setsid()  # what it starts can be ended with it
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(uit, 1)
    os.dup2(fout, 2)
    os.environ.update(env)
    sys.argv = ["portal", *args]
    code = 1
    try:
        main()
    except SystemExit as einde:
        code = einde.code if isinstance(einde.code, int) else int(einde.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _wacht(kind: int, einde: float) -> int:
    while time.monotonic() < einde:
        klaar, status = os.waitpid(kind, os.WNOHANG)
        if klaar:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.killpg(kind, 9)
    os.waitpid(kind, 0)
    return 124


def _beantwoord(vraag: dict[str, Any]) -> list[dict[str, object]]:
    einde = time.monotonic() + vraag["seconden"]
    with ExitStack() as open_:
        kinderen = []
        for _ in range(vraag["keer"]):
            uit, fout = (open_.enter_context(tempfile.TemporaryFile("w+")) for _ in range(2))
            kind = os.fork()
            if kind == 0:
                _kind(vraag["args"], vraag["env"], uit.fileno(), fout.fileno())
            kinderen.append((kind, uit, fout))
        antwoorden = []
        for kind, uit, fout in kinderen:
            code = _wacht(kind, einde)
            uit.seek(0)
            fout.seek(0)
            antwoorden.append({"code": code, "uit": uit.read(), "fout": fout.read()})
        return antwoorden


def _loop() -> None:
    for module in OPDRACHTEN.values():
        import_module(module)
    for regel in sys.stdin:
        print(json.dumps(_beantwoord(json.loads(regel))), flush=True)


if __name__ == "__main__":
    _loop()
