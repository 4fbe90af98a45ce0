"""Notices by mail, in each person's own language."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from articles.editing.notes_models import Notice
from newsroom.arabic.typography import one_line, shorten
from newsroom.site.models import SiteSettings

SUBJECT_LENGTH = 120
FIRST_STRONG, POP = "\u2068", "\u2069"


@task()
def mail_notice(notice_id: int) -> bool:
    """Whether it was sent: not twice, and not to who has read it in the newsroom meanwhile."""
    people = Notice.objects.select_related("to", "by", "article")
    notice = people.filter(pk=notice_id, mailed_at=None, read_at=None).first()
    if notice is None or not notice.to.email or not notice.to.notices_by_mail:
        return False
    with override(notice.to.language or settings.LANGUAGE_CODE):
        message(notice).send()
    Notice.objects.filter(pk=notice_id).update(mailed_at=timezone.now())
    return True


def message(notice: Notice) -> EmailMessage:
    path = reverse("admin:articles_article_change", args=[notice.article_id])
    context = {
        "notice": notice,
        "headline": isolated(notice.article.headline),
        "name": isolated(str(notice.by or "—")),
        "site_name": isolated(SiteSettings.load().name),
        "address": f"{settings.SITE_URL}{path}" if settings.SITE_URL else "",
    }
    subject = one_line(render_to_string("editing/notice_subject.txt", context))
    body = render_to_string("editing/notice.txt", context).strip() + "\n"
    return EmailMessage(subject, body, to=[notice.to.email])


def isolated(text: str) -> str:
    """Whatever its direction, it does not turn the words around it."""
    return f"{FIRST_STRONG}{shorten(one_line(text), SUBJECT_LENGTH)}{POP}"
