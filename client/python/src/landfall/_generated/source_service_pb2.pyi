# mypy: ignore-errors
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ExchangeRateFeed(_message.Message):
    __slots__ = ["currencies", "error", "every", "failures_in_a_row", "feed", "lag_seconds", "newest_date", "next_at", "read_at"]
    CURRENCIES_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    EVERY_FIELD_NUMBER: _ClassVar[int]
    FAILURES_IN_A_ROW_FIELD_NUMBER: _ClassVar[int]
    FEED_FIELD_NUMBER: _ClassVar[int]
    LAG_SECONDS_FIELD_NUMBER: _ClassVar[int]
    NEWEST_DATE_FIELD_NUMBER: _ClassVar[int]
    NEXT_AT_FIELD_NUMBER: _ClassVar[int]
    READ_AT_FIELD_NUMBER: _ClassVar[int]
    currencies: int
    error: str
    every: str
    failures_in_a_row: int
    feed: str
    lag_seconds: int
    newest_date: str
    next_at: _timestamp_pb2.Timestamp
    read_at: _timestamp_pb2.Timestamp
    def __init__(self, feed: _Optional[str] = ..., every: _Optional[str] = ..., read_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., lag_seconds: _Optional[int] = ..., newest_date: _Optional[str] = ..., currencies: _Optional[int] = ..., next_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., failures_in_a_row: _Optional[int] = ..., error: _Optional[str] = ...) -> None: ...

class ExternalIdField(_message.Message):
    __slots__ = ["field", "of"]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    OF_FIELD_NUMBER: _ClassVar[int]
    field: str
    of: str
    def __init__(self, field: _Optional[str] = ..., of: _Optional[str] = ...) -> None: ...

class KeyFields(_message.Message):
    __slots__ = ["email", "external_id", "tax_id"]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_ID_FIELD_NUMBER: _ClassVar[int]
    TAX_ID_FIELD_NUMBER: _ClassVar[int]
    email: _containers.RepeatedScalarFieldContainer[str]
    external_id: _containers.RepeatedCompositeFieldContainer[ExternalIdField]
    tax_id: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, email: _Optional[_Iterable[str]] = ..., tax_id: _Optional[_Iterable[str]] = ..., external_id: _Optional[_Iterable[_Union[ExternalIdField, _Mapping]]] = ...) -> None: ...

class LegalEntity(_message.Message):
    __slots__ = ["country", "currency_code", "id", "name", "source"]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    country: str
    currency_code: str
    id: str
    name: str
    source: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., country: _Optional[str] = ..., currency_code: _Optional[str] = ..., source: _Optional[str] = ...) -> None: ...

class ListSourceRunsRequest(_message.Message):
    __slots__ = ["source"]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    source: str
    def __init__(self, source: _Optional[str] = ...) -> None: ...

class ListSourceRunsResponse(_message.Message):
    __slots__ = ["runs"]
    RUNS_FIELD_NUMBER: _ClassVar[int]
    runs: _containers.RepeatedCompositeFieldContainer[SourceRun]
    def __init__(self, runs: _Optional[_Iterable[_Union[SourceRun, _Mapping]]] = ...) -> None: ...

