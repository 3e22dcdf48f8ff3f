"""The letter as a mail link (RFC 6068)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from advocate.core.registry import Channel
from advocate.render import text

if TYPE_CHECKING:
    from advocate.core.letter import Letter

LONGEST_LINK = 1900
"""Characters that a mail link may have: beyond about 2,000 some mail programs and browsers cut it off."""


@dataclass(frozen=True, slots=True)
class MailLink:
    """A link that opens a new message; without its body the writer pastes the text."""

    href: str
    has_body: bool


def mail_link(letter: Letter) -> MailLink | None:
    """Return the link for an office that has an e-mail address, or None.

    Line breaks in the body are `%0D%0A` (RFC 6068, section 5). The body is left out where the whole link
    would pass LONGEST_LINK, so that no mail program opens half a letter.
    """
    addresses = [reach.value for reach in letter.recipient.reaches_by(Channel.EMAIL)]
    if not addresses:
        return None
    to = ",".join(quote(address, safe="@") for address in addresses)
    bare = f"mailto:{to}?subject={quote(letter.subject, safe='')}"
    body = "%0D%0A".join(map(_quoted, text.message(letter).split("\n")))
    full = f"{bare}&body={body}"
    return MailLink(full, has_body=True) if len(full) <= LONGEST_LINK else MailLink(bare, has_body=False)


# Most lines of a run are the same in all its letters.
@lru_cache(maxsize=256)
def _quoted(line: str) -> str:
    return quote(line, safe="")
