"""What the writer says of an office on the command line: the options, and the registry's values they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.core.dates import PartialDate
from advocate.core.overlay import OWN
from advocate.core.problems import Place, Problem, ProblemsError
from advocate.core.registry import Channel, ContactDetail, Gender, Holder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from advocate.core.registry import Contact, Institution

EmailOption = Annotated[str | None, typer.Option("--email", metavar="ADDRESS", help="An e-mail address.")]
PhoneOption = Annotated[
    str | None, typer.Option("--phone", metavar="NUMBER", help="A telephone number, such as +3222845503.")
]
FaxOption = Annotated[str | None, typer.Option("--fax", metavar="NUMBER", help="A fax number.")]
FormOption = Annotated[str | None, typer.Option("--form", metavar="URL", help="The address of a web form.")]
AddressOption = Annotated[
    str | None,
    typer.Option("--address", metavar="LINES", help=r"A postal address; \n parts its lines."),
]
CountryOption = Annotated[
    str | None,
    typer.Option("--country", metavar="XX", help="The country in two letters, such as KZ (ISO 3166)."),
]
LabelOption = Annotated[
    str | None, typer.Option("--label", metavar="TEXT", help="Which one it is, such as Brussels.")
]
ForHolderOption = Annotated[
    str | None,
    typer.Option("--for-holder", metavar="NAME", help="It belongs to this holder, and goes with them."),
]
HolderOption = Annotated[
    str | None, typer.Option("--holder", metavar="NAME", help="Who holds the office, in Latin letters.")
]
FamilyNameOption = Annotated[
    str | None, typer.Option("--family-name", metavar="NAME", help="The holder's family name.")
]
GenderOption = Annotated[
    Gender | None, typer.Option("--gender", help="The gender in which the holder is addressed.")
]
StartDateOption = Annotated[
    str | None,
    typer.Option("--start-date", metavar="DATE", help="When the holder began: a day, month or year."),
]
EndDateOption = Annotated[
    str | None, typer.Option("--end-date", metavar="DATE", help="When the holder ended.")
]
SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="URL|ID|me",
        help="Who says so: a page, a source of the registry, or 'me' for what you know yourself.",
    ),
]
SourceTitleOption = Annotated[
    str | None, typer.Option("--source-title", metavar="TEXT", help="What the page is called.")
]
CheckedOption = Annotated[
    str | None,
    typer.Option("--checked", metavar="DATE", help="When the source was seen to say so; today otherwise."),
]


@dataclass(frozen=True, slots=True)
class Facts:
    """What was given of an office, as it was typed."""

    email: str | None = None
    phone: str | None = None
    fax: str | None = None
    form: str | None = None
    address: str | None = None
    country: str | None = None
    label: str | None = None
    for_holder: str | None = None
    holder: str | None = None
    family_name: str | None = None
    gender: Gender | None = None
    start_date: str | None = None
    end_date: str | None = None
    source: str | None = None
    source_title: str | None = None
    checked: str | None = None

    @property
    def values(self) -> tuple[tuple[Channel, str], ...]:
        """The values given, by their types."""
        return values(email=self.email, phone=self.phone, fax=self.fax, form=self.form, address=self.address)

    def checked_on(self, today: date) -> PartialDate:
        """Return when the source was seen; raise ProblemsError where that is no date, or still to come."""
        checked = partial_date("--checked", self.checked) or today_as(today)
        if checked.first_day > today:
            words = f"{checked} is still to come: --checked is the day on which you saw the source"
            raise ProblemsError([Problem("date.future", words, Place("--checked"))])
        return checked

    def details(self, source: str, checked: PartialDate, country: str | None) -> tuple[ContactDetail, ...]:
        """Return the contact details that were given; `country` is the address's where none was said."""
        return tuple(
            ContactDetail(
                type=type_,
                source=source,
                checked=checked,
                value=value,
                country=(self.country or country) if type_ is Channel.ADDRESS else None,
                label=self.label,
                holder=self.for_holder,
            )
            for type_, value in self.values
        )

    def holders(self, source: str, checked: PartialDate, known: Iterable[Holder]) -> tuple[Holder, ...]:
        """Return the holder that was given; what was not said is as it is known of one with the same name.

        Raises ProblemsError where a new one has no family name.
        """
        if self.holder is None:
            return ()
        before = next((each for each in reversed(list(known)) if each.name == self.holder), None)
        family_name = self.family_name or (before.family_name if before else None)
        if family_name is None:
            words = f"the family name of {self.holder!r} is needed, for the salutation: add --family-name"
            raise ProblemsError([Problem("overlay.no-name", words)])
        start = partial_date("--start-date", self.start_date)
        end = partial_date("--end-date", self.end_date)
        return (
            Holder(
                name=self.holder,
                family_name=family_name,
                source=source,
                checked=checked,
                gender=self.gender or (before.gender if before else None),
                names=before.names if before else {},
                role=before.role if before else None,
                start_date=start or (before.start_date if before else None),
                end_date=end or (before.end_date if before else None),
            ),
        )


def asked_source(given: str | None) -> str:
    """Return the source that was given; raise ProblemsError where none was: somebody has to say so."""
    if given is None:
        words = (
            "who says so? Add --source with the web address of the page that prints it,"
            f" the id of a source, or '{OWN}' for what you know yourself"
        )
        raise ProblemsError([Problem("overlay.no-source", words)])
    return given


def values(**given: str | None) -> tuple[tuple[Channel, str], ...]:
    """Return values by their types, in the form in which the registry keeps them.

    People part the digits of a number in many ways; what is in brackets is left to be told as a mistake,
    since `(0)` is not dialled from abroad.
    """
    found: list[tuple[Channel, str]] = []
    for type_ in Channel:
        value = given.get(type_.value)
        if value is None:
            continue
        text = value.strip()
        if type_ in {Channel.PHONE, Channel.FAX}:
            text = "".join(text.translate(_PARTING).split())
            text = f"+{text[2:]}" if text.startswith("00") else text
        elif type_ is Channel.ADDRESS:
            lines = (line.strip() for line in text.replace("\\n", "\n").splitlines())
            text = "\n".join(line for line in lines if line)
        found.append((type_, text))
    return tuple(found)


def partial_date(flag: str, given: str | None) -> PartialDate | None:
    """Return a day, a month or a year; raise ProblemsError where it is none of them."""
    if given is None:
        return None
    try:
        return PartialDate.parse(given)
    except ValueError:
        words = f"{given!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"
        raise ProblemsError([Problem("date.form", words, Place(flag))]) from None


def today_as(today: date) -> PartialDate:
    """Return a day as the registry writes it."""
    return PartialDate(today.year, today.month, today.day)


def usual_country(body: Contact | Institution) -> str | None:
    """Return the country of the postal address that is known, None where none is."""
    return next((detail.country for detail in body.contact_details if detail.country), None)


_PARTING = str.maketrans("", "", "-.\u2010\u2011\u2012\u2013\u00a0\u202f")
