"""`advocate contacts import`, as a person and as a script use it."""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advocate.sources.registry import read_registry
from advocate.sources.text_file import LARGEST

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from tests.conftest import Advocate, Ran

SAMPLES = Path(__file__).parent / "samples"
SAID = ("--source", "https://lists.zz/officials", "--checked", "2026-02", "--kind", "parliament")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the samples, in which the program runs."""
    folder = tmp_path / "samples"
    shutil.copytree(SAMPLES, folder)
    monkeypatch.chdir(folder)
    return folder


def imported(advocate: Advocate, name: str, *words: str) -> Ran:
    return advocate("contacts", "import", name, *words)


def check(advocate: Advocate, tmp_path: Path, text: str) -> Ran:
    """Return what the check says of what came out."""
    campaign = tmp_path / "checked"
    campaign.mkdir()
    (campaign / "contacts.yaml").write_text(text, encoding="utf-8")
    return advocate("contacts", "check", "--campaign", campaign, "--format", "json")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("members.csv", ()),
        ("card-3.vcf", ()),
        ("card-4.vcf", ()),
        ("isles.json", ("--country", "FR")),
        ("legislators-current.yaml", ()),
        ("people", ()),
    ],
)
@pytest.mark.usefixtures("here")
def test_every_format_becomes_a_registry_that_passes_the_check(
    advocate: Advocate, tmp_path: Path, name: str, words: tuple[str, ...], snapshot_txt: SnapshotAssertion
) -> None:
    ran = imported(advocate, name, *SAID, *words)
    assert ran.code == 0
    checked = check(advocate, tmp_path, ran.out)
    assert checked.code == 0, checked.out
    assert f"{ran.out}\n{ran.err}" == snapshot_txt


@pytest.mark.parametrize("form", ["csv", "vcard", "popolo"])
def test_what_was_exported_comes_back_as_the_same_registry(advocate: Advocate, here: Path, form: str) -> None:
    made = advocate("contacts", "list", "--campaign", here, "--format", form, "--date", "2026-03-01")
    (here / "exported").write_text(made.out, encoding="utf-8", newline="")
    ran = imported(advocate, "exported", "--from", form, "--date", "2026-03-01", "--out", "back.yaml")
    assert (ran.code, ran.out) == (0, "")
    assert read_registry(here / "back.yaml", "") == read_registry(here / "contacts.yaml", "")


def test_the_format_is_found_out_from_the_beginning_of_a_file(advocate: Advocate, here: Path) -> None:
    for name in ("members.csv", "card-3.vcf", "isles.json"):
        (here / name).rename(here / "download")
        assert imported(advocate, "download", *SAID, "--country", "FR").code == 0
    (here / "download").write_text("Dear reader", encoding="utf-8")
    ran = imported(advocate, "download", *SAID)
    assert ran.code == 2
    assert (
        ran.err
        == "download: its format is not clear: say it with --from, such as --from csv [import.format]\n"
    )


def test_a_spreadsheets_semicolons_mark_and_numbers_are_understood(advocate: Advocate, here: Path) -> None:
    text = (
        "\ufeffName;E-mail;E-mail 2;Telephone;Organisation;Position;Notes\r\n"
        'Ada Byron;a@lanterns.zz;b@lanterns.zz;\'+33 1 99 00 12 34;Senate;Chair;"one; two"\r\n'
        ";;;;;;\r\n"
    )
    (here / "excel.csv").write_text(text, encoding="utf-8", newline="")
    ran = imported(advocate, "excel.csv", *SAID, "--country", "France", "--out", "made.yaml")
    assert (ran.code, ran.out) == (0, "")
    (office,) = read_registry(here / "made.yaml", "").contacts
    assert [detail.value for detail in office.contact_details] == [
        "a@lanterns.zz",
        "b@lanterns.zz",
        "+33199001234",
    ]
    assert office.note == "one; two"
    assert office.holders[0].name == "Ada Byron"


def test_a_header_can_be_said_to_mean_something(advocate: Advocate, here: Path) -> None:
    (here / "a.csv").write_text("Qui,Courriel,Chambre\nAda Byron,a@lanterns.zz,Senate\n", encoding="utf-8")
    words = ("--map", "Qui=holder", "--map", "Courriel=email", "--map", "Chambre=institution")
    ran = imported(advocate, "a.csv", *SAID, "--country", "FR", *words, "--out", "a.yaml")
    assert ran.code == 0
    (office,) = read_registry(here / "a.yaml", "").offices
    assert office.contact.holders[0].name == "Ada Byron"
    assert office.contact.contact_details[0].value == "a@lanterns.zz"
    assert office.institution.name == {"en": "Senate"}


def test_facts_keep_the_source_and_the_date_that_the_file_gives(advocate: Advocate, here: Path) -> None:
    text = "email,institution,source,checked\na@lanterns.zz,Senate,https://page.zz/a,2025-12-24\n"
    (here / "a.csv").write_text(text, encoding="utf-8")
    words = ("--country", "FR", "--kind", "parliament", "--out", "a.yaml")
    assert imported(advocate, "a.csv", *words).code == 0
    registry = read_registry(here / "a.yaml", "")
    (detail,) = registry.contacts[0].contact_details
    assert str(detail.checked) == "2025-12-24"
    assert [(source.id, source.url) for source in registry.sources] == [(detail.source, "https://page.zz/a")]


def test_a_source_of_the_campaign_is_named_by_its_id(advocate: Advocate, here: Path) -> None:
    said = ("--source", "gazette-2026", "--checked", "2026-02", "--kind", "parliament", "--campaign", here)
    ran = imported(advocate, "members.csv", *map(str, said))
    assert ran.code == 0
    assert "  - id: gazette-2026\n" in ran.out
    ran = imported(advocate, "members.csv", *map(str, said), "--source", "gazete-2026")
    assert ran.code == 2
    assert "--source: no source is called 'gazete-2026' (did you mean 'gazette-2026'?)" in ran.err


def test_what_a_writer_knew_themselves_needs_a_source_for_others(
    advocate: Advocate, here: Path, campaign: Path
) -> None:
    said = ("--campaign", campaign)
    mended = ("--email", "wgad@lanterns.zz", "--source", "me")
    assert advocate("contacts", "set", "wgad", *mended, *said).code == 0
    listed = advocate("contacts", "list", "--to", "wgad", "--format", "vcard", *said)
    (here / "wgad.vcf").write_text(listed.out, encoding="utf-8", newline="")
    ran = imported(advocate, "wgad.vcf")
    assert ran.code == 2
    assert "a fact without a source: add --source" in ran.err
    assert "import.unknown-source" not in ran.err


def test_names_become_ids_that_stay_unique(advocate: Advocate, here: Path) -> None:
    rows = ["Zoë Đặng,Senate", "Zoe Dang,Senate", "Ада Байрон,Senate", "李白,Senate"]
    (here / "a.csv").write_text("\n".join(["Name,Organisation", *rows]), encoding="utf-8")
    ran = imported(advocate, "a.csv", *SAID, "--country", "FR", "--out", "a.yaml")
    assert ran.code == 0
    ids = [contact.id for contact in read_registry(here / "a.yaml", "").contacts]
    assert ids == ["zoe-dang", "zoe-dang-2", "senate-3", "senate-4"]


def test_nothing_is_written_when_something_is_wrong_and_the_rest_when_asked(
    advocate: Advocate, here: Path
) -> None:
    text = (here / "members.csv").read_text(encoding="utf-8").replace("n.ould@", "n.ould.")
    (here / "members.csv").write_text(text, encoding="utf-8")
    ran = imported(advocate, "members.csv", *SAID, "--out", "made.yaml")
    problem = "members.csv:4: 'n.ould.senate-of-the-isles.zz' is not an e-mail address [import.email]\n"
    assert (ran.code, ran.out, ran.err) == (1, "", problem)
    assert not (here / "made.yaml").exists()
    ran = imported(advocate, "members.csv", *SAID, "--out", "made.yaml", "--keep-going")
    assert ran.code == 1
    assert problem in ran.err
    assert ran.err.endswith("1 office from members.csv in made.yaml; 1 left out\n")
    assert [office.id for office in read_registry(here / "made.yaml", "").contacts] == [
        "chair-of-the-committee-on-lanterns-ada-byron"
    ]


def test_what_the_check_finds_is_told_with_its_row(advocate: Advocate, here: Path) -> None:
    text = (
        (here / "members.csv")
        .read_text(encoding="utf-8")
        .replace("n.ould@senate", "n.ould@example.com,,,,\n")
    )
    (here / "members.csv").write_text(text.partition(",,,,\n")[0] + ",,,France,\n", encoding="utf-8")
    ran = imported(advocate, "members.csv", *SAID)
    assert ran.code == 1
    assert re.search(
        r"^members\.csv:4: 'n\.ould@example\.com' .* \[check\.placeholder\]$", ran.err, re.MULTILINE
    )


def test_a_file_that_is_there_is_not_replaced_unless_asked(advocate: Advocate, here: Path) -> None:
    (here / "made.yaml").write_text("mine", encoding="utf-8")
    ran = imported(advocate, "members.csv", *SAID, "--out", "made.yaml")
    assert ran.code == 2
    assert (
        "made.yaml: there is such a file already: name another, or add --overwrite [output.exists]" in ran.err
    )
    assert (here / "made.yaml").read_text(encoding="utf-8") == "mine"
    assert imported(advocate, "members.csv", *SAID, "--out", "made.yaml", "--overwrite").code == 0
    assert (here / "made.yaml").stat().st_mode & 0o777 == 0o600
    assert imported(advocate, "members.csv", *SAID, "--out", ".").code == 2


def test_what_the_file_does_not_say_is_asked_for_once(advocate: Advocate, here: Path) -> None:
    (here / "a.csv").write_text("email\na@lanterns.zz\nb@lanterns.zz\n", encoding="utf-8")
    ran = imported(advocate, "a.csv")
    assert ran.code == 2
    codes = re.findall(r"^a\.csv:2: .*\[(.*)\]$", ran.err, re.MULTILINE)
    assert sorted(codes) == [
        "import.no-checked",
        "import.no-country",
        "import.no-institution",
        "import.no-kind",
        "import.no-source",
    ]
    assert len(ran.err.splitlines()) == 5


def test_an_institution_is_the_same_in_all_rows(advocate: Advocate, here: Path) -> None:
    text = "holder,institution,country\nAda,Senate,FR\nBo,Senate,DE\n"
    (here / "a.csv").write_text(text, encoding="utf-8")
    ran = imported(advocate, "a.csv", *SAID)
    assert ran.code == 1
    assert "a.csv:3: the country of 'senate' is not what line 2 says it is [import.conflict]\n" in ran.err


PERSON = (
    '{"persons": [{"id": "1", "name": "Ada"}], "memberships": [{"person_id": "1", "organization_id": "x"}]}'
)
POST = '{"posts": [{"label": %s, "organization_id": "o"}], "organizations": [{"id": "o", "name": "Senate"}]}'
CARD = "BEGIN:VCARD\nVERSION:4.0\nFN:Ada\nORG:Senate\n%s\nEND:VCARD\n"
SEAT = "- name: {first: Ada, last: Byron}\n  terms:\n  - {type: %s, state: VT, start: %s}\n"

MISTAKES = [
    ("a.csv", "", "a.csv:1: the first row must name the columns [import.no-header]"),
    ("a.csv", "email\na@b.zz,c", "a.csv:2: this row has more cells than the first one names [import.cells]"),
    ("a.csv", 'email\n"a"b', "a.csv:2: this row is not CSV (RFC 4180)"),
    ("a.csv", "email\n" + "a" * 200_000, "a.csv:2: a cell is longer than a table can hold [import.table]"),
    ("a.csv", "title,Position\na,b", "a.csv:1: a second column says the same as another: 'Position'"),
    ("a.csv", "kind\nking", "a.csv:2: 'king' is not one of"),
    ("a.csv", "phone\n12", "a.csv:2: '12' is not a number in the form"),
    ("a.csv", "phone,holder_start_date\n,yesterday", "a.csv:2: the key 'name' is missing"),
    ("a.csv", "holder,start\nAda,yesterday", "a.csv:2: 'yesterday' is not a date"),
    (
        "a.csv",
        "holder\nAda\ue000",
        "a.csv:2:4: a character that stands for nothing (U+E000) has no place in the text",
    ),
    ("a.csv", 'holder\n"Ada\nByron"', "a.csv:2: one line is wanted here, not several [import.lines]"),
    ("a.csv", "holder,country\nAda,Atlantis", "a.csv:2: 'Atlantis' is not a country"),
    ("a.csv", "holder\nAda\x00", "a.csv:2:4: a control character (U+0000)"),
    ("a.csv", "sources\nnonsense", "a.csv:2: a source is written: id | date | web address | title"),
    ("a.csv", "procedure\n{", "a.csv:2: a procedure is written as JSON"),
    ("a.csv", "salutation\nDear {nobody}", "a.csv:2: {nobody} is not known here"),
    ("a.json", "{", "a.json:1:2: this is not JSON"),
    ("a.json", '{"posts": NaN}', "a.json: NaN is no value of JSON (RFC 8259, section 6) [import.json]"),
    ("a.json", '{"posts": [], "posts": []}', "a.json: the key 'posts' stands twice in one object"),
    ("a.json", '{"posts":' + "[" * 100_000, "a.json: nested more than 50 levels deep [import.too-deep]"),
    ("a.json", '{"posts":' + "[" * 60 + "]" * 60 + "}", "a.json: nested more than 50 levels deep"),
    ("a.json", "[1]", "a.json: this is no Popolo file"),
    ("a.json", '{"posts": "x"}', "a.json:/posts: posts: a list is wanted here [import.wrong-type]"),
    ("a.json", '{"posts": [1]}', "a.json:/posts/0: posts: an object is wanted here [import.wrong-type]"),
    ("a.json", POST % "[1]", "a.json:/posts/0/label: label: text is wanted here [import.wrong-type]"),
    ("a.json", POST % '"a\\nb"', "a.json:/posts/0"),
    ("a.json", PERSON, "a.json:/memberships/0: there is no organization 'x' [import.unknown-organization]"),
    ("a.json", PERSON.replace('"1", "o', '"2", "o'), "a.json:/memberships/0: there is no person '2'"),
    ("a.json", '{"persons": [{}]}', "a.json:/persons/0: an 'id' is wanted here"),
    (
        "a.json",
        '{"posts": [], "memberships": [{"post_id": "a~/b"}]}',
        "a.json:/memberships/0: there is no post 'a~/b' [import.unknown-post]",
    ),
    ("a.vcf", "FN:Ada", "a.vcf:1: this is no vCard: BEGIN:VCARD is missing [import.vcard]"),
    ("a.vcf", "BEGIN:VCARD\nFN:Ada", "a.vcf:1: this card has no end (END:VCARD) [import.vcard]"),
    ("a.vcf", CARD % "BEGIN:VCARD", "a.vcf:5: a card begins inside another [import.vcard]"),
    ("a.vcf", CARD % "nonsense", "a.vcf:5: this is no line of a vCard: NAME:value is wanted"),
    ("a.vcf", (CARD % "NOTE:x").replace("4.0", "2.1"), "a.vcf:2: a card of the version 2.1"),
    ("a.vcf", CARD % "EMAIL:x@y", "a.vcf:5: 'x@y' is not an e-mail address [import.email]"),
    ("a.vcf", CARD % "NOTE:a\n b\nTEL:12", "a.vcf:7: '12' is not a number in the form"),
    ("a.vcf", CARD % "X-ADVOCATE-NONSENSE:1", "a.vcf:5: X-ADVOCATE-NONSENSE is nothing that an office has"),
    ("a.vcf", CARD % ("A;X=" + "," * 5000 + '"b"c:1'), "a.vcf:5: this is no line of a vCard"),
    ("a.yaml", "- 1", "a.yaml:1:3: "),
    ("a.yaml", "- id: 1\n- {", "a.yaml:3:1: this is not YAML"),
    ("a.yaml", SEAT % ("king", "2025-01-03"), "a.yaml:3:12: 'king' is neither sen nor rep"),
    ("a.yaml", SEAT % ("sen", "soon"), "a.yaml:3:5: 'soon' is not a date"),
    ("a.yaml", "- name: {first: Ada, last: Byron}\n  terms: []", "a.yaml:1:3: "),
    ("a.yml", "name: Ada\nroles:\n- {type: king, jurisdiction: x}", "a.yml:3:10: a role of the type 'king'"),
    ("a.yml", "name: Ada\nroles: x", "a.yml:2:8: roles: a list is wanted here, not text"),
    (
        "a.csv",
        "email\n\xe9".encode("cp1252"),
        "a.csv:2:1: not UTF-8 text: save the file as UTF-8 [import.not-utf-8]",
    ),
    ("a.vcf", b"x" * (LARGEST + 1), f"a.vcf: larger than {LARGEST // 10**6} MB [import.too-large]"),
]


@pytest.mark.parametrize(("name", "text", "told"), MISTAKES, ids=[told[:50] for *_, told in MISTAKES])
def test_a_mistake_is_told_with_its_place(
    advocate: Advocate, here: Path, name: str, text: str | bytes, told: str
) -> None:
    (here / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    ran = imported(advocate, name, *SAID, "--institution", "Senate", "--country", "FR", "--out", "made.yaml")
    assert ran.code in {1, 2}
    assert ran.out == ""
    assert told in ran.err
    assert all(re.search(r" \[[a-z0-9.-]+\]$", line) for line in ran.err.splitlines())
    assert max(map(len, ran.err.splitlines())) < 700
    assert not (here / "made.yaml").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nothing.csv",), "nothing.csv: there is no such file [import.missing]"),
        ((".",), ".: no person's file (….yml) is in this folder [import.empty]"),
        (("a.csv", "--map", "email"), "--map: 'email': write the header"),
        (("a.csv", "--map", "E-Mial=email"), "--map: no column is called 'E-Mial' (did you mean 'E-Mail'?)"),
        (
            ("a.csv", "--map", "E-Mail=emial"),
            "--map: 'emial' is nothing that an office has (did you mean 'email'?)",
        ),
        (("a.vcf", "--map", "E-Mail=email"), "--map: only a table has columns to name [import.map]"),
        (("a.csv", "--checked", "soon"), "--checked: 'soon' is not a date"),
    ],
)
def test_a_wrong_word_on_the_command_line_is_told(
    advocate: Advocate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("E-Mail,Unit\na@b.zz,x\n", encoding="utf-8")
    ran = advocate("contacts", "import", words[0], *SAID, *words[1:])
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_a_persons_seat_that_is_over_is_left_out_and_told(advocate: Advocate, here: Path) -> None:
    file = here / "people" / "Nadia-Ould-2.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("2029-01-01", "2025-12-31"), encoding="utf-8")
    ran = imported(advocate, "people", *SAID)
    assert ran.code == 0
    assert "Nadia" not in ran.out
    assert "people/Nadia-Ould-2.yml:3:1: note: no role lasts to this day" in ran.err


def test_a_mailbox_with_a_shared_provider_is_declared_whole(advocate: Advocate, here: Path) -> None:
    (here / "a.csv").write_text("email,institution\nsenate@gmail.com,Senate\n", encoding="utf-8")
    ran = imported(advocate, "a.csv", *SAID, "--country", "FR", "--out", "a.yaml")
    assert ran.code == 0
    (institution,) = read_registry(here / "a.yaml", "").institutions
    assert (institution.domains, institution.addresses) == ((), ("senate@gmail.com",))


def test_hosts_in_one_domain_are_declared_as_that_domain(advocate: Advocate, here: Path) -> None:
    rows = [
        "https://www.a.senate.zz/x",
        "https://www.b.senate.zz/x",
        "https://a.gov.kz/",
        "https://b.gov.kz/",
    ]
    (here / "a.csv").write_text("\n".join(["form", *rows]), encoding="utf-8")
    words = ("--country", "FR", "--institution", "Senate", "--out", "a.yaml")
    assert imported(advocate, "a.csv", *SAID, *words).code == 0
    (institution,) = read_registry(here / "a.yaml", "").institutions
    assert institution.domains == ("senate.zz", "a.gov.kz", "b.gov.kz")


@pytest.mark.no_cover
def test_a_large_file_takes_time_in_proportion(advocate: Advocate, here: Path) -> None:
    """Persons, each with a seat: what were done for each of each would take longer and longer."""

    def seconds(count: int) -> float:
        persons = [{"id": f"p{n}", "name": f"Person {n}", "email": f"p{n}@senate.zz"} for n in range(count)]
        seats = [{"person_id": f"p{n}", "organization_id": "o"} for n in range(count)]
        data = {"persons": persons, "memberships": seats, "organizations": [{"id": "o", "name": "Senate"}]}
        (here / "a.json").write_text(json.dumps(data), encoding="utf-8")
        begun = time.process_time()
        ran = imported(advocate, "a.json", *SAID, "--country", "FR", "--out", f"{count}.yaml")
        assert ran.code == 0
        assert f"{count} offices from a.json in {count}.yaml" in ran.err
        return time.process_time() - begun

    seconds(10)
    few, many = seconds(300), seconds(1500)
    assert many < 5 * few * 1.5
