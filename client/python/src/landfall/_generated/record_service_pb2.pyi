# mypy: ignore-errors
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from landfall._generated import answer_pb2 as _answer_pb2
from landfall._generated import customer_pb2 as _customer_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class BatchUpsertRecordsRequest(_message.Message):
    __slots__ = ["accept_rejects", "company", "complete", "cut_short", "dry_run", "entities", "full", "max_gone_percent", "payloads", "push", "source", "type", "unread_rows"]
    ACCEPT_REJECTS_FIELD_NUMBER: _ClassVar[int]
    COMPANY_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_FIELD_NUMBER: _ClassVar[int]
    CUT_SHORT_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    FULL_FIELD_NUMBER: _ClassVar[int]
    MAX_GONE_PERCENT_FIELD_NUMBER: _ClassVar[int]
    PAYLOADS_FIELD_NUMBER: _ClassVar[int]
    PUSH_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    UNREAD_ROWS_FIELD_NUMBER: _ClassVar[int]
    accept_rejects: bool
    company: str
    complete: bool
    cut_short: bool
    dry_run: bool
    entities: _containers.RepeatedScalarFieldContainer[str]
    full: bool
    max_gone_percent: int
    payloads: _containers.RepeatedCompositeFieldContainer[Payload]
    push: str
    source: str
    type: str
    unread_rows: int
    def __init__(self, source: _Optional[str] = ..., type: _Optional[str] = ..., company: _Optional[str] = ..., payloads: _Optional[_Iterable[_Union[Payload, _Mapping]]] = ..., complete: bool = ..., entities: _Optional[_Iterable[str]] = ..., accept_rejects: bool = ..., push: _Optional[str] = ..., unread_rows: _Optional[int] = ..., cut_short: bool = ..., full: bool = ..., max_gone_percent: _Optional[int] = ..., dry_run: bool = ...) -> None: ...

class BatchUpsertRecordsResponse(_message.Message):
    __slots__ = ["entities", "gone", "gone_unsure", "held", "incomplete_entities", "inserted", "parts", "read", "rejected", "rejects", "skipped", "unchanged", "updated"]
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    GONE_FIELD_NUMBER: _ClassVar[int]
    GONE_UNSURE_FIELD_NUMBER: _ClassVar[int]
    HELD_FIELD_NUMBER: _ClassVar[int]
    INCOMPLETE_ENTITIES_FIELD_NUMBER: _ClassVar[int]
    INSERTED_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    READ_FIELD_NUMBER: _ClassVar[int]
    REJECTED_FIELD_NUMBER: _ClassVar[int]
    REJECTS_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_FIELD_NUMBER: _ClassVar[int]
    UPDATED_FIELD_NUMBER: _ClassVar[int]
    entities: _containers.RepeatedScalarFieldContainer[str]
    gone: int
    gone_unsure: bool
    held: int
    incomplete_entities: _containers.RepeatedScalarFieldContainer[str]
    inserted: int
    parts: int
    read: int
    rejected: int
    rejects: _containers.RepeatedCompositeFieldContainer[Reject]
    skipped: int
    unchanged: int
    updated: int
    def __init__(self, read: _Optional[int] = ..., inserted: _Optional[int] = ..., updated: _Optional[int] = ..., unchanged: _Optional[int] = ..., rejected: _Optional[int] = ..., rejects: _Optional[_Iterable[_Union[Reject, _Mapping]]] = ..., entities: _Optional[_Iterable[str]] = ..., incomplete_entities: _Optional[_Iterable[str]] = ..., gone: _Optional[int] = ..., held: _Optional[int] = ..., gone_unsure: bool = ..., skipped: _Optional[int] = ..., parts: _Optional[int] = ...) -> None: ...

class EraseRecordRequest(_message.Message):
    __slots__ = ["id", "source", "type"]
    ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    id: str
    source: str
    type: str
    def __init__(self, source: _Optional[str] = ..., type: _Optional[str] = ..., id: _Optional[str] = ...) -> None: ...

