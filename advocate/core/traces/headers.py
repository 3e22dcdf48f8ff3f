"""What the headers of an e-mail tell (RFC 5322, RFC 2045, RFC 2183), and those that programs add."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final

from advocate.core.traces import Telling, Trace, shown
from advocate.core.traces.fields import id_trace, is_of_a_machine, of_a_machine
from advocate.core.traces.times import offset_of, region_of, time_trace, written

_VISIBLE: Final = {
    "from": "who writes: your name and address, as you give them",
    "to": "whom it goes to",
    "cc": "who gets a copy; everybody sees them",
    "reply-to": "where answers go",
    "subject": "what it is about",
    "sender": "whose account sent it",
}
_ADDRESS: Final = {
    "x-originating-ip": "the internet address of who wrote it: which provider, about which town",
    "x-sender-ip": "the internet address of who wrote it",
    "x-client-ip": "the internet address of who wrote it",
    "x-source-ip": "the internet address of who wrote it",
    "x-remote-ip": "the internet address of who wrote it",
    "x-forwarded-for": "the internet address of who wrote it",
    "x-authenticated-sender": "the login at the mail server",
    "x-authenticated-user": "the login at the mail server",
    "x-auth-user": "the login at the mail server",
    "x-sender": "the login at the mail server",
    "x-php-originating-script": "the user and file of the web server that sent it",
    "x-identity-key": "which identity in which of the writer's accounts",
    "x-account-key": "which of the writer's accounts",
    "x-google-original-from": "the address before it was changed",
    "fcc": "the account and folder that keep a copy",
    "x-mozilla-draft-info": "how the writer's program keeps the draft",
    "bcc": "who gets a copy without the others knowing",
    "resent-from": "who passed it on",
    "return-path": "the account that sent it",
    "delivered-to": "the mailbox that it was taken from",
    "x-original-to": "the mailbox that it was taken from",
    "autocrypt": "the writer's address and public key",
    "openpgp": "the writer's public key",
    "organization": "the writer's organisation, as the mail program knows it",
    "face": "a picture of the writer",
    "x-face": "a picture of the writer",
}
_OF_DRAFTS: Final = frozenset({"x-identity-key", "x-account-key", "x-mozilla-draft-info"})
_PROGRAM: Final = ("which mail program, and often which system and version", Telling.TELLS)
_EARLIER: Final = ("which e-mail it answers", Telling.TELLS)
_SERVERS: Final = ("which provider's servers it went through", Telling.TELLS)
_SHOWN: Final = ("how it is to be shown or sent on", Telling.PLAIN)
_OTHERS: Final = {
    **dict.fromkeys(("user-agent", "x-mailer", "x-mimeole", "x-newsreader", "x-msmail-priority"), _PROGRAM),
    **dict.fromkeys(("in-reply-to", "references", "thread-topic"), _EARLIER),
    "thread-index": ("to the second when the exchange of e-mails began (Outlook)", Telling.TELLS),
    **dict.fromkeys(("mime-version", "content-transfer-encoding", "content-language", "content-id"), _SHOWN),
    **dict.fromkeys(("x-unsent", "x-priority", "importance", "priority", "auto-submitted"), _SHOWN),
    **dict.fromkeys(("precedence", "sensitivity"), _SHOWN),
}
_TIMES: Final = frozenset({"date", "resent-date", "delivery-date", "expires", "deferred-delivery"})
_PYTHON_ID: Final = re.compile(r"\d{14}\.(?:\d+\.)?\d+(?:\.\d+)?|\d{18,21}\.\d+\.\d+")

BOUNDARIES: Final = (
    (re.compile(r"=_NextPart_"), "Outlook or Windows Mail"),
    (re.compile(r"_00\d_[0-9A-Za-z]+_"), "Microsoft Exchange"),
    (re.compile(r"Apple-Mail[-=_]"), "Apple Mail"),
    (re.compile(r"={15}\d+=="), "a program in Python"),
    (re.compile(r"0{12}[0-9a-f]{16}"), "Gmail"),
    (re.compile(r"-{12}[0-9A-Za-z]{24}"), "Thunderbird"),
    (re.compile(r"=-[A-Za-z0-9+/]{20,24}"), "Evolution"),
    (re.compile(r"nextPart\d+"), "KMail"),
    (re.compile(r"-{2,4}=_Part_\d+_\d+"), "a program in Java"),
    (re.compile(r"_?=_swift_|b1_[0-9a-f]{32}"), "a program in PHP"),
)
"""How programs build the line that parts the parts of an e-mail; the last resort is "a mail program"."""

CHARSETS: Final = {
    "koi8-r": "Russian",
    "koi8-u": "Ukrainian",
    "windows-1251": "a language in Cyrillic letters, under Windows",
    "iso-8859-5": "a language in Cyrillic letters",
    "windows-1254": "Turkish, under Windows",
    "windows-1250": "a language of central Europe, under Windows",
    "gb2312": "Chinese",
    "iso-2022-jp": "Japanese",
    "euc-kr": "Korean",
}


_UNKNOWN: Final = ("a header that not every mail program writes", Telling.TELLS)
_NUMBERS: Final = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})(?![\w.:])"
)
"""What may be an internet address: of version 4, or of version 6 (RFC 4291, 2.2)."""

_BY_START: Final = (
    (("dkim-signature", "arc-", "authentication-results", "received-spf", "x-google-"), _SERVERS),
    (("content-",), ("what the part is", Telling.PLAIN)),
)


def header_trace(name: str, value: str) -> Trace:
    """Return what one header tells."""
    low = name.lower()
    where = f"header {shown(name)}"
    if low in _TIMES:
        return time_trace(where, value)
    if low in {"message-id", "resent-message-id"}:
        return message_id_trace(where, value)
    if low in {"received", "x-received"}:
        return _received(where, value)
    tells, weight = _meaning(low)
    if (tells, weight) == _UNKNOWN and any(map(_is_address, _NUMBERS.findall(value))):
        tells, weight = f"{tells}, with an internet address in it", Telling.IDENTIFIES
    return Trace(where, shown(value), tells, weight)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _meaning(low: str) -> tuple[str, Telling]:
    if low in _ADDRESS:
        return _ADDRESS[low], Telling.TELLS if low in _OF_DRAFTS else Telling.IDENTIFIES
    if low in _VISIBLE:
        return _VISIBLE[low], Telling.VISIBLE
    if low in _OTHERS:
        return _OTHERS[low]
    found = (meaning for starts, meaning in _BY_START if low.startswith(starts))
    return next(found, _UNKNOWN)


def message_id_trace(where: str, value: str) -> Trace:
    """Return what a Message-ID tells: what stands behind its @ is often the name of a machine."""
    inside = value.strip().strip("<>")
    left, _, host = inside.rpartition("@")
    host = host.strip("[]")
    if is_of_a_machine(host):
        return Trace(where, shown(value), of_a_machine(host), Telling.IDENTIFIES)
    if _PYTHON_ID.fullmatch(left):
        tells = "the moment at which it was made, and a number that the program had on its machine"
        return Trace(where, shown(value), tells, Telling.TELLS)
    found = id_trace(where, inside)
    if found.weight is Telling.IDENTIFIES:
        return found
    return Trace(where, shown(value), "every copy of this e-mail can be known by it", Telling.TELLS)


def _received(where: str, value: str) -> Trace:
    """Return what a mail server wrote down of who gave it the e-mail."""
    tells = "which machine gave it to a mail server, with its name and internet address, and when"
    offset = offset_of(value)
    if offset:
        tells += f"; that server's clock is at {written(offset)}, as in {region_of(offset)}"
    return Trace(where, shown(value), tells, Telling.IDENTIFIES)


def parameter_traces(where: str, parameters: tuple[tuple[str, str], ...]) -> list[Trace]:
    """Return what a part's parameters tell (RFC 2045, 5.1; RFC 2183, 2): its name, dates, charset."""
    traces = []
    for name, value in parameters:
        low, place = name.lower(), f"{where} {shown(name)}"
        if low in {"creation-date", "modification-date", "read-date"}:
            traces.append(time_trace(place, value))
        elif low in {"filename", "name"}:
            traces.append(
                Trace(place, shown(value), "the file's name, which the reader sees", Telling.VISIBLE)
            )
        elif low == "boundary":
            maker = next(
                (words for pattern, words in BOUNDARIES if pattern.search(value)), "some mail program"
            )
            weight = Telling.TELLS
            traces.append(Trace(place, shown(value), f"made the way {maker} does it", weight))
        elif low == "charset" and value.lower() in CHARSETS:
            tells = f"the writer's program is set up for {CHARSETS[value.lower()]}"
            traces.append(Trace(place, shown(value), tells, Telling.TELLS))
        elif low.startswith("x-"):
            traces.append(Trace(place, shown(value), "only one program writes it", Telling.TELLS))
        else:
            traces.append(Trace(place, shown(value), "how the part is written", Telling.PLAIN))
    return traces
