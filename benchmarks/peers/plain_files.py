"""The least that puts the same files in place: each written under another name, and renamed."""

import os
import pickle
import sys
from pathlib import Path

folder, count, out = sys.argv[1:]
with Path(folder, "drafts.pickle").open("rb") as stream:
    drafts = dict(pickle.load(stream) for _ in range(int(count)))  # noqa: S301 - mailed.py has written it
Path(out).mkdir()
for name, draft in drafts.items():
    unfinished = f"{out}/.{name}"
    with open(unfinished, "wb") as file:  # noqa: PTH123 - no path is made, which takes its time
        file.write(draft)
    os.replace(unfinished, f"{out}/{name}")  # noqa: PTH105
