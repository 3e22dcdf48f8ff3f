"""Reading who writes: a sender file, the saved profile and the flags, in that order of weight."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from advocate.core.deceptive import first_mark
from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean
from advocate.core.sender import ANY, IN_LANGUAGES, NO_TIES, Sender, ties_in, ties_text
from advocate.sources import wording, yaml_nodes
from advocate.sources.marks import refuse_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from advocate.sources.yaml_nodes import Document

CODE = "sender"

Typed = tuple[str, Place | None]
"""What somebody typed, and where."""

LONGEST = 100
"""Characters in one of the writer's details: more is a slip, and would not fit the page."""

LONGEST_NOTE = 100_000
"""Characters of own words: thirty pages, where a letter should fit one."""

KEYS = tuple(field.name for field in fields(Sender))

_TWO_LETTERS = 2
_IN_ONE_CASE: Mapping[str, Callable[[str], str]] = {"country": str.upper, "language": str.lower}

_HYPHEN = "\u00ad"
"""Where a word may be parted at the end of a line: pasted along from web pages, and seen by nobody."""

_OTHER_LINE_ENDS = str.maketrans({"\r": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"})
"""What else ends a line or a paragraph in pasted text (The Unicode Standard, section 5.8)."""

_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def read_sender(file: Path | None, name: str, flags: Mapping[str, str | None]) -> Sender:
    """Return the writer from a file and from flags, which win over the file.

    Words of a language (`IN_LANGUAGES`) are, in the file, one text or texts by language; one text is in the
    writer's own `language` where that is told. Those of a flag are meant for the letter at hand. Everything
    is brought into one form (Unicode NFC), so that a name typed on any system looks the same. Raises
    ProblemsError with every unusable value.
    """
    problems: list[Problem] = []
    values: dict[str, Typed] = {}
    told: dict[str, dict[str, Typed]] = {}
    if file:
        document = yaml_nodes.load(file, name, CODE)
        problems += document.problems
        values, told = _from_file(document, problems)
    own = values.get("language", ("", None))[0].strip().lower()
    told |= {key: {own: values.pop(key)} for key in IN_LANGUAGES if key in values}
    for key, value in flags.items():
        if value is not None and key in IN_LANGUAGES:
            told[key] = {ANY: (value, Place(f"--{key}"))}
        elif value is not None:
            values[key] = (value, Place(f"--{key}"))
    clean = {key: _clean(key, value, place, problems) for key, (value, place) in values.items()}
    words = {
        key: {
            language: said
            for language, (value, place) in texts.items()
            if (said := _clean(key, value, place, problems))
        }
        for key, texts in told.items()
    }
    if problems:
        raise ProblemsError(problems)
    ties = ties_in(clean.pop("ties", ""))
    return Sender(**clean, **words, ties=ties)  # type: ignore[arg-type]  # texts and words by language, each under its key


def detail(key: str, typed: str, place: Place | None = None) -> str:
    """Return one of the writer's details as it is kept; raise ProblemsError where it cannot be used."""
    problems: list[Problem] = []
    clean = _clean(key, typed, place, problems)
    if problems:
        raise ProblemsError(problems)
    return clean


def read_note(given: str) -> str:
    """Return the writer's own words: as given, or from the UTF-8 file named after an `@`.

    Raises ProblemsError where they cannot be used.
    """
    if given == "@":
        raise ProblemsError([Problem("note.missing", "name a file behind the @", Place("--note"))])
    if given.startswith("@"):
        return own_words(yaml_nodes.raw_text_of(Path(given[1:]), given[1:], "note"), given[1:])
    return own_words(given)


def own_words(words: str, name: str = "--note") -> str:
    """Return the writer's own words in Unicode NFC with plain line ends, and without soft hyphens.

    `name` is what problems call the place they come from. Raises ProblemsError where they hold a mark that
    could deceive a reader, or are longer than any letter.
    """
    if len(words) > LONGEST_NOTE:
        message = f"{len(words):,} characters are too many for own words (at most {LONGEST_NOTE:,})"
        raise ProblemsError([Problem("note.too-long", message, Place(name))])
    words = words.replace(_HYPHEN, "").replace("\r\n", "\n").translate(_OTHER_LINE_ENDS)
    refuse_marks(words, name, "note")
    return _seen(unicodedata.normalize("NFC", words).strip())


def _seen(text: str) -> str:
    """Return a text, or an empty one where there is nothing to see in it: joiners, marks and spaces only."""
    nothing = {"Cf", "Zs", "Zl", "Zp", "Mn"}
    return text if any(mark.isalnum() or unicodedata.category(mark) not in nothing for mark in text) else ""


def _from_file(
    document: Document, problems: list[Problem]
) -> tuple[dict[str, Typed], dict[str, dict[str, Typed]]]:
    """Return the texts of a file, and those that it gives by language."""
    values: dict[str, Typed] = {}
    told: dict[str, dict[str, Typed]] = {}
    if not isinstance(document.data, dict):
        words = f"a mapping is wanted here, with keys such as {', '.join(KEYS[:4])}"
        problems.append(Problem(f"{CODE}.wrong-type", words, document.place(())))
    for key, value in document.data.items() if isinstance(document.data, dict) else ():
        if key not in KEYS:
            near = did_you_mean(key, KEYS) or f" (known here: {', '.join(KEYS)})"
            place = document.place((key,), key=True)
            problems.append(Problem(f"{CODE}.unknown-key", f"unknown key {key!r}{near}", place))
        elif isinstance(value, str):
            values[key] = (value, document.place((key,)))
        elif isinstance(value, dict) and key in IN_LANGUAGES:
            told[key] = _by_language(document, key, value, problems)
        elif key == "ties" and isinstance(value, list) and all(isinstance(each, str) for each in value):
            values[key] = (", ".join(map(str, value)) or NO_TIES, document.place((key,)))
        elif value is not None:
            wanted = f"{key}: text is wanted here, not a list or mapping"
            if key in IN_LANGUAGES:
                wanted = f"{key}: text is wanted here, or texts by language such as {{en: …, fr: …}}"
            problems.append(Problem(f"{CODE}.wrong-type", wanted, document.place((key,))))
    return values, told


def _by_language(
    document: Document, key: str, texts: Mapping[str, object], problems: list[Problem]
) -> dict[str, Typed]:
    told: dict[str, Typed] = {}
    for language, text in texts.items():
        if not _is_language(language):
            place = document.place((key, language), key=True)
            problems.append(Problem(f"{CODE}.language", _no_language(language), place))
        elif isinstance(text, str):
            told[language] = (text, document.place((key, language)))
        elif text is not None:
            words = f"{key}: text is wanted here, not a list or mapping"
            problems.append(Problem(f"{CODE}.wrong-type", words, document.place((key, language))))
    return told


def _clean(key: str, value: str, place: Place | None, problems: list[Problem]) -> str:
    typed = value.replace(_HYPHEN, "").strip()
    # The reader of the file has told of such marks already.
    mark = None if place and place.line else first_mark(typed)
    text = _seen(unicodedata.normalize("NFC", typed))

    def report(slug: str, words: str) -> None:
        problems.append(Problem(f"{CODE}.{slug}", words, place))

    if _BREAK.search(text):
        report("line-break", f"{key}: one line is wanted, without line breaks")
    elif mark:
        report("control-character", f"{key}: {mark.words}")
    elif "\t" in text:
        report("control-character", f"{key}: a tab (U+0009) has no place here: type a space")
    elif "=?" in text:
        report("encoded-word", f"{key}: mail programs read '=?' as a code; write it another way")
    elif len(text) > LONGEST:
        report("too-long", f"{key}: {len(text)} characters are too many (at most {LONGEST})")
    elif key == "country" and text and not wording.is_country(text.upper()):
        meant = wording.country_meant(text.upper())
        near = f" (did you mean {meant!r}?)" if meant else ": two letters are wanted, such as DE, FR or KZ"
        report("country", f"{text!r} is not a country code (ISO 3166){near}")
    elif key == "language" and text and not _is_language(text.lower()):
        report("language", _no_language(text))
    elif text and key in _IN_A_FORM:
        return _IN_A_FORM[key](text, report)
    return _IN_ONE_CASE.get(key, str)(text)


def _ties(text: str, report: Callable[[str, str], None]) -> str:
    """Return the countries of a text in one form, as `core.sender.ties_text` does."""
    ties = ties_in(text)
    for code in ties or ():
        if not wording.is_country(code):
            meant = wording.country_meant(code)
            near = (
                f" (did you mean {meant!r}?)"
                if meant
                else f": two letters such as KZ are wanted, or {NO_TIES!r}"
            )
            report("ties", f"ties: {code!r} is not a country code (ISO 3166){near}")
    return ties_text(ties)


def _no_language(text: str) -> str:
    return f"{text!r} is not a language code (ISO 639-1): two letters are wanted, such as en or fr"


def _is_language(code: str) -> bool:
    return len(code) == _TWO_LETTERS and code.isascii() and code.islower() and wording.is_language(code)


def _email(text: str, report: Callable[[str, str], None]) -> str:
    # It brings the IDNA tables along, and most writers of a paper letter give no e-mail.
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - start-up counts

    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        report("email", f"{text!r} is not an e-mail address")
        return text
    if found.ascii_email is None:
        report("email", f"{text!r} has letters before the @ that not every mail server takes: give another")
    # A header takes a domain in ASCII only (RFC 5322; RFC 5890 for the form).
    return found.ascii_email or text


_IN_A_FORM: Mapping[str, Callable[[str, Callable[[str, str], None]], str]] = {"ties": _ties, "email": _email}
"""The details that are kept in a form of their own, each with what returns it and reports what is wrong."""
