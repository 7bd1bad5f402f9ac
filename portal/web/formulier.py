"""Forms: read and judge what was typed. The fields are drawn by the macros."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms.form import BaseForm
from wtforms.i18n import DummyTranslations


class Formulier(FlaskForm):
    """A form without an expiring token: `herkomst` and the access policy guard it.

    Only what a form on a page sends counts. No files and no JSON, whose values need not be text.
    """

    class Meta(FlaskForm.Meta):
        csrf = False

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:  # noqa: ARG002 the signature is WTForms'
            """Where the fields come from."""
            return request.form

        def get_translations(self, form: BaseForm) -> DummyTranslations:  # noqa: ARG002 the signature is WTForms'
            """None: our words are in our own catalogue, and WTForms would read a file of its own for every form."""
            return DummyTranslations()

    def waarden(self) -> dict[str, object]:
        """What was typed, by field name, to fill the page in again."""
        return {naam: veld.data for naam, veld in self._fields.items()}

    def fouten(self) -> dict[str, str]:
        """The first remark of each field that needs one more thing."""
        return {naam: str(remarks[0]) for naam, remarks in self.errors.items() if remarks and naam}
