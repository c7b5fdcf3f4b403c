"""A stand-in for carriers over HTTP: WeChat's template messages and a county's own service; keeps what it was sent.

python -m scripts.local.carriers PORT
"""

import json
import sys
from dataclasses import dataclass, field
from typing import Any, Literal

from scripts.local.standing_in import Asked, Said, StandIn, server

Fault = Literal["", "away", "refuse", "garble", "slow", "stale token", "redirect"]
TOKEN_PATH, WECHAT_PATH = "/cgi-bin/stable_token", "/cgi-bin/message/template/send"


@dataclass
class Carriers(StandIn):
    """`sent` are messages in the order in which they came; `tokens` counts how often one was asked for."""

    fault: Fault = ""
    sent: list[Asked] = field(default_factory=list)
    tokens: int = 0

    def say(self, asked: Asked) -> Said | None:
        is_message = not asked.path.startswith(TOKEN_PATH)
        if self.fault == "slow" and is_message:
            return self.say_nothing_for_long()
        if self.fault == "away":
            return Said(503)
        if is_message:
            self.sent.append(asked)
        if self.fault == "redirect" and is_message:
            return Said(302, b"", {"Location": asked.path})
        refused = self.fault == "refuse" and not asked.path.startswith("/cgi-bin/")
        said = json.dumps(self._answer(asked)).encode()
        return Said(422 if refused else 200, b"no json" if self.fault == "garble" else said)

    def _answer(self, asked: Asked) -> dict[str, Any]:
        if asked.path.startswith(TOKEN_PATH):
            self.tokens += 1
            return {"access_token": f"token-{self.tokens}", "expires_in": 7200}
        if asked.path.startswith(WECHAT_PATH):
            if self.fault == "stale token":
                self.fault = ""
                return {"errcode": 40001, "errmsg": "invalid credential"}
            code = 40003 if self.fault == "refuse" else 0
            return {"errcode": code, "errmsg": "", "msgid": len(self.sent)}
        return {"taken": asked.body.get("key")}


def main() -> None:
    print(f"carriers on 127.0.0.1:{sys.argv[1]}")
    server(Carriers(), int(sys.argv[1])).serve_forever()


if __name__ == "__main__":
    main()
