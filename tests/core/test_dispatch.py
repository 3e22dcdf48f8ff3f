"""Which letters leave and which stay, for every state that a letter can be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from advocate.cli.workshop import Wish, make_letters
from advocate.core.dispatch import Wanted, dispatched
from advocate.core.ledger import Entry, LetterKey, State, Via, draft_of

if TYPE_CHECKING:
    from advocate.core.dispatch import Leaving, Staying
    from advocate.core.letter import Letter

AT = datetime(2026, 10, 3, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def letter() -> Letter:
    flags = {"name": "Ada Byron", "email": "ada@example.net"}
    wish = Wish(None, ["knb-chairman"], [], None, "en", date(2026, 10, 3), None, flags)
    [made] = make_letters(wish).letters
    return made


def decided(
    letter: Letter, state: State | None, wanted: Wanted, via: Via = Via.SMTP
) -> tuple[tuple[Leaving, ...], tuple[Staying, ...]]:
    def latest(key: LetterKey) -> Entry | None:
        assert key == draft_of(letter, "").key
        if state is None:
            return None
        return Entry(7, draft_of(letter, ""), state, via, AT, "<1@example.net>", "press@knb.kz")

    return dispatched([letter], latest, wanted)


BY_ITSELF = {None, State.DRAFTED}
AGAIN = set(State) - {State.SENDING, State.UNKNOWN}


@pytest.mark.parametrize("state", [None, *State])
@pytest.mark.parametrize("again", [False, True])
def test_only_what_has_never_left_is_sent_by_itself_and_what_is_in_doubt_not_even_again(
    state: State | None,
    again: bool,  # noqa: FBT001 - pytest gives it
    letter: Letter,
) -> None:
    leaving, staying = decided(letter, state, Wanted(Via.SMTP, again))
    goes = state in BY_ITSELF or (again and state in AGAIN)
    assert (len(leaving), len(staying)) == (int(goes), int(not goes))
    if leaving:
        left = state in {State.SENT, State.ANSWERED, State.BOUNCED}
        assert leaving[0].edition == (2 if left else 1)
        assert leaving[0].draft("").key.edition == leaving[0].edition
    for each in staying:
        assert "2026-10-03" in each.why


@pytest.mark.parametrize("state", [None, *State])
def test_resend_sends_what_it_names_and_nothing_else(state: State | None, letter: Letter) -> None:
    leaving, _ = decided(letter, state, Wanted(Via.SMTP, resend={7}))
    assert len(leaving) == (state is not None)
    leaving, staying = decided(letter, state, Wanted(Via.SMTP, resend={8}))
    assert leaving == ()
    assert staying[0].why == "only what --resend names is sent"


@pytest.mark.parametrize("state", [State.SENDING, State.UNKNOWN, State.HANDED_OVER, State.FAILED])
def test_whether_a_draft_lies_in_the_mailbox_is_found_by_looking(state: State, letter: Letter) -> None:
    leaving, _ = decided(letter, state, Wanted(Via.DRAFTS), Via.DRAFTS)
    assert len(leaving) == 1


@pytest.mark.parametrize("state", [State.SENDING, State.UNKNOWN])
def test_what_may_have_been_sent_is_put_into_no_mailbox_and_the_other_way_round(
    state: State, letter: Letter
) -> None:
    assert decided(letter, state, Wanted(Via.DRAFTS), Via.SMTP)[0] == ()
    _, staying = decided(letter, state, Wanted(Via.SMTP), Via.DRAFTS)
    assert "'send --via drafts' finds out" in staying[0].why


def test_a_letter_in_doubt_says_its_message_and_both_ways_out(letter: Letter) -> None:
    _, staying = decided(letter, State.UNKNOWN, Wanted(Via.SMTP))
    for words in ("<1@example.net>", "'advocate log mark 7 sent'", "'advocate send --via smtp --resend 7'"):
        assert words in staying[0].why


def test_an_office_without_an_e_mail_address_stays_whatever_is_known(letter: Letter) -> None:
    bare = replace(letter, recipient=replace(letter.recipient, reaches=()))
    _, staying = dispatched([bare], lambda _: None, Wanted(Via.SMTP, again=True))
    assert staying[0].why == "no e-mail address of it is known"
