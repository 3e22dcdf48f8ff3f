"""Apache PDFBox Preflight (Debian: libpdfbox2-java): whether a file is PDF/A-1b (ISO 19005-1).

pikepdf has a judge of its own (pikepdf.pdfa), for levels B only. It allows what its authors have listed, and
refuses the descriptions of metadata that PDF/A asks for and Preflight accepts; so it does not judge here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

_JARS = Path("/usr/share/java")
_NEEDED = [
    _JARS / f"{name}.jar"
    for name in (
        "preflight",
        "pdfbox2",
        "xmpbox",
        "fontbox2",
        "commons-logging",
        "javax.activation",
        "jaxb-api",
    )
]
_VERDICT = re.compile(r"^The file (?P<name>\S+) is (?P<no>not )?a valid PDF/A-1b file", re.MULTILINE)

is_absent = shutil.which("java") is None or not all(jar.exists() for jar in _NEEDED)

needs_preflight = pytest.mark.skipif(
    is_absent and not os.environ.get("CI"),
    reason="needs Debian's libpdfbox2-java, libactivation-java, libjaxb-api-java and a Java runtime",
)
"""Skips a test where Preflight is not installed; on CI it must be."""


def judged_by_preflight(files: dict[str, bytes], folder: Path) -> dict[str, str]:
    """Return for each file, by its name, what Preflight finds wrong with it; nothing where it is PDF/A-1b.

    All are judged by one process, since Java takes longer to start than to read a page.
    """
    for name, data in files.items():
        (folder / name).write_bytes(data)
    words = ("java", "-XX:TieredStopAtLevel=1", "-cp", ":".join(map(str, _NEEDED)))
    ran = subprocess.run(
        [*words, "org.apache.pdfbox.preflight.Validator_A1b", "batch", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = list(_VERDICT.finditer(ran.stdout))
    ends = [verdict.start() for verdict in verdicts[1:]] + [len(ran.stdout)]
    found = {
        verdict["name"]: ran.stdout[verdict.end() : end].strip() or "no reason given" if verdict["no"] else ""
        for verdict, end in zip(verdicts, ends, strict=True)
    }
    assert set(found) == set(files), ran.stdout + ran.stderr
    return found
