"""What the tests share: a runner over the real command line, a home of their own, and no network."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from jinja2 import Environment
from syrupy.extensions.json import JSONSnapshotExtension
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from advocate.cli.app import main
from advocate.sources import yaml_nodes
from tests.guard.sitecustomize import touches_network
from tests.guarded import NETWORK, TOLD, search_path

if TYPE_CHECKING:
    from types import CodeType

    from jinja2.nodes import Template
    from syrupy.assertion import SnapshotAssertion

    from advocate.sources.yaml_nodes import Document

# A shell that runs the tests in the background lets Ctrl-C be ignored, and so would the program.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

TODAY = date(2026, 11, 22)
"""The day on which the tests write their letters."""

SENDER = (
    *("--name", "Ada Byron", "--street", "Lindenstraße 12", "--postcode", "10115", "--city", "Berlin"),
    *("--country", "DE", "--email", "ada@example.net", "--occupation", "a teacher"),
)
"""A writer who gives what most would give."""

settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
# Where the same tests have run already, with other libraries, fewer examples are enough.
settings.register_profile("again", max_examples=25, deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


@dataclass(frozen=True)
class Ran:
    """What a run of the program left: its exit code and what it wrote where."""

    code: int
    out: str
    err: str


Advocate = Callable[..., Ran]

_forbidden: list[str] = []


def _no_network(event: str, arguments: tuple[object, ...]) -> None:
    # Audit hooks cannot be removed; this one only listens while a test is running the program.
    if _forbidden and touches_network(event, arguments, near=_forbidden[-1] == "near"):
        message = f"the program touched the network: {event}"
        raise RuntimeError(message)


sys.addaudithook(_no_network)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the writer a folder of their own, so that no test sees a real one, and a plain terminal."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("ADVOCATE_HOME", str(folder))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    return folder


@pytest.fixture(autouse=True)
def no_network(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Fail any test in which the program opens, binds or looks up anything on a network.

    It listens in this process and in every Python process that it starts. A test that is marked `loopback`
    may talk to servers of its own on 127.0.0.1, and to nothing else.
    """
    allowed = "near" if request.node.get_closest_marker("loopback") else "none"
    told = tmp_path_factory.getbasetemp() / f"touched-{os.getpid()}"
    monkeypatch.setenv(NETWORK, allowed)
    monkeypatch.setenv(TOLD, str(told))
    monkeypatch.setenv("PYTHONPATH", search_path())
    _forbidden.append(allowed)
    yield
    _forbidden.clear()
    if told.exists():
        touched = told.read_text(encoding="utf-8").split()
        told.unlink()
        pytest.fail(f"a process that this test started touched the network: {', '.join(touched)}")


@pytest.fixture
def advocate(capsys: pytest.CaptureFixture[str]) -> Advocate:
    """Run the program as a person would, on a fixed day."""

    def run(*words: str | Path, today: date = TODAY) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words], today=today)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session", autouse=True)
def _the_same_words_are_read_once() -> Iterator[None]:
    """Keep what YAML and templates became, for more than a thousand tests run the program on the same files.

    It is kept by the words and not by the file, so one that a test has changed is read anew; and so is one
    that is large, since its time may be taken.
    """
    small, many = 200_000, 256
    compile_, document_of = Environment.compile, yaml_nodes.document_of
    codes: dict[tuple[object, ...], CodeType] = {}

    def compiled(environment: Environment, source: str | Template, name: str | None = None) -> CodeType:
        # A tree shows all that it is made of, but for the numbers of its lines.
        key = (environment.autoescape, name, repr(source))
        if key not in codes:
            codes[key] = compile_(environment, source, name)
        return codes[key]

    known = lru_cache(many)(document_of)

    def document(text: str, name: str, code: str) -> Document:
        return (known if len(text) < small else document_of)(text, name, code)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", compiled)
        patch.setattr(yaml_nodes, "document_of", document)
        yield


class _Text(SingleFileSnapshotExtension):
    file_extension = "txt"
    _write_mode = WriteMode.TEXT


class _Draft(SingleFileSnapshotExtension):
    file_extension = "eml"


@pytest.fixture
def snapshot_txt(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return a golden text file."""
    return snapshot.use_extension(_Text)


@pytest.fixture
def snapshot_eml(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return a golden e-mail draft, byte for byte."""
    return snapshot.use_extension(_Draft)


@pytest.fixture
def snapshot_json(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return a golden JSON file."""
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.fixture(scope="session")
def shipped() -> Path:
    """Return the folder of the shipped campaign."""
    return Path(__file__).parents[1]


@pytest.fixture
def campaign(tmp_path: Path, shipped: Path) -> Path:
    """Return a copy of the shipped campaign that a test may break."""
    import shutil  # noqa: PLC0415 - only these tests copy

    folder = tmp_path / "campaign"
    folder.mkdir()
    shutil.copy(shipped / "contacts.yaml", folder)
    shutil.copytree(shipped / "templates", folder / "templates", ignore=shutil.ignore_patterns("layouts"))
    return folder
