"""The options about letters and writers, for every command that makes letters."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from advocate.cli.desk import Desk
from advocate.cli.options import CampaignOption, DateOption, ExceptOption, ToOption
from advocate.cli.page_wishes import ABOUT_THE_PAGE, SWITCHES, PageWish
from advocate.cli.pinned import look_at_pin
from advocate.cli.workshop import Wish
from advocate.core.anonymity import Withheld
from advocate.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Sequence

LetterOption = Annotated[
    str | None,
    typer.Option("--letter", metavar="ID", help="Which letter; 'advocate letters list' shows them."),
]
LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="xx",
        help="The language of the letter, such as fr; else yours where the office reads it, or English.",
    ),
]
SenderOption = Annotated[
    Path | None,
    typer.Option(
        "--sender",
        metavar="FILE",
        help="A YAML file with your details; the keys are those of the flags below.",
    ),
]
NoteOption = Annotated[
    str | None,
    typer.Option(
        "--note", metavar="TEXT", help="Your own words, as a paragraph of the letter; @FILE reads a file."
    ),
]
EditOption = Annotated[
    bool, typer.Option("--edit", help="Write your own words in your editor (VISUAL or EDITOR).")
]
EarlierOption = Annotated[
    Path | None,
    typer.Option(
        "--earlier",
        metavar="DIR",
        help="A folder of letters you made before: you are told where a new one says the same.",
    ),
]
NameOption = Annotated[str | None, typer.Option("--name", metavar="TEXT", help="Your name.")]
StreetOption = Annotated[str | None, typer.Option("--street", metavar="TEXT", help="Your street and number.")]
PostcodeOption = Annotated[str | None, typer.Option("--postcode", metavar="TEXT", help="Your postcode.")]
CityOption = Annotated[str | None, typer.Option("--city", metavar="TEXT", help="Your town.")]
RegionOption = Annotated[str | None, typer.Option("--region", metavar="TEXT", help="Your state or region.")]
CountryOption = Annotated[
    str | None,
    typer.Option("--country", metavar="XX", help="Your country in two letters, such as DE (ISO 3166)."),
]
EmailOption = Annotated[str | None, typer.Option("--email", metavar="ADDRESS", help="Your e-mail address.")]
PhoneOption = Annotated[str | None, typer.Option("--phone", metavar="NUMBER", help="Your telephone number.")]
OccupationOption = Annotated[
    str | None,
    typer.Option("--occupation", metavar="TEXT", help="What you do, as you would say it: 'a teacher'."),
]
LinkOption = Annotated[
    str | None,
    typer.Option("--link", metavar="TEXT", help="What links you with the country, in one sentence."),
]
TiesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--ties",
        metavar="XX",
        help="Countries where you or your family live, come from or will travel to, such as KZ, or none;"
        " letters that could harm you or them are then held back. They stand in no letter. Repeat it, or use"
        " commas.",
    ),
]
AcceptRiskOption = Annotated[
    list[str] | None,
    typer.Option(
        "--accept-risk",
        metavar="XX",
        help="Make the letters, too, that could harm you or your family in this country, such as KZ.",
    ),
]
AnonymousOption = Annotated[
    bool,
    typer.Option(
        "--anonymous",
        help="Letters without a name, an address or any way to reach you, whatever else is told; only your"
        " country, occupation and link stay. What each office does with such a letter is said.",
    ),
]
NoAddressOption = Annotated[
    bool,
    typer.Option("--no-address", help="Letters without your street, postcode, town and region."),
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Let warnings count: exit 1 when there are any.")
]

_ABOUT_THE_LETTER = {
    "to": ToOption,
    "without": ExceptOption,
    "letter": LetterOption,
    "language": LanguageOption,
    "date": DateOption,
    "sender": SenderOption,
    "note": NoteOption,
    "edit": EditOption,
    "earlier": EarlierOption,
    "campaign": CampaignOption,
}
_ABOUT_THE_WRITER = {
    "name": NameOption,
    "street": StreetOption,
    "postcode": PostcodeOption,
    "city": CityOption,
    "region": RegionOption,
    "country": CountryOption,
    "email": EmailOption,
    "phone": PhoneOption,
    "occupation": OccupationOption,
    "link": LinkOption,
    "ties": TiesOption,
}
_ABOUT_RISK = {"accept_risk": AcceptRiskOption}
_ABOUT_WHAT_IS_WITHHELD = {"anonymous": AnonymousOption, "no_address": NoAddressOption}


def makes_letters(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that takes every option about letters and writers besides its own.

    The command itself is called with its desk and one Wish, so that these options are named in one place.
    """
    return _takes_wishes(command, needs_offices=True)


