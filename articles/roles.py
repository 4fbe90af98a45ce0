"""Who may do what: the roles' permissions, and the questions asked on every way in."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from articles.models import Article
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
    """All stories: the desk and the moderators. Own stories: their reporter, published or not."""
    if user.has_perm("articles.view_article"):
        return True
    return may_edit(user, article) or (
        user.has_perm("articles.change_own_article") and owns(user, article)
    )


def may_edit(user: User, article: Article) -> bool:
    """Others' stories: editors. Own stories: their reporter too, while they are drafts."""
    if user.has_perm("articles.change_article"):
        return True
    return (
        user.has_perm("articles.change_own_article")
        and article.status == Article.Status.DRAFT
        and owns(user, article)
    )


def may_write(user: User | AnonymousUser) -> bool:
    """Some story at least: ``may_edit`` says which."""
    return user.has_perm("articles.change_article") or user.has_perm("articles.change_own_article")


def may_publish(user: User) -> bool:
    return user.has_perm("articles.publish_article")


def may_set_comments(user: User) -> bool:
    return user.has_perm("articles.set_comments")


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
