"""Forms of coming back."""

from wtforms import StringField

from portal.web.formulier import Formulier


class CodeForm(Formulier):
    """The personal code, however it is written, and where the person was going."""

    code = StringField()
    naar = StringField()
