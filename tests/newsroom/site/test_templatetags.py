from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override

from newsroom.site.models import Digits, SiteSettings
from newsroom.site.templatetags import arabic

# Tuesday; 10:30 in Casablanca.
MOMENT = datetime(2023, 11, 14, 9, 30, tzinfo=UTC)
DAY = date(2023, 11, 14)


def site(edition: str = "MA", **values: Any) -> SiteSettings:
    return SiteSettings(pk=1, name="المحبرة", edition=edition, **values)


def printed(template: str, settings: SiteSettings, **context: Any) -> str:
    values = {"site": settings, "now": MOMENT, "moment": MOMENT, "day": DAY, **context}
    return Template(template).render(Context(values))


@pytest.mark.parametrize(
    ("tag", "morocco", "egypt"),
    [
        ("{% long_date moment %}", "14 نونبر 2023", "١٤ نوفمبر ٢٠٢٣"),
        ("{% long_date day %}", "14 نونبر 2023", "١٤ نوفمبر ٢٠٢٣"),
        ("{% full_date day %}", "الثلاثاء 14 نونبر 2023", "الثلاثاء ١٤ نوفمبر ٢٠٢٣"),
        ("{% date_time moment %}", "14 نونبر 2023، 10:30", "١٤ نوفمبر ٢٠٢٣، ١٠:٣٠ ص"),
        ("{% clock moment %}", "10:30", "١٠:٣٠ ص"),
        ("{% month day %}", "نونبر 2023", "نوفمبر ٢٠٢٣"),
        ("{% year day %}", "2023", "٢٠٢٣"),
        ("{% short_when moment %}", "اليوم 10:30", "اليوم ١٠:٣٠ ص"),
        ("{% number 12345 %}", "12.345", "١٢٬٣٤٥"),
    ],
)
def test_dates_are_printed_as_in_the_country(tag: str, morocco: str, egypt: str) -> None:
    assert printed(tag, site("MA")) == morocco
    assert printed(tag, site("EG")) == egypt


@pytest.mark.parametrize(
    ("month", "name"),
    [
        (1, "يناير"),
        (2, "فبراير"),
        (3, "مارس"),
        (4, "أبريل"),
        (5, "ماي"),
        (6, "يونيو"),
        (7, "يوليوز"),
        (8, "غشت"),
        (9, "شتنبر"),
        (10, "أكتوبر"),
        (11, "نونبر"),
        (12, "دجنبر"),
    ],
)
def test_months_of_morocco(month: int, name: str) -> None:
    assert printed("{% month day %}", site(), day=date(2023, month, 1)) == f"{name} 2023"


@pytest.mark.parametrize(
    ("edition", "digits", "shown"),
    [
        ("MA", Digits.EDITION, "2023"),
        ("EG", Digits.EDITION, "٢٠٢٣"),
        ("MA", Digits.ARABIC_INDIC, "٢٠٢٣"),
        ("EG", Digits.WESTERN, "2023"),
    ],
)
def test_digits_may_differ_from_the_country_s(edition: str, digits: Digits, shown: str) -> None:
    assert printed("{% year day %}", site(edition, digits=digits)) == shown


@pytest.mark.parametrize(
    ("before", "age"),
    [
        (timedelta(seconds=20), "الآن"),
        (timedelta(minutes=1), "منذ دقيقة"),
        (timedelta(minutes=2), "منذ دقيقتين"),
        (timedelta(hours=3), "منذ 3 ساعات"),
        (timedelta(days=1), "منذ يوم"),
        (timedelta(days=14), "منذ أسبوعين"),
        (timedelta(days=800), "منذ سنتين"),
        (timedelta(hours=-2), "بعد ساعتين"),
    ],
)
def test_age_is_grammatical(before: timedelta, age: str) -> None:
    assert printed("{% ago moment %}", site(), moment=MOMENT - before) == age


def test_age_in_arabic_digits() -> None:
    moment = MOMENT - timedelta(hours=3)
    assert printed("{% ago moment %}", site("EG"), moment=moment) == "منذ ٣ ساعات"


