from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EmbedsConfig(AppConfig):
    name = "newsroom.embeds"
    label = "embeds"
    verbose_name = _("Embeds")

    def ready(self) -> None:
        from newsroom.audit.verbs import name_verbs
        from newsroom.embeds import rights
        from newsroom.work.names import name_task

        name_task("newsroom.embeds.tasks.fetch_embed", _("Title and picture of an embed"))
        name_verbs(
            {"fetch_embed": _("Embed fetched again"), "save_embed": _("Embed's title changed")}
        )
        post_migrate.connect(rights.ensure, dispatch_uid="embeds.rights")
