import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import WARNING
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.content import Content
from articles.models import Article, Author, Category, Tag
from articles.models.article import State
from articles.revisions import latest_content
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories
from tests.articles.admin.story_form import typed

ADD = "/admin/articles/article/add/"


@pytest.fixture
def client(editor: User, logged_in: Callable[[User], Client]) -> Client:
    return logged_in(editor)


@pytest.fixture
def colleague(chief: User, logged_in: Callable[[User], Client]) -> Client:
    """Another person, who may do the same."""
    return logged_in(chief)


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def reload(article: Article) -> Article:
    return Article.objects.select_related("latest_revision").get(pk=article.pk)


def verbs_of(article: Article) -> list[str]:
    entries = Entry.objects.filter(target_type="articles.article", target_id=str(article.pk))
    return list(entries.order_by("id").values_list("verb", flat=True))


def text(response: Any, status: int) -> str:
    """The page, which has this status and shows nothing of the program's insides."""
    assert isinstance(response, HttpResponse)
    page = response.content.decode()
    assert response.status_code == status, page[:2000]
    for inside in ("Traceback", "django.db", "articles/publishing.py"):
        assert inside not in page
    return page


def notices(client: Client, response: Any) -> list[str]:
    """The messages on the page to which a saved form leads, but for what the story still lacks."""
    assert response.status_code == 302
    page = client.get(response.headers["Location"])
    found = page.context["messages"]
    return [str(message) for message in found if message.level != WARNING]


def later(days: int = 1) -> dict[str, Any]:
    day = timezone.localtime() + timedelta(days=days)
    return {"_schedule": "at", "at_0": f"{day:%d/%m/%Y}", "at_1": "07:00"}


# --- a new story ------------------------------------------------------------------------------


def test_new_story_keeps_every_field(client: Client, editor: User) -> None:
    second, first = factories.author("ياسمين"), factories.author("إدريس")
    sport, region = factories.category("رياضة"), factories.category("جهات")
    data = typed(
        kicker="ميناء",
        headline="توسعة الميناء",
        deck="مقدمة من جملة.",
        place="طنجة",
        agency="و م ع",
        body="فقرة أولى.\nفقرة ثانية.",
        category=sport.pk,
        categories=[region.pk],
        authors=[first.pk, second.pk],
        tags="الولايات المتحدة، ميناء طنجة؛ اقتصاد",
        _save="1",
    )
    response = client.post(ADD, data)
    article = Article.objects.get()
    assert notices(client, response) == ["حُفظ المقال"]
    assert response.headers["Location"] == change(article)
    assert article.state() == State.DRAFT
    assert article.created_by == editor
    content = Content.from_article(article)
    assert content == latest_content(article)
    assert (content.kicker, content.headline, content.deck) == (
        "ميناء",
        "توسعة الميناء",
        "مقدمة من جملة.",
    )
    assert (content.place, content.agency) == ("طنجة", "و م ع")
    assert content.body == "<p>فقرة أولى.</p>\n<p>فقرة ثانية.</p>"
    assert content.categories == (sport, region)
    assert content.authors == (first, second)
    assert [tag.name for tag in content.tags] == ["الولايات المتحدة", "ميناء طنجة", "اقتصاد"]
    assert verbs_of(article) == ["create"]


def test_new_story_without_a_choice_stands_in_the_default_category(client: Client) -> None:
    page = text(client.get(ADD), 200)
    default = Category.objects.default()
    assert f'<option value="{default.pk}" selected>غير مصنف</option>' in page
    client.post(ADD, typed(_save="1"))
    assert Article.objects.get().category == default


def test_new_story_is_published_with_one_click(client: Client) -> None:
    response = client.post(ADD, typed(headline="عاجل من الرباط", _publish="1"))
    article = Article.objects.get()
    assert article.state() == State.PUBLISHED
    assert article.slug == "عاجل-من-الرباط"
    assert verbs_of(article) == ["create", "publish"]
    assert response.status_code == 302
    page = text(client.get(response.headers["Location"]), 200)
    assert "نُشر المقال" in page
    assert f'href="http://testserver{article.get_absolute_url()}"' in page
    assert f"testserver/s/{article.short_link.code}" in page


