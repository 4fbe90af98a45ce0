from django.utils.functional import Promise

_NAMES: dict[str, str | Promise] = {}


def name_task(path: str, name: str | Promise) -> None:
    """What people read for the task function at ``path``; an app names its own in ``ready()``."""
    _NAMES[path] = name


def task_name(path: str) -> str:
    return str(_NAMES.get(path, path))


def is_named(path: str) -> bool:
    return path in _NAMES
