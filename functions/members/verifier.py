"""The port to whoever knows people's names by their ID numbers, and its one implementation over HTTPS.

`VERIFIER_URL` names the service (empty: there is none), `VERIFIER_SECRET` the secret with its token. It is asked
`{"name", "idNumber"}` and answers `{"verdict": "AGREES" | "DIFFERS" | "UNKNOWN"}`.
"""

import json
from enum import StrEnum
from functools import cache
from typing import Protocol

import urllib3
from botocore.exceptions import BotoCoreError, ClientError

from kernel import aws
from kernel.errors import DomainError, WrongState
from kernel.settings import Settings

CONNECT_SECONDS, ANSWER_SECONDS = 2, 6
LARGEST_ANSWER = 4096


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


class HttpVerifier:
    """Never follows a redirect and never asks twice: an ID number goes to one place, once."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url, token
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS)
        self._pool = urllib3.PoolManager(timeout=timeout, retries=False)

    def ask(self, name: str, id_number: str) -> Verdict:
        body = json.dumps({"name": name, "idNumber": id_number}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        try:
            answer = self._pool.request(
                "POST", self._url, body=body, headers=headers, redirect=False, preload_content=False
            )
            said = answer.read(LARGEST_ANSWER)
            answer.release_conn()
            if answer.status != 200:
                raise VerifierUnavailable
            return Verdict(json.loads(said)["verdict"])
        except (urllib3.exceptions.HTTPError, ValueError, KeyError, TypeError):
            raise VerifierUnavailable from None  # what the library says may hold what was sent


def _secret(name: str) -> str:
    try:
        return str(aws.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"])
    except (ClientError, BotoCoreError):
        raise VerifierUnavailable from None


@cache
def connected() -> Verifier:
    """The verifier of this process. Raises `NoVerifier` where none is set, `VerifierUnavailable` without its secret."""
    settings = VerifierSettings.load()
    if not settings.verifier_url:
        raise NoVerifier
    token = ""
    if settings.verifier_secret:
        token = _secret(settings.verifier_secret)
    return HttpVerifier(settings.verifier_url, token)
