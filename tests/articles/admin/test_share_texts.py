from collections.abc import Callable

from django.test import Client

from articles.admin.share_texts import share_texts, x_length
from articles.models import Article
from newsroom.accounts.models import User


def test_texts() -> None:
    article = Article(headline="عنوان", deck="مقدمة.")
    texts = {share["id"]: share["text"] for share in share_texts(article, "https://n.example/s/a")}
    assert texts == {
        "whatsapp": "*عنوان*\nمقدمة.\nhttps://n.example/s/a",
        "x": "عنوان\nhttps://n.example/s/a",
        "facebook": "مقدمة.\nhttps://n.example/s/a",
    }


def test_without_a_deck() -> None:
    texts = {share["id"]: share["text"] for share in share_texts(Article(headline="عنوان"), "/")}
    assert texts["whatsapp"] == "*عنوان*\n/"
    assert texts["facebook"] == "عنوان\n/"


def test_x_counts_as_x_does() -> None:
    """An address is 23 whatever its length; signs beyond the alphabets count two."""
    assert x_length("عنوان (2023) – «نص»") == 19
    assert x_length("漢字 🙂") == 7
    [label] = [
        s["label"] for s in share_texts(Article(headline="عنوان"), "x" * 90) if s["id"] == "x"
    ]
    assert "29" in label
    assert "280" in label


def test_longest_headline_fits() -> None:
    assert x_length("س" * 200) + 24 <= 280


def test_panel_shows_them_after_publishing(
    published: Article, editor: User, logged_in: Callable[[User], Client]
) -> None:
    client = logged_in(editor)
    address = f"/admin/articles/article/{published.pk}/change/"
    page = client.get(f"{address}?published=1").content.decode()
    short = f"http://testserver/s/{published.short_link.code}"
    assert page.count(f"{short}</textarea>") == 3
    assert page.count("data-copy=") >= 5
    assert "nr-share-x" not in client.get(address).content.decode()
