"""`advocate contacts propose`: your own corrections as a patch for the campaign's file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.contacts.amending import detail_words, study
from advocate.cli.desk import Desk
from advocate.cli.options import CampaignOption
from advocate.cli.words import CHANNEL_WORDS
from advocate.core.overlay import OWN, Change, bodies, fitted_names, merge, only, sources_in, without_marks
from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean
from advocate.core.registry import in_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advocate.cli.contacts.amending import Study
    from advocate.core.amend import Book
    from advocate.core.overlay import Overlay
    from advocate.core.registry import Contact, Registry

SOME_FAILED = 1
_FILE = "contacts.yaml"


def propose_contacts(
    context: typer.Context,
    contacts: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Only these; everything otherwise.")
    ] = None,
    campaign: CampaignOption = None,
) -> None:
    """Print your corrections as a patch for the campaign's contacts.yaml, for a pull request.

    'git apply' and 'patch -p1' take it as it is. What you only know yourself cannot be proposed: each needs
    a source that others can read.
    """
    desk = Desk.of(context)
    here = study(desk, campaign)
    book = here.read(desk, fitting=True)
    ids = _chosen(book, contacts or [])
    refused = [problem for id_ in ids for problem in _refusals(book, id_)]
    open_ = {id_ for id_ in ids if not _refusals(book, id_)}
    if not open_:
        raise ProblemsError(refused)
    overlay = only(book.overlay, open_)
    patch = _patch(here, overlay)
    if patch:
        desk.terminal.write_exact(patch)
    else:
        desk.terminal.tell(f"the campaign says all of this by now: 'advocate contacts drop {min(open_)}' …")
    if refused:
        desk.terminal.problems(refused)
        raise typer.Exit(SOME_FAILED)


def _chosen(book: Book, given: Sequence[str]) -> list[str]:
    overlay = book.overlay
    known = [item.id for item in overlay.contacts]
    known += [change.id for change in overlay.changes if change.id not in known]
    if not known:
        words = "nothing is your own, so there is nothing to propose: see 'advocate contacts set'"
        raise ProblemsError([Problem("overlay.nothing", words)])
    unknown = [id_ for id_ in given if id_ not in known]
    if unknown:
        raise ProblemsError(
            Problem("overlay.nothing", f"nothing about {id_!r} is your own{did_you_mean(id_, known)}")
            for id_ in unknown
        )
    return [id_ for id_ in known if id_ in given or not given]


def _refusals(book: Book, id_: str) -> list[Problem]:
    """Return why what is said of an entry cannot be proposed, a line for each thing, with what to add."""
    contact = next((item for item in book.overlay.contacts if item.id == id_), None)
    change = book.overlay.change_of(id_)
    said = [_as_change(contact), change] if contact else [change]
    found = [words for each in said for words in _own_words(each)]
    if contact and id_ in bodies(book.shipped):
        found.append(f"the campaign has this office by now: 'advocate contacts drop {id_}' uses its entry")
    if not found and OWN in set(sources_in((*said, contact) if contact else (change,))):
        found.append("only you say so of a part of it: name a source in its entry")
    return [Problem("overlay.no-page", f"{id_}: {words}") for words in found]


def _own_words(change: Change) -> Iterator[str]:
    """Yield what the writer alone says, and what to do about it."""
    for detail in change.contact_details:
        if detail.source == OWN:
            yield f"only you say so of {detail_words(detail)}: set it again, with --source URL"
    for holder in change.holders:
        if holder.source == OWN:
            yield f"only you say so of {holder.name}: set the holder again, with --source URL"
    if change.retired and change.retired.source == OWN:
        yield "only you say that it is retired: retire it again, with --source URL"
    for dead in change.dead:
        if dead.source == OWN:
            shown = ", ".join(dead.value.splitlines())
            yield f"only you say that {shown} is dead: retire it again, with --source URL"


def _patch(here: Study, overlay: Overlay) -> str:
    """Return the patch with a head that says what it does, nothing where the file says the same."""
    from advocate.render.registry_patch import LayoutError, patched
    from advocate.sources import yaml_nodes
    from advocate.sources.registry import CODE, registry_in

    shown = here.folder.shown(here.folder.registry)
    document = yaml_nodes.load(here.folder.registry, shown, CODE)
    wanted = without_marks(merge(here.shipped, overlay))
    try:
        made = patched(document.text, document.spans, here.shipped, fitted_names(overlay, here.shipped))
        right = registry_in(yaml_nodes.document_of(made.text, shown, CODE)) == wanted
    except (LayoutError, ProblemsError) as error:
        right, where = False, f" ({error})" if isinstance(error, LayoutError) else ""
    else:
        where = ""
    if not right:
        words = f"the file is laid out in a way that cannot be edited here{where}: change it by hand"
        raise ProblemsError([Problem("overlay.layout", words, Place(shown))])
    difference = made.unified(_FILE)
    prose = "\n".join(_prose(here.shipped, overlay))
    return f"{prose}\n\n{difference}" if difference else ""


def _prose(shipped: Registry, overlay: Overlay) -> Iterator[str]:
    """Yield what the patch does, and who says so: for the person who has to judge it."""
    ids = [*(item.id for item in overlay.contacts), *(change.id for change in overlay.changes)]
    yield f"Contacts: {', '.join(ids)}"
    names = {item.id: in_language(item.name, "en") for item in shipped.institutions}
    names |= {item.id: in_language(item.title, "en") for item in (*shipped.contacts, *overlay.contacts)}
    sources = {source.id: source for source in (*overlay.sources, *shipped.sources)}
    for contact in overlay.contacts:
        yield ""
        yield f"{contact.id} ({names[contact.id]}), a new office"
        yield from _lines(_as_change(contact))
    for change in overlay.changes:
        yield ""
        yield f"{change.id} ({names.get(change.id, 'of this campaign')})"
        yield from _lines(change)
    yield ""
    yield "Sources:"
    for id_ in dict.fromkeys(sources_in((overlay.contacts, overlay.changes, overlay.institutions))):
        if id_ in sources:
            yield f"* {id_}: {sources[id_].title}"
            yield f"  {sources[id_].url}"


def _as_change(contact: Contact) -> Change:
    return Change(contact.id, (), contact.contact_details, contact.holders, contact.retired)


def _lines(change: Change) -> Iterator[str]:
    for detail in change.contact_details:
        yield f"* {detail_words(detail)}; checked {detail.checked} ({detail.source})"
    for dead in change.dead:
        shown = ", ".join(dead.value.splitlines())
        why = f": {dead.reason} ({dead.source})" if dead.reason else ""
        yield f"* {CHANNEL_WORDS[dead.type]}: {shown} is no longer used{why}"
    for holder in change.holders:
        began = f", from {holder.start_date}" if holder.start_date else ""
        ended = f", until {holder.end_date}" if holder.end_date else ""
        yield f"* held by {holder.name}{began}{ended}; checked {holder.checked} ({holder.source})"
    if change.retired:
        end = change.retired
        yield f"* written to no more since {end.date}: {end.reason} ({end.source})"
