"""Random changes of every kind, and the question whether finished pages still tell the truth."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from articles import (
    categories,
    correcting,
    discussion,
    due_revisions,
    due_withdrawals,
    naming,
    publishing,
    replying,
    withdrawal,
)
from articles.archives import Period
from articles.comments.models import Comment
from articles.comments.moderation import set_state
from articles.content import TagRef
from articles.corrections import Note, months_with_corrections
from articles.frontpage import breaking, placing
from articles.frontpage.models import Shape, Zone
from articles.models import Article, Author, Category, Correction, DueRevision, Tag
from articles.models.settings import CommentsState
from articles.publishing import TransitionNotAllowed, UpdateKind
from articles.revisions import Edit, latest_content
from newsroom.accounts.models import User
from newsroom.embeds.correcting import retitle
from newsroom.embeds.models import Embed
from newsroom.media.describing import describe
from newsroom.media.intake import replace_file
from newsroom.media.models import Photo, Rendition
from newsroom.pagecache.purging import purge
from newsroom.site.menus import Entry, save_menu
from newsroom.site.models import SETTINGS_KEY, MenuItem, Page, SiteSettings
from newsroom.site.pages import delete_page, save_page
from tests import factories
from tests.newsroom.media import files

WORDS = ["ميناء", "مطر", "سد", "مدرسة", "قطار", "حي", "شاطئ", "غابة", "سوق", "جسر", "ملعب", "مكتبة"]


def build(by: User, *, stories: int, rng: random.Random) -> None:
    """A newsroom with two levels of sections, shared tags, photos, and lists of several pages."""
    roots = [factories.category(f"قسم {word}") for word in WORDS[:3]]
    sections = [*roots, factories.category("فرع", parent=roots[0]), Category.objects.default()]
    opinion = factories.category("رأي", slug="opinion")
    authors = [factories.author(f"كاتب {word}") for word in WORDS[:5]]
    photos = [photo(number, by) for number in range(6)]
    now = timezone.now()
    for number in range(stories):
        age = timedelta(minutes=3) if number == 0 else timedelta(hours=number * 7 % 1500)
        section = opinion if number % 9 == 4 else sections[number % 7 % 5 if number % 3 else 0]
        article = factories.published(
            by=by,
            now=now - age,
            headline=f"خبر {rng.choice(WORDS)} {number}",
            kicker=rng.choice(["", "ميناء"]),
            category=section,
            categories=tuple(rng.sample(sections, k=rng.choice([0, 0, 1]))),
            authors=tuple(rng.sample(authors, k=rng.choice([0, 1, 1, 2]))),
            tags=tuple(rng.sample(WORDS[:8], k=rng.choice([0, 1, 2, 3]))),
            lead_photo=rng.choice([None, *photos]),
            body=referring(rng) if number % 3 == 1 else factories.BODY,
        )
        for name in ("سعاد", "علي")[: number % 3]:
            Comment.objects.create(article=article, name=name, text="رأي", state="approved")
        Comment.objects.create(article=article, name="مريم", text="تعليق ينتظر")
    save_page(Page(title="من نحن", body="<p>نص</p>"), by=by)


def referring(rng: random.Random, *to: Article) -> str:
    """A text that leads to the stories ``to``, or any, public or not, and shows a photo."""
    stories = to or tuple(rng.choices(list(Article.objects.order_by("pk")), k=2))
    shown = rng.choice(list(Photo.objects.order_by("pk")))
    boxes = [f'<aside class="read-also" data-article="{story.pk}"></aside>' for story in stories]
    links = [f'<p><a data-article="{story.pk}">خبر</a></p>' for story in stories]
    figure = f'<figure class="photo" data-photo="{shown.pk}"></figure>'
    return "".join(rng.sample([*boxes, *links, figure], k=3))


def photo(number: int, by: User) -> Photo:
    made = Photo.objects.create(
        file=f"originals/{number}.jpg",
        sha256=f"{number:064d}",
        width=1200,
        height=800,
        alt="بديل",
        credit="تصوير",
        created_by=by,
    )
    for width in (320, 640):
        Rendition.objects.create(
            photo=made,
            format="jpeg",
            width=width,
            height=width * 2 // 3,
            file=f"renditions/{number}-{width}.jpg",
        )
    return made


def addresses() -> list[str]:
    """Every public address that the rows give, and some spellings that lead to them."""
    found = ["/", "/corrections/", "/sitemap.xml", "/sitemap/places.xml", "/news-sitemap.xml"]
    found += ["/robots.txt", "/feed/", "/feed/atom/", "/corrections/feed/"]
    found += [f"/corrections/{month:%Y/%m}/" for month in months_with_corrections()]
    found += [page.get_absolute_url() for page in Page.objects.all()]
    lists = [one.get_absolute_url() for one in (*Category.objects.all(), *Tag.objects.all())]
    lists += [author.get_absolute_url() for author in Author.objects.all()]
    found += [f"{address}feed/" for address in lists]
    shown = Article.objects.filter(status=Article.Status.PUBLISHED, publish_at__lte=timezone.now())
    for article in shown.select_related("short_link"):
        assert article.first_published_at is not None
        found.append(article.get_absolute_url())
        found.append(article.short_link.get_absolute_url())
        if article.pk % 5 == 0:
            found.append(f"/{article.address_day:%Y/%m/%d}/{article.pk}-cut/")
        for scale, form in (("year", "%Y"), ("month", "%Y/%m"), ("day", "%Y/%m/%d")):
            first = Period.around(scale, article.first_published_at).first  # type: ignore[arg-type]
            lists.append(f"/{first:{form}}/")
        found.append(f"/sitemap/{article.address_day:%Y-%m}.xml")
        empty = article.address_day - timedelta(days=1)
        lists.append(f"/{empty:%Y/%m/%d}/")
    found += lists
    return list(dict.fromkeys(found))


class Changes:
    """Made by ``by``, who may do everything, through the verbs; some are refused."""

    def __init__(self, by: User, rng: random.Random) -> None:
        self.by = by
        self.rng = rng
        self.made: Counter[str] = Counter()
        names = [name for name in dir(self) if name.startswith("change_")]
        self.kinds: dict[str, Callable[[], Any]] = {name: getattr(self, name) for name in names}
        self.turn: list[str] = []

    def make(self, kind: str = "") -> str:
        """One change; every kind has its turn before one comes again."""
        if not self.turn:
            self.turn = self.rng.sample(sorted(self.kinds), k=len(self.kinds))
        kind = kind or self.turn.pop()
        try:
            self.kinds[kind]()
        except TransitionNotAllowed:
            kind = f"{kind} (refused)"
        self.made[kind] += 1
        return kind

    def word(self) -> str:
        return f"{self.rng.choice(WORDS)} {self.rng.randrange(10_000)}"

    def story(self, *, old: bool = False) -> Article:
        stories = Article.objects.published().newest_first()
        found = list(stories.values_list("pk", flat=True))
        chosen = self.rng.choice(found[len(found) // 2 :] if old else found)
        return Article.objects.select_related("latest_revision").get(pk=chosen)

    def row(self, model: Any, **where: Any) -> Any:
        return self.rng.choice(list(model.objects.filter(**where).order_by("pk")))

    def update(
        self, kind: UpdateKind = UpdateKind.MINOR, article: Article | None = None, **changes: Any
    ) -> None:
        article = article or self.story()
        assert article.latest_revision is not None
        edit = Edit(replace(latest_content(article), **changes), article.latest_revision.number)
        note = "الصحيح غير ما كتب." if kind == UpdateKind.CORRECTION else ""
        top = self.rng.random() < 0.5
        publishing.update(article, by=self.by, edit=edit, kind=kind, correction=note, at_top=top)

    def change_publish(self) -> None:
        tags = tuple(self.rng.sample(WORDS, k=self.rng.choice([0, 1, 2])))
        section = self.row(Category)
        factories.published(by=self.by, headline=self.word(), category=section, tags=tags)

    def change_body(self) -> None:
        self.update(body=f"<p>{self.word()}</p>")

    def change_embed(self) -> None:
        if Embed.objects.exists():
            retitle(self.row(Embed), title=self.word(), by=self.by)
        else:
            self.update(body='<figure class="embed" data-embed="https://t.me/channel/5"></figure>')

    def change_references(self) -> None:
        self.update(body=referring(self.rng))

    def referred_to(self, **where: Any) -> Article:
        referring = Article.objects.published().values("pk")
        found = Article.objects.filter(
            referred_by__article__in=referring, referred_by__revision=None, **where
        )
        chosen = self.rng.choice(sorted(set(found.values_list("pk", flat=True))) or [0])
        if not chosen:
            raise TransitionNotAllowed
        return Article.objects.select_related("latest_revision").get(pk=chosen)

    def change_slug_of_a_linked_story(self) -> None:
        article = self.referred_to(status="published")
        publishing.change_slug(article, f"slug-{self.rng.randrange(10_000)}", by=self.by)

    def change_headline_of_a_linked_story(self) -> None:
        self.update(article=self.referred_to(status="published"), headline=self.word())

    def change_withdraw_a_linked_story(self) -> None:
        withdrawal.withdraw(self.referred_to(status="published"), by=self.by)

    def change_publish_a_linked_draft(self) -> None:
        """Its second turn publishes, at once or in a moment, what its first one leads to."""
        try:
            draft = self.referred_to(status="draft")
        except TransitionNotAllowed:
            photo = self.row(Photo)
            draft = publishing.create(
                factories.full_content(headline=self.word(), lead_photo=photo), by=self.by
            )
            self.update(body=referring(self.rng, draft))
        else:
            if self.rng.random() < 0.5:
                publishing.publish(draft, by=self.by)
            else:
                publishing.schedule(draft, _soon(self.rng), by=self.by)

    def change_headline(self) -> None:
        self.update(headline=self.word())

    def change_deck(self) -> None:
        self.update(UpdateKind.SUBSTANTIVE, deck=self.word())

    def change_correct(self) -> None:
        self.update(UpdateKind.CORRECTION, body=f"<p>{self.word()}</p>")

    def change_mend_a_correction(self) -> None:
        note = self.public_note()
        said = Note(self.word(), self.rng.choice(["", self.word()]), self.rng.random() < 0.5)
        correcting.amend(note, said, by=self.by)

    def change_take_back_a_correction(self) -> None:
        correcting.take_back(self.public_note(), by=self.by, reason="سبب")

    def public_note(self) -> Correction:
        if not Correction.objects.published().exists():
            self.change_correct()
        return self.rng.choice(list(Correction.objects.published().order_by("pk")))

    def change_right_of_reply(self) -> None:
        """Also of a story that is not public: its page leads to the other one once it is."""
        draft = Article.objects.drafts().order_by("pk").last()
        reply = draft if draft is not None and self.rng.random() < 0.3 else self.story()
        replying.link_reply(reply, self.rng.choice([self.story(), None]), by=self.by)

    def linked_by_reply(self) -> Article:
        replies = Article.objects.published().exclude(reply_to=None).order_by("pk")
        ends = [end for one in replies for end in (one, one.reply_to) if end is not None]
        public = [end for end in ends if end.state() == "published"]
        if not public:
            raise TransitionNotAllowed
        chosen = self.rng.choice(public)
        return Article.objects.select_related("latest_revision").get(pk=chosen.pk)

    def change_headline_beside_a_reply(self) -> None:
        self.update(article=self.linked_by_reply(), headline=self.word())

    def change_slug_beside_a_reply(self) -> None:
        slug = f"slug-{self.rng.randrange(10_000)}"
        publishing.change_slug(self.linked_by_reply(), slug, by=self.by)

    def change_tags(self) -> None:
        names = self.rng.sample(WORDS, k=self.rng.choice([0, 1, 2, 3]))
        self.update(tags=tuple(TagRef(name, "") for name in names))

    def change_byline(self) -> None:
        self.update(authors=tuple(self.rng.sample(list(Author.objects.all()), k=1)))

    def change_categories(self) -> None:
        self.update(categories=tuple(self.rng.sample(list(Category.objects.all()), k=2)))

    def change_lead_photo(self) -> None:
        self.update(lead_photo=self.row(Photo))

    def change_withdraw(self) -> None:
        sentence = self.rng.choice(["", f"سُحب: {self.word()}"])
        withdrawal.withdraw(self.story(), by=self.by, sentence=sentence)

    def change_bring_back(self) -> None:
        gone = Article.objects.withdrawn().first()
        if gone is not None:
            publishing.publish(gone, by=self.by)

    def change_move(self) -> None:
        publishing.move(self.story(old=True), self.row(Category), by=self.by)

    def change_slug(self) -> None:
        publishing.change_slug(self.story(), f"slug-{self.rng.randrange(10_000)}", by=self.by)

    def change_category_name(self) -> None:
        section: Category = self.row(Category)
        section.name = f"قسم {self.word()}"
        categories.save_category(section, by=self.by)

    def change_category_path(self) -> None:
        section: Category = self.row(Category, is_default=False)
        section.slug = f"slug-{self.rng.randrange(10_000)}"
        categories.save_category(section, by=self.by)

    def change_category_description(self) -> None:
        section: Category = self.row(Category)
        section.description = self.word()
        categories.save_category(section, by=self.by)

    def change_new_category(self) -> None:
        parent = self.rng.choice([None, self.row(Category, parent=None, is_default=False)])
        slug = f"new-{self.rng.randrange(10_000)}"
        categories.save_category(Category(name=self.word(), slug=slug, parent=parent), by=self.by)

    def change_delete_category(self) -> None:
        if Category.objects.count() > 6:
            section = self.row(Category, is_default=False)
            categories.delete_category(section, by=self.by)

    def change_delete_tag(self) -> None:
        naming.delete_tag(self.row(Tag), by=self.by)

    def change_tag_name(self) -> None:
        tag: Tag = self.row(Tag)
        tag.name = f"وسم {self.word()}"
        naming.save_tag(tag, by=self.by)

    def change_author_name(self) -> None:
        author: Author = self.row(Author)
        author.name = f"كاتب {self.word()}"
        naming.save_author(author, by=self.by)

    def change_author_title(self) -> None:
        author: Author = self.row(Author)
        author.title, author.bio = self.word(), self.word()
        naming.save_author(author, by=self.by)

    def change_photo_words(self) -> None:
        one: Photo = self.row(Photo)
        self.describe(one, credit=self.word(), focal_point=one.focal_point)

    def change_focal_point(self) -> None:
        one: Photo = self.row(Photo)
        self.describe(one, credit=one.credit, focal_point=one.focal_point % 9 + 1)

    def change_photo_file(self) -> None:
        size = self.rng.choice([(320, 200), (900, 600), (200, 320)])
        replace_file(self.row(Photo), files.upload(files.jpeg(*size)), by=self.by)

    def describe(self, one: Photo, *, credit: str, focal_point: int) -> None:
        describe(
            one,
            by=self.by,
            alt=one.alt,
            caption=one.caption,
            credit=credit,
            is_document=one.is_document if focal_point == one.focal_point else not one.is_document,
            focal_point=focal_point,
        )

    def change_comment(self) -> None:
        comment: Comment = self.row(Comment)
        others = [state for state in Comment.State if state != comment.state]
        set_state(comment, self.rng.choice(others), by=self.by)

    def change_comments_switch(self) -> None:
        discussion.set_comments(self.story(), self.rng.choice(list(CommentsState)), by=self.by)

    def change_lead(self) -> None:
        placing.make_lead(self.story(), by=self.by)

    def change_place(self) -> None:
        placing.place(self.story(), Zone.SECOND, self.rng.randint(1, 4), by=self.by)

    def change_pin(self) -> None:
        article = self.story()
        placing.make_lead(article, by=self.by)
        placing.pin(
            article, timezone.now() + timedelta(seconds=self.rng.uniform(0.5, 3)), by=self.by
        )

    def change_shape(self) -> None:
        placing.set_shape(self.rng.choice(list(Shape)), by=self.by)

    def change_undo(self) -> None:
        placing.undo(by=self.by)

    def change_breaking(self) -> None:
        article = self.rng.choice([None, self.story()])
        breaking.announce(by=self.by, minutes=10, text=self.word(), article=article)

    def change_end_breaking(self) -> None:
        breaking.end_breaking(by=self.by)

    def change_menu(self) -> None:
        entry = Entry(self.word(), f"/{timezone.now():%Y}/")
        save_menu(self.rng.choice(list(MenuItem.Menu)), [entry], by=self.by)

    def change_settings(self) -> None:
        """As the settings' form does."""
        site = SiteSettings.load()
        site.tagline = self.word()
        site.save()
        purge(SETTINGS_KEY)

    def change_page(self) -> None:
        save_page(Page(title=self.word(), in_footer=False), by=self.by)

    def change_page_text(self) -> None:
        page: Page = self.row(Page)
        page.body = f"<p>{self.word()}</p>"
        save_page(page, by=self.by)

    def change_delete_page(self) -> None:
        if Page.objects.count() > 2:
            delete_page(self.row(Page), by=self.by)

    def change_time_reached(self) -> None:
        article = publishing.create(factories.full_content(headline=self.word()), by=self.by)
        publishing.schedule(article, _soon(self.rng), by=self.by)

    def change_due_revision(self) -> None:
        """Scheduled, then its time comes."""
        article = self.story()
        latest = article.latest_revision
        assert latest is not None
        typed = replace(latest_content(article), headline=self.word(), body=referring(self.rng))
        kind = self.rng.choice(list(UpdateKind))
        due_revisions.schedule_update(
            article,
            timezone.now() + timedelta(hours=1),
            by=self.by,
            edit=Edit(typed, latest.number),
            kind=kind,
            correction="الصحيح غير ما كتب." if kind == UpdateKind.CORRECTION else "",
        )
        DueRevision.objects.filter(article=article).update(at=timezone.now())
        due_revisions.apply_due(timezone.now())

    def change_withdrawal_reached(self) -> None:
        due_withdrawals.follow_due(timezone.now())
        due_withdrawals.schedule_withdrawal(self.story(), _soon(self.rng), by=self.by)


def _soon(rng: random.Random) -> datetime:
    return timezone.now() + timedelta(seconds=rng.uniform(0.3, 2))
