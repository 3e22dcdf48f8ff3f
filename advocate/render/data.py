"""Letters and their sheets as plain data, for JSON: scripts rely on these keys."""

from __future__ import annotations

from dataclasses import asdict
from hashlib import sha256
from typing import TYPE_CHECKING

from advocate.core.letter import Author, ListBlock, Paragraph
from advocate.core.standing import why_stopped
from advocate.render.text import form_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advocate.core.campaign import Campaign, LetterSheet
    from advocate.core.letter import Block, Finding, Letter
    from advocate.core.paper import Stationery
    from advocate.core.posting import Spot
    from advocate.core.problems import Problem


def letter_data(letter: Letter) -> dict[str, object]:
    """Return everything in a letter."""
    return {
        "campaign": letter.campaign,
        "letter": letter.letter,
        "reminder": letter.reminder,
        "version": letter.version,
        "language": letter.language,
        "date": letter.date.isoformat(),
        "recipient": asdict(letter.recipient),
        "sender": asdict(letter.sender),
        "place_and_date": letter.place_and_date,
        "subject": letter.subject,
        "salutation": letter.salutation,
        "blocks": [_block(block) for block in letter.blocks],
        "ask": letter.ask,
        "closing": letter.closing,
        "stationery": _stationery(letter.stationery),
        "enclosures": list(letter.enclosures),
        "submission": asdict(letter.submission) if letter.submission else None,
        "form_text": _form_text(letter),
        "call": asdict(letter.call) if letter.call else None,
        "findings": [
            {**entry, "quote": finding.quote}
            for finding, entry in zip(letter.findings, findings_data(letter.findings), strict=True)
        ],
    }


def findings_data(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return findings with their code, weight and words; nothing that the writer wrote is among these."""
    return [
        {"code": finding.code, "weight": finding.weight.value, "message": finding.message}
        for finding in findings
    ]


def problems_data(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Return problems with their code, words and place."""
    return [
        {
            "code": problem.code,
            "message": problem.message,
            "file": problem.place.file if problem.place else None,
            "line": problem.place.line if problem.place else None,
            "column": problem.place.column if problem.place else None,
        }
        for problem in problems
    ]


def sheet_data(sheet: LetterSheet, campaign: Campaign) -> dict[str, object]:
    """Return a letter's sheet: what it is for, and whom."""
    return {
        "id": sheet.id,
        "title": dict(sheet.title),
        "summary": sheet.summary,
        "default": sheet.id == campaign.default_letter,
        "as_of": str(sheet.as_of),
        "status": sheet.status.value,
        "outcome": sheet.outcome
        and {
            "date": str(sheet.outcome.date),
            "source": sheet.outcome.source,
            "text": dict(sheet.outcome.text),
        },
        "stopped": why_stopped(campaign, sheet),
        "brief": dict(sheet.brief) if sheet.brief else None,
        "languages": list(sheet.languages),
        "reviews": {language: review.value for language, review in sheet.reviews.items()},
        "versions": [
            {
                "id": version.id,
                "kinds": [kind.value for kind in version.kinds],
                "groups": list(version.groups),
                "languages": list(version.languages),
                "ask": version.ask,
            }
            for version in sheet.versions
        ],
    }


def manifest_data(
    letters: Sequence[Letter],
    files: Mapping[str, Mapping[str, Mapping[str, str]]],
    page: Mapping[str, str],
    digest: str,
    sheets: Mapping[str, str],
) -> dict[str, object]:
    """Return the manifest of a folder: which letters it holds, in which files, and what they were made from.

    `files` gives for each letter's name, for each form, the file's name and SHA-256, and `page` those of the
    page that leads through them; `sheets` gives the SHA-256 of what holds many
    letters, envelopes or labels, by the file's name.
    Nothing of the writer stands in it, and of their own words only how many.
    """
    first = letters[0]
    return {
        "manifest": 1,
        "campaign": first.campaign,
        "letter": first.letter,
        "date": first.date.isoformat(),
        "inputs": digest,
        "page": dict(page),
        "sheets": [{"name": name, "sha256": sheets[name]} for name in sorted(sheets)],
        "letters": [
            {
                "contact": letter.recipient.contact,
                "institution": letter.recipient.institution,
                "group": letter.recipient.group,
                **_which_reminder(letter),
                "version": letter.version,
                "language": letter.language,
                "files": {form: dict(entry) for form, entry in files[letter.name].items()},
                "words": words_data(letter),
                "findings": findings_data(letter.findings),
            }
            for letter in letters
        ],
    }


def _which_reminder(letter: Letter) -> dict[str, object]:
    """Return which letter a reminder is of; one folder may hold those of several letters."""
    return {"letter": letter.letter, "reminder": letter.reminder} if letter.reminder else {}


def spot_data(spot: Spot | None) -> dict[str, object] | None:
    """Return where a letter stands in a print run, None where it does not."""
    return {"file": spot.file, "page": spot.page} if spot else None


def words_data(letter: Letter) -> dict[str, int]:
    """Return how many words are the writer's own and how many the campaign's, for whoever counts letters."""
    return {"own": letter.words_of(Author.WRITER), "campaign": letter.words_of(Author.CAMPAIGN)}


def _stationery(stationery: Stationery) -> dict[str, object]:
    signature = stationery.signature
    return {
        "window": stationery.window.value,
        "paper": stationery.paper.value,
        "large_print": stationery.large_print,
        "archive": stationery.archive,
        "signature": sha256(signature.data).hexdigest() if signature else None,
    }


def _form_text(letter: Letter) -> dict[str, object] | None:
    """Return what goes into a web form with a limit, None where none is known."""
    fitted = letter.form_text
    if fitted is None:
        return None
    return {
        "limit": fitted.limit,
        "length": fitted.length,
        "left_out": fitted.left_out,
        "text": form_message(letter),
    }


def _block(block: Block) -> dict[str, object]:
    match block:
        case Paragraph(text, author):
            return {"type": "paragraph", "text": text, "author": author.value}
        case ListBlock(items, ordered, author):
            return {"type": "list", "items": list(items), "ordered": ordered, "author": author.value}
