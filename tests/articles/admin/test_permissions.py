"""Who reaches what in the admin: every address and way in, asked directly, for every role.

A cell of a table is the expected status. "login": sent to the log-in page. "!" after it: the
request did its work. Without "!" nothing in the database may have changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing, trash, withdrawal, workflow
from articles.comments.models import Comment
from articles.copydesk.models import IgnoredMark, Slip
from articles.editing import notes, preview_links
from articles.editing.models import Autosave, Note, Notice, Presence, PreviewLink
from articles.editing.preview_links import Duration
from articles.models import (
    Article,
    Author,
    Byline,
    Category,
    Correction,
    DueRevision,
    DueWithdrawal,
    PublicationSettings,
    Review,
    Revision,
    Tag,
    Withdrawal,
)
from articles.models.tag import TaggedArticle
from articles.readiness import RULES
from articles.requests.models import Attachment, Request
from articles.shortlinks.models import ShortLink
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from newsroom.embeds.models import Embed
from newsroom.media.models import Photo
from newsroom.site.models import MenuItem, Page, SiteSettings
from newsroom.work.models import Task
from tests import factories
from tests.articles.admin.story_form import typed
from tests.articles.requests.test_handling import letter, logged
from tests.articles.test_corrections import correct
from tests.newsroom.media import files
from tests.newsroom.work import tasks

STRANGER, NO_ROLE = "stranger", "no role"
PEOPLE = (
    STRANGER,
    NO_ROLE,
    "reporter",
    "moderator",
    "editor",
    "editor_in_chief",
    "administrator",
)
SECRET = "عنوان لا يراه غير صاحبه"
SECRET_KICKER = "سر"


@dataclass
class World:
    """One of each thing. The stories called ``own`` were created by the person who asks."""

    stories: dict[str, Article]
    comment: Comment
    category: Category
    author: Author
    tag: Tag
    page: Page
    photo: Photo
    colleague: User
    administrator: User
    task: Task
    embed: Embed

    def address(self, name: str) -> str:
        """«model:page» or «story page», as the tables below write it."""
        if name.startswith("story"):
            _story, which, page = name.split()
            if page == "revoke_preview":
                links = PreviewLink.objects.filter(article=self.stories[which])
                args = [self.stories[which].pk, links.values_list("pk", flat=True)[0]]
                return reverse("admin:articles_article_revoke_preview", args=args)
            if page in ("answer_note", "settle_note"):
                notes_of = Note.objects.filter(article=self.stories[which])
                args = [self.stories[which].pk, notes_of.values_list("pk", flat=True)[0]]
                return reverse(f"admin:articles_article_{page}", args=args)
            return reverse(f"admin:articles_article_{page}", args=[self.stories[which].pk])
        route, _sep, row = name.partition(" ")
        if row == "attachment":
            file = Attachment.objects.get()
            return reverse(f"admin:{route}", args=[file.request_id, file.pk])
        rows = {
            "comment": self.comment.pk,
            "category": self.category.pk,
            "default": Category.objects.default().pk,
            "author": self.author.pk,
            "tag": self.tag.pk,
            "page": self.page.pk,
            "photo": self.photo.pk,
            "colleague": self.colleague.pk,
            "administrator": self.administrator.pk,
            "settings": 1,
            "scheduled": self.stories["scheduled"].pk,
            "published": self.stories["published"].pk,
            "task": self.task.pk,
            "embed": self.embed.pk,
            "slip": Slip.objects.values_list("pk", flat=True).first(),
            "ignored": IgnoredMark.objects.values_list("pk", flat=True).first(),
            "correction": Correction.objects.values_list("pk", flat=True).first(),
            "request": Request.objects.values_list("pk", flat=True).first(),
            "entry": Entry.objects.order_by("id").values_list("pk", flat=True)[0],
        }
        return reverse(f"admin:{route}", args=[rows[row]] if row else [])


@pytest.fixture
def world(editor: User, administrator: User) -> World:
    def draft(**values: Any) -> Article:
        return publishing.create(factories.content(**values), by=editor)

    soon = timezone.now() + timedelta(days=1)
    other_author = factories.author()
    stories = {
        "own-draft": draft(),
        "own-published": publishing.publish(draft(), by=editor),
        "draft": draft(headline=SECRET, kicker=SECRET_KICKER),
        "published": publishing.publish(draft(tags=("وسم أول",)), by=editor),
        "scheduled": publishing.schedule(draft(), soon, by=editor),
        "withdrawn": withdrawal.withdraw(publishing.publish(draft(), by=editor), by=editor),
        "own-trashed": trash.trash(draft(), by=editor),
        "trashed": trash.trash(draft(), by=editor),
    }
    for name in ("own-draft", "own-published", "draft"):
        preview_links.create(stories[name], Duration.DAY, by=editor)
        notes.add(stories[name], "ملاحظة", by=editor)
    correct(stories["published"], "الصواب 12", by=editor)
    logged(editor, letter(), article=stories["published"])
    Slip.objects.create(wrong="محرقات", right="محروقات")
    IgnoredMark.objects.create(rule="glued", found="القانون،سيحل")
    return World(
        stories=stories,
        comment=Comment.objects.create(article=stories["published"], name="قارئ", text="تعليق"),
        category=factories.category("رياضة", slug="sport"),
        author=other_author,
        tag=Tag.objects.get(),
        page=Page.objects.create(title="من نحن", slug="about", body="<p>نص</p>"),
        photo=files.photo(administrator),
        colleague=factories.user("reporter", name="زميلة"),
        administrator=administrator,
        task=tasks.failed(traceback="ValueError: x"),
        embed=Embed.objects.create(address="https://t.me/a/1", host="telegram", state="failed"),
    )


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def client_of(person: str, world: World) -> Client:
    client = Client()
    if person == STRANGER:
        return client
    user = factories.user("" if person == NO_ROLE else person)
    own = [story.pk for name, story in world.stories.items() if name.startswith("own-")]
    Article.objects.filter(pk__in=own).update(created_by=user)
    client.force_login(user)
    return client


def database() -> dict[str, list[Any]]:
    """Everything that a way in could change, but for sessions and the time of the last log-in."""
    models: list[type[Model]] = [Article, Revision, Byline, Tag, TaggedArticle, Author, Category]
    models += [Comment, ShortLink, SiteSettings, MenuItem, Page, Photo, PublicationSettings, Entry]
    models += [Note, Notice, Review, Correction, Request, Attachment, DueRevision, DueWithdrawal]
    models.append(Withdrawal)
    models += [Task, Embed, PreviewLink, Slip, IgnoredMark, Autosave, Presence]
    rows: dict[str, list[Any]] = {
        model.__name__: list(model._default_manager.order_by("pk").values()) for model in models
    }
    users = User.objects.order_by("pk")
    rows["User"] = [
        {name: value for name, value in row.items() if name != "last_login"}
        for row in users.values()
    ]
    rows["roles"] = list(users.values_list("pk", "groups"))
    rows["categories"] = list(Article.objects.order_by("pk").values_list("pk", "categories"))
    return rows


def outcome(response: HttpResponseBase, before: dict[str, list[Any]]) -> str:
    status = str(response.status_code)
    if status == "302" and response.headers["Location"].startswith(reverse("admin:login")):
        status = "login"
    assert b"Traceback" not in getattr(response, "content", b"")
    return status if database() == before else f"{status}!"


Requests = dict[str, tuple[str, dict[str, Any] | None]]
"""By name: the address, and what is posted to it (``None``: a GET)."""


def outcomes(person: str, world: World, requests: Requests) -> dict[str, str]:
    """What each request gives this person; every one finds the same database."""
    client = client_of(person, world)
    before = database()
    found = {}
    signed_in = deepcopy(client.cookies)
    for name, (address, data) in requests.items():
        client.cookies = deepcopy(signed_in)
        with undone():
            response = client.get(address) if data is None else client.post(address, data)
            found[name] = outcome(response, before)
    return found


def expected(person: str, table: dict[str, str]) -> dict[str, str]:
    column = PEOPLE.index(person)
    assert all(len(row.split()) == len(PEOPLE) for row in table.values())
    return {name: row.split()[column] for name, row in table.items()}


PAGES = {
    #                                        stranger no-role reporter moderator editor chief admin
    "index": "login 200 200 200 200 200 200",
    "account": "login 200 200 200 200 200 200",
    "password_change": "login 200 200 200 200 200 200",
    "jsi18n": "login 200 200 200 200 200 200",
    "articles_article_changelist": "login 403 200 200 200 200 200",
    "articles_article_add": "login 403 200 403 200 200 200",
    # "302": to the start page, with the note that there is no such story.
    "story own-draft change": "login 403 200 200 200 200 200",
    "story own-published change": "login 403 200 200 200 200 200",
    "story draft change": "login 403 302 200 200 200 200",
    "story published change": "login 403 302 200 200 200 200",
    "story scheduled change": "login 403 302 200 200 200 200",
    "story withdrawn change": "login 403 302 200 200 200 200",
    "story own-draft preview": "login 403 200 200 200 200 200",
    "story own-published preview": "login 403 200 200 200 200 200",
    "story draft preview": "login 403 403 200 200 200 200",
    "story published preview": "login 403 403 200 200 200 200",
    # "302": to the empty form. "405": they take what stands in a form.
    "articles_article_choices": "login 403 200 403 200 200 200",
    "articles_article_preview_new": "login 302 302 302 302 302 302",
    "articles_article_readiness_new": "login 405 405 405 405 405 405",
    "story draft readiness": "login 405 405 405 405 405 405",
    "articles_article_session": "login 200 200 200 200 200 200",
    "articles_article_autosave_new": "login 405 405 405 405 405 405",
    "story draft autosave": "login 405 405 405 405 405 405",
    "story draft presence": "login 405 405 405 405 405 405",
    # "404": there is no unsaved text of theirs.
    "articles_article_unsaved_new": "login 403 404 403 404 404 404",
    "story own-draft unsaved": "login 403 404 403 404 404 404",
    "story draft unsaved": "login 403 403 403 404 404 404",
    "story trashed unsaved": "login 403 403 403 403 403 403",
    "articles_article_copy_desk_new": "login 405 405 405 405 405 405",
    "story draft copy_desk": "login 405 405 405 405 405 405",
    "articles_article_ignore_mark_new": "login 405 405 405 405 405 405",
    "story draft ignore_mark": "login 405 405 405 405 405 405",
    "articles_correction_changelist": "login 403 403 403 200 200 200",
    "articles_correction_add": "login 403 403 403 403 403 403",
    "articles_correction_change correction": "login 403 403 403 200 200 200",
    "articles_correction_history correction": "login 403 403 403 200 200 200",
    "articles_correction_delete correction": "login 403 403 403 403 403 403",
    "requests_request_changelist": "login 403 403 403 200 200 200",
    "requests_request_add": "login 403 403 403 200 200 200",
    "requests_request_change request": "login 403 403 403 200 200 200",
    "requests_request_history request": "login 403 403 403 200 200 200",
    "requests_request_delete request": "login 403 403 403 403 200 200",
    "requests_request_attachment attachment": "login 403 403 403 200 200 200",
    "requests_request_delete_attachment attachment": "login 405 405 405 405 405 405",
    "copydesk_slip_changelist": "login 403 403 403 200 200 200",
    "copydesk_slip_add": "login 403 403 403 200 200 200",
    "copydesk_slip_change slip": "login 403 403 403 200 200 200",
    "copydesk_slip_history slip": "login 403 403 403 200 200 200",
    "copydesk_ignoredmark_history ignored": "login 403 403 403 200 200 200",
    "copydesk_slip_delete slip": "login 403 403 403 200 200 200",
    "copydesk_ignoredmark_changelist": "login 403 403 403 200 200 200",
    "copydesk_ignoredmark_add": "login 403 403 403 403 403 403",
    "copydesk_ignoredmark_change ignored": "login 403 403 403 200 200 200",
    "copydesk_ignoredmark_delete ignored": "login 403 403 403 200 200 200",
    "story own-draft preview_links": "login 403 200 403 200 200 200",
    "notices": "login 200 200 200 200 200 200",
    "story own-draft notes": "login 403 200 200 200 200 200",
    "story own-published notes": "login 403 200 200 200 200 200",
    "story draft notes": "login 403 403 200 200 200 200",
    "story draft answer_note": "login 403 403 405 405 405 405",
    "story draft settle_note": "login 403 403 405 405 405 405",
    "story draft review": "login 405 405 405 405 405 405",
    "story own-published preview_links": "login 403 200 403 200 200 200",
    "story draft preview_links": "login 403 403 403 200 200 200",
    "story draft revoke_preview": "login 405 405 405 405 405 405",
    "story own-draft history": "login 403 200 200 200 200 200",
    "story own-published history": "login 403 200 200 200 200 200",
    "story draft history": "login 403 403 200 200 200 200",
    "story published history": "login 403 403 200 200 200 200",
    "story own-draft compare": "login 403 200 200 200 200 200",
    "story own-published compare": "login 403 200 200 200 200 200",
    "story draft compare": "login 403 403 200 200 200 200",
    "story published compare": "login 403 403 200 200 200 200",
    "story draft restore_revision": "login 405 405 405 405 405 405",
    # "302": back to the form, where it says that a draft is not withdrawn.
    "story own-draft withdraw_at": "login 403 403 403 302 302 302",
    "story own-published withdraw_at": "login 403 403 403 200 200 200",
    "story published withdraw_at": "login 403 403 403 200 200 200",
    "story scheduled withdraw_at": "login 403 403 403 200 200 200",
    "story own-draft slug": "login 403 403 403 200 200 200",
    "story own-published slug": "login 403 403 403 200 200 200",
    "story draft slug": "login 403 403 403 200 200 200",
    "story published slug": "login 403 403 403 200 200 200",
    "story own-draft quick": "login 403 302 403 302 302 302",
    "story draft quick": "login 403 403 403 302 302 302",
    "story published quick": "login 403 403 403 302 302 302",
    "articles_article_undo_comments": "login 405 405 405 405 405 405",
    "story draft delete": "login 403 403 403 403 403 403",
    "story own-trashed change": "login 403 200 403 200 200 200",
    "story trashed change": "login 403 302 403 200 200 200",
    "story own-trashed preview": "login 403 403 403 403 403 403",
    "story trashed preview": "login 403 403 403 403 403 403",
    "story trashed preview_links": "login 403 403 403 403 403 403",
    "articles_article_restore": "login 405 405 405 405 405 405",
    "articles_article_empty_trash": "login 403 403 403 403 200 200",
    # "302": back to the form, where it says that a draft is not withdrawn.
    "story draft withdraw": "login 403 403 403 302 302 302",
    "story own-published withdraw": "login 403 403 403 200 200 200",
    "story published withdraw": "login 403 403 403 200 200 200",
    "articles_article_withdraw_several": "login 405 405 405 405 405 405",
    "story withdrawn withdrawals": "login 403 403 403 403 200 200",
    "story withdrawn lift_hold": "login 405 405 405 405 405 405",
    "articles_tag_suggest": "login 403 200 403 200 200 200",
    "comments_comment_changelist": "login 403 403 200 403 403 200",
    "comments_comment_judge comment": "login 405 405 405 405 405 405",
    "comments_comment_add": "login 403 403 403 403 403 403",
    "comments_comment_change comment": "login 403 403 200 403 403 200",
    "comments_comment_history comment": "login 403 403 200 403 403 200",
    "comments_comment_delete comment": "login 403 403 403 403 403 403",
    "articles_category_changelist": "login 403 403 403 200 200 200",
    "articles_category_add": "login 403 403 403 403 200 200",
    "articles_category_change category": "login 403 403 403 200 200 200",
    "articles_category_history category": "login 403 403 403 200 200 200",
    "articles_category_delete category": "login 403 403 403 403 200 200",
    "articles_category_delete default": "login 403 403 403 403 403 403",
    "articles_author_changelist": "login 403 403 403 200 200 200",
    "articles_author_add": "login 403 403 403 200 200 200",
    "articles_author_change author": "login 403 403 403 200 200 200",
    "articles_author_delete author": "login 403 403 403 403 403 200",
    "articles_tag_changelist": "login 403 403 403 200 200 200",
    "articles_tag_add": "login 403 403 403 403 403 403",
    "articles_tag_change tag": "login 403 403 403 200 200 200",
    "articles_tag_delete tag": "login 403 403 403 403 403 200",
    "site_page_changelist": "login 403 403 403 403 200 200",
    "site_page_add": "login 403 403 403 403 200 200",
    "site_page_change page": "login 403 403 403 403 200 200",
    "site_page_delete page": "login 403 403 403 403 200 200",
    "media_photo_changelist": "login 403 200 403 200 200 200",
    "media_photo_add": "login 403 200 403 200 200 200",
    "media_photo_choices": "login 403 200 403 200 200 200",
    "media_photo_picker": "login 403 200 403 200 200 200",
    "media_photo_licences": "login 403 200 403 200 200 200",
    # The right to see photos is asked first, then the method.
    "media_photo_upload": "login 403 405 403 405 405 405",
    "media_photo_describe photo": "login 403 405 403 405 405 405",
    "media_photo_discard photo": "login 403 405 403 405 405 405",
    "media_photo_replace photo": "login 403 405 403 405 405 405",
    "media_photo_archive photo": "login 403 405 403 405 405 405",
    "media_photo_settle photo": "login 403 405 403 405 405 405",
    "media_photo_change photo": "login 403 200 403 200 200 200",
    "media_photo_history photo": "login 403 200 403 200 200 200",
    "media_photo_delete photo": "login 403 403 403 403 403 403",
    "calendar": "login 403 200 200 200 200 200",
    "calendar_undo": "login 405 405 405 405 405 405",
    "calendar_move scheduled": "login 403 403 403 200 200 200",
    "calendar_move published": "login 403 403 403 200 200 200",
    "flash": "login 403 403 403 200 200 200",
    "frontpage_desk": "login 403 403 403 200 200 200",
    "frontpage_arrangement_changelist": "login 403 403 403 302 302 302",
    # "302": to the form of the one row, which asks again.
    "site_sitesettings_changelist": "login 302 302 302 302 302 302",
    "articles_publicationsettings_changelist": "login 302 302 302 302 302 302",
    "site_sitesettings_change settings": "login 403 403 403 403 200 200",
    "site_sitesettings_add": "login 403 403 403 403 403 403",
    "site_sitesettings_delete settings": "login 403 403 403 403 403 403",
    "articles_publicationsettings_change settings": "login 403 403 403 403 200 200",
    "articles_publicationsettings_add": "login 403 403 403 403 403 403",
    "audit_entry_changelist": "login 403 403 403 403 200 200",
    "audit_entry_change entry": "login 403 403 403 403 200 200",
    "audit_entry_export": "login 405 405 405 405 405 405",
    "jump": "login 403 200 200 200 200 200",
    "jump_results": "login 403 200 200 200 200 200",
    "embeds_embed_changelist": "login 403 403 403 200 200 200",
    "embeds_embed_add": "login 403 403 403 403 403 403",
    "embeds_embed_change embed": "login 403 403 403 200 200 200",
    "embeds_embed_history embed": "login 403 403 403 200 200 200",
    "embeds_embed_delete embed": "login 403 403 403 403 403 403",
    "embeds_embed_fetch embed": "login 405 405 405 405 405 405",
    # It says what it makes of an address; here it was given none.
    "embeds_embed_recognize": "login 422 422 422 422 422 422",
    "work_process_changelist": "login 403 403 403 403 403 200",
    "work_task_changelist": "login 403 403 403 403 403 200",
    "work_task_change task": "login 403 403 403 403 403 200",
    "work_task_retry task": "login 405 405 405 405 405 405",
    "accounts_user_changelist": "login 403 403 403 403 200 200",
    "accounts_user_add": "login 403 403 403 403 403 200",
    "accounts_user_change colleague": "login 403 403 403 403 200 200",
    "accounts_user_change administrator": "login 403 403 403 403 200 200",
    "accounts_user_delete colleague": "login 403 403 403 403 403 200",
    "auth_user_password_change colleague": "login 403 403 403 403 200 200",
    "auth_user_password_change administrator": "login 403 403 403 403 403 200",
}


@pytest.mark.parametrize("person", PEOPLE)
def test_pages_open_to_the_roles_they_are_for(person: str, world: World) -> None:
    requests: Requests = {page: (world.address(page), None) for page in PAGES}
    assert outcomes(person, world, requests) == expected(person, PAGES)


def test_every_registered_address_stands_in_the_table(world: World) -> None:
    """A new model or page of the admin must get its row."""
    without_row = {"login", "logout", "password_change_done", "autocomplete", "view_on_site"}
    known = {name.split()[0] for name in PAGES} | without_row
    known |= {f"articles_article_{name.split()[2]}" for name in PAGES if name.startswith("story")}
    missing = set()
    for pattern in admin.site.urls[0]:
        for address in getattr(pattern, "url_patterns", [pattern]):
            missing |= {address.name} - known - {None}
    assert missing <= {
        # Django's own history pages stand behind the right to view.
        "site_sitesettings_history",
        "articles_publicationsettings_history",
        "articles_publicationsettings_delete",
        "app_list",
        "articles_author_history",
        "articles_tag_history",
        "accounts_user_history",
        "site_page_history",
    }


MAY_BE_PRESSED = {
    "own-draft": ("_save", "_publish", "_schedule", "_trash"),
    "draft": ("_save", "_publish", "_schedule", "_trash"),
    "own-published": ("_save", "_update", "_withdraw", "_update_at", "_withdraw_at"),
    "published": ("_save", "_update", "_withdraw", "_update_at", "_withdraw_at"),
    "scheduled": ("_save", "_publish", "_schedule", "_unschedule", "_withdraw_at"),
    "withdrawn": ("_save", "_publish", "_schedule"),
}
OF_REPORTERS = {
    "own-draft _save": "302!",
    "own-draft _trash": "302!",
    "own-published _save": "302!",
    "own-published _trash": "409",
}
BUTTONS = (
    # "_withdraw" keeps what was typed and leads to the page that asks why.
    *("_save", "_publish", "_schedule", "_unschedule", "_update", "_withdraw", "_trash"),
    # Nothing waits, so there is nothing to cancel.
    *("_update_at", "_cancel_update", "_withdraw_at", "_cancel_withdrawal"),
)


def pressed(button: str) -> dict[str, str]:
    if button == "_schedule":
        later = timezone.localtime() + timedelta(days=2)
        return {"_schedule": "at", "at_0": f"{later:%d/%m/%Y}", "at_1": "07:00"}
    if button == "_update_at":
        return {"_update_at": f"{timezone.localtime() + timedelta(days=2):%Y-%m-%d}T07:00"}
    return {button: "1", "kind": "minor"}


def buttons_table() -> dict[str, str]:
    """The state of the story forbids what 409 answers; to the others it may not be done at all."""
    table = {}
    for story, possible in MAY_BE_PRESSED.items():
        for button in BUTTONS:
            done = "302!" if button in possible else "409"
            reporter = "302"  # no such story for her
            if story.startswith("own"):
                reporter = OF_REPORTERS.get(f"{story} {button}", "403")
            table[f"{story} {button}"] = f"login 403 {reporter} 403 {done} {done} {done}"
    return table


@pytest.mark.parametrize("person", PEOPLE)
def test_buttons_of_the_story_form(person: str, world: World) -> None:
    table = buttons_table()
    requests: Requests = {}
    for name in table:
        story, button = name.split()
        data = typed(world.stories[story], headline="نص مكتوب", **pressed(button))
        requests[name] = (world.address(f"story {story} change"), data)
    assert outcomes(person, world, requests) == expected(person, table)


@pytest.mark.parametrize("person", PEOPLE)
def test_withdrawing_several_and_restoring(person: str, world: World) -> None:
    several = reverse("admin:articles_article_withdraw_several")
    restore, stories = reverse("admin:articles_article_restore"), world.stories
    told: dict[str, Any] = {"story": stories["published"].pk, "reason": "error"}
    requests: Requests = {
        "withdraw": (several, told),
        "own-trashed": (restore, {"story": stories["own-trashed"].pk}),
        "trashed": (restore, {"story": stories["trashed"].pk}),
    }
    table = {
        "withdraw": "login 403 403 403 302! 302! 302!",
        "own-trashed": "login 403 302! 403 302! 302! 302!",
        "trashed": "login 403 302 403 302! 302! 302!",
    }
    assert outcomes(person, world, requests) == expected(person, table)


NEW_STORY = {
    "_save": "login 403 302! 403 302! 302! 302!",
    "_publish": "login 403 403 403 302! 302! 302!",
    "_schedule": "login 403 403 403 302! 302! 302!",
}


@pytest.mark.parametrize("person", PEOPLE)
def test_buttons_of_the_form_of_a_new_story(person: str, world: World) -> None:
    address = reverse("admin:articles_article_add")
    requests: Requests = {button: (address, typed(None, **pressed(button))) for button in NEW_STORY}
    assert outcomes(person, world, requests) == expected(person, NEW_STORY)


def test_comments_of_the_form_are_for_those_who_may_set_them(world: World) -> None:
    """A reporter's form has no such field: sending it anyway changes nothing of it."""
    article = world.stories["own-draft"]
    address = world.address("story own-draft change")
    with undone():
        client = client_of("reporter", world)
        client.post(address, typed(article, comments_state="closed", _save="1"))
        assert Article.objects.get(pk=article.pk).comments_state == "open"
        assert not Entry.objects.filter(verb="comments_closed").exists()


