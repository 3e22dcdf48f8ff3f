"""Corrections as a change to the text of a registry's file."""

from __future__ import annotations

import difflib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from advocate.core.dates import PartialDate
from advocate.core.overlay import Change, Dead, Overlay, merge, without_marks
from advocate.core.registry import Channel, ContactDetail
from advocate.render.registry_patch import LayoutError, Patched, patched
from advocate.sources.registry import registry_in
from advocate.sources.yaml_nodes import document_of
from tests.corrections import SHIPPED, SOURCES, overlays, registry

if TYPE_CHECKING:
    from collections.abc import Callable

REGISTRY = registry()
TEXT = SHIPPED.read_text(encoding="utf-8")
DOCUMENT = document_of(TEXT, "contacts.yaml", "registry")
MAIL = ContactDetail(Channel.EMAIL, "report-2018", PartialDate(2026, 11), "chair@knb.example")


def read(text: str) -> object:
    return registry_in(document_of(text, "contacts.yaml", "registry"))


def patched_shipped(overlay: Overlay) -> str:
    return patched(TEXT, DOCUMENT.spans, REGISTRY, overlay).text


def changed_lines(after: str, before: str = TEXT) -> list[str]:
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0)
    return [line for line in lines if line[0] in "+-" and line[:3] not in {"+++", "---"}]


def by_git(folder: Path, patch: Path) -> None:
    subprocess.run(["git", "apply", "--check", patch], cwd=folder, check=True, capture_output=True)
    subprocess.run(["git", "apply", patch], cwd=folder, check=True, capture_output=True)


def by_patch(folder: Path, patch: Path) -> None:
    subprocess.run(
        ["patch", "--binary", "-p1", "-s", "-i", patch], cwd=folder, check=True, capture_output=True
    )


APPLIERS = [
    by_git,
    pytest.param(
        by_patch, marks=pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")
    ),
]


@given(overlays(REGISTRY))
def test_the_changed_file_reads_as_the_registry_with_the_corrections(overlay: Overlay) -> None:
    assert read(patched_shipped(overlay)) == without_marks(merge(REGISTRY, overlay))


@pytest.mark.parametrize("apply", APPLIERS)
def test_the_patch_can_be_applied(apply: Callable[[Path, Path], None]) -> None:
    @settings(max_examples=15)
    @given(overlays(REGISTRY))
    def applies(overlay: Overlay) -> None:
        made = patched(TEXT, DOCUMENT.spans, REGISTRY, overlay)
        assert bool(made.unified("contacts.yaml")) == (made.text != TEXT)
        if made.text == TEXT:
            return
        with TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "contacts.yaml").write_text(TEXT, encoding="utf-8", newline="")
            patch = folder / "my.patch"
            prose = f"Some prose\n\n{made.unified('contacts.yaml')}"
            patch.write_text(prose, encoding="utf-8", newline="")
            apply(folder, patch)
            assert (folder / "contacts.yaml").read_bytes() == made.text.encode()

    applies()


@given(overlays(REGISTRY))
def test_no_comment_of_the_file_is_lost(overlay: Overlay) -> None:
    comments = [line for line in TEXT.splitlines() if line.lstrip().startswith("#")]
    assert comments
    after = [line for line in patched_shipped(overlay).splitlines() if line.lstrip().startswith("#")]
    assert [line for line in after if line in comments] == comments


def test_a_changed_value_is_a_change_of_one_line() -> None:
    change = Change("knb-chairman", (Dead(Channel.EMAIL, "press@knb.kz"),), (MAIL,))
    assert changed_lines(patched_shipped(Overlay(changes=(change,)))) == [
        "-      - {type: email, value: press@knb.kz, source: tirek-2018, checked: 2018}",
        "+      - {type: email, value: chair@knb.example, source: report-2018, checked: 2026-11}",
    ]


def test_an_added_detail_is_one_line_behind_the_last_one() -> None:
    change = Change("commission-president", contact_details=(MAIL,))
    after = patched_shipped(Overlay(changes=(change,)))
    assert changed_lines(after) == [
        "+      - {type: email, value: chair@knb.example, source: report-2018, checked: 2026-11}"
    ]


def test_in_a_block_only_the_lines_that_differ_are_touched() -> None:
    before = next(c for c in REGISTRY.contacts if c.id == "european-council-president")
    post = next(d for d in before.contact_details if d.type is Channel.ADDRESS)
    again = replace(post, checked=PartialDate(2026, 11))
    after = patched_shipped(Overlay(changes=(Change(before.id, contact_details=(again,)),)))
    assert changed_lines(after) == ["-        checked: 2018-04", "+        checked: 2026-11"]


def test_a_dead_value_without_a_successor_takes_its_lines_with_it() -> None:
    change = Change("high-representative", (Dead(Channel.PHONE, "+3222957169"),))
    after = patched_shipped(Overlay(changes=(change,)))
    assert changed_lines(after) == [
        '-      - {type: phone, value: "+3222957169", source: report-2018, checked: 2018-04}'
    ]


def test_an_untouched_overlay_changes_nothing() -> None:
    assert patched_shipped(Overlay()) == TEXT


