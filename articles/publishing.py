"""The verbs of a story's life. Each is one transaction; ``by`` is the user who acts.

``now`` is the moment at which it happens; only what is brought in from elsewhere (the demo, an
import) sets it.

All of them raise PermissionDenied, TransitionNotAllowed where the story's state forbids the verb,
and, when given an ``edit``, StaleBase if somebody else saved in between.
"""

from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import readiness, roles
from articles.addresses import validate_slug
from articles.appearance import appearance, purge_changed
from articles.content import Content, ContentRefused
from articles.corrections import Note
from articles.due_rows import carry, drop, due_revision
from articles.listing import place_in_lists
from articles.models import Article, Category, PublicationSettings, Revision, Tag
from articles.models.article import State
from articles.photo_uses import require_licences
from articles.readiness import Finding
from articles.references import refer
from articles.related import narrow
from articles.reviews import conclude
from articles.revisions import Edit, add_revision, check_base, latest_content
from articles.signals import article_published, article_updated
from newsroom.accounts.models import User
from newsroom.arabic.slugs import slugify
from newsroom.audit.log import record


class TransitionNotAllowed(Exception):
    """The story's state does not allow this verb; the message says what to do."""


class NotReady(TransitionNotAllowed):
    """What the publication's settings ask for is missing."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(" ".join(str(finding.message) for finding in findings))
        self.findings = findings


class UpdateKind(models.TextChoices):
    MINOR = "minor", gettext_lazy("Minor edit")
    SUBSTANTIVE = "substantive", gettext_lazy("Substantive update")
    CORRECTION = "correction", gettext_lazy("Correction")


@transaction.atomic
def create(content: Content, *, by: User, now: datetime | None = None) -> Article:
    roles.require(by.has_perm("articles.add_article"))
    now = now or timezone.now()
    article = Article.objects.create(
        headline=content.headline,
        category=content.category,
        created_by=by,
        created_at=now,
        comments_state=PublicationSettings.load().new_article_comments,
    )
    add_revision(article, content, Revision.Kind.SAVE, by=by, now=now)
    _apply(article, content, slug_follows=True)
    record("create", article, by=by, revision=1)
    return article


@transaction.atomic
def save(article: Article, edit: Edit, *, by: User, now: datetime | None = None) -> Article:
    """Keep the text. Readers of a story that is public go on seeing what was published."""
    now = now or timezone.now()
    article = locked(article)
    revision = keep(article, edit, Revision.Kind.SAVE, by=by, now=now)
    record("save", article, by=by, revision=revision.number)
    return article


@transaction.atomic
def publish(
    article: Article,
    *,
    by: User,
    edit: Edit | None = None,
    now: datetime | None = None,
    hurried: bool = False,
) -> Article:
    """Make the newest text public now. A withdrawn story comes back with its first date.

    ``hurried``: whatever is missing is added later.
    """
    now = now or timezone.now()
    article = opened_text(article, edit, by=by)
    if article.state(now) == State.PUBLISHED:
        raise TransitionNotAllowed(_("The article is already published: update it instead."))
    content = edit.content if edit else latest_content(article)
    if not hurried:
        _require_ready(article, content)
    return _put_live(article, content, now, "publish", by=by, now=now)


@transaction.atomic
def schedule(article: Article, at: datetime, *, by: User, edit: Edit | None = None) -> Article:
    """Let the newest text become public at ``at`` (aware); no job is needed for that."""
    now = timezone.now()
    article = opened_text(article, edit, by=by)
    if article.state(now) == State.PUBLISHED:
        raise TransitionNotAllowed(_("The article is already published: update it instead."))
    if at <= now:
        raise TransitionNotAllowed(_("The publication time has passed: choose a later one."))
    require_before_withdrawal(article, at, now)
    content = edit.content if edit else latest_content(article)
    _require_ready(article, content)
    return _put_live(article, content, at, "schedule", by=by, now=now)


@transaction.atomic
def unschedule(article: Article, *, by: User) -> Article:
    now = timezone.now()
    article = opened(article, by=by)
    if article.state(now) != State.SCHEDULED:
        raise TransitionNotAllowed(_("The article is not scheduled."))
    before = appearance(article, now)
    article.publish_at = None
    if article.was_public(now):  # withdrawn once, then scheduled again
        article.publish_at, article.withdraw_at = article.first_published_at, now
    else:
        article.status, article.first_published_at = Article.Status.DRAFT, None
        article.withdraw_at = None
    article.changed_at = now
    article.save()
    place_in_lists(article)
    purge_changed(article, before)
    record("unschedule", article, by=by)
    article_updated.send(Article, article=article, by=by, substantive=False, moved=False)
    return article


@transaction.atomic
def update(
    article: Article,
    *,
    by: User,
    edit: Edit,
    kind: UpdateKind = UpdateKind.MINOR,
    correction: str = "",
    wrong: str = "",
    at_top: bool = False,
    now: datetime | None = None,
) -> Article:
    """Put new text before the readers of a public story.

    A substantive update and a correction move «last update». A correction also leaves a dated
    note, a substantive update may: ``correction`` says what is right, or what was wrong too.
    """
    now = now or timezone.now()
    note = Note(correction, wrong, at_top)
    article = opened_text(article, edit, by=by)
    require_updatable(article, edit.content, kind, note, now)
    drop(article, by=by)
    conclude(article, "update", by=by, now=now)
    revision = add_revision(article, edit.content, Revision.Kind.UPDATE, by=by, now=now)
    return put_update(article, edit.content, revision, kind, note, by=by, now=now)


@transaction.atomic
def change_slug(article: Article, slug: str, *, by: User) -> Article:
    """Old addresses go on working: the id alone decides. Raises ValidationError."""
    article = opened(article, by=by)
    validate_slug(slug)
    before = appearance(article)
    old, article.slug = article.slug, slug
    article.changed_at = timezone.now()
    article.save(update_fields=["slug", "changed_at"])
    purge_changed(article, before)
    record("change_slug", article, by=by, old=old, new=slug)
    article_updated.send(Article, article=article, by=by, substantive=False, moved=False)
    return article


@transaction.atomic
def move(article: Article, category: Category, *, by: User) -> Article:
    """Change the first category at once, on the page and in the newest revision alike."""
    now = timezone.now()
    article = locked(article)
    roles.require(roles.may_change(by, article, now))
    require_free(article, by)
    if article.was_public(now):
        roles.require(roles.may_publish(by))
    before = appearance(article, now)
    draft = latest_content(article).moved_to(category)
    has_draft = article.has_unpublished_changes
    live = Content.from_article(article).moved_to(category)
    _move_due(article, category, by=by, now=now)
    revision = add_revision(article, draft, Revision.Kind.UPDATE, by=by, now=now)
    if not has_draft and article.live_revision_id is not None:
        article.live_revision = revision
    _apply(article, live)
    purge_changed(article, before)
    record("move", article, by=by, category=category.pk)
    article_updated.send(Article, article=article, by=by, substantive=False, moved=True)
    return article


def locked(article: Article) -> Article:
    """The story as it stands, until the end of the transaction nobody else's to change."""
    return (
        Article.objects.select_for_update(of=("self",), no_key=True)
        .select_related("latest_revision", "open_review__claimed_by")
        .get(pk=article.pk)
    )


