from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Editorial desk")

    def ready(self) -> None:
        from articles import announcing, audit_labels, first_rows
        from newsroom.audit.verbs import name_verbs
        from newsroom.work import ticker

        name_verbs(audit_labels.LABELS)
        post_migrate.connect(first_rows.ensure, dispatch_uid="articles.first_rows")
        ticker.register("articles.announce", announcing.announce_due)