def asks_for_letters(command: Callable[..., None]) -> Callable[..., None]:
    """Return the same for a command that can ask for what no option says."""
    return _takes_wishes(command, needs_offices=False)


def sends_letters(command: Callable[..., None]) -> Callable[..., None]:
    """Return the same for a command that can find out itself to whom, and prints nothing."""
    return _takes_wishes(command, needs_offices=False, on_paper=False)


def _takes_wishes(
    command: Callable[..., None], *, needs_offices: bool, on_paper: bool = True
) -> Callable[..., None]:
    own = list(inspect.signature(command, eval_str=True).parameters.values())[2:]
    page = ABOUT_THE_PAGE if on_paper else {}
    shared = {
        **_ABOUT_THE_LETTER,
        **page,
        **_ABOUT_THE_WRITER,
        **_ABOUT_WHAT_IS_WITHHELD,
        **_ABOUT_RISK,
    }
    switches = {"edit", *SWITCHES, *_ABOUT_WHAT_IS_WITHHELD}

    def parameter(name: str, annotation: object, default: object) -> inspect.Parameter:
        return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)

    @functools.wraps(command)
    def run(context: typer.Context, **given: object) -> None:
        desk = Desk.of(context)
        wish = _wish(desk, {name: given.pop(name) for name in shared}, needs_offices=needs_offices)
        command(desk, wish, **given)

    head = [inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)]
    options = [
        parameter(name, annotation, False if name in switches else None)
        for name, annotation in shared.items()
    ]
    # The command's own options come after those about the letter and before those about paper and writer.
    split = len(_ABOUT_THE_LETTER)
    own = [item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in own]
    run.__signature__ = inspect.Signature([*head, *options[:split], *own, *options[split:]])  # type: ignore[attr-defined]  # inspect heeds it
    return run


def _wish(desk: Desk, given: dict[str, Any], *, needs_offices: bool) -> Wish:
    if needs_offices and not given["to"]:
        words = "whom is the letter for? Add --to WORD; 'advocate contacts list' shows the offices"
        raise ProblemsError([Problem("to.missing", words)])
    campaign = given["campaign"] or desk.campaign
    return Wish(
        campaign=campaign,
        as_pinned=look_at_pin(desk.terminal, campaign),
        to=given["to"] or (),
        without=given["without"] or (),
        letter=given["letter"],
        language=given["language"],
        day=desk.day(given["date"]),
        sender_file=given["sender"],
        flags={**{name: given[name] for name in _ABOUT_THE_WRITER}, "ties": joined_ties(given["ties"])},
        note=given["note"],
        own_words=_edited(given["note"]) if given["edit"] else None,
        tell=desk.terminal.problems,
        earlier=given["earlier"],
        page=PageWish(**{name: given[name] for name in ABOUT_THE_PAGE if name in given}),
        accept_risk=tuple(given["accept_risk"] or ()),
        withheld=_withheld(given),
    )


def joined_ties(given: Sequence[str] | None) -> str | None:
    """Return the countries of `--ties` as one text, None where the flag was not given."""
    return ",".join(given) if given else None


def _withheld(given: Mapping[str, Any]) -> Withheld:
    if given["anonymous"]:
        return Withheld.NAME
    return Withheld.ADDRESS if given["no_address"] else Withheld.NOTHING


def _edited(note: str | None) -> str:
    """Return the writer's own words from their editor, which begins with those they have given."""
    from advocate.cli.own_words import ENGLISH, in_editor, questions_in
    from advocate.core.campaign import About
    from advocate.sources.sender import read_note

    return in_editor(read_note(note or ""), questions_in(ENGLISH, About.MATTER))
