"""What the writer's own paragraph gives away: numbers, streets and e-mail addresses.

The shapes are those of many countries, whatever the letter's language, since an address is written as its own
country writes it. They are shapes only: a number told in words, or a street without its number, is not seen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from advocate.core.letter import Finding, Weight
from advocate.core.registry import Channel
from advocate.core.review.background import own_words, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.letter import Letter
    from advocate.core.review.background import Background

# Patterns and not compiled ones: most letters of a run have no words of the writer's, and need none of these.
_LINK: Final = r"(?i:https?://|www\.)\S+"
_EMAIL: Final = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
_DATE: Final = (
    r"(?<![\d+.])(?:[0-3]?\d[./-][01]?\d[./-](?:\d\d)?\d\d|(?:19|20)\d\d[./-][01]?\d[./-][0-3]?\d)(?!\.?\d)"
)
_YEARS: Final = r"(?<!\d)(?:1[89]|20)\d\d\s?[-–—/]\s?(?:(?:1[89]|20)\d\d|\d\d)(?!\d)"
_NUMBER: Final = r"\+?\(?\d(?:[ \u00a0().–/-]{0,3}\d){6,18}(?!\d)"
_FEWEST_DIGITS: Final = 7
_LONG_NUMBER: Final = 9
_SHORTEST_STREET: Final = 5  # characters; fewer are a word of any text
_GROUPED: Final = r"\d{1,3}(?:[ \u00a0.]\d{3})+"

_STREETS: Final = (
    r"(?<!\d)\d{1,5}[a-zA-Z]?,? (?:[A-Z][\w'’-]+ ){1,3}(?:Street|St\.|Road|Rd\.?|Lane)",
    r"(?<!\d)\d{1,5}[a-zA-Z]?,? (?:[A-Z][\w'’-]+ ){1,3}(?:Avenue|Ave\.?|Boulevard|Blvd\.?)",
    r"(?<!\d)\d{1,5}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|allée|chemin|quai|impasse) [\w'’-]+",
    r"(?<![\w-])[A-ZÄÖÜ][\w-]{0,60}(?i:straße|strasse|gasse|allee|platz|weg|str\.) \d+",
    r"(?:ул\.|улиц[аеыу]|пр\.|пр-т|проспект[еау]?|переул(?:ок|ке)) ?[А-ЯЁ][\w-]+(?: [\w-]+)?,? (?:д\. ?)?\d+",
    r"[А-ЯӘҒҚҢӨҰҮІ][\w-]+ (?:көшесі|даңғылы)(?:нде|ндегі)?,? (?:\d+|№)",
    r"(?:ulica|ul\.|via|calle|piazza) [A-ZŁŚŻ][\w-]+(?: [\w-]+)?,? \d+",
)
_STREET: Final = "|".join(f"(?:{shape})" for shape in _STREETS)


def privacy_findings(letter: Letter, background: Background) -> Iterator[Finding]:
    """Yield a warning for each kind of personal data in the writer's own words."""
    own = own_words(letter, background)
    if not own:
        return
    plain = re.sub(_LINK, " ", own)
    if address := _other_email(plain, letter, background):
        yield Finding(
            "privacy.email",
            Weight.WARNING,
            "an e-mail address stands in your own words: leave it out, or ask its owner",
            quoted(address),
        )
    if number := phone_in(re.sub(_EMAIL, " ", plain)):
        yield Finding(
            "privacy.phone",
            Weight.WARNING,
            "a number as of a telephone or document: leave it out; how to answer you stands under your name",
            quoted(number),
        )
    if street := _street_in(plain, background.sender.street):
        yield Finding(
            "privacy.street",
            Weight.WARNING,
            "your own words tell where somebody lives: leave the street out",
            quoted(street),
        )


def phone_in(text: str) -> str | None:
    """Return the first number in a text that may be somebody's: of a telephone, or as long as a document's.

    Days, spans of years and amounts (182 000) are none.
    """
    for found in re.finditer(_NUMBER, re.sub(_YEARS, " | ", re.sub(_DATE, " | ", text))):
        number = found[0]
        digits = sum(character.isdigit() for character in number)
        begins = number.startswith(("+", "(", "0", "8 ", "8(", "8-"))
        american = re.fullmatch(r"\d{3}[ .-]\d{3}[ .-]\d{4}", number)
        if re.fullmatch(_GROUPED, number) and not begins:
            continue
        if digits >= _FEWEST_DIGITS and (begins or american or digits >= _LONG_NUMBER):
            return number
    return None


def _other_email(text: str, letter: Letter, background: Background) -> str | None:
    known = {reach.value.casefold() for reach in letter.recipient.reaches_by(Channel.EMAIL)}
    known.add(background.sender.email.casefold())
    return next(
        (hit[0] for hit in re.finditer(_EMAIL, text) if hit[0].rstrip(".").casefold() not in known), None
    )


def _street_in(text: str, own_street: str) -> str | None:
    if len(own_street) >= _SHORTEST_STREET:
        words = r"\s+".join(re.escape(word) for word in own_street.split())
        if re.search(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE):
            return own_street
    found = re.search(_STREET, text)
    return found[0] if found else None
