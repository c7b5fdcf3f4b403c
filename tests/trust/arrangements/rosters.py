"""Rosters on their way."""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from functions.rosters.messages import CSV, METADATA, Order
from functions.rosters.tables import Chunk, Roster
from kernel import aws
from kernel.clock import stamp
from kernel.rows import RowsMessage
from tests.builders import COUNTY_CODE, Tree
from tests.cloud import bucket_name
from tests.trust.arrangements.samples import AT, COUNTY, Body, sample


def a_roster(state: str, roster_id: str, **known: Any) -> Roster:
    tree = Tree()
    roster = Roster(
        Roster.partition(roster_id),
        organisation_id=tree.county.id,
        county_id=tree.county.id,
        kind="members",
        state=state,
        size_bytes=9,
        sha256="0" * 64,
        actor="someone",
        created_at=stamp(AT),
        version=1,
        **known,
    )
    roster.save()
    return roster


def _chunk(roster: Roster, number: int, phase: str = "preview") -> RowsMessage:
    where = {"organisationId": roster.organisation_id, "countyId": roster.county_id}
    facts = {"phase": phase, "chunk": number, "rosterId": roster.id, "kind": "members", "actor": "someone"} | where
    return msgspec.convert(facts | {"sealed": "c2VhbGVk", "key": "a2V5"}, RowsMessage)


def parsed_rows() -> Sequence[Body]:
    """The four kinds of message: the beginning, a chunk, refused rows, the end."""
    refused = sample("rosters/on_rows_parsed.json")
    roster = a_roster("UPLOADING", refused["rosterId"])
    chunk = msgspec.to_builtins(_chunk(roster, 1))
    mine = {"rosterId": roster.id}
    return [
        mine,
        mine | {"chunk": chunk},
        refused,
        mine | {"summary": {"chunks": 1, "parts": 1, "rows": 2, "refused": 1}},
    ]


def an_answer() -> Sequence[Body]:
    told = sample("rosters/on_outcomes.json")
    a_roster("PARSING", told["rosterId"], chunks=1, parts=0, rows=3)
    return [told]


def an_order_to_apply() -> Sequence[Body]:
    told = sample("rosters/on_apply.json")
    roster = a_roster("APPLYING", told["detail"]["data"]["rosterId"], chunks=2, parts=0, rows=2)
    for number in (1, 2):
        Chunk.of(_chunk(roster, number)).save()
    return [told]


def an_upload() -> Sequence[Body]:
    told = sample("rosters/on_uploaded.json")
    body = "党组织代码,党组织名称,党组织类别,层级,上级党组织代码\n431128-101,某镇,党委,乡镇,431128\n".encode()
    order = Order(
        roster_id=told["detail"]["object"]["key"].removeprefix("incoming/"),
        kind="organisations",
        organisation_id=COUNTY,
        organisation_code=COUNTY_CODE,
        county_id=COUNTY,
        actor="someone",
        day=AT.date(),
        size_bytes=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        content_type=CSV,
    )
    where = {"Bucket": bucket_name("RosterBucket"), "Key": told["detail"]["object"]["key"]}
    aws.client("s3").put_object(**where, Body=body, Metadata={METADATA: order.packed()})
    return [told]
