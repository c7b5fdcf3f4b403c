"""What somebody is told."""

from scripts.story.api import Api


def codes(api: Api, person: str) -> set[str]:
    """Of the newest notices in the person's boxes."""
    return {str(one["code"]) for one in api.get(person, "/v1/me/notices?limit=100")["items"]}
