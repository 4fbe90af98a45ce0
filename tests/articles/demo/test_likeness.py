"""The demo's pictures are no copies of each other, though many are drawn by one pattern."""

from io import BytesIO
from itertools import combinations

from PIL import Image, ImageChops, ImageStat

from articles.demo.loading import _stories
from articles.demo.pictures import draw
from newsroom.media.likeness import ALIKE, NEAR, SIDE, distance, phash


def test_no_false_alarm() -> None:
    said = {story["key"]: story["photo"]["scene"] for story in _stories() if "photo" in story}
    assert len(said) >= 70
    drawn = {draw(scene, key) for key, scene in said.items()}
    pictures = [Image.open(BytesIO(data)).convert("RGB") for data in drawn]
    hashed = [(phash(picture), picture) for picture in pictures]
    for (one, first), (other, second) in combinations(hashed, 2):
        if first.size == second.size and distance(one, other) <= ALIKE:
            assert _difference(first, second) > NEAR


def _difference(one: Image.Image, other: Image.Image) -> float:
    small = [image.resize((SIDE, SIDE), Image.Resampling.BOX) for image in (one, other)]
    return sum(ImageStat.Stat(ImageChops.difference(*small)).mean) / 3
