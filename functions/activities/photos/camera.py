"""What a camera wrote into a file beside the picture. Needs the layer `imaging`; touches no AWS.

Anybody can write there what they like: it is said of a photo, and decides nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from kernel.clock import SHANGHAI


@dataclass(frozen=True)
class Said:
    """`turn`: EXIF orientation, from 1 to 8. `camera`: its maker is named. `placed`: it says where it was, which is
    not read here."""

    turn: int = 1
    camera: bool = False
    taken_at: datetime | None = None
    placed: bool = False


def said(picture: Image.Image) -> Said:
    """Nothing, of words that cannot be read: a picture is not refused for them."""
    try:
        exif = picture.getexif()
        turn, maker = exif.get(Base.Orientation, 1), exif.get(Base.Make) or exif.get(Base.Model)
        taken_at = _instant(exif.get_ifd(IFD.Exif).get(Base.DateTimeOriginal))
        return Said(turn if turn in range(1, 9) else 1, bool(maker), taken_at, Base.GPSInfo in exif)
    except Exception:  # noqa: BLE001 - the reader fails in any way on hostile words
        return Said()


def _instant(text: Any) -> datetime | None:
    """It carries no zone: China's."""
    try:
        return datetime.strptime(str(text), "%Y:%m:%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None


def position(picture: Image.Image) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, as far as they can be read."""
    try:
        place = picture.getexif().get_ifd(IFD.GPSInfo)
        lat = _degrees(place[GPS.GPSLatitude], negative=place[GPS.GPSLatitudeRef] == "S")
        lng = _degrees(place[GPS.GPSLongitude], negative=place[GPS.GPSLongitudeRef] == "W")
    except Exception:  # noqa: BLE001 - the reader fails in any way on hostile words
        return None
    return (lat, lng) if abs(lat) <= 90 and abs(lng) <= 180 else None


def _degrees(angle: Any, *, negative: bool) -> float:
    """From degrees, minutes and seconds."""
    degrees, minutes, seconds = map(float, angle)
    return (degrees + minutes / 60 + seconds / 3600) * (-1 if negative else 1)
