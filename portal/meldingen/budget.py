"""How many text messages may go out on one day: to one number, for one source, and in all.

The limits protect against misuse, and are kept in the database: so any number of workers
share them, and a restart forgets nothing. Numbers and sources are counted by a keyed hash
that is of one day.
"""

from datetime import date, datetime

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.clock import dag_van
from portal.db.sleutels import sleutels
from portal.gemeente import Gemeente
from portal.meldingen.models import SmsTeller
from portal.outbox.service import is_postgresql


def bron_merk(bron: str, now: datetime) -> bytes:
    """Hide a network address; the same address gives the same mark all day, and no longer."""
    return sleutels().geheimen.merk("bron van melding", f"{dag_van(now)}|{bron}")


def mag_nog_sms(sessie: Session, gemeente: Gemeente, nummer: str, bron: bytes | None, now: datetime) -> bool:
    """Count one text message, unless that would be one too many; then nothing is counted."""
    dag, grenzen = dag_van(now), gemeente.sms
    grens_per_merk = {
        _merk("nummer", nummer.encode(), dag): grenzen.per_nummer_per_dag,
        _merk("alles", b"", dag): grenzen.per_dag,
    }
    if bron is not None:
        grens_per_merk[_merk("bron", bron, dag)] = grenzen.per_bron_per_dag
    # The same order for everybody, so that nobody waits in a circle; the rows stay locked until the commit.
    vol = False
    for merk in sorted(grens_per_merk):
        vol = _stand(sessie, gemeente.slug, merk, dag) >= grens_per_merk[merk] or vol
    if not vol:
        sessie.execute(
            update(SmsTeller)
            .where(SmsTeller.gemeente == gemeente.slug, SmsTeller.merk.in_(grens_per_merk))
            .values(aantal=SmsTeller.aantal + 1)
            .execution_options(synchronize_session=False)
        )
    return not vol


def ruim_tellers_op(sessie: Session, now: datetime) -> int:
    """Delete the counters of earlier days; returns how many."""
    weg = delete(SmsTeller).where(SmsTeller.dag < dag_van(now)).returning(SmsTeller.merk)
    return len(sessie.execute(weg).all())


def _stand(sessie: Session, gemeente: str, merk: bytes, dag: date) -> int:
    """Make the counter when it is not there, and hold it."""
    invoegen = (postgresql if is_postgresql(sessie) else sqlite).insert(SmsTeller)
    opdracht = invoegen.values(gemeente=gemeente, merk=merk, dag=dag, aantal=0)
    opdracht = opdracht.on_conflict_do_update(index_elements=["gemeente", "merk"], set_={"dag": dag})
    return int(sessie.execute(opdracht.returning(SmsTeller.aantal)).scalar_one())


def _merk(soort: str, waarde: bytes, dag: date) -> bytes:
    return sleutels().geheimen.merk("sms-teller", f"{soort}|{dag}|".encode() + waarde)