def test_form_of_a_moderator_is_to_be_read(world: World) -> None:
    article = world.stories["published"]
    page = client_of("moderator", world).get(world.address("story published change"))
    shown = page.content.decode()
    assert article.headline in shown
    for name in ("headline", "body", "comments_state", "_save", "_update", "_withdraw"):
        assert f'name="{name}"' not in shown


def test_form_of_a_reporter_has_no_verbs_of_the_desk(world: World) -> None:
    shown = client_of("reporter", world).get(world.address("story own-draft change"))
    page = shown.content.decode()
    assert 'name="_save"' in page
    for name in ("_publish", "_schedule", "comments_state"):
        assert f'name="{name}"' not in page


def test_reporter_saves_the_form_as_it_was_shown(world: World) -> None:
    article = world.stories["own-draft"]
    data = typed(article, headline="نص الصحافية", _save="1")
    del data["comments_state"]  # not in her form
    client = client_of("reporter", world)
    response = client.post(world.address("story own-draft change"), data)
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.comments_state) == ("نص الصحافية", "open")


@pytest.mark.parametrize("person", PEOPLE)
def test_slug_page(person: str, world: World) -> None:
    stories = ("own-draft", "own-published", "draft", "published")
    data = {"slug": "اسم-آخر"}
    requests: Requests = {name: (world.address(f"story {name} slug"), data) for name in stories}
    table = dict.fromkeys(stories, "login 403 403 403 302! 302! 302!")
    assert outcomes(person, world, requests) == expected(person, table)


