"""«Flash»: one headline becomes a published story, the lead and the breaking line."""

from django.db import transaction

from articles import publishing, roles
from articles.content import Content
from articles.frontpage.breaking import announce
from articles.frontpage.placing import make_lead, may_arrange
from articles.models import Article, Category
from newsroom.accounts.models import User
from newsroom.audit.log import record

MINUTES = 60


def may_flash(user: User) -> bool:
    return user.has_perm("articles.add_article") and roles.may_publish(user) and may_arrange(user)


@transaction.atomic
def flash(headline: str, *, by: User, line: str = "") -> Article:
    """All or nothing. The story waits on the dashboard until it has a text and a category."""
    roles.require(may_flash(by))
    content = Content(headline=headline, deck=line, category=Category.objects.default())
    article = publishing.publish(publishing.create(content, by=by), by=by, hurried=True)
    article.to_complete = True
    article.save(update_fields=["to_complete"])
    make_lead(article, by=by)
    announce(by=by, minutes=MINUTES, article=article)
    record("flash", article, by=by)
    return article
