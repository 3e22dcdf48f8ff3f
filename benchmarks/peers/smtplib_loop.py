"""The barest loop that sends as carefully: smtplib, and two commits for each letter, as durable."""

import pickle
import smtplib
import sqlite3
import ssl
import sys
from pathlib import Path

folder, count, out, port = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
with (folder / "drafts.pickle").open("rb") as stream:
    drafts = dict(pickle.load(stream) for _ in range(count))  # noqa: S301 - mailed.py has written it
out.mkdir()
log = sqlite3.connect(out / "log", isolation_level=None)
log.execute("PRAGMA journal_mode = WAL")
log.execute("PRAGMA synchronous = FULL")
log.execute("CREATE TABLE letters (name TEXT PRIMARY KEY, state TEXT)")
log.execute("BEGIN")
log.executemany("INSERT INTO letters VALUES (?, 'drafted')", [(name,) for name in drafts])
log.execute("COMMIT")
context = ssl.create_default_context(cafile=str(folder / "sink.pem"))
with smtplib.SMTP_SSL("127.0.0.1", port, "[127.0.0.1]", context=context) as server:
    for name, draft in drafts.items():
        log.execute("UPDATE letters SET state = 'sending' WHERE name = ?", (name,))
        server.sendmail("ada@example.org", [f"{name}@example.net"], draft)
        log.execute("UPDATE letters SET state = 'sent' WHERE name = ?", (name,))
log.close()
