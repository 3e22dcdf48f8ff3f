"""A real mail server: Postfix takes letters, Dovecot keeps mailboxes, both on 127.0.0.1 and nowhere else.

Everything of theirs lies in one temporary folder, and nothing can be delivered anywhere but into it: whatever
the address, a letter ends up in one mailbox, and the program by which Postfix sends mail on is not set up.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import trustme

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = "127.0.0.1"
DELIVERED = "delivered@example.net"
"""The mailbox in which every letter ends up that Postfix takes."""

WITHOUT_UIDPLUS = "old@example.net"
FULL = "full@example.net"
PASSWORD = "pässwörd-of-nobody"  # noqa: S105 - of nobody
DRAFTS = "Entwürfe"
"""The folder that Dovecot says is for drafts, once somebody has made it."""

_OWNER = "nobody"
_MASTER_PROGRAM = "/usr/lib/postfix/sbin/master"
_PROGRAMS = (_MASTER_PROGRAM, "/usr/sbin/dovecot", "/usr/lib/dovecot/imap")
_QUEUES = (
    "active",
    "bounce",
    "corrupt",
    "defer",
    "deferred",
    "flush",
    "hold",
    "incoming",
    "private",
    "public",
)
_QUEUES += ("saved", "trace")
_PATIENCE = 20.0
"""Seconds to wait for a server to answer."""

_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = mail.example.net
mydestination =
mynetworks =
inet_interfaces = {here}
inet_protocols = ipv4
smtpd_peername_lookup = no
disable_dns_lookups = yes
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_tls_chain_files = {folder}/chain.pem
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {folder}/auth
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
virtual_mailbox_domains = static:ALL
virtual_mailbox_maps = static:{delivered}/
virtual_mailbox_base = {folder}/mail
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
local_transport = error:nothing is delivered here
relay_transport = error:nothing leaves
default_transport = error:nothing leaves
local_recipient_maps =
alias_maps =
alias_database =
notify_classes =
biff = no
"""

_MASTER = """\
{here}:{submission} inet n - n - - smtpd
{here}:{submissions} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""

_DOVECOT = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = {here}
ssl = required
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
mail_plugins = acl quota
plugin {{
  acl = vfile
  quota = maildir:of everybody
}}
namespace inbox {{
  inbox = yes
  mailbox {drafts} {{
    special_use = \\Drafts
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
service auth {{
  unix_listener {folder}/auth {{
    user = postfix
    mode = 0600
  }}
}}
service anvil {{
  # Nobody waits longer after a wrong password.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
"""

_USERS = """\
{without_uidplus}::{uid}:{gid}::{folder}/home/old::userdb_imap_capability=IMAP4rev1
{full}::{uid}:{gid}::{folder}/home/full::userdb_quota_rule=*:bytes=1500
"""


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the servers are, and what is to be trusted."""

    folder: Path
    submission: int
    submissions: int
    imap: int
    imaps: int

    @property
    def ca_file(self) -> Path:
        """The certificate that has signed theirs."""
        return self.folder / "ca.pem"

    def maildir(self, user: str) -> Path:
        """Return where the messages of a mailbox lie."""
        return self.folder / "mail" / user


def lacking() -> str:
    """Return why the servers cannot be run here, an empty text where they can."""
    missing = [name for name in _PROGRAMS if not Path(name).exists()]
    if missing:
        return f"no {' and no '.join(missing)} (Debian: postfix, dovecot-imapd)"
    if os.geteuid() != 0:
        return "Postfix and Dovecot give up root's rights, so only root can start them"
    return ""


@contextmanager
def servers() -> Iterator[Servers]:
    """Run both servers; raise RuntimeError, with what they wrote, where they do not answer."""
    with ExitStack() as open_:
        folder = Path(tempfile.mkdtemp(prefix="mail-"))
        open_.callback(shutil.rmtree, folder, ignore_errors=True)
        # The servers' own users must get to what is theirs.
        folder.chmod(0o755)
        ports = _free_ports(4)
        made = Servers(folder, *ports)
        _configure(made)
        for command in (
            ["/usr/sbin/dovecot", "-F", "-c", str(folder / "dovecot.conf")],
            [_MASTER_PROGRAM, "-c", str(folder / "postfix"), "-d"],
        ):
            open_.enter_context(_running(command, folder))
        for port in ports:
            _await(port, folder)
        yield made


def _configure(made: Servers) -> None:
    folder, owner = made.folder, pwd.getpwnam(_OWNER)
    _certify(folder)
    values = {
        "folder": folder,
        "here": HERE,
        "uid": owner.pw_uid,
        "gid": owner.pw_gid,
        "delivered": DELIVERED,
        "drafts": DRAFTS,
        "password": PASSWORD,
        "without_uidplus": WITHOUT_UIDPLUS,
        "full": FULL,
        "submission": made.submission,
        "submissions": made.submissions,
        "imap": made.imap,
        "imaps": made.imaps,
    }
    (folder / "postfix").mkdir()
    for name, text in (
        ("postfix/main.cf", _MAIN),
        ("postfix/master.cf", _MASTER),
        ("dovecot.conf", _DOVECOT),
        ("users", _USERS),
    ):
        (folder / name).write_text(text.format(**values), encoding="utf-8")
    for name in ("mail", "home"):
        (folder / name).mkdir()
        shutil.chown(folder / name, _OWNER)
    # What `postfix check` would make, in a second.
    (folder / "queue" / "pid").mkdir(parents=True)
    for name in ("data", *(f"queue/{queue}" for queue in _QUEUES)):
        (folder / name).mkdir(0o700)
        shutil.chown(folder / name, "postfix")


def _certify(folder: Path) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert(HERE)
    authority.cert_pem.write_to_path(folder / "ca.pem")
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    (folder / "key.pem").chmod(0o600)
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(folder / "certificate.pem", append=True)
    chain = (folder / "key.pem").read_bytes() + (folder / "certificate.pem").read_bytes()
    (folder / "chain.pem").touch(0o600)
    (folder / "chain.pem").write_bytes(chain)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as open_:
        sockets = [open_.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((HERE, 0))
        return [each.getsockname()[1] for each in sockets]


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[None]:
    with (folder / "output").open("ab") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield
    finally:
        # With its helpers, and at once: nothing of it is to be kept.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _await(port: int, folder: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection((HERE, port), 1).close()
        except OSError:
            if time.monotonic() > until:
                logs = [folder / name for name in ("output", "dovecot.log", "postfix.log")]
                said = "\n".join(log.read_text(errors="replace") for log in logs if log.exists())
                message = f"the mail server does not answer:\n{said}"
                raise RuntimeError(message) from None
            time.sleep(0.02)
        else:
            return
