"""All the gemeenten that one installation serves, found by host name or slug."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.gemeente.lezen import Plek, lees_tabel, lees_toml
from portal.gemeente.model import Gemeente


class Gemeenten:
    """The gemeenten of this installation, in the order of their slugs."""

    __slots__ = ("_van_host", "_van_slug")

    def __init__(self, gemeenten: Iterable[Gemeente]) -> None:
        """Take the gemeenten; two with the same slug or host, or none at all, is a ValueError."""
        self._van_slug: dict[str, Gemeente] = {}
        self._van_host: dict[str, Gemeente] = {}
        for gemeente in sorted(gemeenten, key=lambda gemeente: gemeente.slug):
            if gemeente.slug in self._van_slug:
                raise ValueError(f"two gemeenten have the slug {gemeente.slug!r}")
            self._van_slug[gemeente.slug] = gemeente
            for host in gemeente.hosts:
                ander = self._van_host.setdefault(host, gemeente)
                if ander is not gemeente:
                    raise ValueError(f"the host {host!r} is of {ander.slug!r} as well")
        if not self._van_slug:
            raise ValueError("an installation serves at least one gemeente")

    def __iter__(self) -> Iterator[Gemeente]:
        return iter(self._van_slug.values())

    def __len__(self) -> int:
        return len(self._van_slug)

    def van_slug(self, slug: str) -> Gemeente | None:
        """Give the gemeente with this slug."""
        return self._van_slug.get(slug)

    def van_host(self, host: str, *, ontwikkeling: bool = False) -> Gemeente | None:
        """Give the gemeente of a Host header, with or without port; None when no gemeente lists it.

        In development an unknown host means the only gemeente there is; with several it stays unknown, since a guess
        would show somebody the wrong municipality.
        """
        gevonden = self._van_host.get(zonder_poort(host))
        if gevonden is None and ontwikkeling and len(self) == 1:
            return next(iter(self))
        return gevonden


def zonder_poort(host: str) -> str:
    """Give the host name as the settings write it: no port, no brackets, no last dot, in lower case."""
    if host.startswith("["):
        naam = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        naam = host.partition(":")[0]
    else:
        naam = host
    return naam.removesuffix(".").lower()


def laad_gemeenten(content_dir: Path) -> Gemeenten:
    """Read every gemeente below `content_dir`; raise OnjuisteGemeente, with one line, at the first mistake."""
    map_ = content_dir / "gemeenten"
    bestanden = sorted(bestand for bestand in map_.glob("*") if bestand.suffix.lower() == ".toml")
    if not bestanden:
        raise Plek(map_).fout("holds no gemeente (a file <slug>.toml)")
    gemeenten: list[Gemeente] = []
    van_host: dict[str, str] = {}
    for bestand in bestanden:
        gemeente = lees_gemeente(bestand)
        for host in gemeente.hosts:
            ander = van_host.setdefault(host, bestand.name)
            if ander != bestand.name:
                raise Plek(bestand, "hosts").fout(f"{host!r} is in {ander} as well")
        if len(bestanden) > 1 and gemeente.base_url is None:
            raise Plek(bestand, "base_url").fout("is missing; each of several gemeenten needs its own")
        gemeenten.append(gemeente)
    return Gemeenten(gemeenten)


def lees_gemeente(bestand: Path) -> Gemeente:
    """Read one gemeente; its slug is the name of the file."""
    tabel = lees_toml(bestand)
    if "slug" in tabel:
        raise Plek(bestand, "slug").fout("unknown key: the name of the file is the slug")
    return lees_tabel(Gemeente, {**tabel, "slug": bestand.stem}, Plek(bestand))
