"""Reading `contacts.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core import registry as core
from advocate.core.problems import ProblemsError
from advocate.core.registry import CONVENTION
from advocate.sources import yaml_nodes
from advocate.sources.nodes import is_language
from advocate.sources.reading import Reading
from advocate.sources.references import References

if TYPE_CHECKING:
    from pathlib import Path

    from advocate.sources.nodes import Node
    from advocate.sources.yaml_nodes import Document

CODE = "registry"
_FORM_PARTS = ("style", "salutation", "closing")
"""The parts of a form of address that may have a source each."""


def read_registry(file: Path, name: str) -> core.Registry:
    """Return the registry in a file; `name` is what problems call it.

    Raises ProblemsError with every mistake in it: shape, references, repeated ids and unusable values.
    """
    return registry_in(yaml_nodes.load(file, name, CODE))


def registry_in(document: Document, code: str = CODE) -> core.Registry:
    """Return the registry that a document holds; `code` begins the codes of its problems.

    Raises ProblemsError with every mistake in it, each with the place that the document gives for it.
    """
    reading = Reading(document, code, list(document.problems))
    registry = registry_of(reading.root())
    problems = [*reading.problems, *References(document, code).problems()]
    if problems:
        raise ProblemsError(problems)
    return registry


def read_registry_document(file: Path, name: str) -> tuple[core.Registry, Document]:
    """Return the registry in a file, and the document that knows where each of its values stands.

    Raises ProblemsError as `read_registry` does.
    """
    document = yaml_nodes.load(file, name, CODE)
    return registry_in(document), document


def registry_of(root: Node) -> core.Registry:
    """Return the registry that a node holds."""
    with root:
        return core.Registry(
            sources=tuple(read_source(node) for node in root.each("sources")),
            groups=tuple(read_group(node) for node in root.each("groups")),
            institutions=tuple(read_institution(node) for node in root.each("institutions")),
            contacts=tuple(read_contact(node) for node in root.each("contacts")),
            procedures=tuple(_procedure(node) for node in root.maybe_each("procedures")),
        )


def read_source(node: Node) -> core.Source:
    """Return a source as a node has it."""
    with node:
        return core.Source(
            id=node.id("id"), title=node.line("title"), url=node.line("url"), date=node.maybe_date("date")
        )


def read_group(node: Node) -> core.Group:
    """Return a group as a node has it."""
    with node:
        return core.Group(id=node.id("id"), name=node.words("name"))


def _procedure(node: Node) -> core.Procedure:
    with node:
        return core.Procedure(
            id=node.id("id"),
            name=node.words("name"),
            fields=tuple(_procedure_field(field) for field in node.each("fields")),
            source=node.id("source"),
            languages=node.languages("languages"),
            form=node.maybe_line("form"),
            conditions=node.maybe_words("conditions"),
            note=node.maybe_text("note"),
        )


def _procedure_field(node: Node) -> core.ProcedureField:
    with node:
        return core.ProcedureField(
            id=node.id("id"),
            label=node.words("label"),
            source=node.id("source"),
            help=node.maybe_words("help"),
            fill=node.maybe_choice("fill", core.Fill),
        )


def _languages(node: Node) -> core.Languages:
    with node:
        return core.Languages(codes=node.languages("codes"), source=node.id("source"))


def _acceptance(node: Node) -> core.Acceptance:
    with node:
        return core.Acceptance(
            what=node.choice("what", core.Accepts),
            source=node.id("source"),
            procedure=node.maybe_id("procedure"),
            note=node.maybe_line("note"),
        )


def _anonymity(node: Node) -> core.Anonymity:
    with node:
        return core.Anonymity(
            unsigned=node.choice("unsigned", core.Unsigned),
            source=node.id("source"),
            note=node.maybe_line("note"),
        )


def read_retirement(node: Node) -> core.Retirement:
    """Return why an office is written to no more as a node has it."""
    with node:
        return core.Retirement(date=node.date("date"), reason=node.line("reason"), source=node.id("source"))


def read_institution(node: Node) -> core.Institution:
    """Return an institution as a node has it."""
    with node:
        return core.Institution(
            id=node.id("id"),
            name=node.words("name"),
            group=node.id("group"),
            country=node.country("country"),
            languages=node.maybe("languages", _languages) or core.Languages(()),
            anonymity=node.maybe("anonymity", _anonymity),
            domains=node.lines("domains"),
            addresses=node.lines("addresses"),
            reach=node.countries("reach"),
            contact_details=tuple(read_detail(detail) for detail in node.maybe_each("contact_details")),
        )


def read_contact(node: Node) -> core.Contact:
    """Return a whole office as a node has it."""
    with node:
        return core.Contact(
            id=node.id("id"),
            institution=node.id("institution"),
            kind=node.choice("kind", core.Kind),
            title=node.words("title"),
            forms_of_address={
                language: _form(form)
                for language, form in node.named("forms_of_address", is_language, english=True)
            },
            short=tuple(_short_line(line) for line in node.maybe_each("short")),
            accepts=node.maybe("accepts", _acceptance) or core.Acceptance(core.Accepts.LETTER),
            languages=node.maybe("languages", _languages),
            anonymity=node.maybe("anonymity", _anonymity),
            retired=node.maybe("retired", read_retirement),
            holders=tuple(read_holder(holder) for holder in node.maybe_each("holders")),
            contact_details=tuple(read_detail(detail) for detail in node.maybe_each("contact_details")),
            note=node.maybe_text("note"),
        )


def _form(node: Node) -> core.FormOfAddress:
    with node:
        source = node.id_by_part("source", _FORM_PARTS, CONVENTION)
        return core.FormOfAddress(
            salutation=node.gendered("salutation"),
            closing=node.gendered("closing"),
            style=node.maybe_gendered("style", whole=True, several=True),
            style_named=node.maybe_gendered("style_named", several=True),
            salutation_named=node.maybe_gendered("salutation_named"),
            style_source=source["style"],
            salutation_source=source["salutation"],
            closing_source=source["closing"],
        )


def _short_line(node: Node) -> core.ShortLine:
    with node:
        return core.ShortLine(line=node.line("line"), short=node.line("short"), source=node.id("source"))


def _person_name(node: Node) -> core.PersonName:
    with node:
        return core.PersonName(
            name=node.line("name"),
            family_name=node.line("family_name"),
            given_name=node.maybe_line("given_name"),
            patronymic_name=node.maybe_line("patronymic_name"),
            dative=node.maybe_line("dative"),
            style=node.maybe_text("style"),
        )


def read_holder(node: Node) -> core.Holder:
    """Return a holder as a node has it."""
    with node:
        return core.Holder(
            name=node.line("name"),
            family_name=node.line("family_name"),
            source=node.id("source"),
            checked=node.date("checked"),
            gender=node.maybe_choice("gender", core.Gender),
            names={language: _person_name(name) for language, name in node.maybe_named("names", is_language)},
            role=node.maybe_words("role"),
            start_date=node.maybe_date("start_date"),
            end_date=node.maybe_date("end_date"),
            valid_until=node.maybe_date("valid_until"),
            note=node.maybe_text("note"),
        )


def read_detail(node: Node) -> core.ContactDetail:
    """Return a contact detail as a node has it."""
    with node:
        return core.ContactDetail(
            type=node.choice("type", core.Channel),
            source=node.id("source"),
            checked=node.date("checked"),
            value=node.maybe_text("value"),
            printed=node.maybe_text("printed"),
            country=node.maybe_country("country"),
            label=node.maybe_line("label"),
            holder=node.maybe_line("holder"),
            valid_until=node.maybe_date("valid_until"),
            limit=node.maybe_count("limit"),
            caution=node.maybe_line("caution"),
            note=node.maybe_text("note"),
        )