def opened(article: Article, *, by: User) -> Article:
    """Lock the story for a publishing verb that leaves its text alone."""
    article = locked(article)
    roles.require(roles.may_publish(by) and roles.may_change(by, article))
    return article


def opened_text(article: Article, edit: Edit | None, *, by: User) -> Article:
    """Lock the story for a verb that puts its text before readers."""
    article = opened(article, by=by)
    require_free(article, by)
    if edit is not None:
        check_base(article, edit)
    return article


def require_free(article: Article, by: User) -> None:
    """A colleague's review is not overrun: an editor takes it over first."""
    review = article.open_review
    if review is None or roles.is_free_for(by, article):
        return
    if review.is_claimed:
        name = review.claimed_by or "—"
        raise TransitionNotAllowed(_("In review, claimed by %(name)s.") % {"name": name})
    raise TransitionNotAllowed(_("The article is pending review: take it back to change it."))


def require_before_withdrawal(article: Article, at: datetime, now: datetime) -> None:
    if article.withdraw_at is not None and now < article.withdraw_at <= at:
        raise TransitionNotAllowed(
            _("The article will be withdrawn by then: choose an earlier time.")
        )


def keep(article: Article, edit: Edit, kind: Revision.Kind, *, by: User, now: datetime) -> Revision:
    """Make the text the newest one of a story that the caller has locked."""
    roles.require(roles.may_change(by, article, now))
    require_free(article, by)
    check_base(article, edit)
    before = appearance(article, now)
    if article.state(now) == State.SCHEDULED:  # what is saved is what will be published
        _require_ready(article, edit.content)
    revision = add_revision(article, edit.content, kind, by=by, now=now)
    if article.was_public(now):
        article.save(update_fields=["latest_revision", "changed_at"])
    else:
        if article.live_revision_id is not None:  # scheduled: this is what will be published
            article.live_revision = revision
        _apply(article, edit.content, slug_follows=True)
        purge_changed(article, before)
    return revision


