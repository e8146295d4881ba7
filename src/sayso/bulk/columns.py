"""Records as rows of Arrow and back, by the types of their fields: no second list of columns.

A record becomes a struct, a tuple a list, a span a struct of ``start`` and ``end``, an enumeration its
text; a field that may be None may be null. pandas, DuckDB and Spark open all of these.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from sayso.errors import ReadError
from sayso.records import Span

if TYPE_CHECKING:
    import pyarrow as pa

Record = TypeVar("Record")


def arrow() -> Any:
    """Return the library pyarrow. Raises ``ReadError`` where it is not installed."""
    try:
        import pyarrow
    except ImportError as error:
        raise ReadError(
            "tables in Parquet need pyarrow, which is not installed: pip install 'sayso[parquet]'"
        ) from error
    return pyarrow


@cache
def schema_of(record: Any) -> pa.Schema:
    """Return the Arrow schema of a table with a row for each ``record``, a dataclass."""
    return arrow().schema([_field(name, hint) for name, hint in _hints(record).items()])


def plain(value: Any) -> Any:
    """Return a record (or a value in one) as the dicts, lists and values that Arrow takes."""
    if is_dataclass(value):
        return {
            name: _plain(getattr(value, name), hint)
            for name, hint in _hints(value.__class__).items()
        }
    return value


def record_of(record: type[Record], row: dict[str, Any]) -> Record:
    """Return the ``record`` that a row of Arrow, as a dict, stands for.

    Raises ``ReadError`` naming the column that is missing or holds something else.
    """
    values = []
    for name, hint in _hints(record).items():
        try:
            values.append(_back(row[name], hint))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ReadError(
                f'the column "{name}" is missing or is not as sayso writes it'
            ) from error
    return record(*values)


def described(record: Any) -> list[tuple[str, str]]:
    """Return the columns of a table: the name of each and its type in Arrow's words."""
    return [(field.name, str(field.type)) for field in schema_of(record)]


def _hints(record: Any) -> dict[str, Any]:
    return _cached_hints(record)


@cache
def _cached_hints(record: Any) -> dict[str, Any]:
    hints = get_type_hints(record)
    return {field.name: hints[field.name] for field in fields(record)}


def _optional(hint: Any) -> tuple[Any, bool]:
    """The type without "or None", and whether it had that."""
    if isinstance(hint, UnionType):
        (inner,) = (one for one in get_args(hint) if one is not NoneType)
        return inner, True
    return hint, False


def _field(name: str, hint: Any) -> pa.Field:
    inner, nullable = _optional(hint)
    return arrow().field(name, _type(inner), nullable)


def _type(hint: Any) -> pa.DataType:
    pa = arrow()
    basic = {str: pa.string, int: pa.int64, float: pa.float64, bool: pa.bool_, bytes: pa.binary}
    if hint == Span:
        return pa.struct([pa.field(end, pa.int64(), False) for end in ("start", "end")])
    if get_origin(hint) is tuple:
        return pa.list_(_field("element", get_args(hint)[0]))
    if is_dataclass(hint) and isinstance(hint, type):
        return pa.struct(list(schema_of(hint)))
    if issubclass(hint, StrEnum):
        return pa.string()
    return basic[hint]()


def _plain(value: Any, hint: Any) -> Any:
    inner, _ = _optional(hint)
    if value is None:
        return None
    if inner == Span:
        return {"start": value[0], "end": value[1]}
    if get_origin(inner) is tuple:
        of = get_args(inner)[0]
        return [_plain(one, of) for one in value]
    return value.value if isinstance(value, StrEnum) else plain(value)


def _back(value: Any, hint: Any) -> Any:
    inner, nullable = _optional(hint)
    if value is None:
        if nullable:
            return None
        raise ValueError("null")
    if inner == Span:
        return int(value["start"]), int(value["end"])
    if get_origin(inner) is tuple:
        of = get_args(inner)[0]
        return tuple(_back(one, of) for one in value)
    if is_dataclass(inner):
        return record_of(inner, value)  # type: ignore[arg-type]
    return inner(value)
