import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import Context, Template

from articles.audit_labels import LABELS
from articles.comments.models import Comment
from articles.models import Article
from articles.models.settings import CommentsState
from articles.requests import handling
from articles.reviews import Step
from newsroom.accounts.models import User
from newsroom.audit.log import record
from newsroom.audit.models import Entry
from newsroom.audit.verbs import all_verbs, verb_label
from tests import factories

ROOT = Path(__file__).resolve().parents[3]
# The steps of a review that are told by themselves.
REVIEWING = (Step.SUBMIT, Step.CLAIM, Step.TAKE_OVER, Step.RELEASE, Step.SEND_BACK, Step.TAKE_BACK)
# What stands between the braces of a verb that is put together.
STATES = {"comment_": Comment.State.values, "comments_": CommentsState.values}


def code() -> Iterator[ast.AST]:
    """Every node of the code, but for the labels."""
    for package in ("newsroom", "articles"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.name != "audit_labels.py":
                yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def calls() -> Iterator[ast.expr]:
    """The first argument of every call of ``record``."""
    for node in code():
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
            yield node.args[0]


def verbs() -> set[str]:
    found: set[str] = set()
    for verb in calls():
        match verb:
            case ast.Constant(value=str(word)):
                found.add(word)
            case ast.JoinedStr(values=[ast.Constant(value=str(begin)), ast.FormattedValue()]):
                found |= {begin + state for state in STATES[begin]}
            case ast.Name():  # handed in by the verb itself
                found |= {"publish", "schedule", *(step.value for step in REVIEWING)}
            case ast.Attribute(value=ast.Name(id="Step"), attr=name):
                found.add(Step[name].value)
            case ast.Subscript(value=ast.Name(id="VERBS")):
                found |= set(handling.VERBS.values())
            case _:
                pytest.fail(f"record() with a verb that nobody can foresee: {ast.dump(verb)}")
    return found


def test_record_writes_who_did_what_to_which(editor: User, published: Article) -> None:
    entry = record("withdraw", published, by=editor, reason="طلب")
    stored = Entry.objects.get(pk=entry.pk)
    assert (stored.by, stored.by_name, stored.verb) == (editor, editor.name, "withdraw")
    assert (stored.target_type, stored.target_id) == ("articles.article", str(published.pk))
    assert stored.target_label == published.headline
    assert stored.detail == {"reason": "طلب"}
    assert stored.at is not None


def test_line_outlives_colleague_and_story(editor: User, published: Article) -> None:
    entry, name, headline = record("save", published, by=editor), editor.name, published.headline
    published.delete()
    editor.delete()
    entry.refresh_from_db()
    assert entry.by is None
    assert (entry.by_name, entry.target_label) == (name, headline)


def test_long_names_are_cut_to_their_column(published: Article) -> None:
    user = factories.user(name="ا" * 120)
    published.headline = "ب" * 300
    entry = record("save", published, by=user)
    entry.refresh_from_db()
    assert (entry.by_name, entry.target_label) == ("ا" * 120, "ب" * 250)


def test_newest_line_comes_first(editor: User, published: Article) -> None:
    lines = [record("save", published, by=editor) for _ in range(3)]
    assert list(Entry.objects.all()[:3]) == lines[::-1]


def test_every_verb_of_the_code_has_a_label() -> None:
    used = verbs()
    assert {"create", "publish", "comments_closed", "comment_spam", "save_settings"} <= used
    assert used - {verb for verb, _label in all_verbs()} == set()


def test_no_label_is_left_of_a_verb_that_is_gone() -> None:
    words = {node.value for node in code() if isinstance(node, ast.Constant)}
    assert set(LABELS) - verbs() - words == set()


@pytest.mark.parametrize("verb", LABELS)
def test_label_is_arabic(verb: str) -> None:
    label = verb_label(verb)
    assert re.search("[\u0621-\u064a]", label)
    assert not re.search("[A-Za-z]", label)
    assert (
        Template("{% load audit %}{{ verb|verb_label }}").render(Context({"verb": verb})) == label
    )


def test_labels_are_told_apart() -> None:
    labels = [verb_label(verb) for verb in LABELS]
    assert len(set(labels)) == len(labels)


def test_verb_without_a_label_is_shown_as_it_is() -> None:
    assert verb_label("fly") == "fly"