SMALL = """\
# A registry.
sources:
  - {id: report-2018, title: A, url: "https://a.example"}  # the first
groups:
  - {id: g, name: {en: G}}
institutions:
  - id: i
    name: {en: I}
    group: g
    country: KZ
contacts:
  # the chair
  - id: knb-chairman
    institution: i
    kind: parliament
    title: {en: T}
    forms_of_address: {en: {salutation: "Dear T,", closing: "Yours,", source: convention}}
    contact_details:
      # the old mailbox
      - type: email
        value: old@knb.example  # closed on Fridays
        # who says so
        source: report-2018
        checked: 2018  # on paper
        note: |
          Several
          lines.

      # the phone
      - {type: phone, value: "+77172123456", source: report-2018, checked: 2018}  # by day"""


def small(text: str, overlay: Overlay) -> Patched:
    document = document_of(text, "contacts.yaml", "registry")
    base = registry_in(document)
    after = patched(text, document.spans, base, overlay)
    assert read(after.text) == without_marks(merge(base, overlay))
    return after


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_comments_and_line_ends_stay_as_they_are(newline: str) -> None:
    change = Change(
        "knb-chairman", (Dead(Channel.EMAIL, "old@knb.example"),), (replace(MAIL, label="chair"),)
    )
    text = SMALL.replace("\n", newline)
    after = small(text, Overlay(changes=(change,))).text
    assert after.count(newline) == after.count("\n")
    assert changed_lines(after.replace("\r\n", "\n"), SMALL) == [
        "-        value: old@knb.example  # closed on Fridays",
        "+        value: chair@knb.example  # closed on Fridays",
        "+        label: chair",
        "-        checked: 2018  # on paper",
        "-        note: |",
        "-          Several",
        "-          lines.",
        "+        checked: 2026-11  # on paper",
    ]


def test_the_order_of_a_files_own_keys_is_kept() -> None:
    old = "source: report-2018\n        checked: 2018  # on paper\n"
    text = SMALL.replace(f"        # who says so\n        {old}", "").replace(
        "      - type: email\n", f"      - {old}        type: email\n"
    )
    assert "- source: report-2018\n        checked: 2018  # on paper\n        type: email" in text
    change = Change(
        "knb-chairman", (Dead(Channel.EMAIL, "old@knb.example"),), (replace(MAIL, label="chair"),)
    )
    made = small(text, Overlay(changes=(change,))).text
    wanted = ["label", "source", "checked", "type", "value"]
    keys = [line.strip(" -").partition(":")[0] for line in made.split("\n")]
    assert [key for key in keys[keys.index("label") :] if key in wanted][:5] == wanted


DEAD_PHONE = (Dead(Channel.PHONE, "+77172123456"),)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
@pytest.mark.parametrize("apply", APPLIERS)
@pytest.mark.parametrize(
    "change",
    [
        Change("knb-chairman", contact_details=(MAIL,)),
        Change("knb-chairman", DEAD_PHONE),
        Change("knb-chairman", DEAD_PHONE, (replace(MAIL, type=Channel.PHONE, value="+77172123457"),)),
        Change("i", contact_details=(MAIL,)),
    ],
    ids=["added", "removed", "replaced", "elsewhere"],
)
def test_a_file_with_any_line_ends_can_be_patched(
    tmp_path: Path, apply: Callable[[Path, Path], None], newline: str, end: str, change: Change
) -> None:
    text = f"{SMALL}{end}".replace("\n", newline)
    made = small(text, Overlay(changes=(change,)))
    (tmp_path / "contacts.yaml").write_text(text, encoding="utf-8", newline="")
    patch = tmp_path / "my.patch"
    patch.write_text(made.unified("contacts.yaml"), encoding="utf-8", newline="")
    apply(tmp_path, patch)
    assert (tmp_path / "contacts.yaml").read_bytes() == made.text.encode()


def test_the_last_detail_takes_its_key_with_it() -> None:
    dead = (Dead(Channel.EMAIL, "old@knb.example"), Dead(Channel.PHONE, "+77172123456"))
    assert "contact_details" not in small(SMALL, Overlay(changes=(Change("knb-chairman", dead),))).text


@pytest.mark.parametrize(
    "text",
    [
        SMALL.replace("  - {id: report", "  [{id: report").replace("# the first", "]"),
        SMALL[: SMALL.index("  # the chair")]
        + "  - {id: knb-chairman, institution: i, kind: parliament, title: {en: T}, forms_of_address:"
        ' {en: {salutation: "Dear T,", closing: "Yours,", source: convention}}}\n',
        SMALL[: SMALL.index("      # the old mailbox")]
        + "      [{type: phone, value: '+77172123456', source: report-2018, checked: 2018}]\n",
    ],
    ids=["sources in brackets", "a contact in braces", "details in brackets"],
)
def test_what_cannot_be_edited_is_refused(text: str) -> None:
    document = document_of(text, "contacts.yaml", "registry")
    base = registry_in(document)
    overlay = Overlay(SOURCES[:1], changes=(Change("knb-chairman", contact_details=(MAIL,)),))
    with pytest.raises(LayoutError):
        patched(text, document.spans, base, overlay)


def test_every_value_of_the_shipped_file_has_its_span() -> None:
    lines = TEXT.split("\n")
    for way, span in DOCUMENT.spans.items():
        assert span.begin < span.end
        if span.key and isinstance(way[-1], str):
            assert lines[span.key[0]][span.key[1] :].startswith(way[-1])
