"""Degrees in two datums: WGS-84 as receivers give and as is stored, GCJ-02 as maps in the mainland are drawn.

The shift is published by nobody who owns it; this is the one that all open map libraries agree on. It is defined for
the mainland alone: outside a box around it nothing is shifted. Within the box the two differ by 0.1 to 0.7 km.
"""

import math
from typing import Literal

Datum = Literal["wgs84", "gcj02"]

AXIS = 6378245.0  # of the Krasovsky ellipsoid, in metres
ECCENTRICITY = 0.00669342162296594323  # squared
WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
MILLION = 1_000_000


def to_e6(degrees: float) -> int:
    """Millionths of a degree: 0.11 m."""
    return round(degrees * MILLION)


def shown(lat_e6: float, lng_e6: float, datum: Datum) -> tuple[float, float]:
    """Latitude and longitude in degrees of the datum, to six places."""
    lat, lng = lat_e6 / MILLION, lng_e6 / MILLION
    return to_gcj02(lat, lng) if datum == "gcj02" else (lat, lng)


def to_gcj02(lat: float, lng: float) -> tuple[float, float]:
    """Degrees of WGS-84 → degrees of GCJ-02, to six places."""
    if not (WEST <= lng <= EAST and SOUTH <= lat <= NORTH):
        return lat, lng
    x, y = lng - 105.0, lat - 35.0
    phi = math.radians(lat)
    flat = 1 - ECCENTRICITY * math.sin(phi) ** 2
    north = _north(x, y) * 180.0 / ((AXIS * (1 - ECCENTRICITY)) / (flat * math.sqrt(flat)) * math.pi)
    east = _east(x, y) * 180.0 / (AXIS / math.sqrt(flat) * math.cos(phi) * math.pi)
    return round(lat + north, 6), round(lng + east, 6)


def _north(x: float, y: float) -> float:
    shift = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    shift += _waves(x, (20.0, 6.0), (20.0, 2.0))
    return shift + _waves(y, (20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30))


def _east(x: float, y: float) -> float:
    shift = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    shift += _waves(x, (20.0, 6.0), (20.0, 2.0))
    return shift + _waves(x, (20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30))


def _waves(at: float, *waves: tuple[float, float]) -> float:
    return sum(height * math.sin(at * often * math.pi) for height, often in waves) * 2.0 / 3.0