ACTIONS = {
    # A reporter's list has no actions: the list is shown again. "302": «no action selected».
    "close_comments": "login 403 200 302! 302! 302! 302!",
    "open_comments": "login 403 200 302! 302! 302! 302!",
    "publish": "login 403 200 302 302! 302! 302!",
    "withdraw": "login 403 200 302 200 200 200",  # asks why
    "move_to_trash": "login 403 200 302 302! 302! 302!",
    "restore_from_trash": "login 403 200 302 302 302 302",  # in the trash only
    "move": "login 403 200 302 302! 302! 302!",
    "delete_selected": "login 403 200 302 302 302 302",
}


def ticked(action: str, *rows: Any, **more: Any) -> dict[str, Any]:
    return {
        "action": action,
        "index": "0",
        "select_across": "0",
        "_selected_action": list(rows),
        **more,
    }


@pytest.mark.parametrize("person", PEOPLE)
def test_actions_on_the_list_of_stories(person: str, world: World) -> None:
    Article.objects.filter(pk=world.stories["withdrawn"].pk).update(comments_state="closed")
    stories = [article.pk for article in world.stories.values()]
    address, category = reverse("admin:articles_article_changelist"), world.category.pk
    requests: Requests = {a: (address, ticked(a, *stories, category=category)) for a in ACTIONS}
    assert outcomes(person, world, requests) == expected(person, ACTIONS)


