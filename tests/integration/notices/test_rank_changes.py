"""Ranks of a week: one notice for who asked for it, in two languages, of a fall in the words of a rise."""

import re
from datetime import UTC, date, datetime

import pytest

from functions.notices.inbox_tables import Notice
from functions.notices.words import rendered
from functions.notices.words_shape import Language
from kernel.events import Envelope, LevelChange, RankChanged
from tests.builders import envelope, recorded
from tests.integration.notices.world import COUNTY, TOWNSHIP, branch, member, tell, tell_badly
from tests.trust import engine

pytestmark = pytest.mark.usefixtures("account")
MONDAY, CODE = date(2026, 11, 23), "RANK_CHANGED"
BRANCH, MEMBER = branch(1), member(1)
LAST, NOW = datetime(2026, 11, 15, 18, 30, tzinfo=UTC), datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
RISE, FALL, SAME = ((10, 30), (9, 2)), ((10, -5), (2, 20)), ((10, 10), (2, 2))
Change = tuple[tuple[int, int], tuple[int, int]]
SHAMING = (
    *(
        "下降",
        "下滑",
        "退步",
        "倒退",
        "落后",
        "掉",
        "跌",
        "末",
        "垫底",
        "仅",
        "才",
        "差",
        "不足",
        "遗憾",
        "警告",
        "黑榜",
    ),
    *("fell", "fall", "drop", "lost", "lose", "worse", "worst", "behind", "only", "last place", "unfortunate", "poor"),
    *("进步", "上升", "提高", "祝贺", "优秀", "rose", "rise", "better", "congratulat", "well done", "warn"),
)
"""Words that blame; and those that praise, since whoever does not get them is blamed."""


def told(change: Change, *places: str) -> Envelope:
    (points_before, points), (rank_before, rank) = change
    levels = tuple(
        LevelChange(
            organisation_id=place,
            level=None,
            points_before=points_before,
            points=points,
            rank_before=rank_before,
            rank=rank,
            members_before=20,
            members=21,
        )
        for place in places or (BRANCH, TOWNSHIP, COUNTY)
    )
    where = {"member_id": MEMBER, "branch_id": BRANCH, "county_id": COUNTY}
    return envelope(RankChanged(**where, season="2026", since=LAST, as_of=NOW, levels=levels))


def inbox() -> list[Notice]:
    return list(Notice.query(Notice.member_box(MEMBER)))


def said(change: Change, language: Language) -> str:
    tell(MONDAY, told(change))
    (notice,) = inbox()
    words = rendered(notice, language)
    notice.delete()
    return " ".join((words.subject, words.why, words.how_to_stop))


def test_a_member_reads_points_and_ranks_of_now_and_of_the_week_before() -> None:
    tell(MONDAY, told(FALL))

    (notice,) = inbox()
    assert rendered(notice, "zh").subject == (
        "您的积分为-5分（2026年11月16日为10分）；支部内第20名，共21人（当时第2名，共20人）；"
        "全县第20名，共21人（当时第2名，共20人）。"
    )
    assert rendered(notice, "en").subject == (
        "You have -5 points (10 on 16 November 2026), rank 20 of 21 in your branch (2 of 20 then), "
        "and rank 20 of 21 in your county (2 of 20 then)."
    )
    assert dict(rendered(notice, "en").links)["choice"] == "/v1/rankings/weekly/own"
    assert (notice.asks, notice.urgent) == (False, False)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_fall_is_told_in_the_words_of_a_rise(language: Language) -> None:
    rise, fall, same = (re.sub(r"-?\d+", "#", said(change, language)) for change in (RISE, FALL, SAME))

    assert rise == fall == same


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("change", [RISE, FALL, SAME])
def test_no_word_of_it_shames_or_praises(change: Change, language: Language) -> None:
    text = said(change, language).lower()

    assert [word for word in SHAMING if word in text] == []


def test_told_three_times_it_is_one_notice_with_one_place_in_the_digest_and_on_the_record() -> None:
    tell_badly(MONDAY, [told(RISE)], seed=3)

    assert len(inbox()) == 1
    assert [(entry["event"], entry["data"]["day"]) for entry in recorded(BRANCH)] == [("NoticeSent", "2026-11-23")]
    digests = [row["sk"]["S"] for row in engine.rows("NoticesTable") if row["pk"]["S"].startswith("OUT#2026-11-24#")]
    assert digests == [Notice.member_box(MEMBER)]


@pytest.mark.parametrize("places", [(BRANCH,), (COUNTY,), (TOWNSHIP,)])
def test_where_branch_and_county_do_not_both_compare_nothing_is_said(places: tuple[str, ...]) -> None:
    tell(MONDAY, told(RISE, *places))

    assert inbox() == []
