"""Values of AL as Python values.

Text, numbers and booleans are Python's. What AL passes by reference (JSON,
lists, dictionaries, codeunits) are objects of these classes.
"""

import dataclasses
import datetime
import json
import uuid

ZERO_TIME = datetime.datetime.min.replace(tzinfo=datetime.timezone.utc)


class AlError(Exception):
    """An error as AL code raises it."""


class NotSupported(Exception):
    """Something of AL that is not interpreted here."""


class Guid(str):
    """As Format() writes it: {UPPER CASE}."""


NULL_GUID = Guid("{00000000-0000-0000-0000-000000000000}")


def guid(written):
    return Guid("{" + str(uuid.UUID(str(written).strip("{}"))).upper() + "}")


class Option(str):
    """A value of an Option field, by its name."""

    def __eq__(self, other):
        return str(self).strip().lower() == str(other).strip().lower()

    def __hash__(self):
        return hash(str(self).lower())


@dataclasses.dataclass(frozen=True)
class EnumValue:
    enum: object = dataclasses.field(compare=False)
    ordinal: int = 0

    @property
    def name(self):
        return self.enum.names[self.ordinal]

    def __str__(self):
        return self.enum.captions[self.ordinal]


class Cell:
    """A variable: what a `var` parameter refers to."""

    def __init__(self, value, kind=None, length=None):
        self.value, self.kind, self.length = value, kind, length


class JsonObject:

    def __init__(self, members=None):
        self.members = {} if members is None else members

    def __bool__(self):
        return True


class JsonArray:

    def __init__(self, elements=None):
        self.elements = [] if elements is None else elements


UNSET = object()


class JsonToken:

    def __init__(self, value=UNSET):
        self.value = value


class JsonValue:

    def __init__(self, value=None):
        self.value = value


def to_json(value):
    """Plain Python of a JSON value or of a value that is added to one."""
    if isinstance(value, JsonObject):
        return value.members
    if isinstance(value, JsonArray):
        return value.elements
    if isinstance(value, (JsonToken, JsonValue)):
        return value.value
    if isinstance(value, (str, bool, int, float)):
        return value
    raise NotSupported(f"JSON of {type(value).__name__}")


def written(value):
    """As AL's WriteTo writes it: no blanks, no escapes of letters."""
    return json.dumps(to_json(value), separators=(",", ":"),
                      ensure_ascii=False)


class AlList(list):
    """A List of."""


class AlDictionary(dict):
    """A Dictionary of."""


class ErrorInfo:

    def __init__(self):
        self.title = self.message = self.detailedmessage = ""
        self.dataclassification = self.verbosity = None
        self.actions = []


def time_text(value):
    """As Format(…, 0, 9)."""
    if value == ZERO_TIME:
        return ""
    milliseconds = value.microsecond // 1000
    tail = f".{milliseconds:03d}".rstrip("0") if milliseconds else ""
    return value.strftime("%Y-%m-%dT%H:%M:%S") + tail + "Z"


def formatted(value):
    """As Format() writes a value."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.datetime):
        return time_text(value)
    if value is None:
        return ""
    return str(value)
