"""A call script: who you are, the case in two sentences, the request and a thank-you, in under a minute."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advocate.core.call import A_MINUTE, script
from advocate.sources.campaign import read_campaign
from tests.small_campaign import SmallCampaign

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from tests.conftest import Advocate, Ran

BRIEF = """\
brief:
  en: >-
    In May 2018 a foundation reported that the lanterns of a whole street had been put out. Nobody has said
    why.
  fr: >-
    En mai 2018, une fondation a rapporté que l’on avait éteint les lanternes d’une rue. Personne n’a dit
    pourquoi.
  ru: В мае 2018 года фонд сообщил, что на целой улице погасили фонари. Никто не сказал почему.
  kk: 2018 жылғы мамырда қор бүкіл көшенің шамдары өшірілгенін хабарлады. Неге екенін ешкім айтқан жоқ.
"""
PHONE = '{type: phone, value: "+77172740000", label: front desk, source: gazette, checked: 2026-05}'
OLD_PHONE = '{type: phone, value: "+77172740000", source: gazette, checked: 2018}'
EMAIL = "{type: email, value: minister@justice.example, source: gazette, checked: 2026-05}"
OLD_EMAIL = "{type: email, value: minister@justice.example, source: gazette, checked: 2018}"
WRITER = ("--name", "Ada Byron", "--city", "Berlin", "--country", "DE")
LONG_TRADES = {
    "en": "a retired teacher",
    "fr": "enseignante à la retraite",
    "ru": "учитель на пенсии",
    "kk": "зейнеткер мұғалім",
}
TEMPLATES = Path(__file__).parents[1] / "templates"
TRADES = {"en": "a teacher", "fr": "infirmier", "ru": "врач", "kk": "мұғалім"}


def campaign(tmp_path: Path, shipped: Path, *details: str, brief: str = BRIEF, calls: str = "*") -> Path:
    """Write a campaign with the shipped words for the telephone, and return its folder."""
    folder = SmallCampaign(details=", ".join(details), sheet=brief).write(tmp_path / "campaign")
    case = folder / "templates" / "campaign.yaml"
    words = case.read_text(encoding="utf-8").replace(
        "зажечь фонари.}", "зажечь фонари., kk: Шамдарды жағыңызшы.}"
    )
    case.write_text(words, encoding="utf-8")
    parts = folder / "templates" / "parts"
    parts.mkdir()
    for file in (shipped / "templates" / "parts").glob(f"call.{calls}.txt"):
        shutil.copy(file, parts)
    return folder


def preview(advocate: Advocate, folder: Path, *words: str) -> Ran:
    return advocate("preview", "--campaign", folder, "--to", "minister", "--as", "call", *words)


@pytest.mark.parametrize("language", TRADES)
def test_a_script_says_who_calls_the_case_the_request_and_thanks(
    advocate: Advocate, tmp_path: Path, shipped: Path, language: str, snapshot_txt: SnapshotAssertion
) -> None:
    folder = campaign(tmp_path, shipped, PHONE)
    ran = preview(advocate, folder, "--lang", language, *WRITER, "--occupation", TRADES[language])
    assert ran.code == 0
    assert ran.out == snapshot_txt


@pytest.mark.parametrize("language", TRADES)
def test_a_script_reads_naturally_with_the_name_alone(
    advocate: Advocate, tmp_path: Path, shipped: Path, language: str
) -> None:
    folder = campaign(tmp_path, shipped, PHONE)
    ran = preview(advocate, folder, "--lang", language, "--name", "Ada Byron", "--format", "json")
    greeting = json.loads(ran.out)[0]["call"]["paragraphs"][0]
    assert greeting.endswith("Ada Byron.")
    assert "," not in greeting


@pytest.mark.parametrize("language", TRADES)
def test_a_script_with_usual_words_takes_less_than_a_minute(
    advocate: Advocate, tmp_path: Path, shipped: Path, language: str
) -> None:
    folder = campaign(tmp_path, shipped, PHONE)
    words = (*WRITER, "--occupation", TRADES[language], "--lang", language, "--format", "json")
    made = json.loads(preview(advocate, folder, *words).out)[0]
    assert made["call"]["words"] <= A_MINUTE
    assert "call.long" not in {finding["code"] for finding in made["findings"]}


@pytest.mark.parametrize("language", TRADES)
def test_the_words_around_the_case_and_the_request_leave_room_for_both(
    advocate: Advocate, tmp_path: Path, shipped: Path, language: str
) -> None:
    folder = campaign(tmp_path, shipped, PHONE)
    words = (*WRITER, "--occupation", TRADES[language], "--lang", language, "--format", "json")
    greeting, _, _, thanks = json.loads(preview(advocate, folder, *words).out)[0]["call"]["paragraphs"]
    # The case has 45 words at the most.
    assert script(f"{greeting} {thanks}").words <= A_MINUTE - 45 - 50


def test_a_script_that_takes_longer_is_told(advocate: Advocate, tmp_path: Path, shipped: Path) -> None:
    folder = campaign(tmp_path, shipped, PHONE, brief=f"brief: {{en: {'It was dark. ' * 40}}}\n")
    ran = preview(advocate, folder, *WRITER)
    assert "(147 words: about 68 seconds.)" in ran.out
    letter = advocate("preview", "--campaign", folder, "--to", "minister", *WRITER)
    assert "the call script has 147 words and takes about 68 seconds" in " ".join(letter.out.split())
    assert preview(advocate, folder, *WRITER, "--strict").code == 1


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "letter", sorted(sheet.id for sheet in read_campaign(TEMPLATES, "templates").letters if sheet.brief)
)
def test_every_shipped_script_takes_less_than_a_minute_even_with_a_long_name_and_trade(
    advocate: Advocate, letter: str
) -> None:
    sheet = next(each for each in read_campaign(TEMPLATES, "templates").letters if each.id == letter)
    who = ("--name", "Alexandra Montgomery", "--city", "Amsterdam", "--country", "NL")
    for language in sheet.languages:
        trade = ("--occupation", LONG_TRADES[language], "--lang", language)
        ran = advocate("preview", "--to", "all", "--letter", letter, "--format", "json", *who, *trade)
        if ran.code == 2 and language != "en":
            assert "letter.not-for" in ran.err
            continue
        scripts = [made["call"]["words"] for made in json.loads(ran.out) if made["call"]]
        assert scripts or language != "en"
        assert max(scripts, default=0) <= A_MINUTE, language


def test_no_line_of_a_french_script_begins_or_ends_within_its_quotation_marks(advocate: Advocate) -> None:
    who = ("--name", "Ada Byron", "--occupation", "institutrice", "--city", "Lyon", "--country", "FR")
    words = ("--to", "ep-president", "--letter", "zhumagulov-abishev", "--lang", "fr", "--as", "call")
    said = advocate("preview", *words, *who).out
    assert "«\u00a0terrorisme\u00a0»" in said
    assert not [line for line in said.splitlines() if line.endswith("«") or line.startswith(("»", ":", "?"))]


def test_a_number_is_counted_by_its_digits() -> None:
    assert script("On 31 March 2018, it’s said,\n\nDCK-members met.").words == 12


def test_an_office_without_a_number_gets_no_script(advocate: Advocate, tmp_path: Path, shipped: Path) -> None:
    folder = campaign(tmp_path, shipped, EMAIL)
    ran = preview(advocate, folder, *WRITER)
    assert (ran.out, ran.err) == ("", "minister: no telephone number of this office is known\n")
    out = tmp_path / "out"
    ran = advocate(
        "generate", "--campaign", folder, "--to", "minister", "--as", "call", "--out", out, *WRITER
    )
    assert "no file: minister takes none of the forms that were asked for" in ran.err
    assert [file.name for file in sorted(out.iterdir())] == ["index.html", "manifest.json"]


@pytest.mark.parametrize(("brief", "calls"), [("", "*"), (BRIEF, "fr"), ("brief: {en: A., fr: B.}\n", "fr")])
def test_without_words_for_the_telephone_there_is_no_script(
    advocate: Advocate, tmp_path: Path, shipped: Path, brief: str, calls: str
) -> None:
    ran = preview(advocate, campaign(tmp_path, shipped, PHONE, brief=brief, calls=calls), *WRITER)
    assert ran.out == ""
    assert ran.err == ("minister: nobody has written what to say on the telephone in 'en' for this letter\n")


@pytest.mark.parametrize(
    ("details", "made"),
    [
        ((PHONE, EMAIL), True),
        ((PHONE, OLD_EMAIL), True),
        ((OLD_PHONE, EMAIL), False),
        ((OLD_PHONE, OLD_EMAIL), True),
        ((OLD_PHONE,), True),
        ((EMAIL,), False),
    ],
)
def test_by_itself_a_script_is_made_where_the_number_is_not_stale_or_nothing_is_better(
    advocate: Advocate,
    tmp_path: Path,
    shipped: Path,
    details: tuple[str, ...],
    made: bool,  # noqa: FBT001
) -> None:
    folder, out = campaign(tmp_path, shipped, *details), tmp_path / "out"
    ran = advocate("generate", "--campaign", folder, "--to", "minister", "--out", out, *WRITER)
    assert (out / "minister.plea.en.call.txt").exists() is made
    assert ("call script" in ran.out) is made


def test_the_file_is_the_preview_and_the_page_has_its_words(
    advocate: Advocate, tmp_path: Path, shipped: Path
) -> None:
    folder, out = campaign(tmp_path, shipped, PHONE, EMAIL), tmp_path / "out"
    advocate("generate", "--campaign", folder, "--to", "minister", "--as", "call", "--out", out, *WRITER)
    assert (out / "minister.plea.en.call.txt").read_text(encoding="utf-8") == preview(
        advocate, folder, *WRITER
    ).out
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["letters"][0]["files"]["call"]["name"] == "minister.plea.en.call.txt"
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "Nobody has said why.\n\nPlease light the lanterns.\n\nPlease pass this on." in page
    assert 'href="./minister.plea.en.call.txt"' in page


def test_a_script_stands_beside_its_twin(
    advocate: Advocate, tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    folder = campaign(tmp_path, shipped, PHONE)
    ran = preview(advocate, folder, "--lang", "ru", "--with", "en", *WRITER)
    assert ran.code == 0
    assert ran.out.startswith(
        "Call: Министр юстиции\n+7 7172 74 00 00 (front desk); fresh, checked 2026-05\n\nRussian "
    )
    beside = [line.partition(" | ") for line in ran.out.splitlines()]
    assert ("Прошу зажечь фонари.", "Please light the lanterns.") in [
        (left.strip(), right) for left, _, right in beside
    ]
    alone = preview(advocate, folder, "--lang", "ru", *WRITER)
    assert ran.out.splitlines()[-1] == alone.out.splitlines()[-1]


def test_mistakes_in_the_words_for_the_telephone_are_told(
    advocate: Advocate, tmp_path: Path, shipped: Path
) -> None:
    folder = campaign(tmp_path, shipped, PHONE)
    file = folder / "templates" / "parts" / "call.en.txt"
    file.write_text('Hello, {{ sender.nam }}.\n{% include "reply" %}\n{{ note }}\n', encoding="utf-8")
    ran = preview(advocate, folder, *WRITER)
    assert (ran.code, ran.out) == (2, "")
    said = ran.err.replace(file.as_posix(), "call").splitlines()
    assert set(said) == {
        (
            "call:1:11: unknown placeholder 'sender.nam' (did you mean 'sender.name'?)"
            " [letter.unknown-placeholder]"
        ),
        "call:2:1: a part cannot take in another part [letter.part-in-part]",
        (
            "call:3:4: unknown placeholder 'note'; 'advocate letters show' lists those there are"
            " [letter.unknown-placeholder]"
        ),
        "call: the text never says {{ ask }}: it asks for nothing [letter.no-ask]",
        "call: the text never says {{ brief }}: nobody would know what the call is about [letter.no-brief]",
    }


def test_a_script_is_in_one_language_from_its_first_word_to_its_last(
    advocate: Advocate, tmp_path: Path, shipped: Path
) -> None:
    folder = campaign(tmp_path, shipped, PHONE)
    case = folder / "templates" / "campaign.yaml"
    case.write_text(
        case.read_text(encoding="utf-8").replace(", kk: Шамдарды жағыңызшы.", ""), encoding="utf-8"
    )
    ran = preview(advocate, folder, *WRITER, "--lang", "kk")
    assert ran.out == ""
    assert "nobody has written what to say on the telephone in 'kk'" in ran.err
