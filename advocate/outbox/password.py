"""Keeping a password where the system keeps passwords."""

from __future__ import annotations


def can_keep() -> bool:
    """Return whether the system has a keyring service."""
    import keyring  # noqa: PLC0415 - loaded only where something is really sent
    from keyring.backends.fail import Keyring  # noqa: PLC0415 - as above

    return not isinstance(keyring.get_keyring(), Keyring)


def keep_password(service: str, user: str, password: str) -> bool:
    """Keep a user's password in the system's keyring; return whether it did."""
    import keyring  # noqa: PLC0415 - loaded only where something is really sent
    from keyring.errors import KeyringError  # noqa: PLC0415 - as above

    try:
        keyring.set_password(service, user, password)
    except (KeyringError, OSError):
        return False
    return True