@pytest.mark.parametrize("person", PEOPLE)
def test_actions_on_the_list_of_comments(person: str, world: World) -> None:
    address = reverse("admin:comments_comment_changelist")
    actions = ("approve", "reject", "mark_as_spam")
    requests: Requests = {a: (address, ticked(a, world.comment.pk)) for a in actions}
    table = dict.fromkeys(actions, "login 403 403 302! 403 403 302!")
    assert outcomes(person, world, requests) == expected(person, table)


@pytest.mark.parametrize("person", PEOPLE)
def test_action_on_the_list_of_tasks(person: str, world: World) -> None:
    address = reverse("admin:work_task_changelist")
    requests: Requests = {"retry_tasks": (address, ticked("retry_tasks", world.task.pk))}
    table = {"retry_tasks": "login 403 403 403 403 403 302!"}
    assert outcomes(person, world, requests) == expected(person, table)


@pytest.mark.parametrize("person", PEOPLE)
def test_action_on_the_list_of_embeds(person: str, world: World) -> None:
    address = reverse("admin:embeds_embed_changelist")
    requests: Requests = {"again": (address, ticked("fetch_all_again", world.embed.pk))}
    table = {"again": "login 403 403 403 302! 302! 302!"}
    assert outcomes(person, world, requests) == expected(person, table)


