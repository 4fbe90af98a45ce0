"""Drawn pictures for the demo, the same for the same key. Every awkward kind is among them:
dark, upright, crowded, small, and a scanned letter."""

import io
import random
from collections.abc import Callable
from math import pi, sin

from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Canvas = ImageDraw.ImageDraw

WIDE, UPRIGHT, SMALL = (1600, 1067), (1000, 1500), (480, 320)

SKIES: list[tuple[Colour, Colour]] = [
    ((158, 190, 214), (236, 226, 205)),
    ((201, 214, 222), (244, 236, 222)),
    ((226, 178, 138), (248, 226, 190)),
    ((140, 170, 190), (214, 222, 220)),
]
NIGHT: tuple[Colour, Colour] = ((14, 20, 34), (44, 52, 74))
EARTH: list[Colour] = [(150, 120, 84), (170, 140, 100), (122, 118, 80), (104, 122, 92)]
WALLS: list[Colour] = [(206, 168, 128), (222, 196, 160), (188, 140, 104), (232, 220, 200)]
INK: Colour = (40, 44, 52)


def draw(scene: str, key: str) -> bytes:
    """A JPEG of the scene; ``key`` seeds what differs between two of one kind."""
    paint, size = SCENES[scene]
    rng = random.Random(f"{scene}/{key}")  # noqa: S311 (a drawing)
    image = Image.new("RGB", size, (236, 231, 221))
    paint(image, ImageDraw.Draw(image), rng)
    out = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(0.6)).save(out, "JPEG", quality=88)
    return out.getvalue()


def portrait(key: str, hair: str) -> bytes:
    """A head and shoulders in two tones, 640 pixels square; ``hair`` is "long" or "short"."""
    rng = random.Random(f"portrait/{key}")  # noqa: S311
    image = Image.new("RGB", (640, 640))
    top, bottom = rng.choice(SKIES)
    _gradient(image, top, bottom)
    pen = ImageDraw.Draw(image)
    cloth = rng.choice([(60, 78, 96), (96, 70, 60), (70, 88, 76), (88, 66, 92), (44, 50, 60)])
    skin = rng.choice([(214, 172, 140), (196, 150, 116), (226, 188, 158), (172, 126, 94)])
    tone = rng.choice([(38, 30, 28), (70, 52, 40), (110, 104, 98), (46, 40, 44)])
    pen.ellipse((90, 430, 550, 900), fill=cloth)
    pen.rectangle((275, 360, 365, 470), fill=skin)
    if hair == "long":
        pen.ellipse((185, 105, 455, 450), fill=tone)
    pen.ellipse((215, 130, 425, 410), fill=skin)
    pen.pieslice((205, 110, 435, 380), 180, 360, fill=tone)
    return _jpeg(image)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(0.8)).save(out, "JPEG", quality=88)
    return out.getvalue()


def _gradient(image: Image.Image, top: Colour, bottom: Colour, height: float = 1.0) -> None:
    strip = Image.new("RGB", (1, 256))
    for y in range(256):
        share = y / 255
        mixed = [round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True)]
        strip.putpixel((0, y), (mixed[0], mixed[1], mixed[2]))
    image.paste(strip.resize((image.width, round(image.height * height))), (0, 0))


def _hills(
    image: Image.Image, pen: Canvas, rng: random.Random, base: float, rise: float, fill: Colour
) -> None:
    width, height = image.size
    waves = [(rng.uniform(0.4, 2.4), rng.uniform(0, 2 * pi), rng.uniform(0.3, 1)) for _ in range(4)]
    points: list[tuple[float, float]] = [(0, height)]
    for x in range(0, width + 1, 10):
        lift = sum(a * sin(f * x / width * 2 * pi + p) for f, p, a in waves) / 4
        points.append((x, height * (base - rise * (0.5 + lift / 2))))
    points.append((width, height))
    pen.polygon(points, fill=fill)


