"""`advocate contacts check --dns`, against a name server of the test's own on 127.0.0.1."""

from __future__ import annotations

import socketserver
import threading
from typing import TYPE_CHECKING

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest

from advocate.core.check.mail import Mail
from advocate.sources.mail_exchangers import NameServer, ask_about_mail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Advocate

pytestmark = pytest.mark.loopback

ZONE: dict[str, dict[str, list[str]]] = {
    "mail.zz": {"MX": ["10 mx1.mail.zz.", "20 mx2.mail.zz."]},
    "host.zz": {"A": ["192.0.2.1"]},
    "host6.zz": {"AAAA": ["2001:db8::1"]},
    "empty.zz": {},
    "half.zz": {},
    "null.zz": {"MX": ["0 ."], "A": ["192.0.2.1"]},
    "xn--e1afmkfd.zz": {"MX": ["10 mx1.mail.zz."]},
}
BROKEN, SILENT = "broken.zz", "silent.zz"


class Server(socketserver.ThreadingUDPServer):
    """A name server that answers from a table, and remembers what it was asked."""

    def __init__(self) -> None:
        """Listen at a port that is free."""
        self.asked: list[tuple[str, str]] = []
        super().__init__(("127.0.0.1", 0), Answering)

    @property
    def at(self) -> str:
        """Return where it listens, as `--resolver` wants it."""
        return f"127.0.0.1:{self.server_address[1]}"


class Answering(socketserver.BaseRequestHandler):
    """Answers one question."""

    def handle(self) -> None:
        """Answer from the table, fail, or say nothing."""
        assert isinstance(self.server, Server)
        data, reply_to = self.request
        query = dns.message.from_wire(data)
        question = query.question[0]
        name, kind = question.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(question.rdtype)
        self.server.asked.append((name, kind))
        if name == SILENT:
            return
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        if name == BROKEN or (name == "half.zz" and kind != "MX"):
            response.set_rcode(dns.rcode.SERVFAIL)
        elif name not in ZONE:
            response.set_rcode(dns.rcode.NXDOMAIN)
        elif kind in ZONE[name]:
            response.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *ZONE[name][kind]))
        reply_to.sendto(response.to_wire(), self.client_address)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("domain", "answer"),
    [
        ("mail.zz", Mail.TAKEN),
        ("host.zz", Mail.TAKEN),
        ("host6.zz", Mail.TAKEN),
        ("empty.zz", Mail.NOWHERE),
        ("null.zz", Mail.REFUSED),
        ("пример.zz", Mail.TAKEN),
        ("nowhere.zz", Mail.NO_DOMAIN),
        (BROKEN, Mail.UNKNOWN),
        ("half.zz", Mail.UNKNOWN),
        (SILENT, Mail.UNKNOWN),
        (f"{'a' * 70}.zz", Mail.UNKNOWN),
    ],
)
def test_a_domain_takes_mail_or_not_or_could_not_be_asked(server: Server, domain: str, answer: Mail) -> None:
    seconds = 0.3 if domain == SILENT else 5.0
    assert ask_about_mail([domain], NameServer.parse(server.at), seconds) == {domain: answer}


def campaign(folder: Path, *mailboxes: str) -> Path:
    """Write a registry with an office for every mailbox."""
    domains = ", ".join(sorted({mailbox.partition("@")[2] for mailbox in mailboxes}))
    details = "".join(
        f"      - {{type: email, value: {mailbox}, source: gazette, checked: 2026-02}}\n"
        for mailbox in mailboxes
    )
    words = f"""\
sources:
  - {{id: gazette, title: The Gazette, url: "https://gazette.zz/1"}}
groups:
  - {{id: land, name: {{en: The Land}}}}
institutions:
  - {{id: ministry, name: {{en: The Ministry}}, group: land, country: DE, domains: [{domains}]}}
contacts:
  - id: minister
    institution: ministry
    kind: target-authority
    title: {{en: Minister}}
    forms_of_address:
      en: {{salutation: "Dear Minister,", closing: "Yours sincerely,", source: convention}}
    contact_details:
{details}"""
    (folder / "contacts.yaml").write_text(words, encoding="utf-8")
    return folder


def test_every_mailbox_whose_domain_takes_no_mail_is_told_with_its_place(
    server: Server, advocate: Advocate, tmp_path: Path
) -> None:
    mailboxes = (
        "a@mail.zz",
        "b@mail.zz",
        "c@null.zz",
        "d@nowhere.zz",
        "e@empty.zz",
        "f@broken.zz",
        "g@пример.zz",
    )
    folder = campaign(tmp_path, *mailboxes)
    ran = advocate("contacts", "check", "--campaign", folder, "--dns", "--resolver", server.at)
    assert ran.code == 1
    assert [line.removeprefix(f"{folder.as_posix()}/contacts.yaml:") for line in ran.out.splitlines()] == [
        "17:30: error: 'null.zz' says that it takes no mail [check.takes-no-mail]",
        "18:30: error: there is no domain 'nowhere.zz' [check.no-such-domain]",
        "19:30: error: 'empty.zz' has neither a mail server nor an address [check.no-mail-server]",
        "20:30: warning: 'broken.zz' could not be asked about: no name server answered [check.not-asked]",
    ]
    assert ran.err.splitlines() == [
        "asking the network about 6 domains",
        "1 contact checked on 2026-11-22: 3 errors, 1 warning, 0 notes",
    ]
    names = [name for name, kind in server.asked if kind == "MX"]
    assert sorted(names) == sorted(
        ["mail.zz", "null.zz", "nowhere.zz", "empty.zz", "broken.zz", "xn--e1afmkfd.zz"]
    ), "each domain is asked about once, and nothing else is"


def test_a_domain_that_could_not_be_asked_about_is_no_error(
    server: Server, advocate: Advocate, tmp_path: Path
) -> None:
    words = (
        "contacts",
        "check",
        "--campaign",
        campaign(tmp_path, "f@broken.zz"),
        "--dns",
        "--resolver",
        server.at,
    )
    assert advocate(*words).code == 0
    assert advocate(*words, "--strict").code == 1


def test_without_dns_nobody_is_asked(server: Server, advocate: Advocate, tmp_path: Path) -> None:
    assert advocate("contacts", "check", "--campaign", campaign(tmp_path, "d@nowhere.zz")).code == 0
    assert server.asked == []


@pytest.mark.parametrize(
    "words", ["", "localhost:53", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:99999", "[::1", "x"]
)
def test_a_name_server_is_an_address_and_a_port(advocate: Advocate, words: str) -> None:
    ran = advocate("contacts", "check", "--dns", "--resolver", words)
    assert ran.code == 2
    assert ran.err == (
        f"--resolver: {words!r} is not an address and a port, such as 192.0.2.1:53 [check.resolver]\n"
    )


@pytest.mark.parametrize(
    ("words", "server"),
    [
        ("192.0.2.1", NameServer("192.0.2.1", 53)),
        ("192.0.2.1:5353", NameServer("192.0.2.1", 5353)),
        ("2001:db8::1", NameServer("2001:db8::1", 53)),
        ("[2001:db8::1]", NameServer("2001:db8::1", 53)),
        ("[2001:db8::1]:5353", NameServer("2001:db8::1", 5353)),
    ],
)
def test_a_name_server_may_leave_out_its_port(words: str, server: NameServer) -> None:
    assert NameServer.parse(words) == server


def test_a_name_server_is_named_only_where_it_is_asked(advocate: Advocate) -> None:
    ran = advocate("contacts", "check", "--resolver", "127.0.0.1:53")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "--resolver: a name server is asked only with --dns [check.resolver]\n"
