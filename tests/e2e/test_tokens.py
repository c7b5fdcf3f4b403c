"""Every route that asks for a token, through the gateway: a token that is none is answered with 401, whatever it is."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import urllib3
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from scripts.local import emulator
from scripts.story.stage import Cloud
from tests.e2e import afterwards
from tests.template.house import OPEN_ROUTES
from tests.trust.tokens import BAD, Mint

pytestmark = pytest.mark.e2e
NOBODY = "01KB0000000000000000000000"
THREADS = 4
TROUBLED = (502, 503, 504)


@pytest.fixture(scope="module")
def mint(cloud: Cloud) -> Mint:
    """The key with which the emulator's pool signs, from where it keeps it."""
    cloud.people.make("forger")
    good = cloud.people.sign_in("forger").access
    file = cloud.state / "services" / "cognito-pool-keys" / f"{cloud.outputs['UserPoolId']}-access.pem"
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return Mint(key, good)


@pytest.fixture(scope="module")
def doors(cloud: Cloud) -> list[tuple[str, str]]:
    """Method and URL of every operation that asks for a token."""
    base = cloud.emulator.url + emulator.api_path(cloud.outputs["ApiId"])
    guarded = [one for one in sorted(afterwards.operations()) if not OPEN_ROUTES.fullmatch(one)]
    filled = ["".join(NOBODY if part.startswith("{") else part for part in _parts(one)) for one in guarded]
    return [(method, base + path) for method, _, path in (one.partition(" ") for one in filled)]


def _parts(operation: str) -> list[str]:
    """The text of an operation with its placeholders apart."""
    return operation.replace("{", "\0{").replace("}", "}\0").split("\0")


def statuses(doors: list[tuple[str, str]], token: str | None) -> dict[str, int]:
    """What each door answers; asked again while the machine is too crowded to start a function in time."""
    pool = urllib3.PoolManager(maxsize=THREADS, retries=False, timeout=60)
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})

    def knock(door: tuple[str, str]) -> tuple[str, int]:
        for _ in range(3):
            told = pool.request(*door, headers=headers, body=b"{}" if door[0] != "GET" else None)
            if told.status not in TROUBLED:
                break
        return " ".join(door), told.status

    with ThreadPoolExecutor(THREADS) as threads:
        return dict(threads.map(knock, doors))


def test_a_good_token_opens(doors: list[tuple[str, str]], mint: Mint) -> None:
    """Else every 401 below says nothing: what is signed here as the pool signs is taken."""
    (door,) = (one for one in doors if one[0] == "GET" and one[1].endswith("/v1/me"))

    assert statuses([door], mint.good)[" ".join(door)] == 200
    assert statuses([door], mint.with_claims())[" ".join(door)] == 200


@pytest.mark.parametrize("kind", BAD)
def test_no_other_token_opens_any_door(kind: str, doors: list[tuple[str, str]], mint: Mint) -> None:
    told = statuses(doors, BAD[kind](mint))

    assert len(told) > 100
    assert {door: status for door, status in told.items() if status != 401} == {}
