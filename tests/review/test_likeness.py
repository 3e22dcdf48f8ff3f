"""How alike two texts are: what the figures are, and what they are blind to."""

from __future__ import annotations

import random
import re
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.core.likeness import LOW_BITS, WINDOW, likeness, sentences, taken

# Twelve sentences about a made-up town, and as many of two other people.
TOWN = (
    "In April the foundation reported that all the lanterns of the harbour had been put out by order.",
    "According to the report, seven keepers were questioned at the police station until the morning.",
    "Two of them were kept for ten days because they had lit a candle at the window of their house.",
    "The order itself has never been shown to anybody, neither to the keepers nor to their lawyers.",
    "A judge confirmed it in a hearing of six minutes from which the families had been sent away.",
    "The report adds that children were stopped on their way home when they carried a paper lamp.",
    "On the following day the newspaper of the harbour was told not to print the word for light.",
    "The keepers had asked for nothing but the right to do the work for which they had been hired.",
    "The Covenant protects whoever says what they think, in words or by lighting a lantern.",
    "It also protects everybody who comes together in the street with others without any weapon.",
    "A harbour without light is a danger to every ship, and its sailors have said so for years.",
    "I believe that nobody should have to stand before a court for a candle at their own window.",
)
MINE = (
    "When I was nine, my grandfather took me up to the lamp and let me turn the handle once.",
    "He said that a light is a promise to somebody whom you do not know and will never meet.",
    "I have been a nurse for twenty years, mostly at night, and I know what a lit window means.",
    "Last winter the power failed in our street, and a neighbour whom I had never met brought wax.",
    "My daughter asked me why anybody would be punished for that, and I did not have an answer.",
    "I read your speech about the safety of the coast, and I think that you meant every word of it.",
    "Some evenings I still walk down to the quay, just to see whether the green one is turning.",
    "We teach our pupils to leave a lamp on for whoever comes home late, and they all do it.",
)
YOURS = (
    "As a sailor I crossed that bay eleven times, and each time I counted on the eastern tower.",
    "My wife keeps the logbook of our boat, and the page of that night has only a question mark.",
    "People who sleep on land do not know how loud the rocks become when the wind turns north.",
    "Our club has ninety members, and not one of them would refuse a light to a stranger at sea.",
    "Once a keeper rowed out to us with bread, since he had seen that we were waiting for the tide.",
    "I do not understand politics, but I do understand charts, and yours has a hole in it now.",
    "The pilot who taught me used to say that the darkest harbour is the one that looks away.",
    "Next spring I would like to sail there with my son and show him how the beam goes round.",
)


def text(*parts: str) -> str:
    return " ".join(parts)


def mixed(own: tuple[str, ...], count: int) -> str:
    """Return the town's text with so many of its sentences replaced by others."""
    return text(*own[:count], *TOWN[count:])


def spun(every: int) -> str:
    """Return the town's text with one word in so many changed."""
    words, chance = text(*TOWN).split(), random.Random(11)  # noqa: S311 - it has to be the same each time
    for start in range(0, len(words), every):
        words[min(len(words) - 1, start + chance.randrange(every))] = "walrus"
    return " ".join(words)


def test_the_figures_are_those_of_the_table() -> None:
    """WriteToThem's own, ported on another text of 265 words: 1.00, 0.59, 0.80, 0.59, 0.45, 0.51, 0.24."""
    shuffled = [*TOWN]
    random.Random(5).shuffle(shuffled)  # noqa: S311 - it has to be the same each time
    measured = {
        "same text": likeness(text(*TOWN), text(*TOWN)),
        "same sentences, other order": likeness(text(*TOWN), text(*shuffled)),
        "2 of 12 sentences one's own": likeness(mixed(MINE, 2), mixed(YOURS, 2)),
        "4 of 12": likeness(mixed(MINE, 4), mixed(YOURS, 4)),
        "6 of 12": likeness(mixed(MINE, 6), mixed(YOURS, 6)),
        "8 of 12": likeness(mixed(MINE, 8), mixed(YOURS, 8)),
        "one word changed in every 40": likeness(text(*TOWN), spun(40)),
        "one word changed in every 20": likeness(text(*TOWN), spun(20)),
        "one word changed in every 10": likeness(text(*TOWN), spun(10)),
    }
    assert {
        name: (round(found.windows, 2), round(found.sentences, 2)) for name, found in measured.items()
    } == {
        "same text": (1.0, 1.0),
        "same sentences, other order": (0.32, 1.0),
        "2 of 12 sentences one's own": (0.85, 0.83),
        "4 of 12": (0.63, 0.67),
        "6 of 12": (0.47, 0.5),
        "8 of 12": (0.23, 0.33),
        "one word changed in every 40": (0.76, 0.58),
        "one word changed in every 20": (0.54, 0.17),
        "one word changed in every 10": (0.17, 0.0),
    }


