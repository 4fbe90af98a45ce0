from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditingConfig(AppConfig):
    name = "articles.editing"
    label = "editing"
    verbose_name = _("Writing desk")

    def ready(self) -> None:
        from articles.editing import preview_links
        from articles.signals import article_withdrawn

        article_withdrawn.connect(
            preview_links.revoke_all, dispatch_uid="editing.revoke_preview_links"
        )
