from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Editorial desk")

    def ready(self) -> None:
        from articles import (
            announcing,
            audit_labels,
            due_revisions,
            due_withdrawals,
            first_rows,
            photo_uses,
            pruning,
            trash,
        )
        from newsroom.audit.details import name_details
        from newsroom.audit.verbs import group_verbs, name_verbs
        from newsroom.media import uses
        from newsroom.work import ticker

        name_verbs(audit_labels.LABELS)
        name_details(audit_labels.DETAILS, words=audit_labels.WORDS, rows=audit_labels.ROWS)
        for area, (label, verbs) in audit_labels.GROUPS.items():
            group_verbs(area, label, verbs)
        post_migrate.connect(first_rows.ensure, dispatch_uid="articles.first_rows")
        uses.register("articles", photo_uses.find, unused=photo_uses.UNUSED)
        ticker.register("articles.announce", announcing.announce_due)
        ticker.register("articles.empty_trash", trash.empty_due)
        ticker.register("articles.apply_due", due_revisions.apply_due)
        ticker.register("articles.follow_withdrawals", due_withdrawals.follow_due)
        ticker.register("articles.prune", pruning.prune_daily)
