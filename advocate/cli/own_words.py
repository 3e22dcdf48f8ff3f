"""The writer's own words: two questions that lead to them, and the writer's own editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.core.campaign import About

if TYPE_CHECKING:
    from collections.abc import Mapping

WHY = "why"
WHAT = "what"


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked in one language; what to tell goes to one person or to several."""

    why: str
    person: str
    people: str

    def of(self, about: About) -> Mapping[str, str]:
        """Return the questions about a letter, each by its id."""
        return {WHY: self.why, WHAT: self.person if about is About.PERSON else self.people}


ENGLISH = "en"
QUESTIONS = {
    ENGLISH: Questions(
        "Why does this matter to you?",
        "What would you tell this person if you met?",
        "What would you tell the people concerned if you met?",
    ),
    "fr": Questions(
        "Pourquoi cela compte-t-il pour vous ?",
        "Que diriez-vous à cette personne si vous la rencontriez ?",
        "Que diriez-vous aux personnes concernées si vous les rencontriez ?",
    ),
    "ru": Questions(
        "Почему это важно для вас?",
        "Что бы вы сказали этому человеку при встрече?",
        "Что бы вы сказали этим людям при встрече?",
    ),
    "kk": Questions(
        "Бұл сіз үшін неге маңызды?",
        "Осы адаммен кездессеңіз, оған не айтар едіңіз?",
        "Осы адамдармен кездессеңіз, оларға не айтар едіңіз?",
    ),
}
"""The questions, in the languages of letters; a letter in any other is asked about in English."""


def questions_in(language: str, about: About) -> Mapping[str, str]:
    """Return the questions about a letter in its language, with the English beside any other."""
    english = QUESTIONS[ENGLISH].of(about)
    if language not in QUESTIONS or language == ENGLISH:
        return english
    return {key: f"{words} ({english[key]})" for key, words in QUESTIONS[language].of(about).items()}


def joined(answers: Mapping[str, str]) -> str:
    """Return the writer's own paragraphs: their answers as they typed them, in order, and nothing else."""
    return "\n\n".join(answers[key] for key in (WHY, WHAT) if answers.get(key))


def in_editor(text: str, questions: Mapping[str, str]) -> str:
    """Return the writer's own words from their editor, above which the questions stand.

    Raises ProblemsError where that cannot be done.
    """
    from advocate.outbox.editor import COMMENT, edit
    from advocate.sources.places import state_folder

    head = [
        "Your own words, as they will stand in the letter; an empty line begins a new paragraph.",
        *questions.values(),
        f"Lines that begin with {COMMENT} are left out.",
    ]
    return edit(text, "\n".join(head), state_folder())
