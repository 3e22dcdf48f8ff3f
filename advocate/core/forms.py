"""Which forms a letter is made in."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from advocate.core.problems import Problem, ProblemsError, did_you_mean
from advocate.core.registry import Channel

if TYPE_CHECKING:
    from advocate.core.letter import Letter

AUTO = "auto"


class Form(StrEnum):
    """A form of a letter on disk, by the ending of its file."""

    EML = "eml"
    PDF = "pdf"
    TXT = "txt"
    HTML = "html"


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

    An e-mail needs an address; a page can always be printed when it is asked for, and is made by itself
    where the post can bring it. The text is always made: it is what goes into web forms and is read out on
    the telephone, and for an office without any channel it is all there is.
    """
    channels = {reach.type for reach in letter.recipient.reaches}
    if wanted:
        return tuple(form for form in wanted if form is not Form.EML or Channel.EMAIL in channels)
    possible = {Form.TXT}
    if Channel.EMAIL in channels:
        possible.add(Form.EML)
    if letter.recipient.posted:
        possible.add(Form.PDF)
    return tuple(form for form in Form if form in possible)
