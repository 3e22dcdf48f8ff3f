"""Which forms a letter is made in."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from advocate.core.dates import PartialDate
from advocate.core.outlook import ages, preferred, stale
from advocate.core.problems import Problem, ProblemsError, did_you_mean
from advocate.core.registry import Channel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advocate.core.letter import Letter
    from advocate.core.outlook import Age

AUTO = "auto"


class Form(StrEnum):
    """A form of a letter on disk."""

    EML = "eml"
    PDF = "pdf"
    TXT = "txt"
    HTML = "html"
    SUBMISSION = "submission"
    CALL = "call"


def file_name(letter: Letter, form: Form) -> str:
    """Return the name of a letter's file in one form: office, letter, language, and an ending."""
    ending = f"{form.value}.txt" if form in {Form.SUBMISSION, Form.CALL} else form.value
    return f"{letter.name}.{ending}"


def read_forms(words: str) -> tuple[Form, ...]:
    """Return the forms that `auto` or a list such as `eml,pdf` names; nothing for `auto`.

    Raises ProblemsError that names every unknown form.
    """
    given = [word.strip().casefold() for word in words.split(",") if word.strip()]
    if given == [AUTO]:
        return ()
    known = [AUTO, *(form.value for form in Form)]
    problems = [
        Problem(
            "as.unknown",
            f"there is no form {word!r}{did_you_mean(word, known)}; there are: {', '.join(known)}",
        )
        for word in given
        if word not in known or word == AUTO
    ]
    if problems or not given:
        raise ProblemsError(problems or [Problem("as.unknown", f"name a form: {', '.join(known)}")])
    return tuple(form for form in Form if form.value in given)


def forms_for(letter: Letter, wanted: tuple[Form, ...]) -> tuple[Form, ...]:
    """Return the forms to make of a letter: the wanted ones, or every one that its office can take.

    An e-mail needs an address, a submission an office that acts on it, a call script a number; a page can
    always be printed when it is asked for. By itself a draft or a page is made where the channel is known and
    not stale; where all that bring a letter are stale, each is made, so that the only one is never dropped. A
    script is made where its number is not stale, or nothing that brings a letter is better. The text is
    always made: it is what goes into web forms, and for an office without any channel it is all there is.
    """
    known = {reach.type for reach in letter.recipient.reaches}
    if wanted:
        lacking = {Form.EML} if Channel.EMAIL not in known else set()
        lacking |= set() if letter.submission else {Form.SUBMISSION}
        lacking |= set() if letter.call else {Form.CALL}
        return tuple(form for form in wanted if form not in lacking)
    # The form of an office that acts on submissions takes a submission and no letter.
    carriers = known - {Channel.FORM} if letter.submission else known
    old = stale(ages_of_letter(letter))
    use = preferred(carriers, old)
    possible = {Form.TXT}
    if letter.submission:
        possible.add(Form.SUBMISSION)
    if Channel.EMAIL in use:
        possible.add(Form.EML)
    if Channel.ADDRESS in use:
        possible.add(Form.PDF)
    if letter.call and (Channel.PHONE not in old or use <= old):
        possible.add(Form.CALL)
    return tuple(form for form in Form if form in possible)


def ages_of_letter(letter: Letter) -> Mapping[Channel, Age]:
    """Return for each channel of a letter's office the age of its newest entry on the letter's date."""
    entries = ((reach.type, PartialDate.parse(reach.checked)) for reach in letter.recipient.reaches)
    return ages(entries, letter.date)