def test_a_text_that_says_something_else_is_not_alike() -> None:
    found = likeness(text(*MINE), text(*YOURS))
    assert found.windows < 0.1
    assert found.sentences == 0


def test_each_measure_sees_what_the_other_is_blind_to() -> None:
    shuffled = likeness(text(*TOWN), text(*TOWN[::-1]))
    assert shuffled.windows < shuffled.sentences == 1
    joined = likeness(text(*TOWN), text(*TOWN).replace(". ", ", ").replace("The", "the"))
    assert joined.windows == 1
    assert joined.sentences == 0
    assert shuffled.greatest == joined.greatest == 1


def test_what_is_taken_from_a_source_is_found_wherever_it_stands() -> None:
    assert taken(TOWN[3], text(*TOWN)).sentences == 1
    assert taken(text(*TOWN[2:9]), text(*TOWN)).windows == 1
    assert taken(text(*MINE), text(*TOWN)).greatest < 0.1
    half = taken(text(*TOWN[:6], *MINE[:6]), text(*TOWN))
    assert 0.3 < half.windows < 0.7
    assert half.sentences == 0.5


def test_the_hash_of_an_english_text_is_that_of_writetothem() -> None:
    """Its rule, followed by hand: low letters, no spaces, CRC32 of 32 bytes, four zero bits, then skip."""
    plain = re.sub(r"[^a-z0-9]", "", text(*TOWN).lower()).encode()
    kept, place = set(), 0
    while place <= len(plain) - WINDOW:
        value = crc32(plain[place : place + WINDOW])
        if value % (1 << LOW_BITS) == 0:
            kept.add(value)
            place += WINDOW
        else:
            place += 1
    other = text(*TOWN[:6])
    theirs = re.sub(r"[^a-z0-9]", "", other.lower()).encode()
    there = {crc32(theirs[start : start + WINDOW]) for start in range(len(theirs) - WINDOW + 1)}
    common = kept & there
    assert taken(text(*TOWN), other).windows == pytest.approx(len(common) / len(kept))


def test_cyrillic_is_measured_like_latin() -> None:
    russian = "Мой дед был смотрителем маяка и говорил, что свет есть обещание тому, кого не знаешь. " * 3
    assert likeness(russian, russian).windows == 1
    assert likeness(russian, text(*TOWN)).greatest == 0


def test_sentences_are_compared_without_capitals_quotes_and_spaces() -> None:
    assert sentences("“We know.”  He said: no!\nAnd  then…") == ("we know", "he said no", "and then")


@given(st.text(), st.text())
def test_likeness_is_between_0_and_1_and_the_same_both_ways(one: str, other: str) -> None:
    found = likeness(one, other)
    assert 0 <= found.windows <= 1
    assert 0 <= found.sentences <= 1
    assert found == likeness(other, one)


@given(st.text())
def test_a_text_is_exactly_like_itself(one: str) -> None:
    assert likeness(one, one).windows == 1
    assert likeness(one, one).sentences == 1


@given(st.lists(st.sampled_from(TOWN), min_size=1), st.text(alphabet="abc \n.", max_size=60))
def test_all_of_a_part_is_taken_from_the_whole(parts: list[str], more: str) -> None:
    whole = f"{text(*parts)} {more}"
    found = taken(text(*parts), whole)
    assert found.windows == 1
    assert found.sentences > 0
