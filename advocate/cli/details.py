"""The questions about the writer, for every command that asks them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from advocate.core.problems import Problem, ProblemsError
from advocate.core.sender import ANY, IN_LANGUAGES, told_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advocate.cli.asking.questions import Asking
    from advocate.core.sender import Sender

DETAILS = {
    "name": "Your name, as you sign",
    "street": "Street and number",
    "postcode": "Postcode",
    "city": "Town",
    "region": "State or region, where addresses have one",
    "country": "Country, in two letters such as DE or FR (ISO 3166)",
    "email": "E-mail address where an answer can reach you",
    "phone": "Telephone number",
    "language": "The language you write in, in two letters such as en or fr",
    "occupation": "What you do, with its article, such as: a teacher",
    "link": "What links you with the country of the case, in one sentence",
}
"""What is asked of the writer, in the order in which it is asked."""

NO_NAME = Problem("sender.no-name", "a letter needs your name")


def ask_details(
    asking: Asking,
    before: Sender,
    given: Mapping[str, str],
    told: Mapping[str, str] | None = None,
) -> Iterator[tuple[str, str]]:
    """Ask for every detail that is not given, and yield those that are changed; the name has to be told.

    One step back asks for the detail before. Raises BackError where there is none. With what was `told`
    before, it goes on at the last question.
    """
    from advocate.cli.asking.questions import BackError

    asked = [key for key in DETAILS if key not in given]
    answers = {**given, **(told or {})}
    number = 0 if told is None else len(asked) - 1
    if number < 0:
        raise BackError
    while number < len(asked):
        key = asked[number]
        shown = answers[key] if key in answers else present(before, key, answers)
        try:
            typed = asking.text(DETAILS[key], shown, partial(_checked, key))
        except BackError:
            if number == 0:
                raise
            number -= 1
            continue
        number += 1
        if typed != shown:
            answers[key] = typed
            yield key, typed


def present(sender: Sender, key: str, answers: Mapping[str, str]) -> str:
    """Return what a detail is now, words in the language that the writer writes in."""
    value = getattr(sender, key)
    if isinstance(value, str):
        return value
    language = answers.get("language", sender.language)
    return told_in(value, language) if language or set(value) <= {ANY} else ""


def needs_language(before: Sender, typed: Mapping[str, str]) -> tuple[str, ...]:
    """Return the details that are there in several languages, while nobody says in which these words are."""
    if typed.get("language", before.language):
        return ()
    return tuple(key for key in IN_LANGUAGES if typed.get(key) and set(getattr(before, key)) - {ANY})


def _checked(key: str, typed: str) -> str:
    from advocate.sources.sender import detail

    clean = detail(key, typed)
    if key == "name" and not clean:
        raise ProblemsError([NO_NAME])
    return clean
