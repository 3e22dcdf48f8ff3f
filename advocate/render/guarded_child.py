"""The process in which strangers' layouts are set; `guarded` starts it and tells it where the program is.

It reads what to set from standard input and answers on standard output, in frames: eight bytes of length, and
then so many bytes. It ends when its standard input does, whatever a layout is doing.
"""

from __future__ import annotations

import base64
import json
import os
import queue
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advocate.render.press import Press

_STOPPED = 70
_WATCHED_EVERY = 0.1


def main() -> None:
    """Set pages until nobody wants any."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started this, who then ends it
    told = json.loads(_read() or b"{}")
    sys.path[:] = told["path"]
    press = _press({name: base64.b64decode(data) for name, data in told["files"].items()})
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(jobs,), daemon=True).start()
    _send(json.dumps({"shut": _shut()}).encode())
    while True:
        _answer(press, json.loads(jobs.get()))


def _press(files: dict[str, bytes]) -> Press:
    """Return a press in which layouts can read nothing but what is given; it is warm, and needs no file."""
    from advocate.render.press import Press  # noqa: PLC0415 - where it is has just been told

    # A root that is there while the engine looks for it, and then no more.
    root = Path(tempfile.mkdtemp(prefix="advocate-root-"))
    try:
        press = Press(files, root=root, today=0)
        press.undrawable("a")
    finally:
        root.rmdir()
    return press


def _shut() -> bool:
    try:
        from advocate.render import walls  # noqa: PLC0415 - Windows has none of what it needs
    except ImportError:
        return False
    walls.limit()
    most = walls.taken() + walls.MEMORY

    def watch() -> None:
        while walls.taken() < most:
            time.sleep(_WATCHED_EVERY)
        os._exit(_STOPPED)

    threading.Thread(target=watch, daemon=True).start()
    return walls.shut()


def _answer(press: Press, job: dict[str, Any]) -> None:
    from advocate.render.press import PressError  # noqa: PLC0415 - see above

    files = {name: base64.b64decode(data) for name, data in job.get("files", {}).items()}
    parts: list[bytes] = []
    said: dict[str, object] = {}
    try:
        match job["do"]:
            case "pdf":
                parts = [press.pdf(job["main"], job["data"], standards=job["standards"], files=files)]
            case "pictures":
                parts = press.pictures(job["main"], job["data"], job["ppi"], files=files)
            case "undrawable":
                said = {"lacking": press.undrawable(job["text"])}
            case "forget":
                press.forget()
    except PressError as error:
        said = {"error": str(error), "file": error.file, "line": error.line, "column": error.column}
    except BaseException:  # noqa: BLE001 - a panic of the engine's, which is no Exception: who waits is told
        os._exit(_STOPPED)
    _send(json.dumps({**said, "parts": len(parts)}).encode())
    for part in parts:
        _send(part)


def _listen(jobs: queue.SimpleQueue[bytes]) -> None:
    while (job := _read()) is not None:
        jobs.put(job)
    os._exit(0)


def _read() -> bytes | None:
    """Return the next frame, None where there is none any more."""
    head = sys.stdin.buffer.read(8)
    return sys.stdin.buffer.read(int.from_bytes(head)) if len(head) == 8 else None  # noqa: PLR2004 - see above


def _send(frame: bytes) -> None:
    sys.stdout.buffer.write(len(frame).to_bytes(8))
    sys.stdout.buffer.write(frame)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
