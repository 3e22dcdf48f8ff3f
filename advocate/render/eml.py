"""The letter as an e-mail draft (RFC 5322), to be opened, read and sent from the writer's own program."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import TYPE_CHECKING

from advocate.core.problems import Problem, ProblemsError
from advocate.core.registry import Channel
from advocate.render import text

if TYPE_CHECKING:
    from advocate.core.letter import Letter
    from advocate.core.mail import Stamp

# A draft is not yet a message: RFC 5322, 3.6 asks for Date and From, which the mail program adds when it
# is sent. Written here they would tell when and where the writer sat down (Date carries a clock's zone,
# Message-ID often a host name).


class _Folding(EmailPolicy):
    """Folds a subject as RFC 5322, 2.2.3 and RFC 2047, 2 want it.

    The policy of the standard library begins a subject of 70 characters or more on a line of its own, which
    is read back with a space before it, and loses a space between encoded words now and then.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return a header with its name and line ends."""
        if name.casefold() != "subject":
            return super().fold_binary(name, value)
        words = str(value)
        charset = "us-ascii" if words.isascii() else "utf-8"
        folded = Header(words, charset, maxlinelen=78, header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}".encode("ascii")


_POLICY = _Folding(linesep=SMTP.linesep)


def draft(letter: Letter) -> bytes | None:
    """Return the draft for an office that has an e-mail address, or None.

    It carries To, Subject, X-Unsent and the MIME headers; From and Content-Language where known. Paragraphs
    are single long lines, so that the reader's program wraps them; the transfer encoding keeps each line of
    the file within 76 characters (RFC 2045, 6.7 and 6.8). Raises ProblemsError where an address cannot be put
    into a header.
    """
    addresses = [reach.value for reach in letter.recipient.reaches_by(Channel.EMAIL)]
    if not addresses:
        return None
    for header in (letter.subject, letter.sender.name):
        _refuse_encoded_words(header)
    mail = EmailMessage(policy=_POLICY)
    if letter.sender.email:
        mail["From"] = _address(letter.sender.email, letter.sender.name)
    mail["To"] = [_address(address) for address in addresses]
    mail["Subject"] = letter.subject
    mail["X-Unsent"] = "1"
    words = text.message(letter)
    mail.set_content(words, charset="utf-8", cte=_transfer_encoding(words))
    mail["Content-Language"] = letter.language
    return mail.as_bytes()


def message(letter: Letter, stamp: Stamp) -> bytes:
    """Return the message that is sent: a draft's headers and words, but one address, a Date and a Message-ID.

    Date is in UTC, so that it tells no zone. Raises ProblemsError as `draft` does.
    """
    for header in (letter.subject, letter.sender.name):
        _refuse_encoded_words(header)
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = _address(letter.sender.email, letter.sender.name)
    mail["To"] = _address(stamp.to)
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(stamp.at)
    mail["Message-ID"] = stamp.message_id
    words = text.message(letter)
    mail.set_content(words, charset="utf-8", cte=_transfer_encoding(words))
    mail["Content-Language"] = letter.language
    return mail.as_bytes()


def _refuse_encoded_words(words: str) -> None:
    # What looks encoded (RFC 2047, 2) is decoded on its way into a header, and could bring a line of its own.
    if "=?" in words:
        message = f"{words!r} cannot stand in an e-mail: mail programs read '=?' as a code"
        raise ProblemsError([Problem("eml.encoded-word", message)])


def _address(address: str, name: str = "") -> Address:
    try:
        return Address(display_name=name, addr_spec=address)
    except (ValueError, HeaderParseError):
        raise ProblemsError([Problem("eml.address", f"{address!r} is not an e-mail address")]) from None


def _transfer_encoding(words: str) -> str:
    """Choose the shorter and, for mostly Latin text, still readable encoding (RFC 2045, section 6.2)."""
    beyond_ascii = sum(character > "\x7f" for character in words)
    return "quoted-printable" if beyond_ascii * 6 < len(words) else "base64"
