"""Letters from strangers: no text of theirs runs code, reads a file, or takes long."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.safety.measured import CANARY, Measured, Runner
from tests.small_campaign import SmallCampaign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="runs are forked and measured as POSIX does")

SECONDS = 2
MEGABYTES = 200

ATTACKS = {
    # Walks from any value to everything that Python has loaded.
    "class walk": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "class walk from a value": "{{ sender.__class__.__base__.__subclasses__() }}",
    "globals of a record": "{{ sender.__init__.__globals__ }}",
    "globals of a method": "{{ sender.name.upper.__globals__ }}",
    "attribute of a constant": "{{ 'a'.upper }}",
    "attribute of a choice": "{{ (ask or note).__class__ }}",
    "attribute of an equality": "{{ (ask == note).__class__ }}",
    "item": "{{ sender['__class__'] }}",
    "escaped underscores": r"{{ sender['\x5f\x5fclass\x5f\x5f'] }}",
    "unicode-escaped underscores": r"{{ sender|attr('\u005f\u005fclass\u005f\u005f') }}",
    "fullwidth underscores": "{{ sender.__class__ }}".replace("_", "\uff3f"),
    "attr": "{{ sender|attr('__class__') }}",
    "attr of a format (CVE-2025-27516)": "{{ ('{0.__class__}'|attr('format'))(sender) }}",
    "format (CVE-2016-10745)": "{{ '{0.__class__.__init__.__globals__}'.format(sender) }}",
    "format_map (CVE-2019-10906)": "{{ '{a.__class__}'.format_map({'a': sender}) }}",
    "stored format (CVE-2024-56326)": "{% set f = '{0.__class__}'.format %}{{ [sender]|map(f) }}",
    "format filter": "{{ '%s'|format(sender) }}",
    "percent": "{{ '%999999999s' % 'a' }}",
    "width": "{{ '{:>999999999}'.format('a') }}",
    "f-string": "{{ f'{sender}' }}",
    # What Jinja itself brings.
    "cycler": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "joiner": "{{ joiner.__init__.__globals__.os.environ }}",
    "lipsum": "{{ lipsum.__globals__['os'].system('touch canary') }}",
    "lipsum's words": "{{ lipsum(999999) }}",
    "namespace": "{{ namespace.__init__.__globals__.os }}",
    "self": "{{ self._TemplateReference__context.environment }}",
    "self's init": "{{ self.__init__.__globals__ }}",
    "request": "{{ request.application.__globals__ }}",
    "config": "{{ config }}",
    "caller": "{{ caller() }}",
    "dict": "{{ dict(a=1) }}",
    "get_flashed_messages": "{{ get_flashed_messages.__globals__ }}",
    "super": "{{ super() }}",
    "varargs": "{{ varargs }}",
    "undefined": "{{ undefined.__class__.__init__.__globals__ }}",
    "join": "{{ ''.join(sender) }}",
    "environment": "{{ environment.getenv('ADVOCATE_CANARY') }}",
    # Numbers, texts and loops that grow.
    "power": "{{ 9 ** 9 ** 9 }}",
    "multiplied text": "{{ 'a' * 999999999 }}",
    "multiplied text in a condition": "{% if 'a' * 10 ** 9 %}x{% endif %}",
    "multiplied list": "{{ [0] * 999999999 }}",
    "digits": "{{ " + "9" * 90_000 + " }}",
    "digits in a condition": "{% if ask == " + "9" * 200 + " %}x{% endif %}",
    "float": "{% if ask == 1e999999 %}x{% endif %}",
    "range": "{{ range(999999999) }}",
    "list of a range": "{{ range(99999999)|list }}",
    "loop": "{% for a in range(999999999) %}a{% endfor %}",
    "nested loops": "{% for a in b %}" * 50 + "{{ a }}" + "{% endfor %}" * 50,
    "recursive loop": "{% for a in b recursive %}{{ loop(b) }}{% endfor %}",
    "recursive macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "doubling": "{% set a = 'a' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
    "whole number and text": "{% if ask < 3 %}x{% endif %}",
    "in a yes or no": "{% if 'a' in date %}x{% endif %}",
    # Statements of Jinja.
    "import": "{% import 'campaign.yaml' as a %}",
    "import from": "{% from '../canary' import a %}",
    "include a path": "{% include '../../canary' %}",
    "include an absolute path": "{% include '/etc/passwd' %}",
    "include a value": "{% include note %}",
    "include with NUL": '{% include "a\x00b" %}',
    "extends": "{% extends 'canary' %}",
    "block": "{% block a %}{% endblock %}",
    "set": "{% set a = sender %}",
    "call": "{% call ask() %}{% endcall %}",
    "filter": "{% filter upper %}a{% endfilter %}",
    "trans": "{% trans %}a{% endtrans %}",
    "do": "{% do ask.append(1) %}",
    "debug": "{% debug %}",
    "with": "{% with a = sender %}{{ a }}{% endwith %}",
    "autoescape": "{% autoescape false %}{% endautoescape %}",
    "raw": "{% raw %}{{ ask }}{% endraw %}",
    "test": "{% if ask is sameas note %}x{% endif %}",
    # A parser's own limits.
    "open braces": "{{" * 45_000,
    "open statements": "{%" * 45_000,
    "open comments": "{#" * 45_000,
    "braces": "{{ date }}" * 5_000,
    "conditions": "{% if date %}" * 7_000,
    "nested conditions": "{% if date %}" * 200 + "{% endif %}" * 200,
    "else": "{% else %}" * 5_000,
    "elif": "{% if date %}" + "{% elif date %}" * 5_000 + "{% endif %}",
    "parentheses": "{{ " + "(" * 120 + "date" + ")" * 120 + " }}",
    "many parentheses": "{{ " + "(" * 40_000 + "date" + ")" * 40_000 + " }}",
    "nots": "{% if " + "not " * 20_000 + "date %}{% endif %}",
    "ors": "{{ " + "date or " * 9_000 + "date }}",
    "dots": "{{ date" + ".a" * 40_000 + " }}",
    "equals": "{{ date" + " == date" * 9_000 + " }}",
    "spaces": "{{" + " " * 90_000 + "}}",
    "spaces before nothing": "{{" + " " * 90_000,
    "quotes": "{{ '" + "a" * 90_000 + "' }}",
    "minus signs": "{{ " + "-" * 90_000 + "1 }}",
    "braces in braces": "{{ {{{{{{ }}}}}} }}",
    "blank line": " " * 95_000 + "x {{ }}",
    "unknown placeholders": "".join(f"{{{{ a{number} }}}}" for number in range(499)),
    "includes": '{% include "a" %}' * 499,
    "unclosed condition": "{% if date %}",
    "closed twice": "{% endif %}",
    "line statement": "# for a in b\n{{ a }}",
    "megabyte": "x" * 1_000_000,
    "NUL": "a\x00b",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """Run the program measured."""
    yield from Runner.at(tmp_path_factory.mktemp("own"))


def written(folder: Path, text: str = "", **parts: str) -> Path:
    """Write a campaign with this letter and these parts, and a canary beside and inside it."""
    brief = "brief: {en: It is dark. Nobody says why.}\n"
    root = SmallCampaign(texts={"en": text or "Subject: A\n\n{{ ask }}\n"}, sheet=brief).write(folder / "c")
    (root / "templates" / "parts").mkdir()
    for name, words in parts.items():
        (root / "templates" / "parts" / f"{name}.en.txt").write_text(words, encoding="utf-8")
    for place in (folder, root, root / "templates", root / "templates" / "letters"):
        (place / "canary").write_text(CANARY, encoding="utf-8")
    return root


def harmless(ran: Measured) -> None:
    """Assert that a run was refused in lines, soon, and that nothing was told or touched."""
    assert ran.code == 2, ran
    assert ran.out == ""
    assert ran.seconds <= SECONDS, ran.seconds
    assert ran.megabytes <= MEGABYTES, ran.megabytes
    assert CANARY not in ran.err
    assert "Traceback" not in ran.err
    for line in ran.err.splitlines():
        assert line.startswith("c/templates/"), line
        assert line.endswith("]"), line
        assert len(line) < 1_000


LETTER = ("--campaign", "c", "generate", "--to", "all", "--name", "Ada", "--out", "made")
CHECK = ("--campaign", "c", "letters", "list")


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_in_a_letter_is_refused(run: Runner, tmp_path: Path, attack: str) -> None:
    written(tmp_path, f"Subject: A\n\n{attack}\n\n{{{{ ask }}}}\n", a="A part.\n" * 50)
    harmless(run(tmp_path, *LETTER))
    assert not (tmp_path / "made").exists()


SHORT = [attack for attack in ATTACKS.values() if len(attack) < 300][::3]


@pytest.mark.parametrize("place", ["subject", "part", "reminder", "call"])
def test_an_attack_is_refused_wherever_words_stand(run: Runner, tmp_path: Path, place: str) -> None:
    told = set()
    for number, attack in enumerate(SHORT):
        folder = tmp_path / str(number)
        folder.mkdir()
        line = attack.replace("\n", " ")
        if place == "subject":
            written(folder, f"Subject: A {line}\n\n{{{{ ask }}}}\n")
        elif place == "part":
            written(folder, 'Subject: A\n\n{% include "a" %}\n\n{{ ask }}\n', a=attack)
        elif place == "reminder":
            written(folder, reminder=f"Subject: A\n\n{attack} {{{{ first.date }}}}\n\n{{{{ ask }}}}\n")
        else:
            written(folder, call=f"{{{{ brief }}}} {attack}\n\n{{{{ ask }}}}\n")
        ran = run(folder, *(CHECK if place == "reminder" else LETTER))
        harmless(ran)
        told |= {line.rpartition(" [")[2] for line in ran.err.splitlines()}
    assert {"letter.not-allowed]", "letter.unknown-placeholder]", "letter.syntax]"} <= told
