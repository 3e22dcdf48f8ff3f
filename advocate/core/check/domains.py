"""Domains: how they are compared, and which of them could be taken for another.

A look-alike is one that looks the same (UTS #39), differs by one slip of the pen (a letter left out, put in,
changed, or two exchanged), or carries another one's name in its front.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from advocate.core.check.remark import Judge

LONGEST = 253
"""Characters in the name of a domain (RFC 1035, section 2.3.4, without the root)."""

# Letters, digits and hyphens, none of these at an end (RFC 1123, 2.1), and the letters of other scripts.
_LABEL = re.compile(r"(?!-)[^\x00-\x2c./:-@\[-`{-\x7f]{1,63}(?<!-)")
_DOTS = re.compile("[\u3002\uff0e\uff61]")

_TOLD = 3
"""Letters that a message names: the first ones are enough to go on with."""

RESERVED = frozenset({"example", "invalid", "localhost", "test"})
"""Names that never lead anywhere (RFC 6761, section 6; RFC 2606, section 2)."""

_RESERVED_BELOW = frozenset({"example.com", "example.net", "example.org"})
_STAND_INS = frozenset({"domain", "yourdomain", "your-domain", "mydomain"})

_WRITTEN_TOGETHER = (
    frozenset({"LATIN", "HAN", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "HAN", "BOPOMOFO"}),
    frozenset({"LATIN", "HAN", "HANGUL"}),
)
"""Scripts that one word is made of somewhere (UTS #39, section 5.2, highly restrictive)."""


def spelt(domain: str) -> str:
    """Return a domain as people read it: small letters, no dot of the root, Punycode (RFC 3492) decoded."""
    if domain.isascii() and "xn--" not in domain.lower():
        return domain.lower().rstrip(".")
    plain = _DOTS.sub(".", unicodedata.normalize("NFKC", domain)).lower().rstrip(".")
    return ".".join(_decoded(label) for label in plain.split("."))


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").lower()
    except (UnicodeError, ValueError, OverflowError):
        return label


def shown(domain: str) -> str:
    """Return a domain in quotes for a message, with its plain form where letters may deceive the eye."""
    if domain.isascii():
        return repr(domain)
    labels = (
        label if label.isascii() else f"xn--{label.encode('punycode', 'replace').decode('ascii')}"
        for label in domain.split(".")
    )
    return f"{domain!r} ({'.'.join(labels)})"


def unusual_letters(word: str) -> str:
    """Return the first letters of a word that are none of ASCII's, by their names in Unicode."""
    strange = [letter for letter in dict.fromkeys(word) if not letter.isascii()][:_TOLD]
    return ", ".join(
        f"U+{ord(letter):04X} {unicodedata.name(letter, '').lower()}".strip() for letter in strange
    )


def is_domain(name: str) -> bool:
    """Return whether a name, as it is spelt, can be a domain that something else is registered in."""
    labels = name.split(".")
    return len(labels) > 1 and len(name) <= LONGEST and all(_LABEL.fullmatch(label) for label in labels)


def domain_of_email(value: str) -> str:
    """Return the domain of an e-mail address."""
    return spelt(value.rpartition("@")[2])


def domain_of_form(value: str) -> str:
    """Return the domain that a web address leads to, as a browser reads it (RFC 3986, section 3.2).

    What stands before an `@` is a user's name, however much it looks like a domain.
    """
    host = re.split(r"[/?#\\]", value.partition("://")[2], maxsplit=1)[0].rpartition("@")[2]
    return spelt(re.sub(r":\d*$", "", host))


def lies_in(value: str, domains: Collection[str], addresses: Collection[str]) -> bool:
    """Return whether an e-mail or web address is one of some addresses, or lies in one of some domains.

    The domains are given as `spelt` gives them, the addresses as `plain_address` does.
    """
    domain = domain_of_form(value) if "://" in value else domain_of_email(value)
    return plain_address(value) in addresses or any(tail in domains for tail in tails(domain))


def plain_address(value: str) -> str:
    """Return an e-mail or web address in the form in which two of them are compared."""
    if "://" in value:
        scheme, _, rest = value.partition("://")
        authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
        return f"{scheme.lower()}://{authority.lower()}{rest[len(authority) :]}".rstrip("/")
    local, _, domain = value.rpartition("@")
    return f"{local.lower()}@{spelt(domain)}"


def tails(domain: str) -> Iterator[str]:
    """Yield a domain and those it lies in, down to two labels."""
    labels = domain.split(".")
    for start in range(max(1, len(labels) - 1)):
        yield ".".join(labels[start:])


def is_stand_in(domain: str) -> bool:
    """Return whether a domain only stands where another one belongs."""
    labels = domain.split(".")
    below = labels[-2] if len(labels) > 1 else ""
    return labels[-1] in RESERVED or ".".join(labels[-2:]) in _RESERVED_BELOW or below in _STAND_INS


def mixed_scripts(words: str, judge: Judge) -> tuple[str, ...]:
    """Return the scripts that a word mixes though no language does, or nothing."""
    if words.isascii():
        return ()
    scripts = judge.scripts(words)
    if len(scripts) < 2 or any(scripts <= together for together in _WRITTEN_TOGETHER):  # noqa: PLR2004 - one script is no mixture
        return ()
    return tuple(sorted(script.capitalize() for script in scripts))


def one_edit_apart(one: str, other: str) -> bool:
    """Return whether one slip of the pen makes two different words equal (Damerau 1964)."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    shorter, longer = sorted((one, other), key=len)
    start = 0
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    if len(shorter) < len(longer):
        return shorter[start:] == longer[start + 1 :]
    exchanged = longer[start : start + 2] == shorter[start : start + 2][::-1]
    changed = shorter[start + 1 :] == longer[start + 1 :]
    return changed or (exchanged and shorter[start + 2 :] == longer[start + 2 :])


class Known:
    """Domains that others are compared with.

    Two words that one slip parts have a word in common when a letter is left out of each or of one of them;
    looking for that one keeps a search as fast as the name is long, however many domains there are.
    """

    def __init__(self, judge: Judge) -> None:
        """Begin with none."""
        self._judge = judge
        self._names: set[str] = set()
        self._by_shortened: dict[str, list[str]] = {}
        self._by_skeleton: dict[str, str] = {}

    def add(self, name: str) -> None:
        """Add a domain, as it is spelt."""
        if name in self._names:
            return
        self._names.add(name)
        self._by_skeleton.setdefault(self._judge.skeleton(name), name)
        for shortened in _shortened(name):
            self._by_shortened.setdefault(shortened, []).append(name)

    def __contains__(self, name: str) -> bool:
        """Return whether a domain is among them."""
        return name in self._names

    def same_looking(self, domain: str) -> str | None:
        """Return one that a domain, or one it lies in, looks the same as, or None."""
        if len(domain) > LONGEST:
            return None
        for tail in tails(domain):
            if tail in self._names:
                return None
            found = self._by_skeleton.get(self._judge.skeleton(tail))
            if found:
                return found
        return None

    def near(self, domain: str) -> str | None:
        """Return one that a slip parts from a domain or from one it lies in, or whose name it begins with."""
        if len(domain) > LONGEST:
            return None
        for tail in tails(domain):
            if tail in self._names:
                return None
            for shortened in _shortened(tail):
                for name in self._by_shortened.get(shortened, ()):
                    if one_edit_apart(tail, name):
                        return name
        labels = domain.split(".")
        for start in range(len(labels)):
            for end in range(start + 2, len(labels)):
                name = ".".join(labels[start:end])
                if name in self._names:
                    return name
        return None


def _shortened(name: str) -> Iterator[str]:
    yield name
    for place in range(len(name)):
        yield name[:place] + name[place + 1 :]
