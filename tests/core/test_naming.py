"""Looking for a name quickly finds it wherever looking slowly does."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from advocate.core import naming
from advocate.core.campaign import Person, Standing

NAMES = (
    "Aynura Ashimova",
    "Айнура Ашимова",
    "Әйгерім Тілеубердіқызы",
    "Marat A. Nazarbayev",
    "İrem Işık",
    "Jürgen Groß",
    "Li Wei",
    "A. B.",
)
PIECES = st.sampled_from(
    [word for name in NAMES for word in name.split()]
    + ["ова", "ой", "ның", " ", "\n", "-\n", "-", ",", ".", "_", "'s", "ı", "i\u0307", "ſ", "ss", "к", "a"]
)
TEXTS = st.lists(PIECES | PIECES.map(str.upper) | PIECES.map(str.lower) | st.text(max_size=3)).map("".join)


@given(text=TEXTS, name=st.sampled_from(NAMES), is_within=st.booleans())
def test_a_name_is_found_the_quick_way_wherever_the_slow_way_finds_it(
    text: str, name: str, *, is_within: bool
) -> None:
    person = Person(name, Standing.RELATIVE, "nothing")
    text = f"{text} {name} {text}" if is_within else text
    quickly = naming.is_named(person, text)
    with patch.object(naming, "_may_be_named", return_value=True):
        assert naming.is_named(person, text) == quickly
