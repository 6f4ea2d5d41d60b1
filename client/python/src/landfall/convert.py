"""Messages -> dataclasses, and Python times -> timestamps.

Dataclasses bear the field names of the messages, so one function reads all.
"""

from __future__ import annotations

import dataclasses
import datetime
import enum
import functools
import types
import typing
from collections.abc import Callable
from typing import Any, TypeVar, cast

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

Result = TypeVar("Result")
Time = typing.Union[datetime.datetime, datetime.date, str]

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def read(kind: type[Result], message: Message) -> Result:
    """`message` as the dataclass `kind`."""
    return kind(**{name: reader(message)
                   for name, reader in _readers(cast(Any, kind)).items()})


@functools.lru_cache(maxsize=None)
def _readers(kind: Any) -> dict[str, Callable[[Message], Any]]:
    hints = typing.get_type_hints(kind)
    return {field.name: _reader(field.name, hints[field.name])
            for field in dataclasses.fields(kind)}


def _reader(name: str, hint: Any) -> Callable[[Message], Any]:
    """Reads the field `name` of a message as the type `hint`."""
    origin = typing.get_origin(hint)
    if origin is tuple:
        kind = typing.get_args(hint)[0]
        return lambda message: tuple(
            _value(kind, value, message, name)
            for value in getattr(message, name))
    if origin in (types.UnionType, typing.Union):
        kind = typing.get_args(hint)[0]
        return lambda message: (
            _value(kind, getattr(message, name), message, name)
            if message.HasField(name) else None)
    return lambda message: _value(hint, getattr(message, name), message, name)


def _value(kind: type[Any], value: Any, message: Message, name: str) -> Any:
    if kind is datetime.datetime:
        return _EPOCH + datetime.timedelta(
            seconds=value.seconds, microseconds=value.nanos // 1000)
    if issubclass(kind, enum.Enum):
        return _enum(kind, value, message, name)
    return read(kind, value) if dataclasses.is_dataclass(kind) else value


def _enum(kind: type[enum.Enum], number: int, message: Message,
          name: str) -> enum.Enum:
    enum_type = message.DESCRIPTOR.fields_by_name[name].enum_type
    values = {} if enum_type is None else enum_type.values_by_number
    # A newer server has values that this client does not know.
    known = number in values and values[number].name in kind.__members__
    return kind(values[number].name if known else "UNRECOGNIZED")


def timestamp(time: Time | None) -> Timestamp | None:
    """A date means its start in UTC; a time must say its zone."""
    if time is None:
        return None
    if isinstance(time, str):
        time = (datetime.datetime.fromisoformat(time.replace("Z", "+00:00"))
                if "T" in time else datetime.date.fromisoformat(time))
    if not isinstance(time, datetime.datetime):
        time = datetime.datetime(time.year, time.month, time.day,
                                 tzinfo=datetime.timezone.utc)
    if time.tzinfo is None:
        raise ValueError("a time needs a time zone")
    since = time - _EPOCH
    return Timestamp(seconds=since.days * 86400 + since.seconds,
                     nanos=since.microseconds * 1000)
