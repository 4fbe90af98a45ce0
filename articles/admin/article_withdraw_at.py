"""The page that asks when a story is to be withdrawn, and why."""

from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.article_pages import get_article
from articles.admin.article_withdrawal import WithdrawalForm
from articles.admin.fields import parse_time
from articles.due_withdrawals import require_schedulable, schedule_withdrawal
from articles.models import Article
from articles.publishing import TransitionNotAllowed
from newsroom.accounts.actor import actor

PLAIN = {"dir": "ltr", "autocomplete": "off", "inputmode": "numeric"}


class WithdrawAtForm(WithdrawalForm):
    day = forms.CharField(
        label=gettext_lazy("Date"),
        widget=forms.TextInput(attrs={**PLAIN, "placeholder": "25/11/2026"}),
    )
    clock = forms.CharField(
        label=gettext_lazy("Hour"),
        widget=forms.TextInput(attrs={**PLAIN, "placeholder": "07:00"}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "day" in said and "clock" in said:
            try:
                said["at"] = parse_time(said["day"], said["clock"])
            except ValidationError as refused:
                self.add_error("day", refused)
        return said

    @property
    def at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        return at

    @property
    def said(self) -> dict[str, Any]:
        return {
            name: super(WithdrawAtForm, self).said[name] for name in ("reason", "note", "sentence")
        }


def urls(site: AdminSite) -> list[URLPattern]:
    view = site.admin_view(partial(withdraw_at, site=site))
    return [path("<id:article_id>/withdraw-at/", view, name="articles_article_withdraw_at")]


def withdraw_at(request: HttpRequest, article_id: int, *, site: AdminSite) -> HttpResponse:
    article = get_article(article_id)
    form = WithdrawAtForm(request.POST or None, initial=_initial(article))
    status = 400 if request.method == "POST" else 200
    back = reverse("admin:articles_article_change", args=[article.pk])
    try:
        require_schedulable(article, by=actor(request))
        if form.is_valid():
            schedule_withdrawal(article, form.at, by=actor(request), **form.said)
            messages.success(request, _("The withdrawal is scheduled."))
            return HttpResponseRedirect(back)
    except TransitionNotAllowed as refused:
        if request.method != "POST":
            messages.warning(request, str(refused))
            return HttpResponseRedirect(back)
        form.add_error(None, str(refused))
        status = 409
    page = {
        **site.each_context(request),
        "title": _("Withdraw at a set time"),
        "article": article,
        "opts": Article._meta,
        "form": form,
    }
    return render(request, "admin/articles/article/withdraw_at.html", page, status=status)


def _initial(article: Article) -> dict[str, Any]:
    """What was chosen before; why is for the editor-in-chief to read."""
    due = getattr(article, "due_withdrawal", None)
    if due is None or due.at != article.withdraw_at:
        return {}
    at = timezone.localtime(due.at)
    sentence = article.withdrawal_sentence
    return {"sentence": sentence, "day": f"{at:%d/%m/%Y}", "clock": f"{at:%H:%M}"}
