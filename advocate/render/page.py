"""The hand-over page: what to do with each letter, office by office; and one letter as a page of its own.

The words stand in the templates; here the letters become the plain data that a template needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from advocate.core.dates import Freshness, PartialDate
from advocate.core.deceptive import first_mark
from advocate.core.letter import Paragraph
from advocate.core.registry import Channel
from advocate.render import text
from advocate.render.mailto import mail_link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from advocate.core.letter import Block, Finding, Letter, Reach, Submission
    from advocate.core.posting import RunFile, Spot

    Fill = Callable[[Mapping[str, object]], str]
    View = dict[str, object]

# The page is in English wherever it is made; strftime would follow the machine's locale.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

# Every other form value (`javascript:`, `data:`, `file:`) is shown as text and never becomes a link.
_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f\"<>\\]+", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[0-9]{2,20}(?:;ext=[0-9]{1,10})?", re.ASCII)

# Such a finding stays with its office even where every office has the same one.
_ABOUT_ONE_OFFICE = (
    *("accepts.", "call.", "channel.", "form.", "holder.", "language."),
    *("anonymity.not-considered", "anonymity.confidential", "anonymity.read", "anonymity.unknown"),
    *("anonymity.address-wanted", "anonymity.no-address"),
)

_FORMS = ("eml", "pdf", "txt", "html", "submission", "call")


@dataclass(frozen=True, slots=True)
class Handover:
    """A letter and the names of its files in the folder of the page, by form: eml, pdf, txt, html.

    `spot` is where it stands in a print run.
    """

    letter: Letter
    files: Mapping[str, str]
    spot: Spot | None = None


def index_page(
    handovers: Sequence[Handover],
    *,
    campaign: str,
    fill: Fill,
    sheets: Mapping[str, str] | None = None,
    runs: Sequence[RunFile] = (),
) -> str:
    """Return the page that walks through the letters: by group and institution, the unreachable ones last.

    `sheets` names the files with envelopes or labels, and says what each is; `runs` are the files with many
    letters' pages.
    """
    reachable = [item for item in handovers if item.letter.recipient.reaches]
    unreachable = [item for item in handovers if not item.letter.recipient.reaches]
    shared = _shared([item.letter for item in handovers])
    views = {
        id(item): _office(item, number, shared)
        for number, item in enumerate(_by_place(reachable) + _by_place(unreachable), start=1)
    }
    groups = [
        {
            "name": group[0].letter.recipient.group_name,
            "language": group[0].letter.language,
            "institutions": _institutions(group, views),
        }
        for group in _together(reachable, lambda item: item.letter.recipient.group)
    ]
    view: View = {
        "campaign": campaign,
        "count": len(handovers),
        "dates": [_day(day) for day in sorted({item.letter.date for item in handovers})],
        "findings": [_finding(finding) for finding in shared],
        "sheets": [{"file": _file(name), "title": title} for name, title in (sheets or {}).items()],
        "runs": [_run(run, views.values()) for run in runs],
        "anonymous": any(item.letter.sender.withheld for item in handovers),
        "groups": groups,
        "unreachable": _institutions(unreachable, views),
    }
    return fill(view)


def letter_page(letter: Letter, *, fill: Fill) -> str:
    """Return one letter as a page for reading: nothing but what stands on the paper."""
    view: View = {
        "language": letter.language,
        "sender": list(letter.sender.head),
        "envelope": list(letter.recipient.envelope),
        "place_and_date": letter.place_and_date,
        "subject": letter.subject,
        "salutation": letter.salutation,
        "blocks": [_block(block) for block in letter.blocks],
        "closing": letter.closing,
        "name": letter.sender.signed,
        "enclosures": list(letter.enclosures),
    }
    return fill(view)


def _together(items: Iterable[Handover], key: Callable[[Handover], str]) -> list[list[Handover]]:
    """Return the items in groups, in the order in which each group first appears."""
    groups: dict[str, list[Handover]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.values())


def _by_place(items: Iterable[Handover]) -> list[Handover]:
    """Return the items in the order in which they stand on the page."""
    return [
        item
        for group in _together(items, lambda item: item.letter.recipient.group)
        for institution in _together(group, lambda item: item.letter.recipient.institution)
        for item in institution
    ]


def _institutions(items: Iterable[Handover], views: Mapping[int, View]) -> list[View]:
    return [
        {
            "name": institution[0].letter.recipient.institution_name,
            "language": institution[0].letter.language,
            "letters": [views[id(item)] for item in institution],
        }
        for group in _together(items, lambda item: item.letter.recipient.group)
        for institution in _together(group, lambda item: item.letter.recipient.institution)
    ]


def _shared(letters: Sequence[Letter]) -> list[Finding]:
    """Return what every letter says of itself, to be told once: the age of the facts, blanks to fill."""
    return [
        finding
        for finding in (letters[0].findings if letters else ())
        if not finding.code.startswith(_ABOUT_ONE_OFFICE)
        and all(finding in letter.findings for letter in letters)
    ]


def _office(item: Handover, number: int, shared: Sequence[Finding]) -> View:
    letter, recipient = item.letter, item.letter.recipient
    ages = [reach.freshness for reach in recipient.reaches]
    mail = mail_link(letter)
    return {
        "number": number,
        "tick": _tick(letter),
        "title": recipient.title,
        "holder": recipient.holder,
        "freshness": str(min(ages, key=list(Freshness).index)) if ages else None,
        "mixed": len(set(ages)) > 1,
        "findings": [_finding(finding) for finding in letter.findings if finding not in shared],
        "subject": letter.subject,
        "language": letter.language,
        "ask": letter.ask,
        "text": text.message(letter).removesuffix("\n"),
        "name": letter.name,
        "files": {form: _file(item.files.get(form)) for form in _FORMS} | _page_in_run(item.spot),
        "page": item.spot.page if item.spot else None,
        "mail": {"href": mail.href, "has_body": mail.has_body} if mail else None,
        "ways": {str(channel): [_way(way) for way in recipient.reaches_by(channel)] for channel in Channel},
        "form": _form(letter),
        "call": list(letter.call.paragraphs) if letter.call else [],
        "submission": _submission(letter.submission) if letter.submission else None,
        "posted": recipient.posted,
        "envelope": list(recipient.envelope),
        "anonymous": bool(letter.sender.withheld),
        "abroad": letter.sender.country != recipient.country if letter.sender.country else None,
    }


def _form(letter: Letter) -> View | None:
    """Return the shorter text for a web form, None where the whole text goes in, or nothing else would."""
    fitted = letter.form_text
    if fitted is None or not fitted.left_out:
        return None
    return {"limit": f"{fitted.limit:,}", "text": text.form_message(letter).removesuffix("\n")}


def _submission(submission: Submission) -> View:
    form = submission.form
    return {
        "name": submission.name,
        "form": form,
        "href": form if form and _is_web_address(form) else None,
        "languages": ", ".join(submission.languages),
        "conditions": submission.conditions,
    }


def _tick(letter: Letter) -> str:
    """Return the name under which the browser remembers a tick: it tells nobody whom or what it is about."""
    return f"tick-{sha256(f'{letter.name} {letter.date}'.encode()).hexdigest()[:16]}"


def _file(name: str | None) -> View | None:
    # The leading `./` keeps a name with a colon in it from being read as a scheme (RFC 3986, 4.2).
    return {"href": f"./{quote(name, safe='')}", "name": name} if name else None


def _page_in_run(spot: Spot | None) -> View:
    """Return a link to a letter's own page in the file that holds many (RFC 8118, 3: `page`)."""
    file = _file(spot.file) if spot else None
    return {"pdf": {**file, "href": f"{file['href']}#page={spot.page}"}} if spot and file else {}


