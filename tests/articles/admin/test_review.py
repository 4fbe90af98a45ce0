"""The review on the screens: buttons of the story form, the queue, the start page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing, workflow
from articles.dashboard import dashboard
from articles.models import Article, Review
from articles.revisions import latest_content
from newsroom.accounts.models import User
from tests import factories
from tests.articles.admin.story_form import typed

LogIn = Callable[[User], Client]
LIST = "/admin/articles/article/"
STEPS = ("submit", "claim", "take_over", "release", "approve", "send_back", "take_back")


@pytest.fixture
def colleague(db: None) -> User:
    return factories.user("editor", name="عمر الصافي")


@pytest.fixture
def story(reporter: User) -> Article:
    return publishing.create(factories.content(headline="خبر الواحات"), by=reporter)


def form_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def step_of(article: Article) -> str:
    return reverse("admin:articles_article_review", args=[article.pk])


def fresh(article: Article) -> Article:
    return Article.objects.select_related("open_review", "latest_revision").get(pk=article.pk)


def offered(client: Client, article: Article) -> set[str]:
    page = client.get(form_of(article)).content.decode()
    return {step for step in STEPS if f'name="_review" value="{step}"' in page}


def press(client: Client, article: Article, step: str, **changes: Any) -> Any:
    return client.post(form_of(article), typed(article, _review=step, **changes))


def test_steps_that_each_is_offered(
    story: Article, reporter: User, editor: User, colleague: User, moderator: User, logged_in: LogIn
) -> None:
    people = {person: logged_in(person) for person in (reporter, editor, colleague, moderator)}

    def table() -> list[set[str]]:
        return [offered(client, story) for client in people.values()]

    assert table() == [{"submit"}, {"submit"}, {"submit"}, set()]
    workflow.submit(story, by=reporter)
    decide = {"approve", "send_back"}
    assert table() == [{"take_back"}, {"claim"} | decide, {"claim"} | decide, set()]
    workflow.claim(story, by=editor)
    assert table() == [set(), {"release"} | decide, {"take_over"}, set()]


def test_reporter_submits_a_new_story_at_once(reporter: User, logged_in: LogIn) -> None:
    client = logged_in(reporter)
    data = typed(headline="خبر جديد", _review="submit", review_note="تحقق من الرقم")
    assert client.post(f"{LIST}add/", data).status_code == 302
    review = Review.objects.get()
    assert (review.note, review.submitted_by, review.article.headline) == (
        "تحقق من الرقم",
        reporter,
        "خبر جديد",
    )


def test_what_was_typed_is_kept_with_the_step(
    story: Article, reporter: User, editor: User, logged_in: LogIn
) -> None:
    press(logged_in(reporter), story, "submit", headline="صيغة الكاتب")
    desk = logged_in(editor)
    press(desk, story, "claim", headline="صيغة المحرر")
    assert latest_content(fresh(story)).headline == "صيغة المحرر"
    press(desk, story, "send_back", headline="صيغة ثالثة", review_note="من قال ذلك؟")
    assert latest_content(fresh(story)).headline == "صيغة ثالثة"
    page = logged_in(reporter).get(form_of(story)).content.decode()
    assert "من قال ذلك؟" in page


def test_sending_back_without_a_note_keeps_the_form(
    story: Article, reporter: User, editor: User, logged_in: LogIn
) -> None:
    workflow.submit(story, by=reporter)
    response = press(logged_in(editor), story, "send_back", headline="لم يُحفظ")
    assert response.status_code == 409
    assert "لم يُحفظ" in response.content.decode()
    assert latest_content(fresh(story)).headline == "خبر الواحات"


def test_review_that_begins_while_one_writes_loses_no_word(
    story: Article, reporter: User, editor: User, colleague: User, logged_in: LogIn
) -> None:
    """The text stays in the form, and one more button brings it home."""
    workflow.submit(story, by=reporter)
    late = press(logged_in(reporter), story, "submit", headline="كُتب بعد الإرسال")
    assert late.status_code == 409
    page = late.content.decode()
    assert "كُتب بعد الإرسال" in page
    assert 'name="_review" value="take_back">' in page  # in the form: it sends the text along
    press(logged_in(reporter), story, "take_back", headline="كُتب بعد الإرسال")
    assert latest_content(fresh(story)).headline == "كُتب بعد الإرسال"
    workflow.submit(story, by=reporter)
    workflow.claim(story, by=editor)
    data = {"_save": "1", "headline": "كتبه الزميل"}
    late = logged_in(colleague).post(form_of(story), typed(story, **data))
    assert late.status_code == 409
    assert editor.name in late.content.decode()
    assert "كتبه الزميل" in late.content.decode()
    press(logged_in(colleague), story, "take_over", headline="كتبه الزميل", claimed_by=editor.pk)
    assert latest_content(fresh(story)).headline == "كتبه الزميل"
    assert fresh(story).open_review.claimed_by == colleague  # type: ignore[union-attr]


def test_two_browsers_claim_at_once(
    story: Article, reporter: User, editor: User, colleague: User, logged_in: LogIn
) -> None:
    workflow.submit(story, by=reporter)
    assert logged_in(editor).post(step_of(story), {"_review": "claim"}).status_code == 302
    response = logged_in(colleague).post(step_of(story), {"_review": "claim"}, follow=True)
    assert editor.name in str(list(response.context["messages"])[0])
    assert press(logged_in(colleague), story, "claim").status_code == 409


def test_steps_from_the_form_that_only_shows(
    story: Article, reporter: User, editor: User, colleague: User, logged_in: LogIn
) -> None:
    workflow.submit(story, by=reporter)
    page = logged_in(reporter).get(form_of(story)).content.decode()
    assert f'formaction="{step_of(story)}"' in page
    assert 'name="headline"' not in page
    logged_in(editor).post(step_of(story), {"_review": "claim"})
    page = logged_in(colleague).get(form_of(story)).content.decode()
    assert 'name="headline"' not in page
    assert editor.name in page
    data = {"_review": "take_over", "claimed_by": editor.pk}
    logged_in(colleague).post(step_of(story), data)
    assert fresh(story).open_review.claimed_by == colleague  # type: ignore[union-attr]


@pytest.mark.parametrize("step", ["submit", "approve", "send_back", "publish", "", None])
def test_steps_that_belong_to_the_form(
    step: str | None, story: Article, reporter: User, editor: User, logged_in: LogIn
) -> None:
    workflow.submit(story, by=reporter)
    data = {} if step is None else {"_review": step}
    assert logged_in(editor).post(step_of(story), data).status_code == 400
    assert logged_in(editor).get(step_of(story)).status_code == 405


def test_unknown_step_of_the_form(story: Article, reporter: User, logged_in: LogIn) -> None:
    assert press(logged_in(reporter), story, "abolish").status_code == 400


def test_note_that_was_typed_goes_with_any_button(
    story: Article, reporter: User, logged_in: LogIn
) -> None:
    logged_in(reporter).post(form_of(story), typed(story, _save="1", note="ملاحظة مكتوبة"))
    assert [note.text for note in story.notes.all()] == ["ملاحظة مكتوبة"]


def test_reporter_proposes_a_change(
    reporter: User, editor: User, logged_in: LogIn, client: Client
) -> None:
    article = publishing.create(factories.content(headline="عنوان منشور"), by=reporter)
    article = publishing.publish(article, by=editor)
    desk = logged_in(reporter)
    page = desk.get(form_of(article)).content.decode()
    assert 'name="_update"' not in page
    assert press(desk, article, "submit", headline="عنوان مقترح").status_code == 302
    public = client.get(article.get_absolute_url()).content.decode()
    assert "عنوان منشور" in public
    assert "عنوان مقترح" not in public
    assert press(desk, article, "submit").status_code == 409


# --- the queue ----------------------------------------------------------------------------------


def in_review(count: int, by: User, claimed_by: User | None = None) -> list[Article]:
    """The oldest is the last one made."""
    made = []
    for number in range(count):
        article = publishing.create(factories.content(), by=by)
        workflow.submit(article, by=by, now=timezone.now() - timedelta(hours=number))
        if claimed_by is not None and number % 2:
            workflow.claim(article, by=claimed_by)
        made.append(article)
    return made


@pytest.mark.parametrize("count", [3, 30])
def test_queue_shows_the_oldest_first_at_the_same_cost(
    count: int,
    reporter: User,
    editor: User,
    colleague: User,
    logged_in: LogIn,
    django_assert_num_queries: Any,
) -> None:
    made = in_review(count, reporter, colleague)
    publishing.create(factories.content(), by=reporter)
    client = logged_in(editor)
    client.get(f"{LIST}?state=review")
    with django_assert_num_queries(QUEUE_QUERIES):
        response = client.get(f"{LIST}?state=review")
    assert [row.pk for row in response.context["cl"].result_list] == [a.pk for a in made[::-1]]
    page = response.content.decode()
    assert page.count(f"<bdi>{colleague.name}</bdi>") == count // 2
    assert page.count('name="_review" value="claim"') == count - count // 2


QUEUE_QUERIES = 16


def test_queue_of_a_reporter_has_own_stories_and_no_buttons(
    reporter: User, logged_in: LogIn
) -> None:
    (own,) = in_review(1, reporter)
    in_review(1, factories.user("reporter"))
    response = logged_in(reporter).get(f"{LIST}?state=review")
    assert [row.pk for row in response.context["cl"].result_list] == [own.pk]
    assert 'name="_review"' not in response.content.decode()


# --- the start page -----------------------------------------------------------------------------


def shown(user: User, rf: Any) -> dict[str, Any]:
    request = rf.get("/admin/")
    request.user = User.objects.get(pk=user.pk)
    return dashboard(request)


def test_start_page_says_what_waits(
    story: Article, reporter: User, editor: User, moderator: User, rf: Any, logged_in: LogIn
) -> None:
    workflow.submit(story, by=reporter)
    assert shown(editor, rf)["in_review"] == [story]
    assert "in_review" not in shown(moderator, rf)
    assert shown(reporter, rf)["returned"] == []
    workflow.send_back(story, by=editor, note="من قال ذلك؟")
    (review,) = shown(reporter, rf)["returned"]
    assert (review.article, review.answer) == (story, "من قال ذلك؟")
    page = logged_in(reporter).get("/admin/").content.decode()
    assert "من قال ذلك؟" in page
    workflow.submit(story, by=reporter)
    assert shown(reporter, rf)["returned"] == []
    publishing.publish(story, by=editor)
    assert (shown(editor, rf)["in_review_count"], shown(reporter, rf)["returned"]) == (0, [])


def test_returned_story_that_an_editor_published_waits_for_nobody(
    story: Article, reporter: User, editor: User, rf: Any
) -> None:
    workflow.submit(story, by=reporter)
    workflow.send_back(story, by=editor, note="لا")
    publishing.publish(story, by=editor)
    assert shown(reporter, rf)["returned"] == []
