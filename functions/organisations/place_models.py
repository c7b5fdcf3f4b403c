"""Positions, service centres, maps and coverage: what is asked and answered. Degrees are WGS-84 unless said."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from functions.organisations.datum import Datum
from functions.organisations.models import Day, Name
from kernel.ids import Id, OrganisationId
from kernel.model import Command, Model

Latitude = Annotated[float, Field(ge=-90, le=90, strict=True)]
Longitude = Annotated[float, Field(ge=-180, le=180, strict=True)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class SetPosition(Command):
    """Where an organisation is, and the day on which somebody was there and saw it."""

    lat: Latitude
    lng: Longitude
    verified_on: Day


class PositionOut(Model):
    organisation_id: OrganisationId
    lat: float
    lng: float
    datum: Datum
    verified_on: date
    version: int


class Service(Command):
    """A service and its items: what one can have done there."""

    name: Name
    items: Annotated[tuple[Text, ...], Field(max_length=30)] = ()


class SetCentre(Command):
    """A service centre for members and the public."""

    name: Name
    address: Name
    hours: Name | None = None
    lat: Latitude
    lng: Longitude
    verified_on: Day
    services: Annotated[tuple[Service, ...], Field(max_length=30)] = ()


class CentreOut(Model):
    id: Id
    organisation_id: OrganisationId
    name: str
    address: str
    hours: str | None
    lat: float
    lng: float
    datum: Datum
    verified_on: date
    services: tuple[Service, ...]
    version: int


class CentreSummary(Model):
    """A centre in a list; its services are read one by one."""

    id: Id
    organisation_id: OrganisationId
    name: str
    lat: float
    lng: float
    datum: Datum
    verified_on: date


class Point(Model):
    """GeoJSON: longitude first."""

    type: Literal["Point"] = "Point"
    coordinates: tuple[float, float]


class Feature(Model):
    type: Literal["Feature"] = "Feature"
    id: Id
    geometry: Point
    properties: dict[str, Any]


class MapOut(Model):
    """A GeoJSON FeatureCollection, its datum, what it is as of, and the cursor of the next part."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[Feature]
    datum: Datum
    as_of: datetime
    next: str | None = None


Of = Literal["positions", "fresh-positions", "secretaries", "terms", "centres"]


class Missing(Model):
    id: OrganisationId
    code: str | None
    name: str
    kind: str
    path: str


class CoverageOut(Model):
    """Of `denominator` organisations that should, `numerator` have it on that day; a part of those that have not.

    Below a city or a province the counts are those of `treeId`: of one county, or of the city's or province's own.
    """

    organisation_id: OrganisationId
    tree_id: OrganisationId
    of: Of
    as_of: date
    numerator: int
    denominator: int
    missing: list[Missing]
    next: str | None = None
