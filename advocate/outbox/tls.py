"""Encryption on the way to a mail server: what is trusted, and what is said where trust fails."""

from __future__ import annotations

import ssl
from functools import lru_cache
from typing import TYPE_CHECKING

from advocate.core.mail import Harm, TroubleError

if TYPE_CHECKING:
    from advocate.core.mail import Account

# Numbers that OpenSSL gives to what is wrong with a certificate (x509_vfy.h).
_NOT_YET_VALID, _EXPIRED, _SELF_SIGNED, _SELF_SIGNED_ROOT, _NO_ISSUER, _OTHER_NAME, _OTHER_NUMBER = (
    *(9, 10, 18, 19, 20, 62, 64),
)
_UNTRUSTED = "is signed by nobody whom this system trusts"
_WORDS = {
    _NOT_YET_VALID: "is not valid yet",
    _EXPIRED: "has expired",
    _SELF_SIGNED: "is signed by nobody but itself",
    _SELF_SIGNED_ROOT: _UNTRUSTED,
    _NO_ISSUER: _UNTRUSTED,
    _OTHER_NAME: "is for another name",
    _OTHER_NUMBER: "is for another name",
}
_HELP = {
    _NOT_YET_VALID: "is the clock of this machine right?",
    _EXPIRED: "is the clock of this machine right? Otherwise only the provider can renew it",
    _OTHER_NAME: "take the name of the server that your provider prints",
    _OTHER_NUMBER: "take the name of the server that your provider prints",
}
_TRUST = "where the server is your own, name its certificate with --ca-file"


def context(account: Account) -> ssl.SSLContext:
    """Return how a connection is encrypted: TLS 1.2 or later, certificate and name of the server checked.

    Raises TroubleError (`send.ca-file`) where the account's file of certificates cannot be used.
    """
    return _context(account.ca_file)


@lru_cache(maxsize=8)
def _context(ca_file: str | None) -> ssl.SSLContext:
    # Reading whom the system trusts takes longer than sending ten letters.
    made = ssl.create_default_context()
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file is not None:
        try:
            made.load_verify_locations(cafile=ca_file)
        except (OSError, ValueError) as error:
            # An SSLError is an OSError, and says only where in its library it was raised.
            reason = "it holds no certificate" if isinstance(error, ssl.SSLError) else str(error)
            words = f"the certificates to trust cannot be read from {ca_file!r}: {reason}"
            raise TroubleError(Harm.RUN, "send.ca-file", words) from None
    return made


def trouble(error: OSError, account: Account) -> TroubleError | None:
    """Return what a failed handshake means, or None where the error is of another kind."""
    where = f"{account.server}:{account.port}"
    if isinstance(error, ssl.SSLCertVerificationError):
        words = _WORDS.get(error.verify_code, f"is not accepted ({error.verify_message})")
        advice = _HELP.get(error.verify_code, _TRUST)
        return TroubleError(
            Harm.RUN, "send.certificate", f"the certificate of {where} {words}, so nothing was sent: {advice}"
        )
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return TroubleError(Harm.LINE, "send.lost", f"{where} hung up before the connection was encrypted")
    if isinstance(error, ssl.SSLError):
        reason = (error.reason or "no reason given").replace("_", " ").lower()
        words = f"{where} does not speak TLS here ({reason}): take 465 with tls, or 587 with starttls"
        return TroubleError(Harm.RUN, "send.tls", words)
    return None
