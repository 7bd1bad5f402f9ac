"""`portal token …` on the installation of this environment."""

from portal.backoffice import cli
from portal.opdrachten.bediening import Opdrachtgroep

token = Opdrachtgroep("token", commands=cli.token.commands, help=cli.token.help)
