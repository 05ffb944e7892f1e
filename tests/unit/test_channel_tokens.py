"""Conversation tokens: nobody gets into a conversation that the server did not give them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from ariane.channels.keys import signing_key
from ariane.channels.sessions import SessionSigner
from ariane.runtime.errors import UserError

KEY = b"k" * 32
NOW = 1_800_000_000


def signer(key: bytes = KEY, now: float = NOW, lifetime: int = 3600) -> SessionSigner:
    return SessionSigner(key, lifetime, clock=lambda: now)


def test_a_token_is_read_back() -> None:
    session, token = signer().issue()
    assert signer().read(token) == session
    assert session.expires == NOW + 3600


def test_the_conversation_has_128_random_bits() -> None:
    conversations = {signer().issue()[0].conversation for _ in range(1000)}
    assert len(conversations) == 1000
    assert all(len(bytes.fromhex(conversation)) == 16 for conversation in conversations)


def test_the_sender_id_is_of_this_channel_only() -> None:
    session, _ = signer().issue()
    assert session.sender_id == f"web-{session.conversation}"


def test_an_expired_token_is_refused() -> None:
    _, token = signer().issue()
    assert signer(now=NOW + 3599).read(token)
    assert signer(now=NOW + 3600).read(token) is None


def test_a_token_signed_with_another_key_is_refused() -> None:
    _, token = signer(key=b"x" * 32).issue()
    assert signer().read(token) is None


@pytest.mark.parametrize("part", [1, 2, 3])
def test_a_token_with_one_changed_character_is_refused(part: int) -> None:
    _, token = signer().issue()
    parts = token.split(".")
    for position, character in enumerate(parts[part]):
        changed = "1" if character != "1" else "2"
        altered = [*parts]
        altered[part] = parts[part][:position] + changed + parts[part][position + 1 :]
        assert signer().read(".".join(altered)) is None, altered


def test_the_signature_of_another_conversation_is_refused() -> None:
    first, second = signer().issue()[1].split("."), signer().issue()[1].split(".")
    assert signer().read(".".join([*first[:3], second[3]])) is None


def test_the_expiry_of_another_token_is_refused() -> None:
    short, long = signer().issue(), signer(lifetime=9999).issue()
    parts = short[1].split(".")
    assert signer().read(f"1.{parts[1]}.{long[0].expires}.{parts[3]}") is None


@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        "1",
        "1...",
        "default",
        "web-00000000000000000000000000000000",
        "1.00000000000000000000000000000000.9999999999.",
        "1.00000000000000000000000000000000.9999999999." + "A" * 43,
        "2.00000000000000000000000000000000.9999999999." + "A" * 43,
        "1.telegram-12345.9999999999." + "A" * 43,
        "1.00000000000000000000000000000000.9999999999." + "A" * 43 + "\n",
        "1." + "٠" * 32 + ".9999999999." + "A" * 43,
        "1." + "0" * 100_000,
    ],
)
def test_what_is_no_token_is_refused(token: str | None) -> None:
    assert signer().read(token) is None


def test_a_token_is_prolonged_for_the_same_conversation() -> None:
    session, _ = signer().issue()
    later = signer(now=NOW + 3000)
    assert later.is_ageing(session)
    longer, token = later.issue(session.conversation)
    assert longer.conversation == session.conversation
    assert signer(now=NOW + 6000).read(token) == longer


def test_a_young_token_is_not_ageing() -> None:
    session, _ = signer().issue()
    assert not signer(now=NOW + 1700).is_ageing(session)


def test_the_key_comes_from_the_environment() -> None:
    assert signing_key({"ARIANE_SECRET_KEY": "s" * 40}) == b"s" * 40


def test_a_short_key_is_refused_with_advice() -> None:
    with pytest.raises(UserError, match="openssl rand -hex 32"):
        signing_key({"ARIANE_SECRET_KEY": "secret"})


def test_without_one_a_key_is_made_for_the_owner_alone_and_kept(tmp_path: Path) -> None:
    key = signing_key({}, tmp_path / "var")
    file = tmp_path / "var" / "web-secret-key"
    assert len(key) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert signing_key({}, tmp_path / "var") == key
    assert [path.name for path in file.parent.iterdir()] == ["web-secret-key"]


def test_a_key_that_others_could_read_is_closed(tmp_path: Path) -> None:
    signing_key({}, tmp_path)
    file = tmp_path / "web-secret-key"
    file.chmod(0o644)
    signing_key({}, tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_key_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "web-secret-key").write_text("")
    with pytest.raises(UserError, match="web-secret-key"):
        signing_key({}, tmp_path)


def test_a_directory_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="ARIANE_SECRET_KEY"):
        signing_key({}, tmp_path / "file" / "var")