def test_new_story_is_scheduled_with_one_click(client: Client) -> None:
    response = client.post(ADD, typed(**later()))
    article = Article.objects.get()
    assert notices(client, response) == ["جُدول المقال"]
    assert article.state() == State.SCHEDULED
    assert article.publish_at is not None
    assert timezone.localtime(article.publish_at).strftime("%H:%M") == "07:00"
    assert verbs_of(article) == ["create", "schedule"]


def test_quick_button_schedules_at_its_time(client: Client, draft: Article) -> None:
    offered = client.get(change(draft)).context["quick_times"]
    assert len(offered) in (2, 3, 4)
    at = timezone.localtime(offered[-1])
    client.post(change(draft), typed(draft, _schedule=f"{at:%Y-%m-%dT%H:%M}"))
    assert reload(draft).publish_at == at


# --- what was typed is kept -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("headline", "", "هذا الحقل مطلوب"),
        ("headline", "   ", "هذا الحقل مطلوب"),
        ("headline", "\u200f\u200f", "اكتب عنوان المقال"),
        ("headline", "ع" * 201, "200"),
        ("headline", "عنوان\x00مقطوع", "في النص حرف غير مقبول"),
        ("kicker", "ع" * 81, "80"),
        ("deck", "ع" * 501, "500"),
        ("place", "ع" * 61, "60"),
        ("tags", "و" * 500, "أحد الوسوم أطول من اللازم"),
        ("tags", "، ".join(f"وسم {n}" for n in range(31)), "الحد الأقصى لعدد الوسوم: 30"),
        ("category", "999999", "هذا الخيار غير متاح. اختر من القائمة."),
        ("authors", ["999999"], "999999"),
        ("authors", ["abc"], "abc"),
    ],
)
def test_error_keeps_what_was_typed(
    client: Client, draft: Article, field: str, value: Any, message: str
) -> None:
    before = reload(draft)
    for address, data in (
        (ADD, typed(body="نص طويل كتبته", place="فاس", _save="1")),
        (change(draft), typed(draft, body="نص طويل كتبته", place="فاس", _publish="1")),
    ):
        response = client.post(address, {**data, field: value})
        page = text(response, 200)
        assert "نص طويل كتبته" in page
        errors = response.context["adminform"].form.errors
        assert list(errors) == [field]
        assert message in str(errors[field])
        if field not in ("category", "authors") and str(value).isprintable():
            assert value in page
    assert Article.objects.count() == 1
    assert reload(draft).latest_revision == before.latest_revision
    assert reload(draft).state() == State.DRAFT


def test_body_over_the_limit_is_refused_and_kept(client: Client, draft: Article) -> None:
    body = "قال البلاغ إن الأشغال تبدأ غدا. " * 36_000  # two megabytes
    assert len(body.encode()) > 2_000_000
    response = client.post(change(draft), typed(draft, body=body, _save="1"))
    page = text(response, 200)
    assert body.strip()[:1000] in page
    assert len(page) > len(body)
    assert list(response.context["adminform"].form.errors) == ["body"]
    assert reload(draft).revisions.count() == 1


