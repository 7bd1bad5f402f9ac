"""Print what the gate finds: `python -m tests.huisregels.gewone_taal`. Ends with 1 when something must change."""

import sys

from tests.huisregels.gewone_taal.controle import Ernst
from tests.huisregels.gewone_taal.keuring import keur


def main() -> int:
    """Print every finding, those that stop the build last, so that they stay on the screen."""
    bevindingen = sorted(keur(), key=lambda b: (b.ernst is Ernst.FOUT, b.bestand, b.regel))
    for bevinding in bevindingen:
        sys.stdout.write(f"{bevinding}\n")
    fouten = sum(bevinding.ernst is Ernst.FOUT for bevinding in bevindingen)
    sys.stdout.write(f"Plain language: {fouten} to change, {len(bevindingen) - fouten} to look at.\n")
    return 1 if fouten else 0


if __name__ == "__main__":
    sys.exit(main())
