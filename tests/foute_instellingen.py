"""Settings that cannot work, and the name that has to stand in the one line about each."""

from typing import Final

GEHEIM: Final = "whsec_" + "QUJD" * 8

FOUT: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("PORTAL_VAR_DIR", {"PORTAL_VAR_DIR": "{var}/sleutels.json"}),
    ("PORTAL_DATABASE_URL", {"PORTAL_DATABASE_URL": "mysql://127.0.0.1/x"}),
    ("PORTAL_DATABASE_URL", {"PORTAL_DATABASE_URL": "sqlite://"}),
    ("PORTAL_DATABASE_URL", {"PORTAL_DATABASE_URL": "sqlite:///"}),
    ("PORTAL_DATABASE_URL", {"PORTAL_DATABASE_URL": "sqlite:///:memory:"}),
    ("PORTAL_DATABASE_URL", {"PORTAL_DATABASE_URL": "sqlite:///file:x?mode=memory&uri=true"}),
    ("PORTAL_DATABASE_URL", {"PORTAL_DATABASE_URL": "postgresql://127.0.0.1:poort/x"}),
    ("PORTAL_DATABASE_URL", {"PORTAL_DATABASE_URL": "postgresql://[::1/x"}),
    ("PORTAL_SECRET_KEYS", {"PORTAL_BASE_URL": "https://x.example", "PORTAL_DATABASE_URL": "postgresql://127.0.0.1/x"}),
    ("PORTAL_BASE_URL", {"PORTAL_BASE_URL": "hulp.voorbeeldstad.example"}),
    ("PORTAL_BASE_URL", {"PORTAL_BASE_URL": "ftp://hulp.voorbeeldstad.example"}),
    ("PORTAL_BASE_URL", {"PORTAL_BASE_URL": "http://hulp.voorbeeldstad.example"}),
    ("PORTAL_BASE_URL", {"PORTAL_BASE_URL": "https://"}),
    ("PORTAL_BASE_URL", {"PORTAL_BASE_URL": "https://["}),
    ("PORTAL_BASE_URL", {"PORTAL_BASE_URL": "https://x.example:poort"}),
    ("PORTAL_BASE_URL", {"PORTAL_BASE_URL": "https://x.example:99999"}),
    ("PORTAL_BASE_URL", {"PORTAL_BASE_URL": "https://x.example/portaal"}),
    ("PORTAL_BASE_URL", {"PORTAL_BASE_URL": "https://iemand:geheim@x.example"}),
    ("PORTAL_BASE_URL", {"PORTAL_BASE_URL": "https://x.example?a=b"}),
    ("PORTAL_BASE_URL", {"PORTAL_BASE_URL": "https://een twee"}),
    ("PORTAL_BASE_URL", {"PORTAL_HOST": "0.0.0.0"}),
    ("PORTAL_HOST", {"PORTAL_HOST": "nergens.example", "PORTAL_BASE_URL": "https://x.example"}),
    ("PORTAL_HOST", {"PORTAL_HOST": "999.1.1.1", "PORTAL_BASE_URL": "https://x.example"}),
    *(("PORTAL_PORT", {"PORTAL_PORT": poort}) for poort in ("0", "65536", "acht", "²", "-1", "80.0", "9" * 5000)),
    ("PORTAL_CONTENT_DIR", {"PORTAL_CONTENT_DIR": "/nergens/te/vinden"}),
    *(
        (naam, {naam: adres})
        for naam in ("PORTAL_BACKOFFICE_URL", "PORTAL_VOORBEELDSTAD_BACKOFFICE_URL")
        for adres in ("backoffice", "ftp://x.example", "https://", "https://x.example:abc/", "http://[::1", "file:")
    ),
    *(
        (naam, {naam: "http://elders.example/", "PORTAL_BASE_URL": "https://x.example"})
        for naam in ("PORTAL_BACKOFFICE_URL", "PORTAL_VOORBEELDSTAD_BACKOFFICE_URL", "PORTAL_WERKBAK_URL")
    ),
    ("PORTAL_WERKBAK_URL", {"PORTAL_WERKBAK_URL": "werkbak"}),
    ("PORTAL_WERKBAK_URL", {"PORTAL_WERKBAK_URL": "file:/tmp/x"}),
    *(
        (naam, {naam: geheim})
        for naam in ("PORTAL_BACKOFFICE_SECRET", "PORTAL_VOORBEELDSTAD_BACKOFFICE_SECRET")
        for geheim in ("geheim", "whsec_", "whsec_kort", "whsec_!!!!", f"{GEHEIM} geheim")
    ),
    *(("PORTAL_TRUSTED_PROXIES", {"PORTAL_TRUSTED_PROXIES": proxy}) for proxy in ("proxy", "10.0.0.0/99", "10.0.0.1,")),
    *(
        ("PORTAL_NOW", {"PORTAL_NOW": moment})
        for moment in ("morgen", "2026-13-01", "0001-01-01T00:00", "9999-12-31T23:59+00:00", "2026-02-30")
    ),
    ("PORTAL_NOW", {"PORTAL_NOW": "2026-12-24T10:00", "PORTAL_BASE_URL": "https://x.example"}),
    *(("PORTAL_THREADS", {"PORTAL_THREADS": aantal}) for aantal in ("0", "257", "veel")),
    *(("PORTAL_PROCESSES", {"PORTAL_PROCESSES": aantal}) for aantal in ("-1", "65", "1,5")),
    ("PORTAL_PRIVATE_DESTINATIONS", {"PORTAL_PRIVATE_DESTINATIONS": "ja"}),
)
"""`{var}` stands for a folder in which `portal migrate` was run."""