class ListSourcesRequest(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class ListSourcesResponse(_message.Message):
    __slots__ = ["exchange_rates", "legal_entities", "sources"]
    EXCHANGE_RATES_FIELD_NUMBER: _ClassVar[int]
    LEGAL_ENTITIES_FIELD_NUMBER: _ClassVar[int]
    SOURCES_FIELD_NUMBER: _ClassVar[int]
    exchange_rates: ExchangeRateFeed
    legal_entities: _containers.RepeatedCompositeFieldContainer[LegalEntity]
    sources: _containers.RepeatedCompositeFieldContainer[Source]
    def __init__(self, sources: _Optional[_Iterable[_Union[Source, _Mapping]]] = ..., legal_entities: _Optional[_Iterable[_Union[LegalEntity, _Mapping]]] = ..., exchange_rates: _Optional[_Union[ExchangeRateFeed, _Mapping]] = ...) -> None: ...

class RowCount(_message.Message):
    __slots__ = ["count", "type"]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    count: int
    type: str
    def __init__(self, type: _Optional[str] = ..., count: _Optional[int] = ...) -> None: ...

class RunState(_message.Message):
    __slots__ = []
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    FAILED: RunState.Value
    RUNNING: RunState.Value
    RUN_STATE_UNSPECIFIED: RunState.Value
    SUCCEEDED: RunState.Value
    def __init__(self) -> None: ...

class Source(_message.Message):
    __slots__ = ["channel", "companies", "documents_read", "id", "keys", "lag_seconds", "last_change", "last_read", "master", "row_counts", "state", "sync", "system", "types", "unread"]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    COMPANIES_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_READ_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    KEYS_FIELD_NUMBER: _ClassVar[int]
    LAG_SECONDS_FIELD_NUMBER: _ClassVar[int]
    LAST_CHANGE_FIELD_NUMBER: _ClassVar[int]
    LAST_READ_FIELD_NUMBER: _ClassVar[int]
    MASTER_FIELD_NUMBER: _ClassVar[int]
    ROW_COUNTS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SYNC_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_FIELD_NUMBER: _ClassVar[int]
    TYPES_FIELD_NUMBER: _ClassVar[int]
    UNREAD_FIELD_NUMBER: _ClassVar[int]
    channel: str
    companies: _containers.RepeatedScalarFieldContainer[str]
    documents_read: _timestamp_pb2.Timestamp
    id: str
    keys: KeyFields
    lag_seconds: int
    last_change: _timestamp_pb2.Timestamp
    last_read: _timestamp_pb2.Timestamp
    master: bool
    row_counts: _containers.RepeatedCompositeFieldContainer[RowCount]
    state: SourceState.Value
    sync: SourceSync
    system: str
    types: _containers.RepeatedScalarFieldContainer[str]
    unread: _containers.RepeatedCompositeFieldContainer[UnreadRows]
    def __init__(self, id: _Optional[str] = ..., system: _Optional[str] = ..., channel: _Optional[str] = ..., master: bool = ..., state: _Optional[_Union[SourceState.Value, str]] = ..., last_read: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., lag_seconds: _Optional[int] = ..., last_change: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., row_counts: _Optional[_Iterable[_Union[RowCount, _Mapping]]] = ..., companies: _Optional[_Iterable[str]] = ..., types: _Optional[_Iterable[str]] = ..., keys: _Optional[_Union[KeyFields, _Mapping]] = ..., sync: _Optional[_Union[SourceSync, _Mapping]] = ..., unread: _Optional[_Iterable[_Union[UnreadRows, _Mapping]]] = ..., documents_read: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SourceRun(_message.Message):
    __slots__ = ["deleted", "error", "finished_at", "full", "id", "inserted", "read", "rejected", "started_at", "state", "unchanged", "updated"]
    DELETED_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    FINISHED_AT_FIELD_NUMBER: _ClassVar[int]
    FULL_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    INSERTED_FIELD_NUMBER: _ClassVar[int]
    READ_FIELD_NUMBER: _ClassVar[int]
    REJECTED_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_FIELD_NUMBER: _ClassVar[int]
    UPDATED_FIELD_NUMBER: _ClassVar[int]
    deleted: int
    error: str
    finished_at: _timestamp_pb2.Timestamp
    full: bool
    id: str
    inserted: int
    read: int
    rejected: int
    started_at: _timestamp_pb2.Timestamp
    state: RunState.Value
    unchanged: int
    updated: int
    def __init__(self, id: _Optional[str] = ..., started_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., finished_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., full: bool = ..., state: _Optional[_Union[RunState.Value, str]] = ..., read: _Optional[int] = ..., inserted: _Optional[int] = ..., updated: _Optional[int] = ..., unchanged: _Optional[int] = ..., deleted: _Optional[int] = ..., rejected: _Optional[int] = ..., error: _Optional[str] = ...) -> None: ...

class SourceState(_message.Message):
    __slots__ = []
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    FRESH: SourceState.Value
    INCOMPLETE: SourceState.Value
    NEVER_SYNCED: SourceState.Value
    PUSH_ONLY: SourceState.Value
    SOURCE_STATE_UNSPECIFIED: SourceState.Value
    STALE: SourceState.Value
    def __init__(self) -> None: ...

class SourceSync(_message.Message):
    __slots__ = ["every", "failures_in_a_row", "lag_seconds", "last_run", "next_at", "subscription_error", "subscriptions"]
    EVERY_FIELD_NUMBER: _ClassVar[int]
    FAILURES_IN_A_ROW_FIELD_NUMBER: _ClassVar[int]
    LAG_SECONDS_FIELD_NUMBER: _ClassVar[int]
    LAST_RUN_FIELD_NUMBER: _ClassVar[int]
    NEXT_AT_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTIONS_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_ERROR_FIELD_NUMBER: _ClassVar[int]
    every: str
    failures_in_a_row: int
    lag_seconds: int
    last_run: SourceRun
    next_at: _timestamp_pb2.Timestamp
    subscription_error: str
    subscriptions: int
    def __init__(self, every: _Optional[str] = ..., last_run: _Optional[_Union[SourceRun, _Mapping]] = ..., next_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., lag_seconds: _Optional[int] = ..., failures_in_a_row: _Optional[int] = ..., subscriptions: _Optional[int] = ..., subscription_error: _Optional[str] = ...) -> None: ...

class SyncReport(_message.Message):
    __slots__ = ["runs"]
    RUNS_FIELD_NUMBER: _ClassVar[int]
    runs: _containers.RepeatedCompositeFieldContainer[SyncSourceResponse]
    def __init__(self, runs: _Optional[_Iterable[_Union[SyncSourceResponse, _Mapping]]] = ...) -> None: ...

class SyncSourceRequest(_message.Message):
    __slots__ = ["accept_gone", "full", "source", "wait"]
    ACCEPT_GONE_FIELD_NUMBER: _ClassVar[int]
    FULL_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    WAIT_FIELD_NUMBER: _ClassVar[int]
    accept_gone: bool
    full: bool
    source: str
    wait: bool
    def __init__(self, source: _Optional[str] = ..., full: bool = ..., wait: bool = ..., accept_gone: bool = ...) -> None: ...

class SyncSourceResponse(_message.Message):
    __slots__ = ["run", "source"]
    RUN_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    run: SourceRun
    source: str
    def __init__(self, source: _Optional[str] = ..., run: _Optional[_Union[SourceRun, _Mapping]] = ...) -> None: ...

class UnreadRows(_message.Message):
    __slots__ = ["accepted", "cut_short", "entity", "rows", "since", "type"]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    CUT_SHORT_FIELD_NUMBER: _ClassVar[int]
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    accepted: bool
    cut_short: bool
    entity: str
    rows: int
    since: _timestamp_pb2.Timestamp
    type: str
    def __init__(self, entity: _Optional[str] = ..., type: _Optional[str] = ..., rows: _Optional[int] = ..., cut_short: bool = ..., accepted: bool = ..., since: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
