"""One letter asks one thing: the case's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from advocate.cli.workshop import Wish, make_letters
from advocate.core.review.asks import ask_findings
from advocate.core.review.background import Background
from advocate.sources.lexicon import read_lexicon
from advocate.sources.registry import read_registry
from advocate.sources.wording import CldrWording
from tests.conftest import TODAY
from tests.reviewed import lanterns, review_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "I demand the resignation of the minister."),
        ("en", "Please release Ardak Ashim."),
        ("en", "I urge you to punish the guards."),
        ("en", "I grew up there. I call on you to impose sanctions. That is all."),
        ("fr", "Je vous demande de libérer les gardiens."),
        ("fr", "Nous exigeons la démission du ministre."),
        ("fr", "Je vous prie d’annuler les élections."),
        ("ru", "Прошу освободить всех смотрителей."),
        ("ru", "Мы требуем отставки министра."),
        ("kk", "Барлық шамшыларды босатуды сұраймын."),
        ("en", "I grew up there. Release all the keepers!"),
        ("fr", "Libérez tous les gardiens !"),
        ("fr", "Vous devriez punir les coupables."),
        ("fr", "Merci de bien vouloir annuler les élections."),
        ("ru", "Немедленно освободите всех смотрителей!"),
        ("ru", "Я хочу, чтобы вы наказали виновных."),
        ("kk", "Барлық шамшыларды босатыңыздар!"),
        ("ru", "Прошу принять закон. Прошу привлечь виновных к ответственности."),
        ("kk", "Кінәлілерді жауапқа тартуыңызды сұраймын."),
        ("kk", "Жазықсыз адамдарды босатуыңызды сұраймын."),
    ],
)
def test_a_request_which_is_not_the_cases_is_found(
    advocate: Advocate, tmp_path: Path, language: str, note: str
) -> None:
    found = review_of(advocate, lanterns(tmp_path), note, language=language)
    assert found.weights["ask.other"] == "warning"


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "Please light the lanterns again."),
        ("en", "I ask you to light the lanterns in Ardak Ashim's town."),
        ("en", "Please answer me. I ask you to read the report."),
        ("en", "I ask myself what I would do. My son asked me to write."),
        ("en", "They demanded nothing. She was asked about it."),
        ("en", "It would please me to hear from you."),
        ("fr", "Je vous prie de me répondre. Veuillez agréer mes salutations."),
        ("fr", "Je me demande ce que je ferais."),
        ("fr", "Merci de votre attention. Je vous prie de m’écouter, et de me lire jusqu’au bout."),
        ("ru", "Прошу Вас ответить мне. Пожалуйста, прочитайте доклад."),
        ("ru", "Её спросили об этом, и она ничего не просила."),
        ("kk", "Маған жауап беруіңізді сұраймын."),
        ("ru", "Прошу принять во внимание мои слова и рассмотреть моё письмо."),
        ("kk", "Хатымды оқып шығуыңызды сұраймын."),
    ],
)
def test_the_cases_own_request_and_a_courtesy_raise_no_alarm(
    advocate: Advocate, tmp_path: Path, language: str, note: str
) -> None:
    assert not review_of(advocate, lanterns(tmp_path), note, language=language).of("ask")


def test_a_letter_without_its_request_is_found(tmp_path: Path) -> None:
    folder = lanterns(tmp_path)
    wish = Wish(folder, ["minister"], [], None, "en", TODAY, None, {"name": "Ada Byron"}, "My own words.")
    work = make_letters(wish)
    office = read_registry(folder / "contacts.yaml", "contacts.yaml").offices[0]
    telling = CldrWording("en", "DE")
    background = Background(
        work.campaign, work.sheet, office, work.sender, telling, telling.script, read_lexicon("en")
    )
    (letter,) = work.letters
    assert not list(ask_findings(letter, background))
    silent = replace(letter, blocks=letter.blocks[:-1])
    assert [finding.code for finding in ask_findings(silent, background)] == ["ask.missing"]
