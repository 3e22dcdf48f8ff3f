"""Certificates, made once, and a desk from which letters are sent."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import trustme

from tests.sending.runs import Desk, desk_with
from tests.sending.servers import HOST, Script, Server, serving

if TYPE_CHECKING:
    from pathlib import Path

Serve = Callable[..., Server]


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Return who signs the certificates that are trusted."""
    return trustme.CA()


@pytest.fixture(scope="session")
def certificates(authority: trustme.CA) -> dict[str, ssl.SSLContext]:
    """Return how a server encrypts, with a certificate that is right, and with several that are not."""
    stranger = trustme.CA()
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # An authority's own certificate, shown by a server, is one that nobody else has signed.
    trustme.LeafCert(stranger.private_key_pem.bytes(), stranger.cert_pem.bytes(), []).configure_cert(own)
    return {
        "right": _context(authority.issue_cert(HOST)),
        "expired": _context(
            authority.issue_cert(HOST, not_before=long_ago, not_after=long_ago.replace(year=2021))
        ),
        "other name": _context(authority.issue_cert("mail.example.org")),
        "stranger": _context(stranger.issue_cert(HOST)),
        "self-signed": own,
    }


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the file that names whom to trust."""
    file = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return str(file)


@pytest.fixture
def serve(certificates: dict[str, ssl.SSLContext]) -> Iterator[Serve]:
    """Start servers, and stop them at the end."""
    with ExitStack() as stack:

        def start(
            script: Script | None = None, certificate: str = "right", *, implicit: bool = True
        ) -> Server:
            server = serving(script or Script(), certificates[certificate], implicit=implicit)
            return stack.enter_context(server)

        yield start


@pytest.fixture
def desk(tmp_path: Path, ca_file: str) -> Iterator[Desk]:
    """Return a desk with three letters."""
    made = desk_with(tmp_path, ca_file)
    yield made
    made.ledger.close()


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context