def test_body_at_the_limit_is_saved(client: Client, draft: Article) -> None:
    body = "قال البلاغ إن الأشغال تبدأ غدا.\n" * (400_000 // 32)
    assert len(body) <= 400_000
    response = client.post(change(draft), typed(draft, body=body, _save="1"))
    assert response.status_code == 302
    assert reload(draft).body.count("<p>") == 400_000 // 32


def test_category_deleted_while_writing(client: Client, chief: User, draft: Article) -> None:
    section = factories.category("قسم زائل")
    data = typed(draft, headline="نص لا يضيع", category=section.pk, _publish="1")
    section.delete()
    page = text(client.post(change(draft), data), 200)
    assert "نص لا يضيع" in page
    assert reload(draft).state() == State.DRAFT


def test_form_of_a_draft_whose_category_was_deleted_opens(client: Client, draft: Article) -> None:
    section = factories.category("قسم زائل")
    client.post(change(draft), typed(draft, _publish="1"))
    client.post(change(draft), typed(draft, category=section.pk, _save="1"))
    section.delete()
    response = client.get(change(draft))
    text(response, 200)
    form = response.context["adminform"].form
    assert form.initial["category"] == Category.objects.default()


def test_author_whom_only_a_draft_names_cannot_be_deleted(
    client: Client, administrator: User, logged_in: Callable[[User], Client], draft: Article
) -> None:
    writer = factories.author("كاتبة المسودة")
    client.post(change(draft), typed(draft, _publish="1"))
    client.post(change(draft), typed(draft, authors=[writer.pk], body="نص المسودة", _save="1"))
    delete = reverse("admin:articles_author_delete", args=[writer.pk])
    page = text(logged_in(administrator).post(delete, {"post": "yes"}), 200)
    assert draft.headline in page
    assert Author.objects.filter(pk=writer.pk).exists()
    assert "نص المسودة" in text(client.get(change(draft)), 200)


@pytest.mark.parametrize("kind", ["author", "tag"])
def test_deletion_writes_an_audit_line(
    administrator: User, logged_in: Callable[[User], Client], kind: str
) -> None:
    publishing.create(factories.content(tags=("وسم زائل",)), by=administrator)
    row = factories.author() if kind == "author" else Tag.objects.get()
    delete = reverse(f"admin:articles_{kind}_delete", args=[row.pk])
    assert logged_in(administrator).post(delete, {"post": "yes"}).status_code == 302
    assert not type(row)._default_manager.filter(pk=row.pk).exists()
    assert Entry.objects.filter(target_type=f"articles.{kind}").exists()


# --- times ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "clock", "status", "message"),
    [
        ("32/13/2026", "07:00", 400, "اكتب التاريخ والساعة على هذا النحو"),
        ("25/11/2030", "25:99", 400, "اكتب التاريخ والساعة على هذا النحو"),
        ("", "", 400, "اكتب التاريخ والساعة على هذا النحو"),
        ("غدا", "صباحا", 400, "اكتب التاريخ والساعة على هذا النحو"),
        ("\x00", "\x00", 400, "اكتب التاريخ والساعة على هذا النحو"),
        ("01/01/0001", "00:00", 409, "مضى موعد النشر الذي اخترته"),
        ("14/11/2023", "07:00", 409, "مضى موعد النشر الذي اخترته"),
    ],
)
def test_wrong_time_is_refused_and_everything_kept(
    client: Client, draft: Article, day: str, clock: str, status: int, message: str
) -> None:
    times = {"_schedule": "at", "at_0": day, "at_1": clock}
    for address, data in (
        (ADD, typed(headline="نص جديد كتبته")),
        (change(draft), typed(draft, headline="نص جديد كتبته")),
    ):
        page = text(client.post(address, {**data, **times}), status)
        assert message in page
        assert "نص جديد كتبته" in page
        if day and day.isprintable():
            assert f'value="{day}"' in page
            assert f'value="{clock}"' in page
    assert Article.objects.get() == draft
    assert reload(draft).state() == State.DRAFT
    assert reload(draft).revisions.count() == 1
    assert verbs_of(draft) == ["create"]


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("٢٥/١١/٢٠٤٠", "٧:٠٥"),
        ("۲۵/۱۱/۲۰۴۰", "۰۷:۰۵"),
        (" 25/11/2040 ", "7:05"),
        ("2040-11-25", "07:05"),
        ("25-11-2040", "07:05"),
    ],
)
def test_time_may_be_typed_in_either_digits(
    client: Client, draft: Article, day: str, clock: str
) -> None:
    data = typed(draft, _schedule="at", at_0=day, at_1=clock)
    assert notices(client, client.post(change(draft), data)) == ["جُدول المقال"]
    at = reload(draft).publish_at
    assert at is not None
    assert timezone.localtime(at).strftime("%Y-%m-%d %H:%M") == "2040-11-25 07:05"


# --- two people -------------------------------------------------------------------------------


