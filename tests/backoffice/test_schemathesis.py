"""Calls made up from the document, right and wrong ones: never a 5xx, and every answer as described."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from portal.db.databank import Databank
from portal.outbox.opruimen import wis_bezorgd
from tests.backoffice.bouwers import STAD, Systeem, leg_vast, nieuw_token, zet_klaar
from tests.conftest import VasteKlok


@pytest.fixture
def gebeurtenis(app: Flask, databank: Databank, klok: VasteKlok) -> UUID:
    """Something to find: an event that was wiped, one that waits, and this one."""
    token, _ = nieuw_token(databank, klok.nu())
    for _ in range(2):
        leg_vast(databank, klok.nu())
    zet_klaar(databank)
    Systeem(app.test_client(), token).stuur("/gebeurtenissen/bevestiging", {"totEnMet": "1"})
    klok.verzet(days=8)
    wis_bezorgd(databank, STAD, klok.nu(), timedelta(days=7))
    return leg_vast(databank, klok.nu())


@pytest.mark.parametrize(
    ("soort", "verwacht"), [(GenerationMode.POSITIVE, {200, 404, 409}), (GenerationMode.NEGATIVE, {400, 404})]
)
def test_de_api_houdt_zich_aan_haar_beschrijving(
    app: Flask, databank: Databank, klok: VasteKlok, gebeurtenis: UUID, soort: GenerationMode, verwacht: set[int]
) -> None:
    token, _ = nieuw_token(databank, klok.nu())
    # Each call carries a token: one without it would be tried in vain.
    config = SchemathesisConfig.from_dict({"generation": {"with-security-parameters": False}})
    document: BaseSchema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=config)
    gezien: set[int] = set()
    for uitkomst in document.get_all_operations():
        assert isinstance(uitkomst, Ok)
        aanroep = uitkomst.ok()
        if soort is GenerationMode.NEGATIVE and not aanroep.path.startswith(("/gebeurtenissen", "/inwoners")):
            continue  # these take nothing that could be wrong
        verzoeken = aanroep.as_strategy(generation_mode=soort)
        if soort is GenerationMode.POSITIVE and "{id}" in aanroep.path:
            verzoeken |= aanroep.as_strategy(path_parameters={"id": str(gebeurtenis)})

        @settings(
            max_examples=30,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(verzoeken)
        def roep_aan(case: Case[Any]) -> None:
            # About people the document also says in words what no schema can: no code twice, no day to come.
            antwoord = case.call_and_validate(
                # Without a network in between nothing unpacks an answer.
                headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"},
                excluded_checks=[positive_data_acceptance] if case.path.startswith("/inwoners") else [],
            )
            gezien.add(antwoord.status_code)

        roep_aan()
    assert verwacht <= gezien
    assert max(gezien) < 500
