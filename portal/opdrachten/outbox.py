"""`portal outbox …` on the installation of this environment."""

from portal.opdrachten.bediening import Opdrachtgroep
from portal.outbox import cli

outbox = Opdrachtgroep("outbox", commands=cli.outbox.commands, help=cli.outbox.help)
