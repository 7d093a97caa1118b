"""A site whose certificate nobody vouches for: a crawl reads it, and doctor says what is wrong with it."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from support_crawl import Told, config_of, crawl, database, json_lines, settings, tell, write_config
from support_sockets import Sockets

__all__ = ["database", "tell"]


def self_signed(folder: Path) -> Path:
    """A file with a key and a certificate of another name, which the key itself has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "another.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=2)).not_valid_after(now + timedelta(days=2)).sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "site.pem"
    path.write_bytes(plain + certificate.public_bytes(pem))
    return path


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Sockets]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    with Sockets(2, context) as sockets:
        yield sockets


def test_a_crawl_reads_what_stands_behind_a_wrong_certificate(server: Sockets, database: str) -> None:
    run = crawl(config_of(None, database, source=[{"kind": "website", "base_url": server.base}]))
    assert (run.outcome, run.complaints, run.tally["new"]) == ("done", (), 2)


def test_doctor_names_the_wrong_certificate_and_goes_on_as_a_crawl_does(
    server: Sockets, database: str, tell: Callable[..., Told], tmp_path: Path
) -> None:
    write_config(tmp_path, settings(None, database, source=[{"kind": "website", "base_url": server.base}]))
    told = tell("doctor", "--json")
    [row] = [row for row in json_lines(told.out) if row["check"] == "source"]
    assert (told.code, row["failed"]) == (0, None)
    [encryption] = [step for step in row["steps"] if step["step"] == "tls"]
    assert (encryption["ok"], "证书不可信（self" in encryption["detail"]) == (True, True)
    assert row["steps"][-1]["step"] == "date"
