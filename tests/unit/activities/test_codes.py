"""The rotating code against the standard's own numbers (RFC 6238, appendix B, SHA-256)."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.activities.attendance import codes

SECRET = b"12345678901234567890123456789012".hex()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "46119246"),
        (1111111109, "68084774"),
        (1111111111, "67062674"),
        (1234567890, "91819424"),
        (2000000000, "90698825"),
        (20000000000, "77737706"),
    ],
)
def test_the_code_of_an_instant_is_the_standards(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)

    assert codes.code_at(SECRET, codes.step_at(at)) == code


def test_a_code_grows_old_step_by_step_and_is_then_forgotten() -> None:
    at = datetime(2026, 11, 21, 12, tzinfo=UTC)
    code = codes.code_at(SECRET, codes.step_at(at))

    ages = [codes.age_of(code, SECRET, at + timedelta(seconds=s)) for s in (0, 29, 30, 60, 599, 600)]

    assert ages == [0, 0, 1, 2, 19, None]


def test_a_code_is_valid_to_the_end_of_its_step() -> None:
    at = datetime(2026, 11, 21, 12, 0, 31, tzinfo=UTC)

    assert codes.valid_until(at) == datetime(2026, 11, 21, 12, 1, tzinfo=UTC)


def test_two_secrets_are_never_the_same() -> None:
    assert codes.new_secret() != codes.new_secret()
    assert len(bytes.fromhex(codes.new_secret())) == 32
