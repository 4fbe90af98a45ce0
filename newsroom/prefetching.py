"""Relations read as plain values, for pages that show many rows of them.

A page of forty stories shows hundreds of renditions: as model instances, each with its managers
and descriptors, they cost more than all queries of the page together.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, Generic, Self, TypeVar, overload

from django.db.models import Model, QuerySet

Value = TypeVar("Value")
Row = TypeVar("Row", bound=Model)


class Values(Generic[Value]):
    """An attribute of a model: a list of what ``read`` finds for it.

    ``read`` takes the ids of instances and yields pairs of id and value, with one query. Like a
    relation, ``prefetch_related`` with the attribute's name reads them for all rows at once; where
    nobody did, each access reads anew.
    """

    def __init__(self, read: Callable[[Collection[int]], Iterable[tuple[int, Value]]]) -> None:
        self.read = read

    def __set_name__(self, owner: type[Model], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type[Model]) -> Self: ...
    @overload
    def __get__(self, instance: Model, owner: type[Model]) -> list[Value]: ...
    def __get__(self, instance: Any, owner: type[Model]) -> Any:
        if instance is None:
            return self
        if self.is_cached(instance):
            return instance._prefetched_objects_cache[self.name]
        return [value for _pk, value in self.read([instance.pk])]

    def __set__(self, instance: Any, found: tuple[int, list[Value]]) -> None:
        """Into Django's own cache: ``refresh_from_db`` empties it."""
        instance._prefetched_objects_cache[self.name] = found[1]

    # What ``prefetch_related`` asks of a relation to one object: here the pair of id and list.

    def is_cached(self, instance: Any) -> bool:
        return self.name in getattr(instance, "_prefetched_objects_cache", ())

    def get_prefetch_querysets(
        self, instances: list[Any], querysets: Any = None
    ) -> tuple[Any, ...]:
        found: dict[int, list[Value]] = {instance.pk: [] for instance in instances}
        for pk, value in self.read(found.keys()):
            found[pk].append(value)
        return found.items(), itemgetter(0), attrgetter("pk"), True, self.name, True


def linked(
    links: type[Model], model: type[Row], pks: Collection[int], *, here: str, there: str
) -> Iterator[tuple[int, Row]]:
    """Pairs for ``Values`` from a link table: of its column ``here`` and its relation ``there``.

    A row of ``model`` becomes one instance, however often it is linked.
    """
    names = [field.attname for field in model._meta.concrete_fields]
    rows = _linked_rows(links, there, here, *names).filter(**{f"{here}__in": pks})
    known: dict[Any, Row] = {}
    for pk, *row in rows:
        if row[0] not in known:
            known[row[0]] = model.from_db(rows.db, names, row)
        yield pk, known[row[0]]


@cache
def _linked_rows(links: type[Model], there: str, here: str, *names: str) -> QuerySet[Any]:
    """Made once: it takes Django longer to find the columns than to fetch the rows."""
    return links._default_manager.values_list(here, *(f"{there}__{name}" for name in names))
