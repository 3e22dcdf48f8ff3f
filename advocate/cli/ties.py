"""The question of who the writer is tied to, and why it is asked: for every command that asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.cli.asking.questions import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advocate.cli.asking.questions import Asking
    from advocate.sources.wording import CldrWording

NONE, UNSAID = "none", "unsaid"


def ask_where(asking: Asking) -> str:
    """Return the country that the writer is in, empty where they would rather not say."""
    from advocate.sources.sender import detail

    return asking.text(
        "Which country are you in? Two letters such as DE; Enter alone: I would rather not say",
        check=lambda typed: detail("country", typed),
    )


def tell_why(asking: Asking, countries: Sequence[str], wording: CldrWording) -> None:
    """Say why the writer is asked, and what becomes of the answer."""
    names = _names(countries, wording, "and")
    asking.say()
    asking.say(
        f"A question for your safety first. Some of these offices belong to {names}. A letter there with"
        " your name under it can harm you or your family, if any of you live there, come from there or mean"
        " to go there. If so, you will read what it can mean before such a letter is made, and can leave it."
        " Your answer stands in no letter, and is forgotten at the end unless you want it kept."
    )


def ask_ties(
    asking: Asking, countries: Sequence[str], wording: CldrWording, before: tuple[str, ...] | None = None
) -> tuple[str, ...] | None:
    """Return to which of some countries the writer is tied; None where they would rather not say."""
    names = _names(countries, wording, "or")
    question = f"Do you or your family live in {names}, come from there, or mean to go there?"
    unsaid = Choice(UNSAID, "I would rather not say")
    if len(countries) == 1:
        usual = UNSAID if before is None else countries[0] if countries[0] in before else NONE
        choices = [Choice(countries[0], "yes"), Choice(NONE, "no"), unsaid]
        answer = asking.one(question, choices, usual)
        return {UNSAID: None, NONE: ()}.get(answer, (answer,))
    choices = [
        *(Choice(code, wording.country(code)) for code in countries),
        Choice(NONE, "none of them"),
        unsaid,
    ]
    offered = (UNSAID,) if before is None else (*(code for code in countries if code in before),) or (NONE,)
    while True:
        taken = asking.several(question, choices, offered)
        ties = tuple(word for word in taken if word not in {NONE, UNSAID})
        if len(taken) == 1 or len(ties) == len(taken):
            return None if taken == (UNSAID,) else ties
        asking.say("choose countries, or one of the last two")


def _names(countries: Sequence[str], wording: CldrWording, word: str) -> str:
    *first, last = (wording.country(code) for code in countries)
    return f"{', '.join(first)} {word} {last}" if first else last
