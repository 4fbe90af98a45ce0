"""Who may do what: the roles' permissions, and the questions asked on every way in."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from articles.models import Article
from articles.models.article import State
from newsroom.accounts.models import User

_REPORTER = {
    "articles.add_article",
    "articles.change_own_article",
    "media.add_photo",
    "media.view_photo",
    "media.change_own_photo",
}
_MODERATOR = {
    "articles.view_article",
    "articles.set_comments",
    "comments.view_comment",
    "comments.change_comment",
}
_EDITOR = _REPORTER | {
    "articles.view_article",
    "articles.change_article",
    "articles.publish_article",
    "articles.set_comments",
    "frontpage.arrange_frontpage",
    "articles.view_correction",
    "articles.change_correction",
    "requests.view_request",
    "requests.add_request",
    "requests.change_request",
    "articles.view_category",
    "articles.view_author",
    "articles.add_author",
    "articles.change_author",
    "articles.view_tag",
    "articles.change_tag",
    "media.change_photo",
    "copydesk.view_slip",
    "copydesk.add_slip",
    "copydesk.change_slip",
    "copydesk.delete_slip",
    "copydesk.view_ignoredmark",
    "copydesk.ignore_for_good",
}
_EDITOR_IN_CHIEF = _EDITOR | {
    "articles.delete_correction",
    "requests.delete_request",
    "articles.delete_article",
    "articles.view_withdrawal",
    "articles.lift_legal_hold",
    "articles.add_category",
    "articles.change_category",
    "articles.delete_category",
    "articles.change_publicationsettings",
    "articles.view_publicationsettings",
    "site.change_sitesettings",
    "site.view_sitesettings",
    "site.view_page",
    "site.add_page",
    "site.change_page",
    "site.delete_page",
    "audit.view_entry",
    "accounts.view_user",
    "accounts.change_user",
}

ROLES: dict[str, set[str]] = {
    "reporter": _REPORTER,
    "editor": _EDITOR,
    "editor_in_chief": _EDITOR_IN_CHIEF,
    "moderator": _MODERATOR,
    "administrator": _EDITOR_IN_CHIEF
    | _MODERATOR
    | {
        "articles.delete_author",
        "articles.delete_tag",
        "accounts.add_user",
        "accounts.delete_user",
    },
}


def owns(user: User, article: Article) -> bool:
    """Created it or signs it. Costs a query unless ``user`` created it."""
    if article.created_by_id == user.pk:
        return True
    return article.bylines.filter(author__user=user).exists()


def may_view(user: User, article: Article) -> bool:
    """All stories: the desk and the moderators. Own stories: their reporter, published or not.

    What is in the trash: those who could bring it back.
    """
    if article.status == Article.Status.TRASHED:
        return may_trash(user, article)
    if user.has_perm("articles.view_article"):
        return True
    return may_change(user, article) or (
        user.has_perm("articles.change_own_article") and owns(user, article)
    )


def may_edit(user: User, article: Article) -> bool:
    """It is this person's to write, and no review stands in the way."""
    return may_change(user, article) and is_free_for(user, article)


def may_change(user: User, article: Article, now: datetime | None = None) -> bool:
    """Others' stories: editors. Own stories: their reporter too, as drafts and while they are
    public: of these readers go on seeing what was published.

    What is in the trash: nobody, until it is brought back.
    """
    if article.status == Article.Status.TRASHED:
        return False
    if user.has_perm("articles.change_article"):
        return True
    return (
        user.has_perm("articles.change_own_article")
        and article.state(now) in (State.DRAFT, State.PUBLISHED)
        and owns(user, article)
    )


def is_free_for(user: User, article: Article) -> bool:
    """While a review is open the text is the editors', and once claimed one editor's.

    Costs a query where there is one and ``open_review`` was not selected along.
    """
    review = article.open_review
    if review is None:
        return True
    is_editor = user.has_perm("articles.change_article")
    return is_editor and (not review.is_claimed or review.claimed_by_id == user.pk)


def may_write(user: User | AnonymousUser) -> bool:
    """Some story at least: ``may_edit`` says which."""
    return user.has_perm("articles.change_article") or user.has_perm("articles.change_own_article")


def may_trash(user: User, article: Article) -> bool:
    """Move to the trash and bring back: who may write it."""
    if user.has_perm("articles.change_article"):
        return True
    return user.has_perm("articles.change_own_article") and owns(user, article)


def may_empty_trash(user: User) -> bool:
    return user.has_perm("articles.delete_article")


def may_read_withdrawals(user: User) -> bool:
    """Why a story was withdrawn, and what it said."""
    return user.has_perm("articles.view_withdrawal")


def may_lift_legal_hold(user: User) -> bool:
    return user.has_perm("articles.lift_legal_hold")


def may_publish(user: User) -> bool:
    return user.has_perm("articles.publish_article")


def may_review(user: User | AnonymousUser) -> bool:
    return user.has_perm("articles.publish_article") and user.has_perm("articles.change_article")


def may_set_comments(user: User) -> bool:
    return user.has_perm("articles.set_comments")


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