def require_updatable(
    article: Article, content: Content, kind: UpdateKind, note: Note, now: datetime
) -> None:
    """Raises TransitionNotAllowed or ContentRefused where readers must not see it at ``now``."""
    if article.state(now) != State.PUBLISHED:
        raise TransitionNotAllowed(_("Only a published article can be updated."))
    if kind == UpdateKind.CORRECTION and not note.text:
        raise TransitionNotAllowed(_("Write what was wrong and what is right."))
    _require_ready(article, content)
    require_licences(article, content, now)


def put_update(
    article: Article,
    content: Content,
    revision: Revision,
    kind: UpdateKind,
    note: Note,
    *,
    by: User,
    now: datetime,
) -> Article:
    """Readers see ``content``, which ``revision`` holds. ``article`` is locked, all is checked."""
    before = appearance(article)
    article.live_revision = revision
    article.to_complete = article.to_complete and not _is_complete(content)
    substantive = kind != UpdateKind.MINOR
    if substantive:
        article.substantive_update_at = now
    if substantive and note.text:
        note.leave(article, kind, by=by, now=now)
    moved = article.category_id != content.category.pk
    _apply(article, content)
    purge_changed(article, before)
    record("update", article, by=by, revision=revision.number, kind=str(kind))
    article_updated.send(Article, article=article, by=by, substantive=substantive, moved=moved)
    return article


def _put_live(
    article: Article, content: Content, at: datetime, verb: str, *, by: User, now: datetime
) -> Article:
    require_licences(article, content, at)
    before = appearance(article)
    returning = article.was_public(now)
    conclude(article, verb, by=by, now=now)
    drop(article, by=by)
    revision = add_revision(article, content, Revision.Kind.PUBLISH, by=by, now=now)
    article.live_revision = revision
    article.status = Article.Status.PUBLISHED
    if article.withdraw_at is not None and article.withdraw_at <= now:
        article.withdraw_at = None
    article.publish_at = at
    if not returning:
        article.first_published_at = at
    elif at <= now:  # back from withdrawal, to its old place in the lists
        article.publish_at = article.first_published_at
    _apply(article, content, slug_follows=not returning)
    purge_changed(article, before)
    record(verb, article, by=by, revision=revision.number, at=at.isoformat())
    article_published.send(Article, article=article, by=by)
    return article


def _move_due(article: Article, category: Category, *, by: User, now: datetime) -> None:
    """What was scheduled does not move the story back. A snapshot that is refused says so then."""
    due = due_revision(article)
    if due is None:
        return
    try:
        content = Content.from_snapshot(due.revision.snapshot).moved_to(category)
    except ContentRefused:
        return
    carry(article, add_revision(article, content, Revision.Kind.SAVE, by=by, now=now))


def _is_complete(content: Content) -> bool:
    return bool(content.body) and not content.category.is_default


def _require_ready(article: Article, content: Content) -> None:
    if missing := readiness.blocking(content, article.pk):
        raise NotReady(missing)


def _apply(article: Article, content: Content, *, slug_follows: bool = False) -> None:
    if slug_follows:
        article.slug = slugify(content.headline, fallback=str(article.pk))
    content.apply(article)
    refer(article, content, None)
    if article.status == Article.Status.PUBLISHED:
        narrow(Tag.objects.filter(tagged_articles__content_object=article))
