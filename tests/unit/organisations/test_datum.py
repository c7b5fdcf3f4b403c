"""The shift between the two datums, against points that the open map libraries agree on."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.organisations.datum import shown, to_e6, to_gcj02

POINTS = [
    ((25.904305, 112.203287), (25.901246779959404, 112.20869296430948)),
    ((39.915, 116.404), (39.91640430528012, 116.41024460490651)),
    ((43.886841, 125.324501), (43.88925544648756, 125.33102123235874)),
    ((31.2222, 105.4564), (31.22005705171339, 105.4601062407679)),
    ((22.54, 114.06), (22.537286172963395, 114.06511624182532)),
    ((36.67, 117.02), (36.67032385351164, 117.02592823801191)),
]


@pytest.mark.parametrize(("wgs84", "gcj02"), POINTS)
def test_known_points_come_out_to_a_tenth_of_a_metre(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    assert to_gcj02(*wgs84) == pytest.approx(gcj02, abs=1e-6)


@pytest.mark.parametrize("abroad", [(45.5, -73.5), (-33.9, 151.2), (60.0, 100.0)])
def test_outside_the_mainland_nothing_is_shifted(abroad: tuple[float, float]) -> None:
    assert to_gcj02(*abroad) == abroad


@given(st.floats(20, 50), st.floats(80, 130))
def test_the_shift_is_of_less_than_a_kilometre(lat: float, lng: float) -> None:
    north, east = (after - before for after, before in zip(to_gcj02(lat, lng), (lat, lng), strict=True))

    metres = math.hypot(north * 111_320, east * 111_320 * math.cos(math.radians(lat)))

    assert metres < 1_000


def test_what_is_stored_in_millionths_comes_out_as_it_went_in() -> None:
    assert shown(to_e6(25.904305), to_e6(112.203287), "wgs84") == (25.904305, 112.203287)
    assert shown(to_e6(39.915), to_e6(116.404), "gcj02") == (39.916404, 116.410244)
