from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShortLinksConfig(AppConfig):
    name = "articles.shortlinks"
    label = "shortlinks"
    verbose_name = _("Short links")

    def ready(self) -> None:
        from articles.shortlinks import codes
        from articles.signals import article_published, article_withdrawn

        article_published.connect(
            codes.link_published_article, dispatch_uid="shortlinks.link_published_article"
        )
        article_withdrawn.connect(
            codes.renew_link_of_withdrawn_article,
            dispatch_uid="shortlinks.renew_link_of_withdrawn_article",
        )
