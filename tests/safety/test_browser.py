"""A real browser takes hostile text for text: no dialog, request or script, and no link but those meant."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import threading
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from advocate.cli.workshop import Wish, make_letters
from advocate.core.dates import Freshness
from advocate.core.letter import Finding, FormText, ListBlock, Paragraph, Reach, Weight
from advocate.core.registry import Channel
from advocate.render.page import Handover, index_page, letter_page
from advocate.sources.texts import page_layout
from tests.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.letter import Letter

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LAYOUTS = Path(__file__).parents[2] / "templates" / "layouts"

HOSTILE = (
    "<script>document.title='OWNED';fetch('{server}/script')</script>",
    "<img src='{server}/img' onerror=\"document.title='OWNED'\">",
    '"><svg/onload=document.title="OWNED"><style>@import url({server}/css)</style>',
    "' onmouseover='alert(1)' autofocus onfocus='document.title=\"OWNED\"",
    "</title></div></article><iframe src='{server}/frame'></iframe>",
    "</head><meta http-equiv=refresh content='0;{server}/'>",
    "javascript:document.title='OWNED'",
    "<link rel=stylesheet href={server}/link><base href={server}/><form action={server}/f><input name=a>",
    "\N{RIGHT-TO-LEFT OVERRIDE}&#x3c;script&#x3e; &amp;lt; {{ 7 * 7 }} <!-- --> ]]> \N{LINE SEPARATOR}",
    "a@example.org?bcc=thief@example.org&cc=thief@example.org",
)


class Server:
    """Notes every connection that anybody makes; there must be none."""

    def __init__(self) -> None:
        """Listen on a port of this machine."""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.at = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.asked: list[bytes] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                self.asked.append(connection.recv(1000))


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server that no page must ask."""
    listening = Server()
    yield listening
    listening.socket.shutdown(socket.SHUT_RDWR)
    listening.socket.close()


class Reader(HTMLParser):
    """What a browser's document holds."""

    def __init__(self, document: str) -> None:
        """Read it."""
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.attributes: set[str] = set()
        self.title = ""
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag, its attributes and where it leads."""
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action"}]

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.texts.append(data)
        if self.tags[-1:] == ["title"] and not self.title:
            self.title = data


def hostile_letter(words: str) -> Letter:
    wish = Wish(None, ["wgad"], [], None, "en", TODAY, None, {"name": "Ada Byron"}, None)
    letter = make_letters(wish).letters[0]

    def way(kind: Channel, value: str) -> Reach:
        return Reach(kind, value, value, Freshness.STALE, value, label=value)

    values = (words, f"https://example.org/{words}", f"+41{words}")
    return replace(
        letter,
        subject=words,
        salutation=words,
        closing=words,
        ask=words,
        place_and_date=words,
        enclosures=(words,),
        blocks=(Paragraph(words), ListBlock((words, words))),
        form_text=FormText(10, 900, (Paragraph(words),), 1),
        findings=(Finding(f"holder.{words}", Weight.WARNING, words),),
        sender=replace(letter.sender, name=words, lines=(words,), email="ada@example.net"),
        recipient=replace(
            letter.recipient,
            title=words,
            holder=words,
            institution_name=words,
            group_name=words,
            envelope=(words, words),
            reaches=tuple(
                way(kind, value)
                for kind in (Channel.EMAIL, Channel.ADDRESS, Channel.FORM, Channel.PHONE, Channel.FAX)
                for value in values
            ),
        ),
    )


def browse(page: Path, profile: Path) -> str:
    """Return the document as a browser has it once its scripts have run."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        words = f"this test needs one of {', '.join(BROWSERS)}: apt-get install chromium"
        # The gate installs a browser and must not pass without one; a contributor may do without.
        (pytest.fail if os.environ.get("CI") else pytest.skip)(words)
    seen = subprocess.run(
        [
            browser,
            *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *("--virtual-time-budget=3000", "--enable-logging=stderr", "--v=0", "--dump-dom"),
            *(f"--user-data-dir={profile}", page.as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    # A policy that has to refuse something says so: hostile text that stays text gives it nothing to refuse.
    assert "Refused to" not in seen.stderr
    assert "violates the following" not in seen.stderr
    return seen.stdout


@pytest.mark.loopback
@pytest.mark.parametrize("which", ["index", "letter"])
def test_a_browser_shows_hostile_text_and_does_nothing_with_it(
    tmp_path: Path, server: Server, which: str
) -> None:
    letters = [hostile_letter(words.replace("{server}", server.at)) for words in HOSTILE]
    plain = [hostile_letter("plain words") for _ in HOSTILE]
    fill = page_layout(LAYOUTS / f"{which}.html")
    shapes = []
    for name, made in (("hostile", letters), ("plain", plain)):
        page = tmp_path / f"{name}.html"
        if which == "index":
            handovers = [
                Handover(letter, dict.fromkeys(("eml", "pdf", "txt", "html"), letter.subject))
                for letter in made
            ]
            page.write_text(index_page(handovers, campaign=made[0].subject, fill=fill), encoding="utf-8")
        else:
            page.write_text(
                letter_page(
                    replace(made[0], blocks=tuple(block for letter in made for block in letter.blocks)),
                    fill=fill,
                ),
                encoding="utf-8",
            )
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page.read_text("utf-8"))
        assert policy
        assert "default-src 'none'" in policy[1]
        assert "unsafe" not in policy[1]
        shapes.append(Reader(browse(page, tmp_path / "profile")))
    seen, harmless = shapes
    assert seen.tags.count("script") == harmless.tags.count("script")
    assert set(seen.tags) == set(harmless.tags)
    assert seen.attributes == harmless.attributes
    assert not [name for name in seen.attributes if name.startswith("on")]
    whole = "".join(seen.texts)
    for letter in letters:
        assert letter.blocks[0].text in whole  # type: ignore[union-attr]  # the first is a paragraph
    assert seen.title != "OWNED"
    assert letters[0].subject in seen.title
    for link in seen.links:
        parts = urlsplit(link)
        assert parts.scheme in {"", "mailto", "https"}, link
        if parts.scheme == "mailto":
            assert set(parse_qs(parts.query)) <= {"subject", "body"}
        if parts.scheme == "https":
            assert parts.netloc == "example.org"
        if not parts.scheme:
            assert link.startswith(("./", "#")), link
    assert server.asked == []
