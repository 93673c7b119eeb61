"""A row of an answer as a frozen record: the columns its fields name, the others left out."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


def make(kind: type[T], row: Mapping[str, Any]) -> T:
    """Return a record of `kind`; raise TypeError when the row lacks a field without a default."""
    return kind(**{name: value for name, value in row.items() if name in _columns(kind)})


@cache
def _columns(kind: type[Any]) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))