UNSAVED = {"headline": "نص لم يُحفظ", "draft_key": "0123456789abcdef"}
FORMS: dict[str, tuple[dict[str, Any], str]] = {
    # The photo is another person's; "400": nothing was sent.
    "media_photo_add": ({"credit": "زميلة"}, "login 403 400 403 400 400 400"),
    "media_photo_change photo": (
        {"alt": "حشد", "credit": "زميلة", "focal_point": "1"},
        "login 403 403 403 302! 302! 302!",
    ),
    "media_photo_upload": ({}, "login 403 400 403 400 400 400"),
    "media_photo_describe photo": (
        {"alt": "حشد", "credit": "زميلة", "focal_point": "1"},
        "login 403 403 403 200! 200! 200!",
    ),
    # An upload of a moment ago that nothing uses.
    "media_photo_discard photo": ({}, "login 403 403 403 200! 200! 200!"),
    "media_photo_archive photo": ({"verb": "archive"}, "login 403 403 403 302! 302! 302!"),
    "media_photo_replace photo": ({}, "login 403 403 403 302 302 302"),
    "media_photo_settle photo": ({}, "login 403 302 403 302 302 302"),
    "articles_correction_change correction": (
        {"text": "الصواب 13", "wrong": "", "at_top": "on"},
        "login 403 403 403 302! 302! 302!",
    ),
    "requests_request_add": (
        {
            **{"kind": "reply", "name": "سعاد", "channel": "phone", "text": "رد"},
            **{"received_on": "2023-11-14", "state": "open"},
        },
        "login 403 403 403 302! 302! 302!",
    ),
    "requests_request_change request": (
        {
            **{"kind": "reply", "name": "سعاد", "channel": "phone", "text": "رد"},
            **{"received_on": "2023-11-14", "state": "answered", "answer": "نعم"},
        },
        "login 403 403 403 302! 302! 302!",
    ),
    "requests_request_delete request": ({"post": "yes"}, "login 403 403 403 403 302! 302!"),
    "requests_request_delete_attachment attachment": ({}, "login 403 403 403 403 302! 302!"),
    # Nothing was ticked.
    "articles_article_restore": ({}, "login 403 302 403 302 302 302"),
    "articles_article_withdraw_several": ({"reason": "error"}, "login 403 403 403 302 302 302"),
    "articles_article_empty_trash": ({}, "login 403 403 403 403 302! 302!"),
    "story draft withdraw": ({"reason": "error"}, "login 403 403 403 409 409 409"),
    "story own-published withdraw": ({"reason": "error"}, "login 403 403 403 302! 302! 302!"),
    "story published withdraw": ({"reason": "error"}, "login 403 403 403 302! 302! 302!"),
    "story withdrawn lift_hold": ({"note": "سبب"}, "login 403 403 403 403 302! 302!"),
    "story own-draft quick": ({}, "login 403 400 403 400 400 400"),
    "story draft quick": ({}, "login 403 403 403 400 400 400"),
    "story published quick": ({}, "login 403 403 403 400 400 400"),
    # "400": the preview says what is wrong with the empty form.
    "articles_article_preview_new": ({}, "login 403 400 403 400 400 400"),
    "story own-draft preview": ({}, "login 403 400 403 400 400 400"),
    "story own-published preview": ({}, "login 403 400 403 400 400 400"),
    "story draft preview": ({}, "login 403 403 403 400 400 400"),
    "articles_article_autosave_new": (UNSAVED, "login 403 200! 403 200! 200! 200!"),
    "story own-draft autosave": (UNSAVED, "login 403 200! 403 200! 200! 200!"),
    "story own-published autosave": (UNSAVED, "login 403 200! 403 200! 200! 200!"),
    "story draft autosave": (UNSAVED, "login 403 403 403 200! 200! 200!"),
    "story own-trashed autosave": (UNSAVED, "login 403 403 403 403 403 403"),
    "articles_article_unsaved_new": (UNSAVED, "login 403 200 403 200 200 200"),
    "story own-draft unsaved": (UNSAVED, "login 403 200 403 200 200 200"),
    "story draft unsaved": (UNSAVED, "login 403 403 403 200 200 200"),
    # A moderator sees who is there without being there.
    "story own-draft presence": ({}, "login 403 200! 200 200! 200! 200!"),
    "story draft presence": ({}, "login 403 403 200 200! 200! 200!"),
    "articles_article_readiness_new": ({}, "login 403 200 403 200 200 200"),
    "story own-draft readiness": ({}, "login 403 200 403 200 200 200"),
    "story own-published readiness": ({}, "login 403 200 403 200 200 200"),
    "story draft readiness": ({}, "login 403 403 403 200 200 200"),
    # It answers with the marks of what was sent.
    "articles_article_copy_desk_new": ({"headline": "و ختم"}, "login 403 200 403 200 200 200"),
    "story own-draft copy_desk": ({"headline": "و ختم"}, "login 403 200 403 200 200 200"),
    "story own-published copy_desk": ({"headline": "و ختم"}, "login 403 200 403 200 200 200"),
    "story draft copy_desk": ({"headline": "و ختم"}, "login 403 403 403 200 200 200"),
    # "400": it takes JSON (tests/articles/admin/test_article_copy_desk.py).
    "articles_article_ignore_mark_new": ({}, "login 403 400 403 400 400 400"),
    "story own-draft ignore_mark": ({}, "login 403 400 403 400 400 400"),
    "story own-published ignore_mark": ({}, "login 403 400 403 400 400 400"),
    "story draft ignore_mark": ({}, "login 403 403 403 400 400 400"),
    "copydesk_slip_add": (
        {"wrong": "بنزيب", "right": "بنزين"},
        "login 403 403 403 302! 302! 302!",
    ),
    "copydesk_slip_change slip": (
        {"wrong": "محرقاة", "right": "محروقات"},
        "login 403 403 403 302! 302! 302!",
    ),
    "copydesk_slip_delete slip": ({"post": "yes"}, "login 403 403 403 302! 302! 302!"),
    "copydesk_ignoredmark_delete ignored": ({"post": "yes"}, "login 403 403 403 302! 302! 302!"),
    "story own-draft preview_links": ({"preview_days": "1"}, "login 403 200! 403 200! 200! 200!"),
    "story own-published preview_links": (
        {"preview_days": "1"},
        "login 403 200! 403 200! 200! 200!",
    ),
    "story draft preview_links": ({"preview_days": "1"}, "login 403 403 403 200! 200! 200!"),
    "story withdrawn preview_links": ({"preview_days": "1"}, "login 403 403 403 409 409 409"),
    "story own-draft revoke_preview": ({}, "login 403 302! 403 302! 302! 302!"),
    "story own-published revoke_preview": ({}, "login 403 302! 403 302! 302! 302!"),
    "story draft revoke_preview": ({}, "login 403 403 403 302! 302! 302!"),
    "story own-draft restore_revision": (
        {"revision": "1", "base": "1"},
        "login 403 302! 403 302! 302! 302!",
    ),
    # Readers go on seeing what was published.
    "story own-published restore_revision": (
        {"revision": "1", "base": "2"},
        "login 403 302! 403 302! 302! 302!",
    ),
    "story draft restore_revision": (
        {"revision": "1", "base": "1"},
        "login 403 403 403 302! 302! 302!",
    ),
    "story published withdraw_at": (
        {"day": "01/01/2090", "clock": "07:00", "reason": "error"},
        "login 403 403 403 302! 302! 302!",
    ),
    "story own-published withdraw_at": (
        {"day": "01/01/2090", "clock": "07:00", "reason": "error"},
        "login 403 403 403 302! 302! 302!",
    ),
    "articles_article_undo_comments": ({}, "login 403 403 302 302 302 302"),
    "account": ({"name": "اسم آخر"}, "login 302! 302! 302! 302! 302! 302!"),
    "comments_comment_judge comment": (
        {"verb": "approve"},
        "login 403 403 302! 403 403 302!",
    ),
    "comments_comment_change comment": (
        {"state": "approved"},
        "login 403 403 302! 403 403 302!",
    ),
    "comments_comment_add": ({"state": "approved"}, "login 403 403 403 403 403 403"),
    "comments_comment_delete comment": ({"post": "yes"}, "login 403 403 403 403 403 403"),
    "articles_category_add": (
        {"name": "ثقافة", "position": "0"},
        "login 403 403 403 403 302! 302!",
    ),
    "articles_category_change category": (
        {"name": "ثقافة", "slug": "sport", "position": "0"},
        "login 403 403 403 403 302! 302!",
    ),
    "articles_category_delete category": (
        {"post": "yes"},
        "login 403 403 403 403 302! 302!",
    ),
    "articles_category_delete default": ({"post": "yes"}, "login 403 403 403 403 403 403"),
    "articles_author_add": ({"name": "كاتب جديد"}, "login 403 403 403 302! 302! 302!"),
    "articles_author_change author": (
        {"name": "اسم آخر", "slug": "other"},
        "login 403 403 403 302! 302! 302!",
    ),
    "articles_author_delete author": ({"post": "yes"}, "login 403 403 403 403 403 302!"),
    "articles_tag_change tag": (
        {"name": "اسم آخر", "slug": "other"},
        "login 403 403 403 302! 302! 302!",
    ),
    "articles_tag_delete tag": ({"post": "yes"}, "login 403 403 403 403 403 302!"),
    "site_sitesettings_change settings": (
        {"name": "جريدة", "edition": "EG", "digits": "edition", "hijri_offset": "0"},
        "login 403 403 403 403 302! 302!",
    ),
    "site_page_add": (
        {"title": "من نحن", "position": "0", "body": "نص"},
        "login 403 403 403 403 302! 302!",
    ),
    "site_page_change page": (
        {"title": "اتصل", "position": "0", "body": "نص"},
        "login 403 403 403 403 302! 302!",
    ),
    "site_page_delete page": ({"post": "yes"}, "login 403 403 403 403 302! 302!"),
    "articles_publicationsettings_change settings": (
        {
            "closed_notice": "مغلقة",
            "new_article_comments": "closed",
            **{f"ready_{rule}": "blocking" for rule in RULES},
        },
        "login 403 403 403 403 302! 302!",
    ),
    "audit_entry_changelist": ({"action": "delete_selected"}, "login 405 405 405 405 405 405"),
    "audit_entry_change entry": ({"by_name": "غيره"}, "login 405 405 405 405 405 405"),
    # Who took the log away stands in it, too.
    "audit_entry_export": ({}, "login 403 403 403 403 200! 200!"),
    "embeds_embed_change embed": ({"title": "عنوان"}, "login 403 403 403 302! 302! 302!"),
    "embeds_embed_fetch embed": ({}, "login 403 403 403 302! 302! 302!"),
    "work_task_change task": ({"_save": "1"}, "login 403 403 403 403 403 403"),
    "work_task_retry task": ({}, "login 403 403 403 403 403 302!"),
    "accounts_user_add": (
        {
            "username": "new",
            "name": "جديد",
            "usable_password": "true",
            "password1": "a long enough password",
            "password2": "a long enough password",
        },
        "login 403 403 403 403 403 302!",
    ),
    "accounts_user_change colleague": (
        {"username": "renamed", "name": "غيره", "is_active": "on"},
        "login 403 403 403 403 302! 302!",
    ),
    "accounts_user_change administrator": (
        {"username": "renamed", "name": "غيره"},
        "login 403 403 403 403 403 302!",
    ),
    "accounts_user_delete colleague": ({"post": "yes"}, "login 403 403 403 403 403 302!"),
    "auth_user_password_change colleague": (
        {"usable_password": "true", "password1": "a new long one", "password2": "a new long one"},
        "login 403 403 403 403 302! 302!",
    ),
    "auth_user_password_change administrator": (
        {"usable_password": "true", "password1": "a new long one", "password2": "a new long one"},
        "login 403 403 403 403 403 302!",
    ),
}