class EraseRecordResponse(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class GetRecordRequest(_message.Message):
    __slots__ = ["as_of", "id", "keys", "source", "type", "window_days"]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    KEYS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    WINDOW_DAYS_FIELD_NUMBER: _ClassVar[int]
    as_of: _timestamp_pb2.Timestamp
    id: str
    keys: _containers.RepeatedScalarFieldContainer[_customer_pb2.KeyKind.Value]
    source: str
    type: str
    window_days: int
    def __init__(self, source: _Optional[str] = ..., type: _Optional[str] = ..., id: _Optional[str] = ..., as_of: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., keys: _Optional[_Iterable[_Union[_customer_pb2.KeyKind.Value, str]]] = ..., window_days: _Optional[int] = ...) -> None: ...

class GetRecordResponse(_message.Message):
    __slots__ = ["check", "record"]
    CHECK_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    check: _answer_pb2.CheckPromotionResponse
    record: HeldRecord
    def __init__(self, record: _Optional[_Union[HeldRecord, _Mapping]] = ..., check: _Optional[_Union[_answer_pb2.CheckPromotionResponse, _Mapping]] = ...) -> None: ...

class HeldRecord(_message.Message):
    __slots__ = ["created", "deleted", "fields", "modified", "name", "ref"]
    CREATED_FIELD_NUMBER: _ClassVar[int]
    DELETED_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    MODIFIED_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REF_FIELD_NUMBER: _ClassVar[int]
    created: _timestamp_pb2.Timestamp
    deleted: _timestamp_pb2.Timestamp
    fields: _containers.RepeatedCompositeFieldContainer[RecordField]
    modified: _timestamp_pb2.Timestamp
    name: str
    ref: _customer_pb2.RecordRef
    def __init__(self, ref: _Optional[_Union[_customer_pb2.RecordRef, _Mapping]] = ..., name: _Optional[str] = ..., created: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., modified: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., deleted: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., fields: _Optional[_Iterable[_Union[RecordField, _Mapping]]] = ...) -> None: ...

class Payload(_message.Message):
    __slots__ = ["all_columns", "json", "line"]
    ALL_COLUMNS_FIELD_NUMBER: _ClassVar[int]
    JSON_FIELD_NUMBER: _ClassVar[int]
    LINE_FIELD_NUMBER: _ClassVar[int]
    all_columns: bool
    json: str
    line: int
    def __init__(self, json: _Optional[str] = ..., line: _Optional[int] = ..., all_columns: bool = ...) -> None: ...

class RecordField(_message.Message):
    __slots__ = ["name", "values"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    name: str
    values: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., values: _Optional[_Iterable[str]] = ...) -> None: ...

class Reject(_message.Message):
    __slots__ = ["cause", "field", "line"]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    LINE_FIELD_NUMBER: _ClassVar[int]
    cause: str
    field: str
    line: int
    def __init__(self, line: _Optional[int] = ..., field: _Optional[str] = ..., cause: _Optional[str] = ...) -> None: ...

class ReportErrorEventRequest(_message.Message):
    __slots__ = ["at", "code", "customer", "entity", "flow", "id", "map", "message", "record", "source", "system"]
    AT_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    FLOW_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_FIELD_NUMBER: _ClassVar[int]
    at: _timestamp_pb2.Timestamp
    code: str
    customer: _customer_pb2.CustomerKeys
    entity: str
    flow: str
    id: str
    map: str
    message: str
    record: _customer_pb2.RecordRef
    source: str
    system: str
    def __init__(self, source: _Optional[str] = ..., id: _Optional[str] = ..., at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., system: _Optional[str] = ..., flow: _Optional[str] = ..., map: _Optional[str] = ..., entity: _Optional[str] = ..., record: _Optional[_Union[_customer_pb2.RecordRef, _Mapping]] = ..., customer: _Optional[_Union[_customer_pb2.CustomerKeys, _Mapping]] = ..., message: _Optional[str] = ..., code: _Optional[str] = ...) -> None: ...

class ReportErrorEventResponse(_message.Message):
    __slots__ = ["record", "stored"]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    STORED_FIELD_NUMBER: _ClassVar[int]
    record: _customer_pb2.RecordRef
    stored: bool
    def __init__(self, record: _Optional[_Union[_customer_pb2.RecordRef, _Mapping]] = ..., stored: bool = ...) -> None: ...

class UpsertRecordsRequest(_message.Message):
    __slots__ = ["accept_rejects", "company", "complete", "cut_short", "payloads", "source", "type", "unread_rows"]
    ACCEPT_REJECTS_FIELD_NUMBER: _ClassVar[int]
    COMPANY_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_FIELD_NUMBER: _ClassVar[int]
    CUT_SHORT_FIELD_NUMBER: _ClassVar[int]
    PAYLOADS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    UNREAD_ROWS_FIELD_NUMBER: _ClassVar[int]
    accept_rejects: bool
    company: str
    complete: bool
    cut_short: bool
    payloads: _containers.RepeatedCompositeFieldContainer[Payload]
    source: str
    type: str
    unread_rows: int
    def __init__(self, source: _Optional[str] = ..., type: _Optional[str] = ..., company: _Optional[str] = ..., payloads: _Optional[_Iterable[_Union[Payload, _Mapping]]] = ..., complete: bool = ..., accept_rejects: bool = ..., unread_rows: _Optional[int] = ..., cut_short: bool = ...) -> None: ...

class UpsertRecordsResponse(_message.Message):
    __slots__ = ["entities", "incomplete_entities", "inserted", "parts", "read", "rejected", "rejects", "skipped", "unchanged", "updated"]
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    INCOMPLETE_ENTITIES_FIELD_NUMBER: _ClassVar[int]
    INSERTED_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    READ_FIELD_NUMBER: _ClassVar[int]
    REJECTED_FIELD_NUMBER: _ClassVar[int]
    REJECTS_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_FIELD_NUMBER: _ClassVar[int]
    UPDATED_FIELD_NUMBER: _ClassVar[int]
    entities: _containers.RepeatedScalarFieldContainer[str]
    incomplete_entities: _containers.RepeatedScalarFieldContainer[str]
    inserted: int
    parts: int
    read: int
    rejected: int
    rejects: _containers.RepeatedCompositeFieldContainer[Reject]
    skipped: int
    unchanged: int
    updated: int
    def __init__(self, read: _Optional[int] = ..., inserted: _Optional[int] = ..., updated: _Optional[int] = ..., unchanged: _Optional[int] = ..., rejected: _Optional[int] = ..., rejects: _Optional[_Iterable[_Union[Reject, _Mapping]]] = ..., entities: _Optional[_Iterable[str]] = ..., incomplete_entities: _Optional[_Iterable[str]] = ..., skipped: _Optional[int] = ..., parts: _Optional[int] = ...) -> None: ...