def _shade(colour: Colour, by: float) -> Colour:
    red, green, blue = (max(0, min(255, round(part * by))) for part in colour)
    return red, green, blue


def _landscape(image: Image.Image, pen: Canvas, rng: random.Random) -> None:
    top, bottom = rng.choice(SKIES)
    _gradient(image, top, bottom)
    earth = rng.choice(EARTH)
    for step, base in enumerate((0.62, 0.72, 0.84, 0.95)):
        _hills(image, pen, rng, base, 0.22 - step * 0.04, _shade(earth, 1.25 - step * 0.2))
    for _ in range(rng.randint(12, 30)):
        x, y = rng.uniform(0, image.width), image.height * rng.uniform(0.78, 0.98)
        size = rng.uniform(14, 40)
        pen.ellipse((x - size, y - size, x + size, y + size * 0.6), fill=(84, 98, 66))


def _sea(image: Image.Image, pen: Canvas, rng: random.Random) -> None:
    top, bottom = rng.choice(SKIES)
    _gradient(image, top, bottom)
    width, height = image.size
    horizon = height * rng.uniform(0.42, 0.52)
    pen.rectangle((0, horizon, width, height), fill=(78, 118, 138))
    for _ in range(160):
        x, y = rng.uniform(0, width), rng.uniform(horizon, height)
        pen.line((x, y, x + rng.uniform(20, 90), y), fill=(120, 156, 170), width=3)
    for _ in range(rng.randint(3, 6)):
        x, y, size = rng.uniform(100, width - 260), rng.uniform(horizon, height * 0.8), 1.0
        hull = rng.choice([(168, 66, 52), (52, 84, 110), (206, 178, 120), (70, 96, 80)])
        boat = [(x, y), (x + 170, y), (x + 140, y + 46), (x + 30, y + 46)]
        pen.polygon([(a * size, b * size) for a, b in boat], fill=hull)
        pen.rectangle((x + 60, y - 40, x + 110, y), fill=(236, 230, 218))
        pen.line((x + 85, y - 120, x + 85, y - 40), fill=INK, width=5)


def _houses(image: Image.Image, pen: Canvas, rng: random.Random, lit: bool) -> None:
    width, height = image.size
    x = -20.0
    while x < width:
        house = rng.uniform(90, 200)
        roof = height * rng.uniform(0.42, 0.7)
        wall = (26, 30, 44) if lit else _shade(rng.choice(WALLS), rng.uniform(0.85, 1.05))
        pen.rectangle((x, roof, x + house, height), fill=wall)
        for row in range(int(roof) + 30, height - 120, 80):
            for column in range(int(x) + 22, int(x + house) - 40, 56):
                glow = rng.random() < 0.35
                window = (244, 206, 120) if lit and glow else _shade(wall, 0.7)
                pen.rectangle((column, row, column + 24, row + 40), fill=window)
        x += house


def _town(image: Image.Image, pen: Canvas, rng: random.Random) -> None:
    top, bottom = rng.choice(SKIES)
    _gradient(image, top, bottom)
    _hills(image, pen, rng, 0.6, 0.3, rng.choice(EARTH))
    _houses(image, pen, rng, lit=False)


def _night(image: Image.Image, pen: Canvas, rng: random.Random) -> None:
    _gradient(image, *NIGHT)
    for _ in range(140):
        x, y = rng.uniform(0, image.width), rng.uniform(0, image.height * 0.5)
        pen.ellipse((x, y, x + 3, y + 3), fill=(206, 210, 220))
    _houses(image, pen, rng, lit=True)
    pen.rectangle((0, image.height * 0.86, image.width, image.height), fill=(20, 22, 30))