@pytest.mark.parametrize("person", PEOPLE)
def test_forms_take_from_the_roles_they_are_for(person: str, world: World) -> None:
    requests: Requests = {page: (world.address(page), data) for page, (data, _row) in FORMS.items()}
    table = {page: row for page, (_data, row) in FORMS.items()}
    assert outcomes(person, world, requests) == expected(person, table)


@pytest.mark.parametrize("person", PEOPLE)
def test_stories_are_moved_in_the_calendar_by_the_desk(person: str, world: World) -> None:
    was = world.stories["scheduled"].publish_at
    assert was is not None
    later = timezone.localtime() + timedelta(days=2)
    data = {"at_0": f"{later:%d/%m/%Y}", "at_1": "07:00", "was": was.isoformat()}
    table = {
        "calendar_move scheduled": "login 403 403 403 302! 302! 302!",
        "calendar_move published": "login 403 403 403 409 409 409",
        "calendar_undo": "login 403 403 403 302 302 302",
    }
    requests: Requests = {page: (world.address(page), data) for page in table}
    assert outcomes(person, world, requests) == expected(person, table)


TAKING_BACK = {"articles_correction_change correction": "login 403 403 403 403 302! 302!"}


@pytest.mark.parametrize("person", PEOPLE)
def test_note_is_taken_back_by_the_chief_alone(person: str, world: World) -> None:
    data = {"_take_back": "1", "reason": "سبب"}
    requests: Requests = {page: (world.address(page), data) for page in TAKING_BACK}
    assert outcomes(person, world, requests) == expected(person, TAKING_BACK)


