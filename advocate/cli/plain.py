"""Options of plain types, read without a validation library.

From 0.29 on Typer hands every option's value to pydantic; importing that takes as long as everything else
that `contacts list` does (benchmarks/startup.py). Ours are texts, paths, whole numbers, lists of texts and
words from short lists, so they are taken as they are. Anything else, and any later Typer that asks in another
way, goes Typer's own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, ClassVar, get_args, get_origin

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class PlainCommand(TyperCommand):
    """A command whose options are read plainly where they can be."""

    def __init__(self, *arguments: Any, params: Sequence[Any] | None = None, **settings: Any) -> None:
        """Make the command that Typer would make, with plain options."""
        super().__init__(*arguments, params=[_plain(each) for each in params or ()], **settings)

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option that asks for help."""
        return _plain(super().get_help_option(ctx))


class PlainGroup(TyperGroup):
    """A group of commands whose options are read plainly where they can be."""

    def __init__(self, *arguments: Any, params: Sequence[Any] | None = None, **settings: Any) -> None:
        """Make the group that Typer would make, with plain options."""
        super().__init__(*arguments, params=[_plain(each) for each in params or ()], **settings)

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option that asks for help."""
        return _plain(super().get_help_option(ctx))


def commands(about: str | None = None, **named: Callable[..., None]) -> typer.Typer:
    """Return commands by their names: a group with its help, or one command that stands alone."""
    app = typer.Typer(
        cls=PlainGroup,
        help=about,
        no_args_is_help=about is not None,
        add_completion=False,
        rich_markup_mode=None,
    )
    for name, command in named.items():
        app.command(name, cls=PlainCommand)(command)
    return app


class LazyGroup(PlainGroup):
    """Commands that are imported when they are asked for: start-up counts.

    `named` says where each stands: `module:function`, or `module:app` for a group of its own; `usual` is the
    one that is meant where none is named.
    """

    named: ClassVar[Mapping[str, str]] = {}
    usual: ClassVar[str] = ""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Return the words with the usual command before them, where no command is named."""
        helped = args and args[0] in ctx.help_option_names
        if self.usual and not helped and not (args and not args[0].startswith("-")):
            args = [self.usual, *args]
        return list(super().parse_args(ctx, args))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is Typer's
        """Return their names in the order of the help."""
        return list(self.named)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the signature is Typer's
        """Return one of them, or None."""
        if cmd_name not in self.named:
            return None
        module, _, name = self.named[cmd_name].partition(":")
        found = getattr(import_module(module), name)
        app = found() if name == "app" else commands(**{cmd_name: found})
        # A group that names its commands only here is no group to typer.main.get_command.
        lazy = isinstance(app.info.cls, type) and issubclass(app.info.cls, LazyGroup)
        return typer.main.get_group(app) if lazy else typer.main.get_command(app)


def lazy_commands(about: str | None, named: Mapping[str, str], usual: str = "") -> typer.Typer:
    """Return a group of commands that are imported one by one; `about` is its help.

    The `usual` one is meant where none is named; without it the help is shown then.
    """
    return typer.Typer(
        cls=type("Commands", (LazyGroup,), {"named": named, "usual": usual}),
        help=about,
        no_args_is_help=not usual,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """What Typer asks for a value; a text arrives as a text, several as a tuple of texts."""

    kind: type[Any]

    def coerce(self, value: Any, param: Any, ctx: typer.Context) -> object:
        if value is None:
            return () if param.multiple else None
        if issubclass(self.kind, bool):
            return bool(value)
        if issubclass(self.kind, list):
            return list(value)
        if issubclass(self.kind, StrEnum):
            known = [choice.value for choice in self.kind]
            # `L7163` stands so on the box of labels.
            value = next((word for word in known if word.casefold() == str(value).casefold()), value)
            if value not in known:
                message = f"{value!r} is not one of {', '.join(known)}."
                raise typer.BadParameter(message, ctx=ctx, param=param)
        try:
            return self.kind(value)
        except ValueError:
            message = f"{value!r} is not a whole number."
            raise typer.BadParameter(message, ctx=ctx, param=param) from None


class _PlainOption(TyperOption):
    def get_runtime_param(self) -> Any:
        return _Reader(_kind(self))


class _PlainArgument(TyperArgument):
    def get_runtime_param(self) -> Any:
        return _Reader(_kind(self))


def _plain(parameter: Any) -> Any:
    if _kind(parameter) is None:
        return parameter
    ours: Any = _PlainArgument if isinstance(parameter, TyperArgument) else _PlainOption
    copy = ours.__new__(ours)
    vars(copy).update(vars(parameter))
    return copy


def _kind(parameter: Any) -> Any:
    """Return the plain type that a parameter is annotated with, or None for any other."""
    if parameter is None:
        return None
    annotation = parameter.type_descriptor.annotation
    if get_origin(annotation) is UnionType:
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    if get_origin(annotation) is list and get_args(annotation) == (str,):
        return list
    if isinstance(annotation, type) and issubclass(annotation, (bool, int, str, Path)):
        return annotation
    return None
