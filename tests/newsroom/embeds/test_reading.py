import json

import pytest

from newsroom.embeds.network import Answer
from newsroom.embeds.reading import Facts, Unreadable, read_json, read_page


def oembed(**data: object) -> Facts:
    return read_json(Answer(json.dumps(data).encode(), "utf-8"))


def page(*metas: str) -> Facts:
    text = "<html><head>" + "".join(f"<meta {meta}>" for meta in metas) + "</head>"
    return read_page(Answer(text.encode(), "utf-8"))


def test_oembed() -> None:
    facts = oembed(
        title="  خطاب\u202e\nالملك ",
        author_name="القناة الأولى",
        duration=213,
        thumbnail_url="https://i.ytimg.com/vi/a/hqdefault.jpg",
        html="<iframe src=https://evil.example>",
    )
    poster = "https://i.ytimg.com/vi/a/hqdefault.jpg"
    assert facts == Facts("خطاب الملك", "القناة الأولى", 213, poster)


def test_a_post_without_a_title_is_told_by_its_words() -> None:
    html = (
        '<blockquote class="twitter-tweet"><p lang="ar" dir="rtl">أعلنت الوزارة &amp; قالت<br>الآن'
        ' <a href="https://t.co/x">pic.twitter.com/AbC</a></p>&mdash; name <a>date</a></blockquote>'
    )
    assert oembed(html=html, author_name="وزارة").title == "أعلنت الوزارة & قالت الآن"


@pytest.mark.parametrize("wrong", [5, None, [], {"a": 1}, True])
def test_values_of_another_type_are_not_known(wrong: object) -> None:
    facts = oembed(title=wrong, author_name=wrong, thumbnail_url=wrong, html=wrong)
    assert facts == Facts()


@pytest.mark.parametrize(
    ("given", "known"),
    [(59.6, 60), ("90", 90), (0, None), (-5, None), ("long", None), (10**12, None), ([], None)]
    + [("1e400", None), ("nan", None)],
)
def test_durations(given: object, known: int | None) -> None:
    assert oembed(duration=given).duration == known


@pytest.mark.parametrize("text", ["", "<html>", "[1]", '"a"', "[" * 100_000, "{", "NaN"])
def test_what_is_no_object_cannot_be_read(text: str) -> None:
    with pytest.raises(Unreadable):
        read_json(Answer(text.encode(), "utf-8"))


def test_a_long_title_is_cut() -> None:
    title = oembed(title="كلمة " * 500).title
    assert len(title) <= 250
    assert title.endswith("…")


def test_a_page_of_a_recording() -> None:
    facts = page(
        'property="og:title" content="خطاب &quot;الملك&quot;"',
        'property="og:type" content="video.other"',
        "content='https://i.ytimg.com/a.jpg' property='og:image'",
        'property="og:description" content="كلام طويل"',
        'itemprop="duration" content="PT1H2M3S"',
        'property="og:title" content="another"',
    )
    assert facts == Facts('خطاب "الملك"', "", 3723, "https://i.ytimg.com/a.jpg")


def test_a_page_of_a_post_has_the_channel_for_a_title() -> None:
    facts = page('property="og:title" content="القناة"', 'property="og:description" content="خبر"')
    assert facts == Facts("خبر", "القناة", None, "")


def test_a_page_that_says_nothing() -> None:
    with pytest.raises(Unreadable):
        page('charset="utf-8"')


def test_a_hostile_page_takes_no_time() -> None:
    for text in ("<meta " * 200_000, "<meta a=" + '"' * 500_000, "<meta " + "a" * 1_000_000):
        with pytest.raises(Unreadable):
            read_page(Answer(text.encode(), "utf-8"))


def test_facts_complete_each_other() -> None:
    first = Facts("عنوان", "", None, "a")
    assert first.completed(Facts("آخر", "كاتب", 5, "b")) == Facts("عنوان", "كاتب", 5, "a")
