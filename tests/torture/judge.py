"""Compares what colleagues were told with what stands in the database, told to on its input.

A program of its own (see tests/bench/programs.py), as it needs Django on the site's database.
"""

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.db import close_old_connections, transaction  # noqa: E402
from django.db.models import Prefetch  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles import publishing  # noqa: E402
from articles.content import Content  # noqa: E402
from articles.due_revisions import schedule_update  # noqa: E402
from articles.listing import misplaced  # noqa: E402
from articles.models import (  # noqa: E402
    Article,
    Author,
    Category,
    DueRevision,
    Reference,
    Review,
    Revision,
)
from articles.revisions import Edit, latest_content  # noqa: E402
from newsroom.accounts.models import User  # noqa: E402
from newsroom.audit.models import Entry  # noqa: E402
from newsroom.media.models import Photo, Rendition  # noqa: E402
from newsroom.media.moving import move_renditions  # noqa: E402
from newsroom.work.models import Task  # noqa: E402
from newsroom.work.queue import FAILED, SUCCESSFUL, queue_state  # noqa: E402
from tests import factories, truth  # noqa: E402

# The audit line of the text that an act leaves.
LINES = {
    **{verb: verb for verb in ("create", "save", "publish", "schedule", "update", "restore")},
    **{"submit": "save", "claim": "save", "fix": "schedule_update"},
}
LATER = {"fix": {"update", "cancel_update", "refuse_update", "move_update"}}
"""What a ticker or a colleague adds to a change that was fixed."""
LIVE = {"publish", "schedule", "update"}
GRACE = 10.0
DAY = timedelta(days=1)
PHOTOS = 60
OURS = f"{1000:064d}"

Row = dict[str, Any]


