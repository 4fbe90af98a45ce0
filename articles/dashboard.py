"""The newsroom's start page: what waits for this person."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone

from articles import roles
from articles.archives import midnight
from articles.comments.models import Comment
from articles.editing import autosaves
from articles.models import Article, Review
from articles.models.article import ArticleQuerySet
from newsroom.accounts.actor import actor
from newsroom.accounts.models import User
from newsroom.site.models import SiteSettings

SHOWN = 6
COMMENTS_SHOWN = 5


def dashboard(request: HttpRequest) -> dict[str, Any]:
    """The context of templates/admin/index.html. Fifteen queries at most."""
    user, now, site = actor(request), timezone.now(), SiteSettings.load()
    may_view = user.has_perm("articles.view_article")
    shown: dict[str, Any] = {
        "site": site,
        "may_view": may_view,
        "may_write": user.has_perm("articles.add_article"),
        "may_publish": roles.may_publish(user),
        "may_review": roles.may_review(user),
        "may_complete": may_view and user.has_perm("articles.change_article"),
        "may_moderate": user.has_perm("comments.change_comment"),
        "may_set_comments": roles.may_set_comments(user),
    }
    if shown["may_write"]:
        shown["drafts"] = _my_drafts(user)
        shown["returned"] = _returned(user)
        shown["unsaved"] = autosaves.unsaved(of=user)
    if shown["may_review"]:
        shown |= _in_review()
    if may_view:
        shown |= _published(now) | _week(now, site.edition_data.first_weekday)
    if shown["may_complete"]:
        shown |= _unfinished(now)
    if shown["may_moderate"]:
        shown |= _comments()
    return shown


def _lines() -> ArticleQuerySet:
    return Article.objects.only("headline", "publish_at", "changed_at")


def _my_drafts(user: User) -> list[Article]:
    return list(_lines().drafts().filter(created_by=user).order_by("-changed_at")[:SHOWN])


def _returned(user: User) -> list[Review]:
    """What an editor sent back to this person, who has not submitted it again."""
    rounds = Review.objects.filter(submitted_by=user, article__open_review=None)
    back = rounds.standing().newest_of_their_story().filter(state=Review.State.RETURNED)
    back = back.exclude(article__status=Article.Status.TRASHED)
    columns = ("answer", "closed_at", "article__headline", "closed_by__name", "closed_by__username")
    newest = back.select_related("article", "closed_by").only(*columns).order_by("-closed_at")
    return list(newest[:SHOWN])


def _in_review() -> dict[str, Any]:
    """The oldest ones: they have waited longest."""
    waiting = Article.objects.filter(open_review__isnull=False)
    people = ("open_review__submitted_by", "open_review__claimed_by")
    oldest = waiting.select_related("category", *people).order_by("open_review__submitted_at", "id")
    return {
        "in_review": list(oldest.defer("body", "folded")[:SHOWN]),
        "in_review_count": waiting.count(),
    }


def _published(now: datetime) -> dict[str, Any]:
    counts = Article.objects.published(now=now).aggregate(
        today=Count("id", filter=Q(publish_at__gte=midnight(timezone.localdate(now)))),
        to_complete=Count("id", filter=Q(to_complete=True)),
    )
    return {
        "published_today": counts["today"],
        "to_complete_count": counts["to_complete"],
        "published": list(_lines().published(now=now).newest_first()[:SHOWN]),
    }


def _week(now: datetime, first_weekday: int) -> dict[str, Any]:
    """What is scheduled, by the days of the running week, and how many come after it."""
    today = timezone.localdate(now)
    begin = today - timedelta(days=(today.weekday() - first_weekday) % 7)
    by_day: dict[date, list[Article]] = {begin + timedelta(days=n): [] for n in range(7)}
    scheduled = _lines().scheduled(now=now).order_by("publish_at", "id")
    end = midnight(begin + timedelta(days=7))
    for article in scheduled.filter(publish_at__lt=end):
        by_day[timezone.localdate(article.publish_at)].append(article)
    return {
        "week": [(day, day == today, stories) for day, stories in by_day.items()],
        "later": scheduled.filter(publish_at__gte=end).count(),
    }


def _unfinished(now: datetime) -> dict[str, Any]:
    public = _lines().published(now=now).newest_first()
    return {
        "to_complete": list(public.filter(to_complete=True)[:SHOWN]),
        "uncategorized": list(public.filter(category__is_default=True)[:SHOWN]),
    }


def _comments() -> dict[str, Any]:
    """The oldest ones: they have waited longest."""
    pending = Comment.objects.pending()
    oldest = pending.select_related("article").order_by("created_at", "id")
    return {
        "comments": list(oldest.defer("article__body", "article__folded")[:COMMENTS_SHOWN]),
        "waiting": pending.count(),
    }
