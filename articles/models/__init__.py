from articles.models.article import Article, Byline
from articles.models.author import Author
from articles.models.category import CategorizedArticle, Category
from articles.models.correction import Correction
from articles.models.due_revision import DueRevision
from articles.models.due_withdrawal import DueWithdrawal
from articles.models.former_address import FormerAddress
from articles.models.reference import Reference
from articles.models.review import Review
from articles.models.revision import Revision
from articles.models.settings import PublicationSettings
from articles.models.tag import Tag, TaggedArticle
from articles.models.withdrawal import Withdrawal

__all__ = [
    "Article",
    "Author",
    "Byline",
    "CategorizedArticle",
    "Category",
    "Correction",
    "DueRevision",
    "DueWithdrawal",
    "FormerAddress",
    "PublicationSettings",
    "Reference",
    "Review",
    "Revision",
    "Tag",
    "TaggedArticle",
    "Withdrawal",
]
