"""A stand-in for the external verifier of identities: knows the people it is told, and can be told to fail.

python -m scripts.local.verifier PORT [FILE]      FILE: lines of `ID number,name`; everybody else is UNKNOWN
"""

import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from scripts.local.standing_in import Asked, Said, StandIn, server

Fault = Literal["", "refuse", "garble", "hang up", "slow", "redirect"]


@dataclass
class Verifier(StandIn):
    """`people`: ID number → name. `asked` counts the questions, `tokens` holds what callers showed."""

    people: dict[str, str] = field(default_factory=dict)
    fault: Fault = ""
    asked: int = 0
    tokens: list[str] = field(default_factory=list)

    def say(self, asked: Asked) -> Said | None:
        self.asked += 1
        self.tokens.append(asked.headers.get("Authorization", ""))
        match self.fault:
            case "hang up":
                return None
            case "slow":
                return self.say_nothing_for_long()
            case "refuse":
                return Said(500)
            case "garble":
                return Said(200, b'{"verdict": "PERHAPS"}')
            case "redirect":
                return Said(302, b"", {"Location": asked.path})
        said = {"verdict": self.verdict(asked.body["name"], asked.body["idNumber"])}
        return Said(200, json.dumps(said).encode())

    def verdict(self, name: str, id_number: str) -> str:
        known = self.people.get(id_number)
        return "UNKNOWN" if known is None else "AGREES" if known == name else "DIFFERS"


def main() -> None:
    lines = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines() if len(sys.argv) > 2 else []
    people = dict((line.split(",", 1)) for line in lines if "," in line)
    print(f"verifier on 127.0.0.1:{sys.argv[1]}, {len(people)} people, since {time.strftime('%H:%M')}")
    server(Verifier(people), int(sys.argv[1])).serve_forever()


if __name__ == "__main__":
    main()
