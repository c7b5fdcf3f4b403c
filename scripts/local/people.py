"""People of the deployed user pool: made with a password, signed in, their tokens kept while they are good."""

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from scripts.local.emulator import Emulator

# It satisfies the strictest password policy.
DEMO_PASSWORD = "Correct-Horse-7-Battery"  # noqa: S105 - public by design, the local cloud holds nobody's data
THREADS = 4
# A token is not handed out in its last minute.
MARGIN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class SignIn:
    """`access` is the bearer token, `sub` the subject in it, `expires` a Unix time in seconds."""

    access: str
    sub: str
    expires: float


class People:
    """The people of one user pool; `outputs` are the stack's (`UserPoolId`, `UserPoolClientId`)."""

    def __init__(self, emulator: Emulator, outputs: dict[str, str]) -> None:
        self._pool = outputs["UserPoolId"]
        self._client = outputs["UserPoolClientId"]
        self._cognito: Any = emulator.client("cognito-idp")
        self._subs: dict[str, str] = {}
        self._tokens: dict[str, SignIn] = {}

    def make(self, name: str, password: str = DEMO_PASSWORD) -> str:
        """Make a person who can sign in, and return the subject; one who is there gets the new password."""
        try:
            user = self._cognito.admin_create_user(UserPoolId=self._pool, Username=name, MessageAction="SUPPRESS")
            attributes = user["User"]["Attributes"]
        except ClientError as error:
            if error.response["Error"]["Code"] != "UsernameExistsException":
                raise
            attributes = self._cognito.admin_get_user(UserPoolId=self._pool, Username=name)["UserAttributes"]
        self._cognito.admin_set_user_password(UserPoolId=self._pool, Username=name, Password=password, Permanent=True)
        self._subs[name] = next(attribute["Value"] for attribute in attributes if attribute["Name"] == "sub")
        return self._subs[name]

    def make_all(self, names: Iterable[str], password: str = DEMO_PASSWORD) -> dict[str, str]:
        """Make many people at once (about 300 a second); name to subject."""
        wanted = list(names)
        with ThreadPoolExecutor(THREADS) as pool:
            return dict(zip(wanted, pool.map(lambda name: self.make(name, password), wanted), strict=True))

    def sign_in(self, name: str, password: str = DEMO_PASSWORD) -> SignIn:
        """Sign a person in, or hand out the token of an earlier sign-in that is still good.

        Raises `ClientError` (`NotAuthorizedException`) for a wrong name or password.
        """
        kept = self._tokens.get(f"{name}\0{password}")
        if kept is None or kept.expires - MARGIN_SECONDS < time.time():
            kept = self._tokens[f"{name}\0{password}"] = self._signed_in(name, password)
        return kept

    def sign_in_all(self, names: Iterable[str], password: str = DEMO_PASSWORD) -> dict[str, SignIn]:
        """Sign many people in at once (about 500 a second)."""
        wanted = list(names)
        with ThreadPoolExecutor(THREADS) as pool:
            return dict(zip(wanted, pool.map(lambda name: self.sign_in(name, password), wanted), strict=True))

    def _signed_in(self, name: str, password: str) -> SignIn:
        began = time.time()
        answer = self._cognito.initiate_auth(
            ClientId=self._client,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": password},
        )["AuthenticationResult"]
        return SignIn(answer["AccessToken"], self._sub(name), began + answer["ExpiresIn"])

    def _sub(self, name: str) -> str:
        if name not in self._subs:
            found = self._cognito.admin_get_user(UserPoolId=self._pool, Username=name)["UserAttributes"]
            self._subs[name] = next(attribute["Value"] for attribute in found if attribute["Name"] == "sub")
        return self._subs[name]
