"""The least that makes the same pages with typst: fonts read once, two threads with a compiler each.

It gets the layout and the data that advocate handed to typst for each finished page: it chooses no size of
type, checks nothing, and writes each file without care.
"""

import json
import sys
from collections import deque
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from threading import Thread

import typst

WORKERS = 2


def main(folder: str, count: str, out: str) -> None:
    """Compile the first so many pages and write them."""
    same = json.loads(Path(folder, "job.json").read_text(encoding="utf-8"))
    files = {name: text.encode() for name, text in same["files"].items()}
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    with Path(folder, "pages.jsonl").open("rb") as stream:
        waiting = deque(enumerate(islice(stream, int(count))))

    def work() -> None:
        compiler = typst.Compiler(font_paths=fonts, root=same["root"])
        while True:
            try:
                number, data = waiting.popleft()
            except IndexError:
                return
            pdf = compiler.compile(input={**files, "data.json": data}, **same["settings"])
            Path(out, f"{number:05}.pdf").write_bytes(pdf)  # type: ignore[arg-type]  # one PDF is asked for

    workers = [Thread(target=work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    if sys.argv[1:] == ["--version"]:
        print(f"typst {version('typst')}")
    else:
        main(*sys.argv[1:])