@pytest.mark.parametrize("button", ["_save", "_publish", "_schedule"])
def test_stale_base_shows_both_texts_and_saving_again_decides(
    client: Client, colleague: Client, draft: Article, chief: User, button: str
) -> None:
    press = later() if button == "_schedule" else {button: "1"}
    mine = typed(draft, headline="نصي أنا", body="متن كتبته أنا", **press)
    theirs = typed(draft, headline="نص الزميل", body="متن كتبه الزميل", _save="1")
    assert colleague.post(change(draft), theirs).status_code == 302

    response = client.post(change(draft), mine)
    page = text(response, 409)
    assert "تعارض: عدّل شخصان هذا المقال" in page
    assert "حفظ شخص آخر هذا المقال في أثناء تحريرك له" in page
    assert chief.name in page
    for words in ("نصي أنا", "متن كتبته أنا", "نص الزميل", "متن كتبه الزميل"):
        assert words in page
    assert '<input type="hidden" name="base" value="2" id="id_base">' in page
    assert reload(draft).headline == "نص الزميل"
    assert reload(draft).state() == State.DRAFT

    again = client.post(change(draft), {**mine, "base": "2"})
    assert again.status_code == 302
    assert reload(draft).headline == "نصي أنا"
    kept = [revision.snapshot["headline"] for revision in draft.revisions.order_by("number")]
    assert kept[1:] == ["نص الزميل", "نصي أنا"]


@pytest.mark.parametrize("base", ["", "abc", "-1", "99999999999999999999"])
def test_base_that_no_form_holds_overwrites_nothing(
    client: Client, draft: Article, base: str
) -> None:
    response = client.post(change(draft), typed(draft, headline="نص كتبته", base=base, _save="1"))
    assert response.status_code in (200, 409)
    assert "نص كتبته" in response.content.decode()
    assert reload(draft).revisions.count() == 1


def test_two_people_press_publish(client: Client, colleague: Client, draft: Article) -> None:
    mine = typed(draft, headline="نص الثاني", _publish="1")
    assert colleague.post(change(draft), typed(draft, _publish="1")).status_code == 302
    page = text(client.post(change(draft), {**mine, "base": "2"}), 409)
    assert "المقال منشور، فاستعمل «تحديث المنشور»" in page
    assert "نص الثاني" in page
    assert 'name="_update"' in page  # the buttons are those of the state that it is in now
    assert 'name="_publish"' not in page
    assert reload(draft).headline == draft.headline
    assert verbs_of(draft) == ["create", "publish"]


def test_verbs_that_the_state_forbids_say_so(client: Client, draft: Article) -> None:
    for button, message in {
        "_update": "لا يُحدَّث إلا المقال المنشور",
        "_withdraw": "لا يُسحب إلا المقال المنشور",
        "_unschedule": "المقال غير مجدول",
    }.items():
        data = typed(draft, headline="نص لا يضيع", kind="minor", **{button: "1"})
        page = text(client.post(change(draft), data), 409)
        assert message in page
        assert "نص لا يضيع" in page
    assert reload(draft).revisions.count() == 1
    assert verbs_of(draft) == ["create"]


# --- a live story -----------------------------------------------------------------------------


def test_enter_in_a_field_saves_and_publishes_nothing(client: Client, draft: Article) -> None:
    """A browser presses the first button of the form; this one names no verb."""
    form = client.get(change(draft)).content.decode().partition('id="article_form"')[2]
    first = re.search(r"<button type=.submit.[^>]*>", form)
    assert first is not None
    assert first[0] == '<button type="submit" hidden>'


def test_minor_update_from_the_form(client: Client, published: Article) -> None:
    data = typed(published, headline="عنوان مصحح", kind="minor", _update="1")
    assert notices(client, client.post(change(published), data)) == ["حُدّث المنشور"]
    article = reload(published)
    assert article.headline == "عنوان مصحح"
    assert article.substantive_update_at is None
    assert "عنوان مصحح" in text(Client().get(article.get_absolute_url()), 200)


def test_substantive_update_from_the_form(client: Client, published: Article) -> None:
    data = typed(published, body="فقرة جديدة.", kind="substantive", _update="1")
    assert notices(client, client.post(change(published), data)) == ["حُدّث المنشور"]
    article = reload(published)
    assert article.substantive_update_at is not None
    assert article.first_published_at == published.first_published_at
    page = text(Client().get(article.get_absolute_url()), 200)
    assert "آخر تحديث" in page
    assert "فقرة جديدة." in page