@pytest.mark.parametrize(
    ("number", "phrase", "in_egypt"),
    [
        (0, "لا تعليقات", "لا تعليقات"),
        (1, "تعليق واحد", "تعليق واحد"),
        (2, "تعليقان", "تعليقان"),
        (3, "3 تعليقات", "٣ تعليقات"),
        (11, "11 تعليقًا", "١١ تعليقًا"),
        (100, "100 تعليق", "١٠٠ تعليق"),
        (1102, "1.102 تعليق", "١٬١٠٢ تعليق"),
    ],
)
def test_count_has_all_six_forms(number: int, phrase: str, in_egypt: str) -> None:
    template = '{% count number "comments" %}'
    assert printed(template, site(), number=number) == phrase
    assert printed(template, site("EG"), number=number) == in_egypt


def test_count_of_unknown_things_is_an_error() -> None:
    with pytest.raises(ValueError, match="camels"):
        printed('{% count 3 "camels" %}', site())


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (MOMENT, "2023-11-14T10:30+01:00"),
        (datetime(2023, 11, 14, 23, 30, tzinfo=UTC), "2023-11-15T00:30+01:00"),
        # In Ramadan the clocks of Morocco go back an hour.
        (datetime(2024, 3, 20, 9, 30, tzinfo=UTC), "2024-03-20T09:30+00:00"),
    ],
)
def test_machines_read_the_newsroom_s_zone_in_ascii(moment: datetime, shown: str) -> None:
    for edition in ("MA", "EG"):
        assert printed("{{ moment|iso }}", site(edition), moment=moment) == shown


def test_day_is_that_of_the_newsroom_s_zone() -> None:
    late = datetime(2023, 12, 31, 23, 30, tzinfo=UTC)
    assert printed("{% long_date moment %}", site(), moment=late) == "1 يناير 2024"
    assert printed("{% year moment %}", site(), moment=late) == "2024"
    assert arabic.is_today(late, late + timedelta(hours=2))
    assert not arabic.is_today(late - timedelta(hours=1), late)


def test_times_are_fresh_for_an_hour() -> None:
    assert arabic.is_fresh(MOMENT, MOMENT + timedelta(minutes=59))
    assert not arabic.is_fresh(MOMENT, MOMENT + timedelta(minutes=60))


def test_hijri_date_by_the_offset_of_the_site() -> None:
    tag = "{% hijri_date moment %}"
    assert printed(tag, site()) == "30 ربيع الآخر 1445 هـ"
    assert printed(tag, site(hijri_offset=-1)) == "29 ربيع الآخر 1445 هـ"
    assert printed(tag, site(hijri_offset=1)) == "1 جمادى الأولى 1445 هـ"
    assert printed(tag, site("EG")) == "٣٠ ربيع الآخر ١٤٤٥ هـ"


def test_hijri_day_of_a_cell() -> None:
    tag = "{% hijri_day day %}"
    assert printed(tag, site(hijri_offset=1)) == "1 جمادى الأولى"
    assert printed(tag, site("EG")) == "٣٠ ربيع الآخر"
    with override("fr"):
        assert printed(tag, site()) == "30 rabia II"


def test_hijri_date_is_empty_where_it_is_switched_off() -> None:
    assert printed("{% hijri_date moment %}", site(show_hijri=False)) == ""
    assert printed("{% hijri_day day %}", site(show_hijri=False)) == ""


def test_latin_words_keep_their_order() -> None:
    assert printed("{{ text|isolate_ltr }}", site(), text="شركة OpenAI & Co") == (
        "شركة \u2066OpenAI &amp; Co\u2069"
    )


def test_site_is_loaded_where_the_page_brings_none(db: None) -> None:
    SiteSettings.objects.update(edition="EG")
    assert Template("{% year day %}").render(Context({"day": DAY})) == "٢٠٢٣"


def test_page_is_printed_by_one_clock(db: None) -> None:
    shown = Template("{% ago then %}").render(
        Context({"site": site(), "now": MOMENT, "then": MOMENT - timedelta(hours=1)})
    )
    assert shown == "منذ ساعة"
    assert timezone.now() > MOMENT
