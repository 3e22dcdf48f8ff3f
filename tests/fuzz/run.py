"""Feed every target of `targets.py` for so many seconds, and say what was found: `run.py --seconds 600`.

It ends with 1 when a target raises anything but ProblemsError, or takes more than two seconds or 500 MB for
an input of at most 4 kB; the input is kept, and the line says where.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
TARGETS = ("yaml", "blocks", "texts")
SECONDS_EACH = 2
MEGABYTES = 500
LONGEST = 4096


def main() -> int:
    """Run the targets one after another, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600, help="for each target")
    parser.add_argument("--target", action="append", choices=TARGETS, help="only this one; may be repeated")
    parser.add_argument("--found", type=Path, default=Path("fuzz-found"), help="where a find is kept")
    given = parser.parse_args()
    given.found.mkdir(exist_ok=True)
    broken = [target for target in given.target or TARGETS if not _holds(target, given.seconds, given.found)]
    if not any(given.found.iterdir()):
        given.found.rmdir()
    return int(bool(broken))


def _holds(target: str, seconds: int, found: Path) -> bool:
    """Feed one target, print how that went, and return whether nothing was found."""
    kept = found.resolve() / f"{target}-"
    with tempfile.TemporaryDirectory(prefix="advocate-corpus-") as corpus:
        ran = subprocess.run(
            [
                *(sys.executable, str(HERE / "one.py"), target, corpus, str(HERE / "seeds" / target)),
                *(f"-dict={HERE / 'words.dict'}", f"-max_total_time={seconds}", f"-max_len={LONGEST}"),
                *(f"-timeout={SECONDS_EACH}", f"-rss_limit_mb={MEGABYTES}", f"-artifact_prefix={kept}"),
            ],
            env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    runs = re.search(r"Done (\d+) runs", ran.stdout)
    if ran.returncode == 0 and runs:
        print(f"{target}: {runs[1]} inputs in {seconds} s, and nothing but problems")
        return True
    said = re.findall(
        r"=== Uncaught Python exception: ===\n(.*)|ERROR: (libFuzzer: .*)|^(\w*Error: .*)", ran.stdout
    )
    why = next(("".join(each) for each in said), ran.stdout.strip()[-500:])
    at = re.search(r"Test unit written to (\S+)", ran.stdout)
    print(f"{target}: {why}" + (f" (the input is kept in {at[1]})" if at else ""), file=sys.stderr)
    return False


if __name__ == "__main__":
    sys.exit(main())
