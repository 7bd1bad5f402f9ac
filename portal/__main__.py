"""`python -m portal`: the same as the command `portal`."""

from portal.cli import main

main()
