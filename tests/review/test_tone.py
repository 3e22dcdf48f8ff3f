"""How a letter sounds: what is found, and what must never be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advocate.core.lexicon import Plain, Tone, looked_for
from advocate.core.review.tone import shouted
from advocate.sources.lexicon import read_lexicon
from tests.reviewed import lanterns, review_of

if TYPE_CHECKING:
    from tests.conftest import Advocate

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "fr", "ru", "kk")
KINDS = {"tone.insult", "tone.threat", "tone.party", "tone.jargon", "tone.capitals"}


@pytest.mark.parametrize(
    ("language", "note", "code"),
    [
        ("en", "Only idiots would forbid a light.", "tone.insult"),
        ("en", "You are a coward, Minister.", "tone.insult"),
        ("en", "Shame on you.", "tone.insult"),
        ("en", "Light them, or else.", "tone.threat"),
        ("en", "You’ll regret this.", "tone.threat"),
        ("en", "We know where you live.", "tone.threat"),
        ("en", "Only a regime change will help.", "tone.party"),
        ("en", "Vote them out!", "tone.party"),
        ("en", "Pursuant to article 9, the undersigned protests.", "tone.jargon"),
        ("en", "Light the lanterns NOW AND FOREVER.", "tone.capitals"),
        ("en", "This is DISGRACEFUL.", "tone.capitals"),
        ("fr", "Vous êtes des lâches.", "tone.insult"),
        ("fr", "Vous le regretterez.", "tone.threat"),
        ("fr", "Il faut renverser le régime.", "tone.party"),
        ("fr", "Eu égard à l’article susmentionné, je proteste.", "tone.jargon"),
        ("fr", "RENDEZ LES LANTERNES !", "tone.capitals"),
        ("fr", "Vous êtes une ordure, monsieur.", "tone.insult"),
        ("fr", "Bande de voleurs !", "tone.insult"),
        ("fr", "C’est notre dernier avertissement.", "tone.threat"),
        ("fr", "Vous répondrez de vos crimes.", "tone.threat"),
        ("fr", "Conformément aux dispositions de la loi, je proteste.", "tone.jargon"),
        ("ru", "Вы негодяи.", "tone.insult"),
        ("ru", "Как вам не стыдно?", "tone.insult"),
        ("ru", "Вы ещё пожалеете.", "tone.threat"),
        ("ru", "Нужна смена режима.", "tone.party"),
        ("ru", "В связи с вышеизложенным я пишу.", "tone.jargon"),
        ("ru", "ЗАЖГИТЕ ВСЕ ФОНАРИ!", "tone.capitals"),
        ("ru", "Мы знаем, где вы живёте.", "tone.threat"),
        ("en", "This fascist dictatorship must fall.", "tone.party"),
        ("ru", "Продажные судьи осудили его.", "tone.insult"),
        ("ru", "Вы бандиты.", "tone.insult"),
        ("ru", "Это не сойдёт вам с рук.", "tone.threat"),
        ("kk", "Сендер бандитсіңдер!", "tone.insult"),
        ("kk", "Ұят сендерге!", "tone.insult"),
        ("kk", "Қайда тұратыныңызды білеміз.", "tone.threat"),
        ("kk", "Назарбаев режимін құлату керек.", "tone.party"),
        ("kk", "Сіздер сатқынсыздар.", "tone.insult"),
        ("kk", "Бұған өкінесіз.", "tone.threat"),
        ("kk", "Билікті құлату керек.", "tone.party"),
        ("kk", "Жоғарыда аталғандар бойынша жазып отырмын.", "tone.jargon"),
        ("kk", "ШАМДАРДЫ ҚАЙТА ЖАҒЫҢЫЗДАР!", "tone.capitals"),
    ],
)
def test_a_fault_of_tone_is_found_with_its_reason(
    advocate: Advocate, tmp_path: Path, language: str, note: str, code: str
) -> None:
    found = review_of(advocate, lanterns(tmp_path), note, language=language)
    assert found.of("tone") >= {code}
    assert found.weights[code] == "warning"
    quote, _, reason = found.words[code].partition(": ")
    assert quote.casefold() in note.casefold().replace("’", "'").replace("ё", "е")
    assert len(reason) > 30


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "I am not threatening anyone."),
        ("en", "I have lived in the USA, and I know NATO, the OSCE, UNICEF and the UN."),
        ("en", "INTERPOL’s red notice was withdrawn, as EUROPOL knows."),
        ("ru", "ИНТЕРПОЛА и ЕВРОПОЛ об этом спросили."),
        ("en", "The ICCPR protects the DCK and its supporters; the KNB knows it."),
        ("en", "They were accused of crimes, of murder even, and of criminal acts."),
        ("en", "My father was a butcher, and my uncle a thief who went to prison."),
        ("en", "My family fled from a dictatorship and from Nazi camps."),
        ("en", "I do not want to insult you. I believe in the rule of law."),
        ("en", "Parliament could vote for a resolution. Democratic states condemn the ban."),
        ("en", "Choose this path or elsewhere there will be doubt."),
        ("en", "I would regret it if you did not answer, and I regret that it came to this."),
        ("en", "Mr Idiotov and Mrs Scumbrook wrote to me; I live in Thugny."),
        ("en", "I AM a teacher. OK? No. I. A. B."),
        ("en", "You will answer me, I hope."),
        ("fr", "Je ne menace personne et je regrette de devoir vous écrire."),
        ("fr", "Selon le rapport, ils ont été accusés d’assassinat. L’ONU et l’OSCE le savent."),
        ("fr", "Le régime alimentaire des détenus est pauvre."),
        ("fr", "Mon grand-père a combattu les fascistes et n’a jamais été un voleur."),
        ("fr", "J’ai attendu que ma fille soit grande pour vous écrire."),
        ("fr", "On l’accuse d’avoir voulu renverser le gouvernement, après un dernier avertissement."),
        ("fr", "Une manifestation monstre : même les salopettes et les ordures y étaient bleues."),
        ("fr", "Vous répondrez, je l’espère, à cette lettre."),
        ("ru", "Я никому не угрожаю. США, ООН, ОБСЕ, КНБ и МВД знают об этом."),
        ("ru", "Мой дед воевал с фашистами, его обвинили в преступлении."),
        ("ru", "Я жалею, что мы не знакомы. Жду Вашего ответа."),
        ("ru", "Режим работы музея изменился; безвизовый режим помог мне приехать."),
        ("ru", "Другая страна, другие трудности, дорогой трусцой."),
        ("ru", "Его обвинили в бандитизме. Из-за этого режима содержания он болел."),
        ("ru", "Чем дольше молчание, тем хуже будет всем. Дом выставлен по продажной цене."),
        ("ru", "Мой дед был летчиком-истребителем, а семья пережила истребление."),
        ("kk", "Оған мемлекетке опасыздық және сатқындық айыбы тағылды."),
        ("kk", "Оны қарақшылық пен бандитизм үшін айыптаған, ал бұл режим оған ауыр."),
        ("kk", "Мен ешкімді қорқытпаймын. БҰҰ мен ЕҚЫҰ бұл туралы біледі."),
        ("kk", "Сіз маған жауап бересіз деп сенемін."),
        ("kk", "Ол қылмыс жасады деп айыпталды."),
    ],
)
def test_an_innocent_sentence_raises_none(
    advocate: Advocate, tmp_path: Path, language: str, note: str
) -> None:
    assert review_of(advocate, lanterns(tmp_path), note, language=language).of("tone") == set()


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ("LIGHT THE LANTERNS", "subject.shouting"),
        ("Light the lanterns!!", "subject.shouting"),
        ("Light them, you idiots", "tone.insult"),
        ("L" + "i" * 80, "subject.long"),
    ],
)
def test_the_subject_is_looked_at_too(advocate: Advocate, tmp_path: Path, subject: str, code: str) -> None:
    found = review_of(advocate, lanterns(tmp_path, subject=subject))
    assert found.weights[code] == "warning"


@pytest.mark.parametrize(
    "subject", ["The DCK, the KNB and the ICCPR", "Light them!", "What of the OSCE and the UN?"]
)
def test_an_innocent_subject_raises_none(advocate: Advocate, tmp_path: Path, subject: str) -> None:
    found = review_of(advocate, lanterns(tmp_path, subject=subject))
    assert not found.of("tone") | found.of("subject")


def test_only_the_writers_words_are_judged(advocate: Advocate, tmp_path: Path) -> None:
    folder = lanterns(tmp_path)
    text = folder / "templates" / "letters" / "plea" / "authority.en.txt"
    text.write_text("Subject: The lanterns\n\nThe regime calls them scum.\n\n{{ ask }}\n", encoding="utf-8")
    assert not review_of(advocate, folder).of("tone")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_shipped_letter_raises_a_finding_of_tone(language: str) -> None:
    texts = sorted((ROOT / "templates").glob(f"letters/**/*.{language}.txt"))
    texts += sorted((ROOT / "templates" / "parts").glob(f"*.{language}.txt"))
    assert texts
    for file in texts:
        words = file.read_text(encoding="utf-8")
        plain = Plain.of(words)
        for listed in read_lexicon(language).tone:
            assert listed.entries.found_in(plain) is None, (file.name, listed.kind)
        assert shouted(words, read_lexicon(language).abbreviations) is None, file.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_of_every_kind_with_a_reason(language: str) -> None:
    lexicon = read_lexicon(language)
    assert {listed.kind for listed in lexicon.tone} == set(Tone)
    assert all(len(listed.reason) > 20 for listed in lexicon.tone)
    assert lexicon.asks.words
    assert lexicon.kin.words or lexicon.kin.stems
    assert len(lexicon.everyday) > 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_listed_word_is_found_in_a_sentence(language: str) -> None:
    lexicon = read_lexicon(language)
    groups = [*(listed.entries for listed in lexicon.tone), lexicon.asks, lexicon.courtesies, lexicon.kin]
    for entries in groups:
        for word in (*entries.words, *entries.stems):
            assert entries.found_in(Plain.of(f"So — {word.capitalize()}, they said.")), word
        assert len(set(entries.words)) == len(entries.words)
    assert all(word == looked_for(word) for word in lexicon.everyday)


def test_a_language_without_a_list_is_judged_by_nothing() -> None:
    assert read_lexicon("nl").tone == ()


@pytest.mark.parametrize(
    ("language", "note"), [("ru", "Вы иди\u0301оты."), ("en", "You are idio\u00adts.")], ids=ascii
)
def test_stress_and_marks_that_nobody_sees_hide_no_word(
    advocate: Advocate, tmp_path: Path, language: str, note: str
) -> None:
    assert "tone.insult" in review_of(advocate, lanterns(tmp_path), note, language=language).codes


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "A court can release people. We are free to write, and nothing here stops me."),
        ("en", "In April they let her go home for a day, and I was glad of it, as of every kindness."),
        ("fr", "Je serais heureux que vous cessiez d’avoir peur de lui ; vous libérez déjà des lanternes."),
        ("ru", "Я знаю, где стоит порт, и мы знаем, что там темно."),
    ],
)
def test_the_same_words_in_the_middle_of_a_sentence_are_no_order(
    advocate: Advocate, tmp_path: Path, language: str, note: str
) -> None:
    found = review_of(advocate, lanterns(tmp_path), note, language=language).codes
    assert not found & {"ask.other", "tone.threat"}
