"""Files to import from strangers: whatever they are, they end in lines, soon."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.safety.measured import Runner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="runs are forked and measured as POSIX does")

PERSON = b'{"persons": [{"id": "a", "name": "A", "x": %s}]}'

FILES: dict[str, tuple[str, bytes]] = {
    "number of a million digits": ("a.json", PERSON % (b"9" * 1_000_000)),
    "float without end": ("a.json", PERSON % b"1e999999999"),
    "brackets": ("a.json", b"[" * 1_000_000),
    "objects": ("a.json", b'{"a":' * 200_000),
    "closed brackets": ("a.json", PERSON % (b"[" * 60 + b"]" * 60)),
    "NaN": ("a.json", PERSON % b"NaN"),
    "key twice": ("a.json", PERSON % b'{"a": 1, "a": 2}'),
    "surrogate": ("a.json", PERSON % b'"\\ud800"'),
    "JSON of NULs": ("a.json", b"\x00" * 1_000_000),
    "UTF-16": ("a.json", '{"persons": []}'.encode("utf-16")),
    "table of quotes": ("a.csv", b"id,name\n" + b'"' * 999_999),
    "table of commas": ("a.csv", b"," * 1_000_000),
    "wide cell": ("a.csv", b"id,name\na," + b"x" * 1_000_000 + b"\n"),
    "card in a card": ("a.vcf", b"BEGIN:VCARD\r\n" * 2_000),
    "line without end": ("a.vcf", b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:" + b"a\r\n " * 100_000),
    "quoted-printable": (
        "a.vcf",
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;ENCODING=QUOTED-PRINTABLE:" + b"=" * 100_000,
    ),
    "alias bomb": ("a.yml", b"a: &a [x]\nb: [*a, *a]\n"),
    "procedure of digits": (
        "a.csv",
        b"id,group,institution,kind,sources,procedure\na,b,c,d,," + b"9" * 100_000,
    ),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """Run the program measured."""
    yield from Runner.at(tmp_path_factory.mktemp("own"))


@pytest.mark.parametrize(("name", "data"), FILES.values(), ids=FILES)
def test_a_file_that_is_none_is_told_in_lines(run: Runner, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    ran = run(tmp_path, "contacts", "import", name)
    assert ran.code in {1, 2}, ran
    assert ran.seconds <= 2, ran
    assert ran.megabytes <= 200
    assert ran.err
    assert "Traceback" not in ran.err
    assert all(len(line) < 1_000 for line in ran.err.splitlines())
