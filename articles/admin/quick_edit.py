"""Quick edit in a row of the story list: the few fields that are fixed in passing."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import publishing, roles
from articles.admin import article_due, comments_undo
from articles.admin.fields import TagsField, TagsInput
from articles.content import Content, ContentRefused, TagRef
from articles.discussion import set_comments
from articles.due_rows import due_revision
from articles.models import Article, Category
from articles.models.article import HEADLINE_LENGTH, KICKER_LENGTH, State
from articles.models.settings import CommentsState
from articles.publishing import TransitionNotAllowed, UpdateKind
from articles.revisions import Edit, StaleBase, latest_content
from newsroom.accounts.actor import actor
from newsroom.accounts.models import User
from newsroom.arabic.typography import clean_text, one_line
from newsroom.site.phrases import CONTENT_ATTRS

KINDS = [kind for kind in UpdateKind if kind != UpdateKind.CORRECTION]
TEXT = ("headline", "kicker", "category", "tags")


class QuickForm(forms.Form):
    """A correction is not offered: its note belongs to the whole form."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)
    headline = forms.CharField(
        label=gettext_lazy("Headline"),
        max_length=HEADLINE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kicker = forms.CharField(label=gettext_lazy("Kicker"), max_length=KICKER_LENGTH, required=False)
    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"), queryset=Category.objects.all(), empty_label=None
    )
    tags = TagsField(
        label=gettext_lazy("Tags"),
        required=False,
        widget=TagsInput(add_label=gettext_lazy("Add a tag")),
    )
    comments_state = forms.ChoiceField(
        label=gettext_lazy("Comments"), choices=CommentsState.choices, required=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of update"),
        choices=[(kind.value, kind.label) for kind in KINDS],
        initial=UpdateKind.MINOR.value,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, article: Article, user: User, data: Any = None) -> None:
        self.article, self.user, self.is_refused = article, user, False
        content, latest = latest_content(article), article.latest_revision
        initial = {name: content.initial()[name] for name in TEXT}
        initial |= {
            "comments_state": article.comments_state,
            "base": latest.number if latest else 0,
        }
        super().__init__(data, initial=initial, prefix="quick", label_suffix="")
        self.is_live = article.state() == State.PUBLISHED
        self.is_behind = self.is_live and article.has_unpublished_changes
        if self.is_behind:  # publishing a headline would publish the waiting text with it
            self._drop(*TEXT, "kind")
        elif not self.is_live:
            self._drop("kind")
        if not roles.may_set_comments(user):
            self._drop("comments_state")
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)
            field.widget.attrs["form"] = "quick-edit"
        for name in {"headline", "kicker"} & set(self.fields):
            self.fields[name].widget.attrs |= CONTENT_ATTRS

    def _drop(self, *names: str) -> None:
        for name in names:
            del self.fields[name]

    def clean_base(self) -> int:
        """A number that was tampered with is that of no revision."""
        typed: str = self.cleaned_data["base"]
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1

    def clean_headline(self) -> str:
        headline = one_line(clean_text(self.cleaned_data["headline"]))
        if not headline:
            raise ValidationError(_("Write a headline."), code="required")
        return headline

    def content(self) -> Content:
        """The newest text with what was typed here."""
        typed, content = self.cleaned_data, latest_content(self.article)
        if typed["category"] != content.category:
            content = content.moved_to(typed["category"])
        known = {tag.name: tag for tag in content.tags}
        tags = tuple(known.get(name, TagRef(name, "")) for name in typed["tags"])
        return replace(content, headline=typed["headline"], kicker=typed["kicker"], tags=tags)


def save(request: HttpRequest, form: QuickForm) -> bool:
    """Run the verbs for what changed. Whatever refuses becomes an error of the form."""
    if not form.is_valid():
        return False
    try:
        waiting = due_revision(form.article)
        with transaction.atomic():
            saved = _save_text(form)
            switched = _save_comments(form)
    except StaleBase as stale:
        form.is_refused = True
        form.add_error(None, _stale(stale))
        typed = request.POST.copy()
        typed["quick-base"] = str(stale.theirs.number)  # saving again is a decision
        form.data = typed
        return False
    except (TransitionNotAllowed, ContentRefused) as error:
        form.is_refused = True
        form.add_error(None, str(error))
        return False
    _tell(request, form, saved=saved, switched=switched)
    article_due.tell_cancelled(request, waiting)
    return True


def _save_text(form: QuickForm) -> bool:
    if form.is_behind or not set(form.changed_data) & set(TEXT):
        return False
    edit = Edit(form.content(), form.cleaned_data["base"])
    if form.is_live:
        kind = UpdateKind(form.cleaned_data["kind"] or UpdateKind.MINOR)
        publishing.update(form.article, by=form.user, edit=edit, kind=kind)
    else:
        publishing.save(form.article, edit, by=form.user)
    return True


def _save_comments(form: QuickForm) -> bool:
    state = form.cleaned_data.get("comments_state")
    if not state or "comments_state" not in form.changed_data:
        return False
    return set_comments(form.article, CommentsState(state), by=form.user)


def _stale(stale: StaleBase) -> str:
    theirs = stale.theirs.snapshot["headline"]
    return _(
        "%(name)s saved this article in the meantime, with the headline «%(headline)s»."
        " Save again to put yours in its place."
    ) % {"name": stale.theirs.created_by or "—", "headline": theirs}


def _tell(request: HttpRequest, form: QuickForm, *, saved: bool, switched: bool) -> None:
    if saved:
        messages.success(
            request, _("Saved: «%(headline)s»") % {"headline": form.cleaned_data["headline"]}
        )
    if switched:
        state = CommentsState(form.cleaned_data["comments_state"])
        before = {form.article.pk: form.initial["comments_state"]}
        undo = comments_undo.tag(request, before, state)
        messages.success(request, comments_undo.DONE[state], undo)
    if not saved and not switched:
        messages.info(request, _("Nothing was changed."))


def form_for(request: HttpRequest, article: Article) -> QuickForm:
    data = request.POST if request.method == "POST" else None
    return QuickForm(article, actor(request), data)