NOTES: dict[str, tuple[dict[str, str], str]] = {
    "story own-draft notes": ({"note": "نص"}, "login 403 302! 302! 302! 302! 302!"),
    "story own-published notes": ({"note": "نص"}, "login 403 302! 302! 302! 302! 302!"),
    "story draft notes": ({"note": "نص"}, "login 403 403 302! 302! 302! 302!"),
    "story own-draft answer_note": ({}, "login 403 302! 302! 302! 302! 302!"),
    "story draft answer_note": ({}, "login 403 403 302! 302! 302! 302!"),
    "story own-draft settle_note": ({"_note": "resolve"}, "login 403 302! 302! 302! 302! 302!"),
    "story draft settle_note": ({"_note": "resolve"}, "login 403 403 302! 302! 302! 302!"),
    "story own-published settle_note": ({"_note": "reopen"}, "login 403 302 302 302 302 302"),
}


@pytest.mark.parametrize("person", PEOPLE)
def test_notes_are_for_those_who_see_the_story(person: str, world: World) -> None:
    requests: Requests = {}
    for page, (data, _row) in NOTES.items():
        address = world.address(page)
        note = address.split("/")[-3]
        requests[page] = (address, {**data, f"answer_{note}": "رد"})
    assert outcomes(person, world, requests) == expected(
        person, {page: row for page, (_data, row) in NOTES.items()}
    )


# "own": of the person who asks. Its state forbids what 409 answers, or 302 without "!", which
# leads to the form with a message.
STEPS_OF_A_REVIEW = {
    "own-draft submit": "login 403 302! 403 302! 302! 302!",
    "own-published submit": "login 403 302! 403 302! 302! 302!",
    "draft submit": "login 403 302 403 302! 302! 302!",
    "scheduled submit": "login 403 302 403 409 409 409",
    "waiting submit": "login 403 302 403 409 409 409",
    "own-waiting submit": "login 403 409 403 409 409 409",
    "waiting approve": "login 403 302 403 302! 302! 302!",
    "own-waiting approve": "login 403 409 403 302! 302! 302!",
    "own-waiting send_back": "login 403 409 403 302! 302! 302!",
    "claimed approve": "login 403 302 403 409 409 409",
    "claimed send_back": "login 403 302 403 409 409 409",
    "waiting claim": "login 403 302 403 302! 302! 302!",
    "own-waiting claim": "login 403 403 403 302! 302! 302!",
    "own-waiting take_back": "login 403 302! 403 302! 302! 302!",
    "claimed take_over": "login 403 302 403 302! 302! 302!",
    "claimed release": "login 403 302 403 409 409 409",
}
STEPS_BESIDE_THE_FORM = {
    "waiting claim": "login 403 403 403 302! 302! 302!",
    "own-waiting claim": "login 403 403 403 302! 302! 302!",
    "claimed claim": "login 403 403 403 302 302 302",
    "claimed take_over": "login 403 403 403 302! 302! 302!",
    "claimed release": "login 403 403 403 302 302 302",
    "own-waiting take_back": "login 403 302! 403 302! 302! 302!",
    "waiting take_back": "login 403 403 403 403 403 403",
    "own-draft submit": "login 403 400 400 400 400 400",
    "draft submit": "login 403 403 400 400 400 400",
}


