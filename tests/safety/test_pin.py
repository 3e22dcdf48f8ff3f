"""A pinned campaign: whatever changes in it is told loudly, its addresses first."""

from __future__ import annotations

import json
import os
import shutil
import stat
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

from advocate.cli.app import application
from tests.conftest import SENDER, TODAY
from tests.small_campaign import SmallCampaign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Advocate

WAY = "{type: email, value: office@ministry.example, source: gazette, checked: 2026-10}"
LOUD = "THIS IS NOT THE CAMPAIGN YOU PINNED"


@pytest.fixture
def lanterns(tmp_path: Path) -> Path:
    """Return a small campaign."""
    folder = tmp_path / "lanterns"
    folder.mkdir()
    return SmallCampaign(details=WAY).write(folder)


def change(folder: Path, old: str, new: str, file: str = "contacts.yaml") -> None:
    """Change words in a file of a campaign."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def read_by(folder: Path, out: Path) -> dict[str, tuple[str | Path, ...]]:
    """Return every command that reads a campaign, with words that it can do something with."""
    letter = ("--campaign", folder, "--to", "minister", *SENDER)
    csv = out.parent / "offices.csv"
    csv.write_text("id,title\n", encoding="utf-8")
    return {
        "contacts list": ("contacts", "list", "--campaign", folder),
        "contacts show": ("contacts", "show", "minister", "--campaign", folder),
        "contacts check": ("contacts", "check", "--campaign", folder),
        "contacts diff": ("contacts", "diff", folder / "contacts.yaml", "--campaign", folder),
        "contacts overlay": ("contacts", "overlay", "--campaign", folder),
        "contacts propose": ("contacts", "propose", "--campaign", folder),
        "contacts drop": ("contacts", "drop", "minister", "--campaign", folder),
        "contacts import": ("contacts", "import", csv, "--source", "gazette", "--campaign", folder),
        "letters list": ("letters", "list", "--campaign", folder),
        "letters show": ("letters", "show", "plea", "--campaign", folder),
        "preview": ("preview", *letter),
        "generate": ("generate", *letter, "--out", out),
        "write": ("write", *letter, "--no-input", "--out", out / "written"),
        "send": ("send", *letter, "--via", "smtp"),
        "log follow-up": ("log", "follow-up", "--campaign", folder),
        "campaign info": ("campaign", "info", "--campaign", folder),
        "campaign check": ("campaign", "check", "--campaign", folder),
    }


COMMANDS = (
    *("contacts list", "contacts show", "contacts check", "contacts diff", "contacts overlay"),
    *("contacts propose", "contacts drop", "contacts import", "letters list", "letters show", "preview"),
    *("generate", "write", "send", "log follow-up", "campaign info", "campaign check"),
)

LIKE_THOSE = {"contacts set", "contacts add", "contacts retire"}
"""What finds its campaign by the very function that `contacts drop` does."""

IN_PASSING = {"log list", "log mark", "log undo"}
"""What reads a campaign only where the log alone does not tell what is meant, or an address is dead."""

THE_PIN_ITSELF = {"campaign pin", "campaign unpin"}


def test_every_command_that_takes_a_campaign_is_tried_here() -> None:
    def walk(command: Any, words: str) -> Iterator[str]:  # noqa: ANN401 - of what Typer makes
        if any("--campaign" in parameter.opts for parameter in command.params) and words:
            yield words
        for name in getattr(command, "named", ()) or getattr(command, "commands", ()):
            yield from walk(command.get_command(None, name), f"{words} {name}".strip())

    taking = set(walk(get_command(application()), ""))
    assert taking - IN_PASSING - LIKE_THOSE - THE_PIN_ITSELF == set(COMMANDS)


def test_a_pinned_campaign_is_remembered_privately_and_named_with_its_sum(
    advocate: Advocate, lanterns: Path, home: Path
) -> None:
    ran = advocate("campaign", "pin", lanterns)
    assert ran.code == 0, ran.err
    digest = advocate("campaign", "info", "--sha256", "--campaign", lanterns).out.strip()
    assert ran.out == f"{digest}  lanterns\n"
    assert LOUD not in ran.err
    if os.name == "posix":
        assert stat.S_IMODE((home / "pins.yaml").stat().st_mode) == 0o600


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_silent_about_a_campaign_that_is_the_same(
    advocate: Advocate, lanterns: Path, tmp_path: Path, command: str
) -> None:
    advocate("campaign", "pin", lanterns)
    ran = advocate(*read_by(lanterns, tmp_path / "out")[command])
    assert "[pin." not in ran.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_loudly_and_first_that_an_address_has_changed(
    advocate: Advocate, lanterns: Path, tmp_path: Path, command: str
) -> None:
    advocate("campaign", "pin", lanterns)
    change(lanterns, "office@ministry.example", "office@ministry.example.evil.com")
    change(lanterns, "The lanterns", "The lamps", "templates/letters/plea/authority.en.txt")
    ran = advocate(*read_by(lanterns, tmp_path / "out")[command])
    loud, address, *files = ran.err.splitlines()[:4]
    assert loud.startswith(f"{LOUD}: 'lanterns' was pinned on {TODAY.isoformat()}")
    assert address == (
        "address changed: minister, email: office@ministry.example -> office@ministry.example.evil.com"
        " [pin.address]"
    )
    assert files == [
        "changed: contacts.yaml [pin.file]",
        "changed: templates/letters/plea/authority.en.txt [pin.file]",
    ]
    assert ran.code in {0, 1, 2}


def test_new_addresses_and_those_that_are_gone_are_told_behind_the_changed_ones(
    advocate: Advocate, lanterns: Path
) -> None:
    advocate("campaign", "pin", lanterns)
    change(lanterns, "domains: [ministry.example, justice.example]", "domains: [ministry.example]")
    change(
        lanterns,
        WAY,
        f"{WAY.replace('office@', 'other@')}, {WAY.replace('office@', 'z@')}",
    )
    told = advocate("letters", "list", "--campaign", lanterns).err.splitlines()
    assert [line for line in told if line.endswith("[pin.address]")] == [
        "address changed: minister, email: office@ministry.example -> other@ministry.example [pin.address]",
        "new address: minister, email: z@ministry.example [pin.address]",
        "address gone: institution ministry, domain: justice.example [pin.address]",
    ]


def test_letters_that_look_like_others_are_named(advocate: Advocate, lanterns: Path) -> None:
    advocate("campaign", "pin", lanterns)
    change(lanterns, "office@ministry.example", "office@ministr\u0443.example")
    told = advocate("letters", "list", "--campaign", lanterns).err
    assert "office@ministr\u0443.example (U+0443 cyrillic small letter u)" in told


def test_files_that_came_and_went_are_told(advocate: Advocate, lanterns: Path) -> None:
    advocate("campaign", "pin", lanterns)
    texts = lanterns / "templates" / "letters" / "plea"
    (texts / "authority.kk.txt").rename(texts / "authority.de.txt")
    told = advocate("contacts", "list", "--campaign", lanterns).err
    assert "new: templates/letters/plea/authority.de.txt [pin.file]" in told
    assert "gone: templates/letters/plea/authority.kk.txt [pin.file]" in told


def test_a_registry_that_cannot_be_read_is_another_all_the_same(advocate: Advocate, lanterns: Path) -> None:
    advocate("campaign", "pin", lanterns)
    (lanterns / "contacts.yaml").write_text("groups: [", encoding="utf-8")
    ran = advocate("contacts", "list", "--campaign", lanterns)
    assert ran.err.startswith(LOUD)
    assert ran.code == 2


def test_another_id_in_a_pinned_folder_hides_nothing(advocate: Advocate, lanterns: Path) -> None:
    advocate("campaign", "pin", lanterns)
    change(lanterns, "id: lanterns", "id: lamps", "templates/campaign.yaml")
    change(lanterns, "office@ministry.example", "evil@evil.example")
    ran = advocate("preview", "--campaign", lanterns, "--to", "minister", *SENDER)
    assert "'lanterns' was pinned on" in ran.err
    assert "in its folder there is 'lamps' now" in ran.err
    assert "-> evil@evil.example [pin.address]" in ran.err


def test_a_case_sheet_that_is_gone_hides_nothing(advocate: Advocate, lanterns: Path) -> None:
    advocate("campaign", "pin", lanterns)
    (lanterns / "templates" / "campaign.yaml").unlink()
    assert LOUD in advocate("contacts", "list", "--campaign", lanterns).err


def test_a_changed_copy_in_another_folder_is_told_by_its_id(
    advocate: Advocate, lanterns: Path, tmp_path: Path
) -> None:
    advocate("campaign", "pin", lanterns)
    copy = tmp_path / "copy"
    shutil.copytree(lanterns, copy)
    assert "[pin." not in advocate("contacts", "list", "--campaign", copy).err
    change(copy, "office@ministry.example", "evil@ministry.example")
    assert "-> evil@ministry.example [pin.address]" in advocate("contacts", "list", "--campaign", copy).err
    assert "[pin." not in advocate("contacts", "list", "--campaign", lanterns).err


def test_a_campaign_that_was_never_pinned_is_used_as_before(
    advocate: Advocate, lanterns: Path, tmp_path: Path
) -> None:
    advocate("campaign", "pin")
    ran = advocate("generate", "--campaign", lanterns, "--to", "minister", *SENDER, "--out", tmp_path / "out")
    assert ran.code == 0
    assert "[pin." not in ran.err


def test_pinning_anew_tells_what_it_takes_for_right_and_then_all_is_silent(
    advocate: Advocate, lanterns: Path
) -> None:
    advocate("campaign", "pin", lanterns)
    change(lanterns, "office@ministry.example", "desk@ministry.example")
    ran = advocate("campaign", "pin", lanterns)
    assert ran.code == 0
    assert "office@ministry.example -> desk@ministry.example [pin.address]" in ran.err
    assert "[pin." not in advocate("contacts", "list", "--campaign", lanterns).err


def test_a_campaign_is_pinned_only_with_the_sum_that_was_told(
    advocate: Advocate, lanterns: Path, home: Path
) -> None:
    digest = advocate("campaign", "info", "--sha256", "--campaign", lanterns).out.strip()
    ran = advocate("campaign", "pin", lanterns, "--sha256", "0" * 64)
    assert (ran.code, ran.out) == (3, "")
    assert digest in ran.err
    assert "[pin.other]" in ran.err
    assert not (home / "pins.yaml").exists()
    assert advocate("campaign", "pin", lanterns, "--sha256", digest.upper()).code == 0


@pytest.mark.parametrize("given", ["", "abc", "g" * 64, "0" * 63])
def test_what_is_no_sum_is_told(advocate: Advocate, lanterns: Path, given: str) -> None:
    ran = advocate("campaign", "pin", lanterns, "--sha256", given)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "[pin.form]" in ran.err


@pytest.mark.parametrize("by", ["id", "folder"])
def test_an_unpinned_campaign_may_change(advocate: Advocate, lanterns: Path, home: Path, by: str) -> None:
    advocate("campaign", "pin", lanterns)
    change(lanterns, "office@ministry.example", "desk@ministry.example")
    ran = advocate("campaign", "unpin", "lanterns" if by == "id" else lanterns)
    assert (ran.code, ran.out) == (0, "lanterns is no longer pinned\n")
    assert not (home / "pins.yaml").exists()
    assert "[pin." not in advocate("contacts", "list", "--campaign", lanterns).err


def test_what_is_not_pinned_cannot_be_unpinned(advocate: Advocate, lanterns: Path) -> None:
    advocate("campaign", "pin", lanterns)
    ran = advocate("campaign", "unpin", "lantern")
    assert ran.code == 2
    assert ran.err == "no campaign 'lantern' is pinned (did you mean 'lanterns'?) [pin.unknown]\n"
    assert (
        advocate("campaign", "unpin").err
        == "the campaign 'kazakhstan-dck-2018' is not pinned [pin.unknown]\n"
    )


def test_nothing_is_really_sent_with_another_campaign_than_the_pinned_one(
    advocate: Advocate, lanterns: Path, home: Path
) -> None:
    advocate("campaign", "pin", lanterns)
    change(lanterns, "office@ministry.example", "desk@ministry.example")
    words = ("send", "--campaign", lanterns, "--to", "minister", *SENDER, "--via", "smtp")
    dry = advocate(*words)
    assert (dry.code, LOUD in dry.err) == (0, True)
    real = advocate(*words, "--really", "--yes")
    assert (real.code, real.out, LOUD in real.err) == (3, "", True)
    assert real.err.endswith("[send.not-pinned]\n")
    assert not (home / "ledger.sqlite3").exists()
    # Whoever says so goes on: to the account, which is not named here.
    on = advocate(*words, "--really", "--yes", "--unpinned-ok")
    assert (on.code, LOUD in on.err) == (2, True)
    assert on.err.endswith("[account.no-server]\n")


@pytest.mark.parametrize(
    "written",
    [
        "pins: nonsense\n",
        "pins:\n  - {campaign: lanterns}\n",
        "\x00",
        "pins: [",
        "pins:\n  - {campaign: lanterns, pinned: 2026, files: [], addresses: []}\n",
        "pins:\n  - {campaign: lanterns, pinned: 2026-11-22, files: [{name: x, sha256: abc}]}\n",
    ],
)
def test_damaged_pins_stop_every_command_in_one_line(
    advocate: Advocate, lanterns: Path, home: Path, written: str
) -> None:
    (home / "pins.yaml").write_text(written, encoding="utf-8")
    for words in (("contacts", "list"), ("campaign", "pin", lanterns), ("campaign", "unpin", "lanterns")):
        ran = advocate(*words)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert ran.err.endswith("[pins.damaged]\n")
    assert (home / "pins.yaml").read_text(encoding="utf-8") == written


def test_what_a_campaign_says_of_itself_is_there_for_scripts(advocate: Advocate, lanterns: Path) -> None:
    words = ("campaign", "info", "--campaign", lanterns, "--format", "json")
    before = json.loads(advocate(*words).out)
    assert (before["pin"], before["as_pinned"], before["changes"]) == (None, None, None)
    advocate("campaign", "pin", lanterns)
    assert json.loads(advocate(*words).out)["as_pinned"] is True
    change(lanterns, "office@ministry.example", "desk@ministry.example")
    after = json.loads(advocate(*words).out)
    assert after["as_pinned"] is False
    assert after["changes"]["addresses"] == [
        {
            "of": "minister",
            "kind": "email",
            "old": "office@ministry.example",
            "new": "desk@ministry.example",
        }
    ]
    assert after["changes"]["changed"] == ["contacts.yaml"]
