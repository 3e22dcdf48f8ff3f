"""Whether a native reader has reviewed the letter, and whether the writer's part is in its language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.reviewed import lanterns, review_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

PARAGRAPHS = {
    "en": "I was born by the sea, and I have never forgotten how the light went round above our house.",
    "fr": "Je suis né au bord de la mer et je n’ai jamais oublié la lumière qui tournait sur la maison.",
    "ru": "Я выросла у моря и никогда не забывала, как луч проходил над нашим домом каждую ночь.",
    "kk": "Мен теңіз жағасында өстім және үйіміздің үстінен өткен жарықты ешқашан ұмытқан емеспін.",
}


def test_a_translation_that_nobody_has_reviewed_is_told(advocate: Advocate, tmp_path: Path) -> None:
    folder = lanterns(tmp_path, reviews="en: original, fr: reviewed, ru: not-reviewed")
    assert "translation.not-reviewed" not in review_of(advocate, folder, language="en").codes
    assert "translation.not-reviewed" not in review_of(advocate, folder, language="fr").codes
    russian = review_of(advocate, folder, language="ru")
    assert russian.weights["translation.not-reviewed"] == "note"
    assert "no native reader has reviewed the Russian" in russian.words["translation.not-reviewed"]
    assert "Kazakh" in review_of(advocate, folder, language="kk").words["translation.not-reviewed"]


@pytest.mark.parametrize("language", PARAGRAPHS)
@pytest.mark.parametrize("written_in", PARAGRAPHS)
def test_a_paragraph_in_another_language_than_the_letter_is_noticed(
    advocate: Advocate, tmp_path: Path, language: str, written_in: str
) -> None:
    found = review_of(advocate, lanterns(tmp_path), PARAGRAPHS[written_in], language=language)
    assert ("note.language" in found.codes) is (language != written_in)


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "Liberté, égalité, fraternité!"),
        ("en", "Nurse, mother, neighbour."),
        ("en", "As they say at home: «Свет всем». I believe it, and I have always believed it."),
        ("fr", "Infirmière, Strasbourg."),
        ("ru", "Amnesty International пишет об этом, и я с этим согласна."),
        ("kk", "Жарық үшін рахмет."),
    ],
)
def test_a_few_words_or_a_quotation_raise_no_alarm(
    advocate: Advocate, tmp_path: Path, language: str, note: str
) -> None:
    assert "note.language" not in review_of(advocate, lanterns(tmp_path), note, language=language).codes
