"""Relatives and minors are never named, and private people only with their consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.reviewed import lanterns, review_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "Her sister Aynura Ashimova told it."),
        ("en", "I think of AYNURA ASHIMOVA."),
        ("en", "Ashimova Aynura told it."),
        ("en", "Ashimova’s words moved me."),
        ("en", "The flat is Botagoz Jardemali's."),
        ("fr", "Je pense à Aynura Ashimova et à sa famille."),
        ("ru", "Я думаю об Айнуре Ашимовой."),
        ("ru", "Айнуру Ашимову вызвали в полицию."),
        ("ru", "Мы говорили с Ашимовой."),
        ("ru", "Письмо Ботагоз Джардемали меня тронуло."),
        ("kk", "Айнұра Әшімоваға бәрі белгілі."),
        ("kk", "Әшімованың сөзі маған әсер етті."),
        ("kk", "Әшімовалардың үйіне келді."),
        ("en", "I think of Aynura Ashi\u00admova."),
        ("en", "I think of Aynu-\nra Ashi-\nmova."),
        ("en", "I think of Botagoz J\u00e1rdem\u0101li."),
        ("en", "I wrote #FreeBotagozJardemali, and to @botagoz_jardemali."),
        ("en", "I think of Marat A. Nazarbayev."),
        ("en", "I think of Nazarbayev, Marat."),
        ("ru", "Я думаю о Ботагоз Джардема\u0301ли."),
        ("ru", "Я думаю об Ашимовой-старшей."),
        ("ru", "Я знаю семью Ашимовых."),
        ("fr", "Ashimovas Mut est grand."),
    ],
)
def test_a_relative_is_found_in_every_spelling_and_case(
    advocate: Advocate, tmp_path: Path, language: str, note: str
) -> None:
    found = review_of(advocate, lanterns(tmp_path), note, language=language)
    assert found.weights["people.relative"] == "problem"
    assert "leave the name out" in found.words["people.relative"]


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "Ardak Ashim wrote what she thought."),
        ("en", "I read about Ashim and her sister."),
        ("en", "President Nazarbayev could have said it."),
        ("en", "Aynur is a lovely name."),
        ("en", "I know another Aynura."),
        ("en", "Jardemalin is a village."),
        ("ru", "Я думаю об Ардак Ашим."),
        ("ru", "Письмо для Ашима написано."),
        ("kk", "Мен Ардақ Әшімді ойлаймын."),
    ],
)
def test_whoever_may_be_named_raises_no_alarm(
    advocate: Advocate, tmp_path: Path, language: str, note: str
) -> None:
    assert not review_of(advocate, lanterns(tmp_path), note, language=language).of("people")


def test_a_family_name_that_somebody_else_has_too_needs_the_given_name(
    advocate: Advocate, tmp_path: Path
) -> None:
    folder = lanterns(tmp_path)
    assert not review_of(advocate, folder, "Nazarbayev could have said it.").of("people")
    assert review_of(advocate, folder, "Marat Nazarbayev could have said it.").of("people") == {
        "people.relative"
    }


@pytest.mark.parametrize("note", ["Timur Sabitov is nine years old.", "The boy, Sabitov Timur, is nine."])
def test_a_child_is_never_named(advocate: Advocate, tmp_path: Path, note: str) -> None:
    assert review_of(advocate, lanterns(tmp_path), note).weights["people.minor"] == "problem"


def test_what_could_hurt_somebody_is_told_before_everything_else(advocate: Advocate, tmp_path: Path) -> None:
    folder = lanterns(tmp_path)
    note = "You idiots, ask Aynura Ashimova and my friend Aigul. Please stop it."
    ran = advocate("preview", "--campaign", folder, "--to", "minister", "--name", "Ada", "--note", note)
    first = ran.out.partition("What to know before you send it\n")[2].splitlines()[0]
    assert first.startswith("  problem: “Aynura Ashimova”: a relative")


@pytest.mark.parametrize(
    ("language", "note", "named"),
    [
        ("en", "My friend Aigul was there.", "friend Aigul"),
        ("en", "I told my neighbours Serik and Dana.", "neighbours Serik"),
        ("en", "My sister, Aigul, was there.", "sister, Aigul"),
        ("en", "My cousin Zhanna-Maria fled.", "cousin Zhanna-Maria"),
        ("fr", "Mon ami Serik était là.", "ami Serik"),
        ("fr", "Ma soeur Odile et ma belle-mère me l’ont dit.", "soeur Odile"),
        ("fr", "Ma grand-mère Odile me l’a dit.", "grand-mère Odile"),
        ("ru", "Мой друг Айдар был там.", "друг Айдар"),
        ("ru", "Я помню свою бабушку Розу.", "бабушку Розу"),
        ("kk", "Досым Айдар сонда болды.", "Досым Айдар"),
    ],
)
def test_somebody_close_who_is_named_is_asked_after(
    advocate: Advocate, tmp_path: Path, language: str, note: str, named: str
) -> None:
    found = review_of(advocate, lanterns(tmp_path), note, language=language)
    assert found.weights["people.private"] == "warning"
    assert named.replace(",", "") in found.words["people.private"].replace(",", "")


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "My friend in Almaty was there. Kazakhstan is far."),
        ("en", "My mother taught me that. In April I read the report."),
        ("en", "My father, Kazakh by birth, never went back."),
        ("en", "My friends in the USA write too. My son NATO."),
        ("en", "I wrote to my brother. Then I wrote to you."),
        ("en", "I am a friend of Kazakhstan."),
        ("en", "Ardak Ashim and her sister should live in peace."),
        ("fr", "Mon père était gardien. Au port, il allumait la lanterne."),
        ("fr", "Ma femme et moi pensons au Kazakhstan."),
        ("ru", "Мой отец был смотрителем. Город помнит его."),
        ("ru", "Другие Министры поступили иначе."),
        ("ru", "Мой муж и я думаем о них."),
        ("kk", "Әкем шамшы болған. Қала оны ұмытпайды."),
    ],
)
def test_a_sentence_about_family_without_a_name_raises_no_alarm(
    advocate: Advocate, tmp_path: Path, language: str, note: str
) -> None:
    assert not review_of(advocate, lanterns(tmp_path), note, language=language).of("people")


def test_the_writers_link_with_the_country_is_looked_at_too(advocate: Advocate, tmp_path: Path) -> None:
    folder = lanterns(tmp_path)
    link = ("--link", "My cousin Serik lives in Almaty.")
    assert "people.private" in review_of(advocate, folder, "", *link).codes


def test_what_a_writer_does_is_looked_at_for_names_as_well(advocate: Advocate, tmp_path: Path) -> None:
    found = review_of(
        advocate, lanterns(tmp_path), "I care.", "--occupation", "a friend of Botagoz Jardemali"
    )
    assert "people.relative" in found.codes


@pytest.mark.parametrize(
    "note",
    [
        "Je pense à Aynura Achimova.",
        "I think of Bota Zhardemali.",
        "I think of Botagoz DZHARDEMALI.",
        "Ich denke an Botagoz Djardemalis Familie und an Botagoz Djardemali.",
        "Пишу о Бoте Джардемали.",
        "Ботагөз Жардемәлінің отбасы.",
    ],
)
def test_the_shipped_case_knows_the_usual_spellings_of_its_relatives(advocate: Advocate, note: str) -> None:
    ran = advocate("preview", "--to", "knb-chairman", "--name", "Ada Byron", "--note", note)
    assert "[people.relative]" in ran.out