def test_update_of_no_known_kind_is_refused(client: Client, published: Article) -> None:
    data = typed(published, headline="نص لا يضيع", kind="huge", _update="1")
    page = text(client.post(change(published), data), 400)
    assert "اختر نوع التحديث" in page
    assert "نص لا يضيع" in page
    assert reload(published).headline == published.headline


def test_save_over_a_live_story_leaves_the_page(client: Client, published: Article) -> None:
    data = typed(published, headline="مسودة فوق المنشور", _save="1")
    assert notices(client, client.post(change(published), data)) == ["حُفظ المقال"]
    page = text(Client().get(published.get_absolute_url()), 200)
    assert published.headline in page
    assert "مسودة فوق المنشور" not in page
    form = text(client.get(change(published)), 200)
    assert "مسودة فوق المنشور" in form
    assert "تعديلات غير منشورة" in form


def test_withdraw_keeps_what_was_typed_and_asks_why(client: Client, published: Article) -> None:
    data = typed(published, headline="نص لم ينشر", _withdraw="1")
    response = client.post(change(published), data)
    assert response.status_code == 302
    page = reverse("admin:articles_article_withdraw", args=[published.pk])
    assert response.headers["Location"] == page
    article = reload(published)
    assert article.state() == State.PUBLISHED
    assert latest_content(article).headline == "نص لم ينشر"
    client.post(change(published), typed(published, _withdraw="1"))  # nothing more was typed
    assert verbs_of(article)[-2:] == ["publish", "save"]


def test_cancelling_the_schedule_makes_a_draft_again(client: Client, draft: Article) -> None:
    scheduled = client.post(change(draft), typed(draft, **later()))
    assert notices(client, scheduled) == ["جُدول المقال"]
    data = typed(draft, headline="نص بعد الجدولة", _unschedule="1")
    assert notices(client, client.post(change(draft), data)) == ["أُلغيت الجدولة، وعاد المقال مسودة"]
    assert reload(draft).state() == State.DRAFT
    assert reload(draft).headline == "نص بعد الجدولة"


def test_comments_radio_writes_one_audit_line(client: Client, published: Article) -> None:
    form = text(client.get(change(published)), 200)
    assert 'name="comments_state" value="open"' in form
    data = typed(published, comments_state="closed", _save="1")
    assert client.post(change(published), data).status_code == 302
    assert reload(published).comments_state == "closed"
    assert verbs_of(published)[-2:] == ["save", "comments_closed"]
    client.post(change(published), typed(published, _save="1"))
    assert verbs_of(published)[-2:] == ["comments_closed", "save"]


def test_comments_radio_of_no_known_state_is_refused(client: Client, published: Article) -> None:
    data = typed(published, comments_state="x", _save="1")
    response = client.post(change(published), data)
    text(response, 200)
    assert list(response.context["adminform"].form.errors) == ["comments_state"]
    assert reload(published).comments_state == "open"


def test_form_without_the_comments_radio_leaves_them(client: Client, published: Article) -> None:
    data = typed(published, headline="عنوان آخر", _save="1")
    del data["comments_state"]
    assert client.post(change(published), data).status_code == 302
    assert reload(published).comments_state == "open"


# --- what the form stores ---------------------------------------------------------------------


def test_body_is_sanitised_on_its_way_in(client: Client, draft: Article) -> None:
    body = 'نص<script>alert(1)</script> <a href="javascript:alert(1)" onclick="x()">رابط</a>'
    client.post(change(draft), typed(draft, body=body, _save="1"))
    stored = reload(draft).body
    for evil in ("script", "alert", "onclick"):
        assert evil not in stored
    assert "نص" in stored
    assert "رابط" in stored


def test_known_tag_is_found_without_its_hamza(client: Client, draft: Article) -> None:
    publishing.create(factories.content(tags=("الأمن",)), by=draft.created_by or factories.user())
    client.post(change(draft), typed(draft, tags="الامن", _save="1"))
    assert [tag.name for tag in Content.from_article(reload(draft)).tags] == ["الأمن"]
    assert Tag.objects.count() == 1
    offered = client.get(reverse("admin:articles_tag_suggest"), {"q": "الامن"}).json()
    assert offered == {"tags": ["الأمن"]}