def _market(image: Image.Image, pen: Canvas, rng: random.Random) -> None:
    _gradient(image, (226, 206, 172), (196, 160, 118))
    width, height = image.size
    for row in range(3):
        y = height * (0.2 + row * 0.26)
        for column in range(5):
            x = column * width / 5 + rng.uniform(-20, 20)
            cloth = rng.choice([(176, 74, 58), (66, 104, 122), (210, 172, 92), (98, 122, 84)])
            pen.polygon([(x, y), (x + 300, y - 40), (x + 330, y + 40), (x + 20, y + 70)], cloth)
            for _ in range(18):
                fx, fy = x + rng.uniform(20, 300), y + rng.uniform(110, 170)
                fruit = rng.choice([(210, 110, 60), (150, 160, 70), (190, 60, 60), (230, 190, 90)])
                pen.ellipse((fx, fy, fx + 34, fy + 34), fill=fruit)


def _classroom(image: Image.Image, pen: Canvas, rng: random.Random) -> None:
    image.paste((226, 220, 204), (0, 0, *image.size))
    width, height = image.size
    pen.rectangle((width * 0.18, height * 0.12, width * 0.82, height * 0.46), fill=(58, 92, 76))
    pen.rectangle((0, height * 0.62, width, height), fill=(186, 164, 132))
    for row in range(3):
        y = height * (0.6 + row * 0.13)
        for column in range(4 + row):
            x = width * (0.06 + column * 0.94 / (4 + row))
            pen.rectangle((x, y, x + 190, y + 26), fill=_shade((166, 122, 82), 1 + row * 0.08))
            pen.line((x + 20, y + 26, x + 20, y + 90), fill=INK, width=6)
            pen.line((x + 170, y + 26, x + 170, y + 90), fill=INK, width=6)


def _crowd(image: Image.Image, pen: Canvas, rng: random.Random) -> None:
    top, bottom = rng.choice(SKIES)
    _gradient(image, top, bottom)
    width, height = image.size
    for step in range(16):
        y = height * (0.34 + step * 0.042)
        size = 9 + step * 2.2
        for _ in range(120 - step * 4):
            x = rng.uniform(-20, width + 20)
            coat = rng.choice([(70, 78, 92), (140, 92, 72), (206, 196, 178), (96, 108, 90), INK])
            pen.ellipse((x - size, y, x + size, y + size * 3), fill=coat)
            pen.ellipse((x - size / 2, y - size, x + size / 2, y), fill=(204, 164, 132))


def _stadium(image: Image.Image, pen: Canvas, rng: random.Random) -> None:
    _gradient(image, (96, 112, 132), (176, 188, 190))
    width, height = image.size
    for _ in range(5200):
        x, y = rng.uniform(0, width), rng.uniform(height * 0.12, height * 0.5)
        seat = rng.choice([(180, 70, 60), (230, 226, 214), (60, 80, 110), (110, 116, 124)])
        pen.rectangle((x, y, x + 7, y + 7), fill=seat)
    field = [(0, height), (width * 0.12, height * 0.52), (width * 0.88, height * 0.52)]
    pen.polygon([*field, (width, height)], fill=(88, 132, 78))
    pen.line((width / 2, height * 0.52, width / 2, height), fill=(226, 232, 222), width=6)
    circle = (width * 0.38, height * 0.66, width * 0.62, height * 0.86)
    pen.ellipse(circle, outline=(226, 232, 222), width=6)


def _shelves(image: Image.Image, pen: Canvas, rng: random.Random) -> None:
    image.paste((92, 66, 46), (0, 0, *image.size))
    width, height = image.size
    for row in range(5):
        y = height * (row + 1) / 5
        x = 10.0
        while x < width - 20:
            thick, tall = rng.uniform(16, 44), rng.uniform(0.55, 0.86) * height / 5
            back = rng.choice(
                [(150, 60, 52), (56, 84, 100), (200, 176, 130), (76, 92, 70), (60, 54, 66)]
            )
            pen.rectangle((x, y - tall, x + thick, y - 16), fill=back)
            x += thick + rng.uniform(2, 10)
        pen.rectangle((0, y - 16, width, y), fill=(64, 44, 30))


