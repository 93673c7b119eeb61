"""TOML tables as frozen dataclasses, strictly: nothing missing, nothing unknown, nothing of another type."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from warehouse.errors import SettingsError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")

FOLDER = Path(__file__).parent


def read(name: str, kind: type[T], content: str | None = None) -> T:
    """Build `kind` from the TOML file `name` of this package, or from `content`; raise SettingsError naming the place."""
    try:
        document = tomllib.loads((FOLDER / name).read_text("utf-8") if content is None else content)
    except tomllib.TOMLDecodeError as error:
        raise broken(name, str(error)) from error
    return _table(kind, document, name)


def broken(where: str, what: str) -> SettingsError:
    """Word the error for the place `where`."""
    return SettingsError(f"{where}: {what}.", "Correct that entry, or restore the file that came with Plimsoll.")


def _table(kind: type[T], table: Mapping[str, Any], where: str) -> T:
    where = f"{where}: {table['id']}" if isinstance(table.get("id"), str) else where
    hints = get_type_hints(kind)
    required = {field.name for field in fields(kind) if field.default is MISSING}
    for problem, names in (("is missing", required - table.keys()), ("is unknown", table.keys() - hints.keys())):
        if names:
            raise broken(where, f"{', '.join(sorted(names))} {problem}")
    return kind(**{name: _value(hints[name], raw, f"{where}: {name}") for name, raw in table.items()})


def _value(hint: Any, raw: object, where: str) -> object:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal and raw in arguments:
        return raw
    if origin is tuple and isinstance(raw, list):
        return tuple(_value(arguments[0], item, where) for item in raw)
    if origin is Mapping and isinstance(raw, dict):
        return {name: _value(arguments[1], item, f"{where}: {name}") for name, item in raw.items()}
    if is_dataclass(hint) and isinstance(hint, type) and isinstance(raw, dict):
        return _table(hint, raw, where)
    if hint is float and type(raw) in {int, float}:
        return float(str(raw))
    if type(raw) is hint or (origin is UnionType and type(raw) in arguments):
        return raw
    raise broken(where, f"{raw!r} is not {arguments if origin is Literal else getattr(hint, '__name__', hint)}")