def _run(run: RunFile, letters: Iterable[View]) -> View:
    by_name = {letter["name"]: letter for letter in letters}
    return {"file": _file(run.name), "sheets": run.sheets, "letters": [by_name[name] for name in run.letters]}


def _way(reach: Reach) -> View:
    return {
        "shown": reach.shown,
        "href": _href(reach),
        "label": reach.label,
        "freshness": str(reach.freshness),
        "seen": _seen(reach.checked),
        "personal": reach.personal,
    }


def _href(reach: Reach) -> str | None:
    if reach.type is Channel.FORM and _is_web_address(reach.value):
        return reach.value
    if reach.type is Channel.PHONE and _NUMBER.fullmatch(reach.value):
        return f"tel:{reach.value}"
    return None


def _is_web_address(value: str) -> bool:
    return bool(_WEB_ADDRESS.fullmatch(value)) and first_mark(value) is None


def _finding(finding: Finding) -> View:
    return {"code": finding.code, "weight": str(finding.weight), "message": finding.told}


def _block(block: Block) -> View:
    if isinstance(block, Paragraph):
        return {"list": None, "text": block.text, "entries": []}
    return {"list": "ol" if block.ordered else "ul", "text": "", "entries": list(block.items)}


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _seen(checked: str) -> str:
    """Return `in 2018`, `in April 2018` or `on 3 April 2018`; what is no date stays as it is."""
    try:
        seen = PartialDate.parse(checked)
    except ValueError:
        return checked
    if seen.month is None:
        return f"in {seen.year}"
    return f"on {_day(seen.first_day)}" if seen.day else f"in {_MONTHS[seen.month - 1]} {seen.year}"
