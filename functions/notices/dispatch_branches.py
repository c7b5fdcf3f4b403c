"""Where an organisation stands to the counties: what goes above them is carried out county by county."""

from kernel.directory import Organisation


def is_above_counties(top: Organisation) -> bool:
    return top.county_id == top.id and top.level != "COUNTY"