class Judge:
    """Each answer is JSON: findings are sentences, none is what is wanted."""

    def __init__(self) -> None:
        factories._numbers = count(time.time_ns() // 1000)  # none that an earlier process gave
        self.people: list[str] = []

    def prepare(self, people: list[str], password: str) -> Row:
        self.people = people
        for name in people:
            role = "reporter" if name.startswith("reporter") else "editor"
            colleague = factories.user(role, username=name)
            colleague.set_password(password)
            colleague.save()
        self._make_photos()
        return {
            "categories": list(Category.objects.values_list("pk", flat=True)),
            "authors": list(Author.objects.filter(user=None).values_list("pk", flat=True)),
            "photos": list(Photo.objects.values_list("pk", flat=True)),
            "links": list(Article.objects.values_list("pk", flat=True)[:5]),
        }

    def _make_photos(self) -> None:
        """Enough that a withdrawn story often takes its own along, with files to be moved."""
        by = User.objects.order_by("pk")[0]
        for number in range(PHOTOS):
            for row in truth.photo(1000 + number, by).renditions.all():
                default_storage.save(row.file.name, ContentFile(b"picture"))

    def files(self) -> Row:
        """Renditions whose file is missing, and files that no rendition names."""
        names = {str(row.file) for row in Rendition.objects.filter(photo__sha256__gte=OURS)}
        root = Path(settings.MEDIA_ROOT)
        files = (path for path in (root / "renditions").rglob("*") if path.is_file())
        there = {str(path.relative_to(root)) for path in files}
        return {"missing": sorted(names - there), "superfluous": sorted(there - names)}

    def check(self, stories: list[list[Row]], outages: list[tuple[float, float]]) -> Row:
        with transaction.atomic():
            rows = {one.pk: one for one in _stories(stories)}
            found = [str(rows) for rows in misplaced() if rows.exists()]
            happened = 0
            for acts in stories:
                trial = Trial(acts, rows, outages)
                found += trial.findings()
                happened += len(trial.happened_unknown)
        return {"found": found, "happened": happened}

    def delays(self, outages: list[tuple[float, float]]) -> Row:
        """Seconds of a living process between the time and what follows from it."""
        fixed = Entry.objects.filter(verb="schedule_update").order_by("pk")
        due = {(e.target_id, e.detail["revision"]): e.detail["due"] for e in fixed}
        applied = [
            _alive(datetime.fromisoformat(at).timestamp(), entry.at.timestamp(), outages)
            for entry in Entry.objects.filter(verb="update")
            if (at := due.get((entry.target_id, entry.detail["revision"])))
        ]
        public = Article.objects.exclude(announced_at=None)
        public = public.filter(created_by__username__in=self.people)
        announced = [
            _alive(first.timestamp(), at.timestamp(), outages)
            for first, at in public.values_list("first_published_at", "announced_at")
            if first and at
        ]
        return {"applied": applied, "announced": announced}

    def rest(self) -> Row:
        """What should have come to its end."""
        now = timezone.now()
        state = queue_state(now)
        public = Article.objects.published(now=now)
        return {
            "tasks": state.ready + state.running,
            "failed": Task.objects.filter(status=FAILED).count(),
            "done": Task.objects.filter(status=SUCCESSFUL).count(),
            "due": DueRevision.objects.filter(at__lte=now, refused_at=None).count(),
            "refused": DueRevision.objects.exclude(refused_at=None).count(),
            "unannounced": public.filter(announced_at=None, publish_at__gt=now - DAY).count(),
        }

    def announced(self) -> dict[str, float]:
        rows = Article.objects.exclude(announced_at=None).values_list("pk", "announced_at")
        return {str(pk): at.timestamp() for pk, at in rows if at}

    def due_soon(self, seconds: float) -> Row:
        """A story, and a change of another one, both due in a moment; and a task."""
        by = User.objects.get(username="editor1")
        at = timezone.now() + timedelta(seconds=seconds)
        headline, changed = f"خبر {at.timestamp()}", f"تعديل {at.timestamp()}"
        story = publishing.create(factories.content(headline=headline), by=by)
        publishing.schedule(story, at, by=by)
        other = factories.published(by=by)
        content = replace(latest_content(other), headline=changed)
        assert other.latest_revision is not None
        schedule_update(other, at, by=by, edit=Edit(content, other.latest_revision.number))
        move_renditions.enqueue([])
        return {
            **{"pk": story.pk, "other": other.pk, "at": at.timestamp(), "tasks": self.tasks_done()},
            **{"headline": headline, "changed": changed, "path": other.get_absolute_url()},
        }

    def after_due(self, pk: int, other: int, **orders: Any) -> Row:
        lines = Entry.objects.filter(target_type="articles.article", verb="update")
        announced = Article.objects.filter(pk=pk).exclude(announced_at=None)
        return {
            "announced": announced.count(),
            "updates": lines.filter(target_id=str(other)).count(),
            "tasks": self.tasks_done(),
        }

    def tasks_done(self) -> int:
        return Task.objects.filter(status=SUCCESSFUL).count()

    def addresses(self) -> list[str]:
        return truth.addresses()


def _stories(stories: list[list[Row]]) -> list[Article]:
    known = {act["pk"] for acts in stories for act in acts if act["pk"]}
    nonces = [f"خبر {acts[0]['nonce']}" for acts in stories if not acts[0]["pk"]]
    first = Revision.objects.filter(number=1, snapshot__headline__in=nonces)
    known |= set(first.values_list("article", flat=True)) if nonces else set()
    revisions = Prefetch("revisions", Revision.objects.order_by("number"), "in_order")
    related = ("live_revision", "latest_revision", "open_review", "due_revision", "category")
    found = Article.objects.filter(pk__in=known).select_related(*related)
    lines = defaultdict(list)
    entries = Entry.objects.filter(target_type="articles.article", target_id__in=map(str, known))
    for entry in entries.order_by("pk"):
        lines[entry.target_id].append(entry)
    rows: list[Any] = list(found.prefetch_related(revisions, "withdrawals", "reviews"))
    for row in rows:
        row.lines = lines[str(row.pk)]
    return rows


class Trial:
    """Of one story: its acts in their order, and its row."""

    def __init__(
        self, acts: list[Row], rows: dict[int, Article], outages: list[tuple[float, float]]
    ) -> None:
        self.acts = acts
        self.outages = outages
        pk = next((act["pk"] for act in acts if act["pk"]), 0)
        self.row: Any = rows.get(pk) if pk else _begun_with(acts[0]["nonce"], rows)
        self.happened_unknown: list[Row] = []

    def findings(self) -> list[str]:
        if self.row is None:
            lost = [act for act in self.acts if act["answer"] == "acknowledged"]
            return [f"lost with its story: {act}" for act in lost]
        try:
            return [f"story {self.row.pk}: {one}" for one in self._all()]
        except Exception as error:
            return [f"story {self.row.pk}: {error!r}"]

    def _all(self) -> Iterator[str]:
        self.revisions = {one.number: one for one in self.row.in_order}
        self.acts_of = self._acts_of_revisions()
        yield from self._acknowledged()
        yield from self._lines()
        yield from self._withdrawals()
        yield from self._reviews()
        yield from self._whole()
        yield from self._as_told()

    def _acts_of_revisions(self) -> dict[int, Row]:
        found: dict[int, Row] = {}
        for act in self.acts:
            number = act["base"] + 1
            if act["do"] == "withdraw" or not self._says(self.revisions.get(number), act):
                continue
            if number not in found or act["answer"] == "acknowledged":
                found[number] = act
        return found

    def _says(self, revision: Revision | None, act: Row) -> bool:
        if revision is None:
            return False
        if act["do"] != "restore":
            return f" {act['nonce']}" in revision.snapshot["headline"]
        old = self.revisions[act["restored"]].snapshot
        return revision.kind == "restore" and old["body"] == revision.snapshot["body"]

    def _happened(self, act: Row) -> bool:
        if act["do"] == "withdraw":
            return any(one.note == act["nonce"] for one in self.row.withdrawals.all())
        return self.acts_of.get(act["base"] + 1) is act

    def _acknowledged(self) -> Iterator[str]:
        for act in self.acts:
            happened = self._happened(act)
            if act["answer"] == "acknowledged" and not happened:
                yield f"lost: {act}"
            if act["answer"] == "refused" and happened:
                yield f"refused, and happened: {act}"
            if act["answer"] == "unknown" and happened:
                self.happened_unknown.append(act)
        by_nonce = defaultdict(set)
        for act in self.acts:
            by_nonce[act["nonce"]].add(self._happened(act))
        yield from (
            f"half of {nonce} happened" for nonce, both in by_nonce.items() if len(both) > 1
        )
        if list(self.revisions) != list(range(1, len(self.revisions) + 1)):
            yield f"revisions {list(self.revisions)}"
        for number in self.revisions.keys() - self.acts_of.keys():
            yield f"nobody has written revision {number}"

    def _lines(self) -> Iterator[str]:
        """Of each text one line, of a fixed change what became of it too."""
        lines = defaultdict(list)
        for line in self.row.lines:
            if "revision" in line.detail:
                lines[line.detail["revision"]].append(line.verb)
        for number, act in self.acts_of.items():
            first, *others = lines[number] or [""]
            if first != LINES[act["do"]]:
                yield f"revision {number} by {act['do']} has the lines {lines[number]}"
            if len(others) > 1 or set(others) - LATER.get(act["do"], set()):
                yield f"revision {number} by {act['do']} has the lines {lines[number]}"
        for number in lines.keys() - self.revisions.keys():
            yield f"lines of revision {number}, which does not exist: {lines[number]}"

    def _withdrawals(self) -> Iterator[str]:
        told = sorted(e.detail["note"] for e in self.row.lines if e.verb == "withdraw")
        kept = sorted(one.note for one in self.row.withdrawals.all())
        known = sorted(
            act["nonce"] for act in self.acts if act["do"] == "withdraw" and self._happened(act)
        )
        if not told == kept == known:
            yield f"withdrawals: {told} in the log, {kept} kept, {known} done"

    def _reviews(self) -> Iterator[str]:
        reviews = list(self.row.reviews.all())
        still_open = [one for one in reviews if one.state in Review.OPEN]
        pointed = [self.row.open_review] if self.row.open_review else []
        if still_open != pointed:
            yield f"open reviews {still_open}, pointed to {pointed}"
        told = sorted(e.detail["note"] for e in self.row.lines if e.verb == "submit")
        done = sorted(
            act["nonce"] for act in self.acts if act["do"] == "submit" and self._happened(act)
        )
        if not told == sorted(one.note for one in reviews) == done:
            yield f"submitted: {told} in the log, {done} done"

    def _whole(self) -> Iterator[str]:
        """What its columns, relations, references and revisions say is the same."""
        row = self.row
        shown = row.live_revision if row.status == "published" else row.latest_revision
        said = Content.from_article(row)
        snapshot = said.snapshot()
        other = [name for name, value in shown.snapshot.items() if snapshot[name] != value]
        if other:
            yield f"its row differs from revision {shown.number} in {other}"
        if row.folded != said.folded():
            yield "search sees another text"
        if row.latest_revision.number != max(self.revisions):
            yield f"its newest revision is {row.latest_revision.number}, not {max(self.revisions)}"
        yield from self._references(said, None)
        yield from self._references(
            Content.from_snapshot(row.latest_revision.snapshot), row.latest_revision
        )

    def _references(self, said: Content, revision: Revision | None) -> Iterator[str]:
        lead = {said.lead_photo.pk} if said.lead_photo else set()
        wanted = {*lead, *said.references.photos}, set(said.references.articles)
        rows = Reference.objects.filter(article=self.row, revision=revision)
        pairs = list(rows.values_list("photo", "target"))
        kept = {photo for photo, _ in pairs if photo}, {target for _, target in pairs if target}
        if wanted != kept or len(pairs) != sum(map(len, wanted)):
            yield f"references {pairs}, wanted {wanted}"

    def _as_told(self) -> Iterator[str]:
        """As it stands after the acts that happened, and no others."""
        status, withdrawn, latest, live, fixed = "draft", False, 0, 0, None
        for act in self.acts:
            if not self._happened(act):
                continue
            if fixed and act["began"] > fixed["due"] + GRACE:
                live, fixed = fixed["base"] + 1, None
            if act["do"] in (*LIVE, "withdraw"):  # they cancel it
                fixed = None
            if act["do"] == "withdraw":
                withdrawn = True
                continue
            latest = act["base"] + 1
            if act["do"] in LIVE:
                status, withdrawn, live = "published", False, latest
            elif act["do"] == "fix":
                fixed = act
        now, row = timezone.now(), self.row
        lives = {live}
        if fixed:
            waited = _alive(fixed["due"], now.timestamp(), self.outages)
            lives = {fixed["base"] + 1} if waited > GRACE else {live, fixed["base"] + 1}
        gone = row.withdraw_at is not None and row.withdraw_at <= now
        stands = row.live_revision.number if row.live_revision else 0
        if row.status != status or gone != withdrawn or row.legal_hold < gone:
            yield f"it is {row.status}, withdrawn: {gone}; told {status}, {withdrawn}"
        if stands not in lives or row.latest_revision.number != latest:
            yield f"readers see {stands}, the newest is {row.latest_revision.number}; told {lives}"
        for act in self.acts:
            if act["do"] == "schedule" and self._happened(act) and row.publish_at is None:
                yield "it has no time"


def _begun_with(nonce: str, rows: dict[int, Article]) -> Article | None:
    words = f"خبر {nonce}"
    begun = (row for row in rows.values() if row.in_order[0].snapshot["headline"] == words)  # type: ignore[attr-defined]
    return next(begun, None)


def _alive(since: float, until: float, outages: list[tuple[float, float]]) -> float:
    """Seconds between two moments at which something answered."""
    away = sum(max(0.0, min(until, end) - max(since, began)) for began, end in outages)
    return until - since - away


def main() -> None:
    judge = Judge()
    for line in sys.stdin:
        order = json.loads(line)
        do: Callable[..., Any] = getattr(judge, order.pop("do"))
        close_old_connections()
        print(json.dumps(do(**order)), flush=True)


if __name__ == "__main__":
    main()