def _tower(image: Image.Image, pen: Canvas, rng: random.Random) -> None:
    top, bottom = rng.choice(SKIES)
    _gradient(image, top, bottom)
    width, height = image.size
    _hills(image, pen, rng, 0.92, 0.1, rng.choice(EARTH))
    wall = rng.choice(WALLS)
    pen.rectangle((width * 0.36, height * 0.16, width * 0.64, height * 0.92), fill=wall)
    pen.rectangle(
        (width * 0.54, height * 0.16, width * 0.64, height * 0.92), fill=_shade(wall, 0.8)
    )
    pen.rectangle(
        (width * 0.43, height * 0.08, width * 0.57, height * 0.16), fill=_shade(wall, 0.9)
    )
    for row in range(7):
        y = height * (0.24 + row * 0.09)
        pen.rectangle((width * 0.46, y, width * 0.5, y + 60), fill=_shade(wall, 0.5))


def _alley(image: Image.Image, pen: Canvas, rng: random.Random) -> None:
    _gradient(image, (196, 212, 222), (240, 232, 214))
    width, height = image.size
    left, right = rng.choice(WALLS), rng.choice(WALLS)
    near, far = height, height * 0.45
    pen.polygon(
        [(0, 0), (width * 0.4, far * 0.7), (width * 0.4, far), (0, near)], _shade(left, 0.86)
    )
    pen.polygon(
        [(width, 0), (width * 0.6, far * 0.7), (width * 0.6, far), (width, near)],
        _shade(right, 0.7),
    )
    pen.polygon([(0, near), (width * 0.4, far), (width * 0.6, far), (width, near)], (150, 136, 118))
    pen.ellipse(
        (width * 0.42, far * 0.74, width * 0.58, far * 1.1), outline=_shade(left, 0.6), width=14
    )
    pen.rectangle((width * 0.1, height * 0.5, width * 0.22, height * 0.8), fill=(64, 92, 110))


def _letter(image: Image.Image, pen: Canvas, rng: random.Random) -> None:
    image.paste((250, 248, 243), (0, 0, *image.size))
    width, height = image.size
    pen.rectangle((60, 60, width - 60, height - 60), outline=(214, 206, 190), width=3)
    y = 190.0
    while y < height - 320:
        end = width - 120 if rng.random() < 0.85 else width * rng.uniform(0.5, 0.8)
        x = width - 120.0
        while x > width - end:
            word = rng.uniform(26, 96)
            pen.line((x, y, x - word, y + rng.uniform(-3, 3)), fill=(70, 74, 92), width=7)
            x -= word + 18
        y += 46
    pen.ellipse((140, height - 300, 300, height - 140), outline=(150, 50, 46), width=10)


def _road(image: Image.Image, pen: Canvas, rng: random.Random) -> None:
    _landscape(image, pen, rng)
    width, height = image.size
    bends = [(0.46, 0.62), (0.6, 0.74), (0.34, 0.86), (0.5, 1.0)]
    points = [(width * x, height * y) for x, y in bends]
    for step in range(len(points) - 1):
        pen.line((*points[step], *points[step + 1]), fill=(92, 92, 94), width=24 + step * 26)


def _small(image: Image.Image, pen: Canvas, rng: random.Random) -> None:
    _landscape(image, pen, rng)


Scene = Callable[[Image.Image, Canvas, random.Random], None]
SCENES: dict[str, tuple[Scene, tuple[int, int]]] = {
    "alley": (_alley, UPRIGHT),
    "classroom": (_classroom, WIDE),
    "crowd": (_crowd, WIDE),
    "landscape": (_landscape, WIDE),
    "letter": (_letter, UPRIGHT),
    "market": (_market, WIDE),
    "night": (_night, WIDE),
    "road": (_road, WIDE),
    "sea": (_sea, WIDE),
    "shelves": (_shelves, WIDE),
    "small": (_small, SMALL),
    "stadium": (_stadium, WIDE),
    "tower": (_tower, UPRIGHT),
    "town": (_town, WIDE),
}
