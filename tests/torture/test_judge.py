"""The judge of `make torture` sees what a kill must not do."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest

from articles import publishing
from articles.models import Article, Byline, Reference
from articles.withdrawal import withdraw
from newsroom.accounts.models import User
from newsroom.audit.models import Entry
from tests import factories
from tests.articles.test_publishing import edit
from tests.torture.colleagues import Act
from tests.torture.judge import Judge


def headline(nonce: str) -> str:
    return f"خبر {nonce}"


@pytest.fixture
def acts(editor: User, published: Article) -> list[dict[str, Any]]:
    """Of a story that was created, saved, published, updated and withdrawn."""
    body = f'<p><a data-article="{published.pk}">خبر</a></p>'
    content = factories.full_content(headline=headline("a1z"), body=body)
    story = publishing.create(content, by=editor)
    publishing.save(story, edit(story, headline=headline("a2z")), by=editor)
    publishing.publish(story, by=editor, edit=edit(story, headline=headline("a3z")))
    publishing.update(story, by=editor, edit=edit(story, headline=headline("a4z")))
    withdraw(story, by=editor, note="a5z")
    verbs = ["create", "save", "publish", "update", "withdraw"]
    known: Any = {"story": 1, "pk": story.pk, "answer": "acknowledged"}
    return [
        asdict(Act(verb, f"a{number + 1}z", base=number, **known))
        for number, verb in enumerate(verbs)
    ]


def found(acts: list[dict[str, Any]]) -> str:
    return " ".join(Judge().check([acts], [])["found"])


def test_nothing_is_found_where_everything_is_there(acts: list[dict[str, Any]]) -> None:
    assert found(acts) == ""


def test_a_request_without_an_answer_happened_or_not(acts: list[dict[str, Any]]) -> None:
    for act in (acts[1], acts[4]):
        act["answer"] = "unknown"
    never = {**acts[3], "nonce": "a6z", "base": 4, "answer": "unknown"}
    assert Judge().check([[*acts, never]], []) == {"found": [], "happened": 2}


def test_a_change_that_was_applied_stays_so_after_a_withdrawal(acts: list[dict[str, Any]]) -> None:
    acts[3] |= {"do": "fix", "due": 100.0}
    acts[4]["began"] = 200.0
    Entry.objects.filter(verb="update").update(verb="schedule_update")
    assert found(acts) == ""


def story(acts: list[dict[str, Any]]) -> Any:
    return Article.objects.get(pk=acts[0]["pk"])


WRONG: dict[str, Callable[[Any, list[dict[str, Any]]], object]] = {
    "lost: ": lambda row, acts: acts.append({**acts[3], "nonce": "a6z", "base": 4}),
    "refused, and happened": lambda row, acts: acts[1].update(answer="refused"),
    "nobody has written revision 2": lambda row, acts: acts.pop(1),
    "differs from revision 4": lambda row, acts: Byline.objects.filter(article=row).delete(),
    "references []": lambda row, acts: Reference.objects.filter(revision=None).delete(),
    "revision 3 by publish has the lines": lambda row, acts: Entry.objects.filter(
        verb="publish", target_id=str(row.pk)
    ).delete(),
    "[] kept": lambda row, acts: row.withdrawals.all().delete(),
    "it is published, withdrawn: False": lambda row, acts: Article.objects.filter(pk=row.pk).update(
        withdraw_at=None
    ),
    "readers see 3": lambda row, acts: Article.objects.filter(pk=row.pk).update(
        live_revision=row.revisions.get(number=3)
    ),
    "half of a2z": lambda row, acts: acts.append({**acts[1], "do": "publish", "base": 9}),
}


@pytest.mark.parametrize("words", WRONG)
def test_what_is_wrong_is_found(words: str, acts: list[dict[str, Any]]) -> None:
    WRONG[words](story(acts), acts)
    assert words in found(acts)
