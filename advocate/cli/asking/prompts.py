"""Answers in lines that can be edited, and lists to move in by arrow keys for whoever likes them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from advocate.cli.asking.questions import LeftError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from questionary import Question

    from advocate.cli.asking.questions import Choice


@dataclass(frozen=True, slots=True)
class Prompts:
    """Asks with questionary."""

    edits: bool = True

    def line(self, default: str) -> str:
        """Return the line that was typed; it begins with the default, to be changed."""
        import questionary

        return str(_answer(questionary.text("", qmark=">", default=default)))

    def pick(self, choices: Sequence[Choice], *, several: bool) -> Sequence[str]:
        """Return the words of the choices picked: by arrow keys, and by space for each of several."""
        import questionary

        shown: list[questionary.Choice | questionary.Separator] = []
        for headings, below in groupby(choices, key=lambda choice: choice.headings):
            if headings:
                shown.append(questionary.Separator(", ".join(headings)))
            shown += [questionary.Choice(choice.shown, value=choice.word) for choice in below]
        if several:
            how = "(arrows move, space ticks, Enter takes them)"
            question = questionary.checkbox("", choices=shown, qmark=">", instruction=how)
        else:
            how = "(arrows move, Enter takes one)"
            question = questionary.select("", choices=shown, qmark=">", instruction=how)
        bind = getattr(question.application.key_bindings, "add", None)
        if bind:
            # Ctrl-D leaves a list as it leaves a line.
            bind("c-d")(lambda event: event.app.exit(exception=EOFError))
        picked = _answer(question)
        return picked if several else (str(picked),)


def _answer(question: Question) -> str | Sequence[str]:
    try:
        answer: str | Sequence[str] = question.unsafe_ask()
    except (KeyboardInterrupt, EOFError):
        raise LeftError from None
    return answer
