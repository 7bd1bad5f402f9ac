"""Certificates made on the spot, for a receiver with TLS."""

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass(frozen=True)
class Certificaat:
    """A server's side, and that of a client who trusts the one who signed."""

    server: ssl.SSLContext
    vertrouwd: ssl.SSLContext


def maak_certificaat(map: Path, naam: str, *, verlopen: bool = False) -> Certificaat:
    """Make a self-signed certificate for a host name or address."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    wie = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, naam)])
    nu = datetime.now(UTC)
    einde = nu + timedelta(days=-1 if verlopen else 1)
    cert = (
        x509.CertificateBuilder()
        .subject_name(wie)
        .issuer_name(wie)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu - timedelta(days=2))
        .not_valid_after(einde)
        .add_extension(x509.SubjectAlternativeName([_alternatief(naam)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(sleutel, hashes.SHA256())
    )
    bestand = map / f"{naam}.pem"
    bestand.write_bytes(
        sleutel.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + cert.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(bestand)
    return Certificaat(server, ssl.create_default_context(cafile=str(bestand)))


def _alternatief(naam: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(naam))
    except ValueError:
        return x509.DNSName(naam)
