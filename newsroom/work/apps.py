from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    name = "newsroom.work"
    label = "work"
    verbose_name = _("Background work")

    def ready(self) -> None:
        from newsroom.audit.verbs import name_verbs
        from newsroom.work import queue, recovery, reports, rights, task_logs, ticker

        name_verbs({"retry_task": _("Task run again")})
        post_migrate.connect(rights.ensure, dispatch_uid="work.rights")
        task_logs.connect()
        ticker.register("work.report", reports.report)
        ticker.register("work.recover", recovery.recover_lost_tasks)
        ticker.register("work.forget", queue.forget_old_tasks)
