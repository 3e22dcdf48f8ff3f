"""Reading the writer's mail accounts: `mail.yaml` in their own folder."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advocate.core.account import Service, Settings, server_and_port
from advocate.core.mail import Security
from advocate.core.problems import Place, Problem, ProblemsError
from advocate.sources import yaml_nodes
from advocate.sources.reading import Reading
from advocate.sources.text_file import LARGEST_SHEET

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from advocate.sources.nodes import Node

CODE = "mail"
_LAST_PORT = 65535
_ROOT = 0
_OF_OTHERS = stat.S_IRGRP | stat.S_IROTH
_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Accounts:
    """What a file says of the writer's accounts, and what they should know of the file itself."""

    settings: Mapping[Service, Settings] = field(default_factory=dict)
    asides: tuple[Problem, ...] = ()

    def of(self, service: Service) -> Settings:
        """Return what is said of one service: nothing where the file does not name it."""
        return self.settings.get(service, Settings())


def read_accounts(file: Path, name: str) -> Accounts:
    """Return the accounts in a file; raise ProblemsError with every mistake in it.

    It names commands that are run, so one that others can write to is refused; one that they can read is
    told of.
    """
    asides = _looked_at(file, name)
    document = yaml_nodes.load(file, name, CODE, LARGEST_SHEET)
    reading = Reading(document, CODE, list(document.problems))
    settings = accounts_of(reading.root())
    for service, said in settings.items():
        reading.problems.extend(_unfit(reading, service, said))
    if reading.problems:
        raise ProblemsError(reading.problems)
    return Accounts(settings, asides)


def accounts_of(root: Node) -> dict[Service, Settings]:
    """Return the accounts that a node holds."""
    with root:
        found = {service: root.maybe(service, _settings) for service in Service}
    return {service: said for service, said in found.items() if said}


def _settings(node: Node) -> Settings:
    with node:
        return Settings(
            server=node.line("server"),
            port=node.maybe_count("port"),
            security=node.maybe_choice("security", Security),
            user=node.maybe_line("user"),
            password_command=node.maybe_line("password_command"),
            token_command=node.maybe_line("token_command"),
            ca_file=node.maybe_line("ca_file"),
            folder=node.maybe_line("folder"),
        )


def _unfit(reading: Reading, service: Service, said: Settings) -> list[Problem]:
    problems = []
    if said.port and said.port > _LAST_PORT:
        words = f"{said.port} is not a port: a number from 1 to {_LAST_PORT} is wanted"
        problems.append(Problem(f"{CODE}.number", words, reading.document.place((service, "port"))))
    place = reading.document.place((service, "server"))
    try:
        # In a file the port has a key of its own.
        if said.server and server_and_port(said.server, place)[1]:
            words = f"{said.server!r}: the port has a key of its own, such as port: 587"
            problems.append(Problem(f"{CODE}.form", words, place))
    except ProblemsError as error:
        problems += error.problems
    return problems


def _looked_at(file: Path, name: str) -> tuple[Problem, ...]:
    """Return what to say of who else can read a file; raise ProblemsError where others can write to it."""
    if os.name == "nt":
        # Windows says it in another way, and a person's own folders are theirs there.
        return ()
    try:
        facts = file.stat()
    except OSError:
        return ()
    mode = facts.st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        # To read a pipe or a device may never end; a folder is told of when it is read.
        raise ProblemsError([Problem(f"{CODE}.unreadable", "cannot be read: this is no file", Place(name))])
    if facts.st_uid not in {os.geteuid(), _ROOT}:
        words = "this file belongs to somebody else, and its commands are run: make one of your own"
        raise ProblemsError([Problem(f"{CODE}.writable", words, Place(name))])
    if mode & _BY_OTHERS:
        words = "others can write to this file, and its commands are run: chmod 600 makes it yours alone"
        raise ProblemsError([Problem(f"{CODE}.writable", words, Place(name))])
    if mode & _OF_OTHERS:
        words = "others can read this file: chmod 600 makes it yours alone"
        return (Problem(f"{CODE}.readable", words, Place(name)),)
    return ()
