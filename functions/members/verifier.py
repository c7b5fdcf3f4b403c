"""The port to whoever knows people's names by their ID numbers, and its one implementation over HTTPS.

`VERIFIER_URL` names the service (empty: there is none), `VERIFIER_SECRET` the secret with its token. It is asked
`{"name", "idNumber"}` and answers `{"verdict": "AGREES" | "DIFFERS" | "UNKNOWN"}`.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Protocol

from kernel import outside
from kernel.errors import DomainError, WrongState
from kernel.outside import Unanswered, Unreachable
from kernel.settings import Settings


class Verdict(StrEnum):
    """UNKNOWN: the verifier has no such number on record."""

    AGREES = "AGREES"
    DIFFERS = "DIFFERS"
    UNKNOWN = "UNKNOWN"


class VerifierUnavailable(DomainError):
    """It did not answer, or not as agreed; nothing was written and no try was counted."""

    status, code, retry_after = 503, "verifier_unavailable", 60
    zh, en = "身份核验服务暂不可用，请稍后再试。", "The identity verifier does not answer. Please try again later."


class NoVerifier(WrongState):
    code = "no_verifier"
    zh, en = "尚未接入身份核验服务。", "No identity verifier is connected."


class Verifier(Protocol):
    def ask(self, name: str, id_number: str) -> Verdict:
        """Whether the two belong together. Raises `VerifierUnavailable`."""


class VerifierSettings(Settings):
    verifier_url: str = ""
    verifier_secret: str = ""


@dataclass(frozen=True)
class HttpVerifier:
    """An ID number goes to one place, once."""

    url: str
    token: str

    def ask(self, name: str, id_number: str) -> Verdict:
        body = json.dumps({"name": name, "idNumber": id_number}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        try:
            answer = outside.post(self.url, body, headers)
            if answer.status != 200:
                raise VerifierUnavailable
            return Verdict(json.loads(answer.body)["verdict"])
        except (Unreachable, Unanswered, ValueError, KeyError, TypeError):
            raise VerifierUnavailable from None  # what the library says may hold what was sent


@cache
def connected() -> Verifier:
    """The verifier of this process. Raises `NoVerifier` where none is set, `VerifierUnavailable` without its secret."""
    settings = VerifierSettings.load()
    if not settings.verifier_url:
        raise NoVerifier
    try:
        token = outside.secret(settings.verifier_secret) if settings.verifier_secret else ""
    except Unreachable:
        raise VerifierUnavailable from None
    return HttpVerifier(settings.verifier_url, token)
