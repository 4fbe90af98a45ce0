from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditingConfig(AppConfig):
    name = "articles.editing"
    label = "editing"
    verbose_name = _("Writing desk")

    def ready(self) -> None:
        from articles.editing import notices, preview_links
        from articles.signals import article_withdrawn, review_changed
        from newsroom.work.names import name_task

        article_withdrawn.connect(
            preview_links.revoke_all, dispatch_uid="editing.revoke_preview_links"
        )
        review_changed.connect(notices.tell_of_review, dispatch_uid="editing.tell_of_review")
        name_task("articles.editing.mailing.mail_notice", _("Notice by mail"))
