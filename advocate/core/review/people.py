"""Whom the writer names: relatives and minors never, private people only with their consent.

Relatives are where pressure is put, and what protects a witness covers their family and friends (OHCHR,
Manual on Human Rights Monitoring, chapter 14). The case sheet says who is a relative, a minor, or somebody
whom letters may name. Anybody else is known only by what stands before the name: "my friend", "my sister".
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from advocate.core.campaign import Standing
from advocate.core.letter import Author, Finding, Weight
from advocate.core.naming import named_in
from advocate.core.review.background import own_words, quoted, text_by
from advocate.core.sender import told_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.letter import Letter
    from advocate.core.review.background import Background

_NEVER: Final = {
    Standing.RELATIVE: (
        "people.relative",
        "a relative of somebody in this case: leave the name out, for relatives are put under pressure",
    ),
    Standing.MINOR: ("people.minor", "a child: leave the name out, and whatever would tell who it is"),
}
_ASKED: Final = "have they agreed to stand in a letter to an authority? If not, leave the name out"

_STEM: Final = 5  # letters in which two forms of a name agree
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def people_findings(letter: Letter, background: Background) -> Iterator[Finding]:
    """Yield a problem for each relative and minor in the writer's own words, a warning for private people."""
    own = own_words(letter, background)
    if not own:
        return
    for person in named_in(own, background.campaign.people):
        if person.standing in _NEVER:
            code, why = _NEVER[person.standing]
            yield Finding(code, Weight.PROBLEM, why, person.name)
        elif person.standing is Standing.PRIVATE:
            why = f"somebody private, who is not known to the public by this case: {_ASKED}"
            yield Finding("people.private", Weight.WARNING, why, person.name)
    close = list(_close_names(own, background))
    public = _public_words(letter, background) if close else frozenset()
    for kin, name in close:
        if name.casefold()[:_STEM] in public:
            continue
        yield Finding(
            "people.private",
            Weight.WARNING,
            f"you name somebody close to you: {_ASKED}",
            quoted(f"{kin} {name}"),
        )


def _close_names(own: str, background: Background) -> Iterator[tuple[str, str]]:
    """Yield `friend` and `Aigul`: a word for somebody close, and the capitalised one right behind it."""
    kin = background.lexicon.kin
    for one, other in pairwise(_WORD.finditer(own)):
        plain = one[0].casefold()
        if plain not in kin.words and not plain.startswith(kin.stems):
            continue
        between = own[one.end() : other.start()].strip(" ")
        after = own[other.end() :].lstrip(" ")[:1]
        # Behind a comma only what another comma closes is a name: "my sister, Aigul, …".
        joined = not between or (between == "," and after in {",", ".", ";", ""})
        name = other[0]
        if joined and name[0].isupper() and not name.isupper():
            yield one[0], name


def _public_words(letter: Letter, background: Background) -> frozenset[str]:
    """Return how the capitalised words begin that the letter says anyway: of countries and offices."""
    recipient, campaign = letter.recipient, text_by(letter, Author.CAMPAIGN)
    link = told_in(background.sender.link, letter.language)
    if link:
        campaign = campaign.replace(link, " ")
    texts = [
        campaign,
        letter.subject,
        recipient.title,
        recipient.institution_name,
        recipient.group_name,
        *recipient.envelope,
        *(name for person in background.campaign.people for name in person.names),
    ]
    return frozenset(
        word.casefold()[:_STEM] for text in texts for word in _WORD.findall(text) if word[0].isupper()
    )
