"""This machine's name, the writer's login and home folder: what must not stand in a file that leaves."""

from __future__ import annotations

import os
from pathlib import Path

from advocate.core.traces import Machine


def this_machine() -> Machine:
    """Return what would give away this machine; no network is asked."""
    host = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    try:
        home = str(Path.home())
    except RuntimeError:
        home = ""
    return Machine(host, _login(), home)


def _login() -> str:
    for name in ("LOGNAME", "USER", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    try:
        import pwd  # noqa: PLC0415 - Windows has none

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return ""
