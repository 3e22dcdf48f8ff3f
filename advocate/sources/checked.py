"""Documents checked against a model: every mistake with its place, its words and the nearest right thing."""

from __future__ import annotations

import os
from contextlib import contextmanager
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from advocate.core.dates import PartialDate
from advocate.core.problems import Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from advocate.sources.yaml_nodes import Data, Document, Path_

Model = TypeVar("Model", bound="FileModel")


class FileModel(BaseModel):
    """The shape of a mapping in a file: unknown keys are mistakes, since they are mostly slips of the pen."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)


_DATE: Final = "date"
_LINES: Final = "lines"


def _partial_date(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return PartialDate.parse(value)
    except ValueError:
        message = "{value!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"
        raise PydanticCustomError(_DATE, _DATE, {"words": message.format(value=value)}) from None


def _word(value: object) -> object:
    if isinstance(value, str) and ("\n" in value or "\r" in value):
        words = "one line is wanted here, not several"
        raise PydanticCustomError(_LINES, _LINES, {"words": words})
    return value


Date = Annotated[PartialDate, BeforeValidator(_partial_date)]
Line = Annotated[str, StringConstraints(min_length=1, strict=True), BeforeValidator(_word)]
Text = Annotated[str, StringConstraints(min_length=1, strict=True)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", strict=True)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$", strict=True)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$", strict=True)]


def check(document: Document, model: type[Model], code: str) -> tuple[Model | None, list[Problem]]:
    """Return the document as a model, or None, and every problem; `code` begins the problems' codes."""
    problems = list(document.problems)
    try:
        with _without_plugins():
            return model.model_validate(document.data), problems
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True, include_input=True)
        problems += [_problem(detail, document, model, code) for detail in details]
    return None, problems


@contextmanager
def _without_plugins() -> Iterator[None]:
    """Keep pydantic from looking for plugins among all that is installed.

    Other people's code has no business in the writer's data, and looking for it takes longer than the check.
    """
    before = os.environ.get(_PLUGINS)
    os.environ[_PLUGINS] = "__all__"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_PLUGINS]
        else:
            os.environ[_PLUGINS] = before


_PLUGINS = "PYDANTIC_DISABLE_PLUGINS"
_KINDS = {dict: "a mapping (key: value)", list: "a list", str: "text", type(None): "nothing"}


def _problem(detail: ErrorDetails, document: Document, model: type[FileModel], code: str) -> Problem:
    """Put a library's error into our own words; only its `type`, which is its stable part, is looked at."""
    path: Path_ = tuple(step for step in detail["loc"] if step != "[key]")
    last = str(path[-1]) if path else ""
    found = _KINDS.get(type(detail["input"]), "something else")
    kind, at_key = detail["type"], False
    match kind:
        case "extra_forbidden":
            known = _keys_at(model, path[:-1])
            near = did_you_mean(last, known) or f" (known here: {', '.join(known)})"
            slug, words, at_key = "unknown-key", f"unknown key {last!r}{near}", True
        case "missing":
            slug, words, path = "missing-key", f"the key {last!r} is missing", path[:-1]
        case "date" | "lines":
            slug, words = kind, str(detail["ctx"]["words"])
        case "literal_error" | "enum":
            allowed = _choices_at(model, path)
            near = did_you_mean(str(detail["input"]), allowed)
            slug, words = "unknown-word", f"{detail['input']!r} is not one of {', '.join(allowed)}{near}"
        case "string_pattern_mismatch":
            slug, words = "form", f"{detail['input']!r} does not have the form that {last!r} wants"
        case "string_too_short":
            slug, words = "empty-value", f"{last!r} is empty"
        case _:
            wanted = _wanted(kind)
            slug, words = "wrong-type", f"{last or 'the file'!s}: {wanted} is wanted here, not {found}"
    return Problem(f"{code}.{slug}", words, document.place(path, key=at_key))


def _wanted(kind: str) -> str:
    if kind.startswith(("model", "dict", "mapping")):
        return _KINDS[dict]
    if kind.startswith(("list", "tuple")):
        return _KINDS[list]
    return _KINDS[str]


def _keys_at(model: type[FileModel], path: Path_) -> list[str]:
    found = _type_at(model, path)
    return list(found.model_fields) if isinstance(found, type) and issubclass(found, FileModel) else []


def _choices_at(model: type[FileModel], path: Path_) -> list[str]:
    found = _type_at(model, path)
    if get_origin(found) is Literal:
        return [str(choice) for choice in get_args(found)]
    return [str(choice.value) for choice in found]


def _type_at(model: type[FileModel], path: Path_) -> Any:  # noqa: ANN401 - a type expression has no type
    """Follow keys and positions through the annotations of a model to the type of what stands there."""
    found: Any = model
    for step in path:
        found = _plain(found)
        if isinstance(found, type) and issubclass(found, FileModel):
            field = found.model_fields.get(str(step))
            found = field.annotation if field else None
        elif get_args(found):
            arguments = get_args(found)
            found = arguments[0] if isinstance(step, int) else arguments[-1]
    return _plain(found)


def _plain(annotation: Any) -> Any:  # noqa: ANN401 - a type expression has no type
    """Strip `Annotated` and `| None` from a type expression."""
    while get_origin(annotation) in {Annotated, UnionType}:
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    return annotation


def strings(data: Data) -> dict[str, Data]:
    """Return data as a mapping, empty where it is something else: for checks that go on after a mistake."""
    return data if isinstance(data, dict) else {}


def sequence(data: Data) -> list[Data]:
    """Return data as a list, empty where it is something else."""
    return data if isinstance(data, list) else []
