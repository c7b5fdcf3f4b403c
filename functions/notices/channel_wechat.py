"""Template messages of WeChat's official accounts.

`WECHAT_SECRET` names a secret `{"appId", "appSecret"}`. The template has the fields thing1 (title), thing2 (text).
"""

import json
import time
from dataclasses import dataclass, field
from typing import Any

from functions.notices.channels import Answer, Message, Outcome
from kernel import outside
from kernel.outside import Unanswered, Unreachable

TOKEN, SEND = "/cgi-bin/stable_token", "/cgi-bin/message/template/send?access_token="
JSON = {"Content-Type": "application/json"}
MOST_OF_A_FIELD = 20  # characters of a `thing`
TAKEN, BUSY, TOKEN_GONE = 0, frozenset({-1, 45009, 45011}), frozenset({40001, 42001})
EARLY_SECONDS = 300  # before its end a token is not used any more


@dataclass
class Wechat:
    url: str
    secret: str
    template: str
    fen: int = 0
    _token: str = field(default="", repr=False)
    _until: float = 0.0

    def send(self, to: str, message: Message) -> Answer:
        """`to` is the reader's open id. `client_msg_id` keeps WeChat itself from sending one twice within a day."""
        try:
            said = self._asked(SEND + self._access(), self._body(to, message))
        except Unreachable:
            return Answer(Outcome.UNAVAILABLE)
        except (Unanswered, ValueError):
            return Answer(Outcome.UNKNOWN)
        return self._answer(said)

    def _answer(self, said: dict[str, Any]) -> Answer:
        code = said.get("errcode", TAKEN)
        if code == TAKEN:
            return Answer(Outcome.SENT, str(said.get("msgid", "")) or None)
        if code in TOKEN_GONE:
            self._until = 0.0
        return Answer(Outcome.UNAVAILABLE if code in BUSY | TOKEN_GONE else Outcome.REFUSED)

    def _body(self, to: str, message: Message) -> dict[str, Any]:
        words = {"thing1": message.title, "thing2": message.text}
        data = {name: {"value": text[:MOST_OF_A_FIELD]} for name, text in words.items()}
        return {"touser": to, "template_id": self.template, "data": data, "client_msg_id": message.key}

    def _access(self) -> str:
        """A token of the account, kept in memory as long as it is good. Raises `Unreachable`."""
        if time.time() < self._until:
            return self._token
        try:
            account = json.loads(outside.secret(self.secret))
            wanted = {"grant_type": "client_credential", "appid": account["appId"], "secret": account["appSecret"]}
            said = self._asked(TOKEN, wanted)
            self._token, self._until = str(said["access_token"]), time.time() + said["expires_in"] - EARLY_SECONDS
        except (Unanswered, ValueError, KeyError, TypeError):
            raise Unreachable from None  # a token that did not come is no message that went out
        return self._token

    def _asked(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = outside.post(self.url + path, json.dumps(body, ensure_ascii=False).encode(), JSON)
        said = json.loads(answer.body)
        if answer.status != 200 or not isinstance(said, dict):
            raise ValueError("not as agreed")
        return said
