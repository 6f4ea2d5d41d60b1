# mypy: ignore-errors
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from landfall._generated import customer_pb2 as _customer_pb2
from landfall._generated import verdict_pb2 as _verdict_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Event(_message.Message):
    __slots__ = ["above", "at", "because", "blocked_value", "card", "count", "cursor", "entered_at", "entities", "event_id", "name", "reasons", "record", "revision", "since", "source", "type", "verdict"]
    ABOVE_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    BECAUSE_FIELD_NUMBER: _ClassVar[int]
    BLOCKED_VALUE_FIELD_NUMBER: _ClassVar[int]
    CARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    ENTERED_AT_FIELD_NUMBER: _ClassVar[int]
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    above: int
    at: _timestamp_pb2.Timestamp
    because: EventCause.Value
    blocked_value: _verdict_pb2.Money
    card: str
    count: int
    cursor: str
    entered_at: _timestamp_pb2.Timestamp
    entities: _containers.RepeatedScalarFieldContainer[str]
    event_id: str
    name: str
    reasons: _containers.RepeatedCompositeFieldContainer[_verdict_pb2.Reason]
    record: _customer_pb2.RecordRef
    revision: str
    since: _timestamp_pb2.Timestamp
    source: str
    type: EventType.Value
    verdict: _verdict_pb2.Verdict.Value
    def __init__(self, event_id: _Optional[str] = ..., cursor: _Optional[str] = ..., at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., revision: _Optional[str] = ..., type: _Optional[_Union[EventType.Value, str]] = ..., card: _Optional[str] = ..., record: _Optional[_Union[_customer_pb2.RecordRef, _Mapping]] = ..., name: _Optional[str] = ..., verdict: _Optional[_Union[_verdict_pb2.Verdict.Value, str]] = ..., reasons: _Optional[_Iterable[_Union[_verdict_pb2.Reason, _Mapping]]] = ..., entities: _Optional[_Iterable[str]] = ..., blocked_value: _Optional[_Union[_verdict_pb2.Money, _Mapping]] = ..., because: _Optional[_Union[EventCause.Value, str]] = ..., since: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., count: _Optional[int] = ..., above: _Optional[int] = ..., source: _Optional[str] = ..., entered_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class EventCause(_message.Message):
    __slots__ = []
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    CHANGED: EventCause.Value
    CONFIGURATION: EventCause.Value
    ERASED: EventCause.Value
    EVENT_CAUSE_UNSPECIFIED: EventCause.Value
    LANDED: EventCause.Value
    NOT_KNOWN: EventCause.Value
    OUT_OF_SCOPE: EventCause.Value
    OUT_OF_WINDOW: EventCause.Value
    TIME: EventCause.Value
    def __init__(self) -> None: ...

class EventType(_message.Message):
    __slots__ = []
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    ALERT_CLEARED: EventType.Value
    ALERT_FIRED: EventType.Value
    ENTERED: EventType.Value
    EVENT_TYPE_UNSPECIFIED: EventType.Value
    LEFT: EventType.Value
    SOURCE_RECOVERED: EventType.Value
    SOURCE_STALE: EventType.Value
    def __init__(self) -> None: ...