@pytest.fixture
def reviewed(world: World, editor: User) -> World:
    """Stories that wait for an editor, one of the person who asks, and one that an editor has."""
    for name in ("waiting", "own-waiting", "claimed"):
        world.stories[name] = publishing.create(factories.content(), by=world.colleague)
        workflow.submit(world.stories[name], by=world.colleague)
    workflow.claim(world.stories["claimed"], by=editor)
    return world


@pytest.mark.parametrize("person", PEOPLE)
def test_steps_of_a_review(person: str, reviewed: World, editor: User) -> None:
    requests: Requests = {}
    with_text = {"headline": "نص مكتوب", "review_note": "ملاحظة", "claimed_by": str(editor.pk)}
    for name in STEPS_OF_A_REVIEW:
        story, step = name.split()
        data = typed(reviewed.stories[story], _review=step, **with_text)
        requests[name] = (reviewed.address(f"story {story} change"), data)
    for name in STEPS_BESIDE_THE_FORM:
        story, step = name.split()
        data = {"_review": step, "claimed_by": str(editor.pk)}
        requests[f"{name} beside"] = (reviewed.address(f"story {story} review"), data)
    beside = {f"{name} beside": row for name, row in STEPS_BESIDE_THE_FORM.items()}
    assert outcomes(person, reviewed, requests) == expected(person, STEPS_OF_A_REVIEW | beside)


@pytest.mark.parametrize("person", PEOPLE)
def test_right_of_reply_is_linked_in_the_form_by_the_desk(person: str, world: World) -> None:
    to = world.stories["published"]
    data = typed(world.stories["own-draft"], reply_to=str(to.pk), _save="1")
    client = client_of(person, world)
    with undone():
        client.post(world.address("story own-draft change"), data)
        linked = Article.objects.filter(reply_to=to).exists()
    assert linked == (person in ("editor", "editor_in_chief", "administrator"))


def test_chief_cannot_make_an_administrator(world: World, chief: User) -> None:
    groups = {group.name: group.pk for group in Group.objects.all()}
    client = Client()
    client.force_login(chief)
    for target in (world.colleague, chief):
        response = client.post(
            reverse("admin:accounts_user_change", args=[target.pk]),
            {
                "username": target.username,
                "name": target.name,
                "is_active": "on",
                "is_staff": "on",
                "is_superuser": "on",
                "groups": [groups["administrator"]],
            },
        )
        assert response.status_code == 200  # the choice is refused, the form shown again
        assert not target.groups.filter(name="administrator").exists()
        target.refresh_from_db()
        assert not target.is_superuser


def test_account_that_is_not_staff_is_sent_to_the_log_in(world: World) -> None:
    user = factories.user("administrator")
    User.objects.filter(pk=user.pk).update(is_staff=False)
    client = Client()
    client.force_login(user)
    response = client.get(reverse("admin:articles_article_changelist"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("admin:login"))


# --- what must not leak to a reporter ---------------------------------------------------------


@pytest.fixture
def reporter_client(world: World) -> Client:
    return client_of("reporter", world)


def test_list_of_a_reporter_shows_own_stories_only(world: World, reporter_client: Client) -> None:
    address = reverse("admin:articles_article_changelist")
    own = {world.stories["own-draft"].pk, world.stories["own-published"].pk}
    for query, shown in {
        "": own,
        f"q={quote(SECRET)}": set(),
        f"q={quote(SECRET_KICKER)}": set(),
        "state=draft": {world.stories["own-draft"].pk},
        "state=scheduled": set(),
        "comments=open": own,
        f"category__id__exact={Category.objects.default().pk}": own,
        "o=1": own,
        "all=": own,
    }.items():
        response = reporter_client.get(f"{address}?{query}")
        assert {row.pk for row in response.context["cl"].result_list} == shown, query
        # The search field repeats what was typed; nothing below it may.
        assert SECRET not in response.content.decode().partition('id="changelist-form"')[2]
        assert [tab["count"] for tab in response.context["state_tabs"]] == [2, 1, 0, 0, 1, 0, 1]


def test_lookups_that_are_no_filter_are_refused(reporter_client: Client) -> None:
    address = reverse("admin:articles_article_changelist")
    for lookup in (
        "created_by__username__startswith=a",
        "created_by__password__startswith=md5",
        "latest_revision__snapshot__headline__startswith=x",
        "bylines__author__user__password__startswith=md5",
    ):
        assert reporter_client.get(f"{address}?{lookup}").status_code == 400, lookup


def test_start_page_of_a_reporter_names_own_drafts_only(
    world: World, reporter_client: Client
) -> None:
    page = reporter_client.get(reverse("admin:index")).content.decode()
    assert world.stories["own-draft"].headline in page
    assert SECRET not in page
    assert world.stories["scheduled"].headline not in page


def test_autocomplete_tells_a_reporter_nothing_of_others(
    world: World, reporter_client: Client
) -> None:
    own = {world.stories[name].headline for name in ("own-draft", "own-published")}
    for field in (
        "comments.comment.article",
        "shortlinks.shortlink.article",
        "articles.revision.article",
        "articles.byline.article",
        "articles.article.category",
        "articles.article.created_by",
        "articles.article.authors",
        "articles.author.user",
        "audit.entry.by",
    ):
        names = zip(("app_label", "model_name", "field_name"), field.split("."), strict=True)
        response = reporter_client.get(reverse("admin:autocomplete"), {**dict(names), "term": ""})
        if field.endswith(".article"):
            assert {row["text"] for row in response.json()["results"]} == own, field
        else:
            assert response.status_code == 403, field


@pytest.mark.parametrize("person", [NO_ROLE, "reporter", "moderator", "editor"])
def test_shortcut_to_the_page_asks_for_the_right_to_see_the_story(
    person: str, world: World
) -> None:
    """Django's own address /admin/r/… would tell the slug, which is the headline."""
    kind = ContentType.objects.get_for_model(Article)
    client = client_of(person, world)
    for story in ("draft", "scheduled", "published"):
        article = world.stories[story]
        response = client.get(reverse("admin:view_on_site", args=[kind.pk, article.pk]))
        if person == NO_ROLE:
            assert response.status_code == 403
        elif person == "reporter" or story == "draft":
            assert response.status_code == 404
        else:
            assert response.status_code == 302
            assert response.headers["Location"] == article.get_absolute_url()
