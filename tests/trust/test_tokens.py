"""What the gateway lets through with the wrong use or without a subject opens no route either; and the forged tokens
are what they are called, in the eyes of the emulator's authorizer."""

import asyncio
import time
from unittest import mock

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from ministack.services import apigateway

from tests.builders import request
from tests.conftest import Context
from tests.trust.asking import handlers
from tests.trust.tokens import BAD, Mint, packed

ISSUER, CLIENT, KID = "https://cognito-idp.cn-north-1.amazonaws.com/pool", "pages", "kid"
OPEN = {"GET /v1/health", "POST /v1/public/receipts/<channel>"}
CLOSED = sorted(route for route in handlers() if route not in OPEN and "/v1/public/" not in route)


@pytest.mark.parametrize("claims", [{"sub": "someone", "token_use": "id"}, {"token_use": "access"}], ids=str)
def test_no_route_takes_an_id_token_or_one_without_a_subject(claims: dict[str, str], account: None) -> None:
    told = {}
    for route in CLOSED:
        event = request(*route.split(" "), body={} if not route.startswith("GET ") else None)
        event["requestContext"]["authorizer"]["jwt"]["claims"] = claims
        told[route] = handlers()[route](event, Context())["statusCode"]

    assert {route: status for route, status in told.items() if status != 401} == {}


@pytest.fixture
def mint() -> Mint:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    at = int(time.time())
    claims = {"sub": "someone", "iss": ISSUER, "client_id": CLIENT, "token_use": "access", "iat": at, "exp": at + 900}
    made = Mint(key, "")
    return Mint(key, made.signed({"alg": "RS256", "kid": KID}, claims))


def let_in(mint: Mint, token: str | None) -> bool:
    """Whether the emulator's authorizer takes a token, with the pool's public key at hand."""
    numbers = mint.key.public_key().public_numbers()
    jwk = {"kid": KID, "n": _number(numbers.n), "e": _number(numbers.e)}
    authorizer = {
        "identitySource": ["$request.header.Authorization"],
        "jwtConfiguration": {"issuer": ISSUER, "audience": [CLIENT]},
    }
    headers = {"authorization": f"Bearer {token}"} if token else {}
    with mock.patch.object(apigateway, "_fetch_jwks", mock.AsyncMock(return_value={"keys": [jwk]})):
        _, _, refused = asyncio.run(apigateway._validate_jwt_authorizer({}, authorizer, headers, {}))
    return refused is None


def _number(value: int) -> str:
    return packed(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def test_what_is_signed_as_the_pool_signs_is_let_in(mint: Mint) -> None:
    assert let_in(mint, mint.good)
    assert let_in(mint, mint.with_claims())


@pytest.mark.parametrize("kind", [kind for kind in BAD if kind != "an id token"])
def test_a_bad_token_stays_outside(kind: str, mint: Mint) -> None:
    assert not let_in(mint, BAD[kind](mint))


def test_an_id_token_passes_the_gateway_and_no_more(mint: Mint) -> None:
    """Its audience is the client's as well: it is the functions that turn it away."""
    assert let_in(mint, BAD["an id token"](mint))
