from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontpageConfig(AppConfig):
    name = "articles.frontpage"
    label = "frontpage"
    verbose_name = _("Front page")

    def ready(self) -> None:
        from articles.frontpage import finished
        from articles.frontpage.models import Shape, Zone
        from articles.signals import article_published, article_updated
        from newsroom.audit.details import name_details, words_of

        name_details({}, words={"zone": words_of(Zone), "shape": words_of(Shape)})

        article_published.connect(
            finished.purge_for_published, dispatch_uid="frontpage.purge_for_published"
        )
        article_updated.connect(finished.purge_for_moved, dispatch_uid="frontpage.purge_for_moved")
