"""What the package says of itself, and what the repository must not say of anybody's machine."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from importlib import import_module
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
# What a checkout holds besides the project, for readers who have no git.
NOT_OURS = re.compile(r"^(\.(?!ci$|git(ignore|attributes)$).*|__pycache__|build|dist|letters|.*\.egg-info)$")

# Joined here, so that this file does not name what no file may name.
REGISTRIES = [
    ".".join(parts).encode()
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("deb", "debian", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("anaconda", "org"),
        ("crates", "io"),
    )
]
LOCKS = {
    "Pipfile.lock",
    "package-lock.json",
    "pdm.lock",
    "poetry.lock",
    "pylock.toml",
    "uv.lock",
    "yarn.lock",
}
# Not the end of a longer path or address: https://example.org/home/page is nobody's machine.
OF_A_MACHINE = re.compile(rb"(?<![\w.:/%-])/(?:home|root|Users|work|mnt)/\w|\b[A-Z]:\\+Users\b")


def files_of_the_repository() -> list[Path]:
    """Return the files that git tracks or would add; without git, everything but caches and results."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        words = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(words, cwd=ROOT, capture_output=True, check=True).stdout
        found = [ROOT / name for name in listed.decode().split("\0") if name]
    else:
        found = [
            path
            for path in ROOT.rglob("*")
            if not any(NOT_OURS.match(part) for part in path.relative_to(ROOT).parts)
        ]
    return [path for path in found if path.is_file()]


@pytest.fixture(scope="module")
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tracked() -> dict[Path, bytes]:
    files = {path.relative_to(ROOT): path.read_bytes() for path in files_of_the_repository()}
    assert {Path("pyproject.toml"), Path("contacts.yaml"), Path("advocate/__main__.py")} < set(files)
    return files


def test_the_version_is_the_installed_one(pyproject: dict[str, Any]) -> None:
    assert version(pyproject["project"]["name"]) == pyproject["project"]["version"]


def test_the_command_leads_to_a_function(pyproject: dict[str, Any]) -> None:
    assert set(pyproject["project"]["scripts"]) == {"advocate"}
    module, _, function = pyproject["project"]["scripts"]["advocate"].partition(":")
    assert callable(getattr(import_module(module), function))
    (installed,) = entry_points(group="console_scripts", name="advocate")
    assert installed.value == f"{module}:{function}"


def test_every_dependency_has_a_lower_bound(pyproject: dict[str, Any]) -> None:
    project = pyproject["project"]
    extras = [name for names in project["optional-dependencies"].values() for name in names]
    for requirement in (*project["dependencies"], *extras, *pyproject["build-system"]["requires"]):
        named, _, only = requirement.partition("; ")
        assert re.fullmatch(r"[\w-]+(\[[\w,-]+\])?(>=|==)\d[\w.]*", named), requirement
        assert only in {"", "sys_platform == 'win32'", "sys_platform == 'linux'"}, requirement


def test_every_dependency_says_above_it_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^dependencies = \[\n(.*?)^\]", text, flags=re.MULTILINE | re.DOTALL)
    assert block
    lines = [line.strip() for line in block[1].splitlines()]
    for above, line in zip(["", *lines], lines, strict=False):
        assert line.startswith("#") or above.startswith("#"), line


def test_the_oldest_python_is_said_the_same_everywhere(pyproject: dict[str, Any]) -> None:
    assert pyproject["project"]["requires-python"] == ">=3.11"
    assert pyproject["tool"]["ruff"]["target-version"] == "py311"
    assert "Programming Language :: Python :: 3.11" in pyproject["project"]["classifiers"]


def test_what_travels_inside_the_wheel_is_there(pyproject: dict[str, Any]) -> None:
    targets = pyproject["tool"]["hatch"]["build"]["targets"]
    assert set(targets["wheel"]["force-include"]) == {"contacts.yaml", "templates"}
    for name in (*targets["wheel"]["force-include"], *targets["wheel"]["packages"]):
        assert (ROOT / name).exists(), name
    for name in targets["sdist"]["include"]:
        assert (ROOT / name.removeprefix("/")).exists(), name
    for name in (pyproject["project"]["readme"], *pyproject["project"]["license-files"]):
        assert (ROOT / name).is_file(), name


def test_no_file_names_a_package_registry(tracked: dict[Path, bytes]) -> None:
    found = [(path, host) for path, text in tracked.items() for host in REGISTRIES if host in text.lower()]
    assert not found


def test_no_lock_file_says_where_packages_are_fetched(tracked: dict[Path, bytes]) -> None:
    assert not [path for path in tracked if path.name in LOCKS]
    assert not [path for path, text in tracked.items() if path.suffix == ".lock" and b"://" in text]


def test_no_file_holds_a_path_of_anybodys_machine(tracked: dict[Path, bytes]) -> None:
    found = [(path, hit[0]) for path, text in tracked.items() if (hit := OF_A_MACHINE.search(text))]
    assert not found


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        (b'open("/' + b'home/ada/letters")', True),
        (b"# see /" + b"work/shared", True),
        (rb"C:" + rb"\Users\Ada", True),
        (b"https://www.example.org/home/page", False),
        (b"an institution's home/office", False),
    ],
)
def test_the_search_for_paths_catches_paths_and_no_addresses(text: bytes, *, caught: bool) -> None:
    assert bool(OF_A_MACHINE.search(text)) is caught