@pytest.mark.parametrize("typed_text", ["\x00", "؟؟", "", "و" * 5000, "%", "_"])
def test_tag_suggestions_for_odd_input(client: Client, draft: Article, typed_text: str) -> None:
    publishing.create(factories.content(tags=("الأمن",)), by=draft.created_by or factories.user())
    response = client.get(reverse("admin:articles_tag_suggest"), {"q": typed_text})
    assert response.status_code == 200
    assert response.json() == {"tags": []}


def test_preview_shows_the_newest_saved_text(client: Client, published: Article) -> None:
    client.post(change(published), typed(published, headline="مسودة فوق المنشور", _save="1"))
    preview = reverse("admin:articles_article_preview", args=[published.pk])
    response = client.get(preview)
    assert "مسودة فوق المنشور" in text(response, 200)
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]


def test_authors_of_the_form_are_public_names(client: Client, draft: Article) -> None:
    writer = Author.objects.create(name="إدريس العلوي", slug="idriss", user=draft.created_by)
    page = text(client.get(change(draft)), 200)
    assert f'<option value="{writer.pk}">إدريس العلوي</option>' in page
    assert draft.created_by is not None
    assert f">{draft.created_by.username}</option>" not in page


# --- the page of the name in the address ------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("؟؟؟", "الاسم في الرابط حروف وأرقام وشرطات لا غير"),
        ("", "الاسم في الرابط حروف وأرقام وشرطات لا غير"),
        ("كلمة كلمة", "الاسم في الرابط حروف وأرقام وشرطات لا غير"),
        ("ع" * 101, "الاسم في الرابط حروف وأرقام وشرطات لا غير"),
        ("a\x00b", "الاسم في الرابط حروف وأرقام وشرطات لا غير"),
        ("feed", "هذه الكلمة محجوزة لعناوين الموقع نفسه"),
    ],
)
def test_slug_that_cannot_stand_is_refused_and_kept(
    client: Client, published: Article, slug: str, message: str
) -> None:
    address = reverse("admin:articles_article_slug", args=[published.pk])
    page = text(client.post(address, {"slug": slug}), 400)
    assert message in page
    if slug.isprintable():
        assert f'value="{slug}"' in page
    assert reload(published).slug == published.slug


def test_changed_slug_leads_from_the_old_address_to_the_new_one(
    client: Client, published: Article
) -> None:
    old = published.get_absolute_url()
    address = reverse("admin:articles_article_slug", args=[published.pk])
    response = client.post(address, {"slug": "اسم-جديد"})
    assert notices(client, response) == ["تغيّر الرابط، والرابط القديم يؤدي إليه"]
    new = reload(published).get_absolute_url()
    assert new != old
    moved = Client().get(old)
    assert (moved.status_code, moved.headers["Location"]) == (301, new)


def test_odd_addresses_of_a_story_are_no_error(client: Client, draft: Article) -> None:
    for wrong in ("0", "999999", "999999999999999999", "9" * 30, "abc", "%00", "1%2F2"):
        for page in ("change/", "preview/", "slug/", "history/"):
            response = client.get(f"/admin/articles/article/{wrong}/{page}")
            assert response.status_code in (302, 404), (wrong, page)


@pytest.mark.parametrize("field", ["category", "categories", "authors", "lead_photo"])
@pytest.mark.parametrize("sent", ["9" * 30, "9" * 5000, "\x00", "-1", "²"])
def test_choice_that_no_row_can_have_is_refused(
    field: str, sent: str, client: Client, draft: Article
) -> None:
    before = draft.latest_revision_id
    assert text(client.post(change(draft), {**typed(draft), field: sent}), 200)
    assert reload(draft).latest_revision_id == before


def test_history_of_a_number_that_no_row_can_have_is_404(client: Client, draft: Article) -> None:
    text(client.get(f"/admin/articles/article/{'9' * 5000}/history/"), 404)


def test_last_moment_of_the_calendar_is_no_time_to_publish(client: Client, draft: Article) -> None:
    data = typed(draft) | {"_schedule": "at", "at_0": "31/12/9999", "at_1": "23:59"}
    with override_settings(TIME_ZONE="America/Montreal"):
        text(client.post(change(draft), data), 400)
    assert reload(draft).status == "draft"
