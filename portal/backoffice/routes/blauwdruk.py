"""What every group of calls has in common."""

from typing import Any

from flask import Blueprint
from flask.typing import RouteCallable

from portal.backoffice.document import BASISPAD
from portal.backoffice.invoer import keur_invoer


class ApiBlueprint(Blueprint):
    """Calls below /api/v1: the paths and methods of the document and no others, on input it allows.

    A path with a slash at its end is another path (NLGov: 404, no redirect).
    """

    def __init__(self, naam: str, import_name: str) -> None:
        super().__init__(f"api_{naam}", import_name, url_prefix=BASISPAD)
        self.before_request(keur_invoer)

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: RouteCallable | None = None,
        provide_automatic_options: bool | None = False,
        **options: Any,
    ) -> None:
        """Add a call, strictly."""
        options.setdefault("strict_slashes", True)
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)
