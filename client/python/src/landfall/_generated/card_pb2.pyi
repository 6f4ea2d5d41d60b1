# mypy: ignore-errors
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from landfall._generated import answer_pb2 as _answer_pb2
from landfall._generated import customer_pb2 as _customer_pb2
from landfall._generated import verdict_pb2 as _verdict_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Alert(_message.Message):
    __slots__ = ["above", "firing"]
    ABOVE_FIELD_NUMBER: _ClassVar[int]
    FIRING_FIELD_NUMBER: _ClassVar[int]
    above: int
    firing: bool
    def __init__(self, above: _Optional[int] = ..., firing: bool = ...) -> None: ...

class Breakdown(_message.Message):
    __slots__ = ["blocked_amount", "count", "key"]
    BLOCKED_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    blocked_amount: float
    count: int
    key: str
    def __init__(self, key: _Optional[str] = ..., count: _Optional[int] = ..., blocked_amount: _Optional[float] = ...) -> None: ...

class Card(_message.Message):
    __slots__ = ["alert", "also_in_dataverse", "ambiguous_entity", "as_of", "blocked_by_currency", "blocked_value", "by_channel", "by_entity", "by_reason", "by_source", "card", "complete", "count", "cursor", "exchange_rates", "largest", "revision", "stages", "stale_sources", "title", "twin", "unpriced_currencies", "unpriced_orders", "window_end", "window_start", "with_open_activity"]
    ALERT_FIELD_NUMBER: _ClassVar[int]
    ALSO_IN_DATAVERSE_FIELD_NUMBER: _ClassVar[int]
    AMBIGUOUS_ENTITY_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    BLOCKED_BY_CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BLOCKED_VALUE_FIELD_NUMBER: _ClassVar[int]
    BY_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    BY_ENTITY_FIELD_NUMBER: _ClassVar[int]
    BY_REASON_FIELD_NUMBER: _ClassVar[int]
    BY_SOURCE_FIELD_NUMBER: _ClassVar[int]
    CARD_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_RATES_FIELD_NUMBER: _ClassVar[int]
    LARGEST_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    STAGES_FIELD_NUMBER: _ClassVar[int]
    STALE_SOURCES_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    TWIN_FIELD_NUMBER: _ClassVar[int]
    UNPRICED_CURRENCIES_FIELD_NUMBER: _ClassVar[int]
    UNPRICED_ORDERS_FIELD_NUMBER: _ClassVar[int]
    WINDOW_END_FIELD_NUMBER: _ClassVar[int]
    WINDOW_START_FIELD_NUMBER: _ClassVar[int]
    WITH_OPEN_ACTIVITY_FIELD_NUMBER: _ClassVar[int]
    alert: Alert
    also_in_dataverse: int
    ambiguous_entity: int
    as_of: _timestamp_pb2.Timestamp
    blocked_by_currency: _containers.RepeatedCompositeFieldContainer[_verdict_pb2.Money]
    blocked_value: _verdict_pb2.Money
    by_channel: _containers.RepeatedCompositeFieldContainer[Breakdown]
    by_entity: _containers.RepeatedCompositeFieldContainer[Breakdown]
    by_reason: _containers.RepeatedCompositeFieldContainer[Breakdown]
    by_source: _containers.RepeatedCompositeFieldContainer[Breakdown]
    card: str
    complete: bool
    count: int
    cursor: str
    exchange_rates: _containers.RepeatedCompositeFieldContainer[ExchangeRate]
    largest: LargestBlocked
    revision: str
    stages: Stages
    stale_sources: _containers.RepeatedScalarFieldContainer[str]
    title: str
    twin: TwinReport
    unpriced_currencies: _containers.RepeatedScalarFieldContainer[str]
    unpriced_orders: int
    window_end: _timestamp_pb2.Timestamp
    window_start: _timestamp_pb2.Timestamp
    with_open_activity: int
    def __init__(self, card: _Optional[str] = ..., title: _Optional[str] = ..., window_start: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., window_end: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., as_of: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., revision: _Optional[str] = ..., count: _Optional[int] = ..., alert: _Optional[_Union[Alert, _Mapping]] = ..., stages: _Optional[_Union[Stages, _Mapping]] = ..., with_open_activity: _Optional[int] = ..., by_channel: _Optional[_Iterable[_Union[Breakdown, _Mapping]]] = ..., by_source: _Optional[_Iterable[_Union[Breakdown, _Mapping]]] = ..., by_entity: _Optional[_Iterable[_Union[Breakdown, _Mapping]]] = ..., by_reason: _Optional[_Iterable[_Union[Breakdown, _Mapping]]] = ..., ambiguous_entity: _Optional[int] = ..., also_in_dataverse: _Optional[int] = ..., blocked_value: _Optional[_Union[_verdict_pb2.Money, _Mapping]] = ..., blocked_by_currency: _Optional[_Iterable[_Union[_verdict_pb2.Money, _Mapping]]] = ..., unpriced_currencies: _Optional[_Iterable[str]] = ..., largest: _Optional[_Union[LargestBlocked, _Mapping]] = ..., twin: _Optional[_Union[TwinReport, _Mapping]] = ..., complete: bool = ..., stale_sources: _Optional[_Iterable[str]] = ..., unpriced_orders: _Optional[int] = ..., cursor: _Optional[str] = ..., exchange_rates: _Optional[_Iterable[_Union[ExchangeRate, _Mapping]]] = ...) -> None: ...

class CardRecord(_message.Message):
    __slots__ = ["blocked_by_currency", "blocked_value", "channel", "counterparts", "drift", "entities", "expectation", "explanation", "name", "orders", "reasons", "record", "since", "source", "unpriced_orders", "verdict"]
    BLOCKED_BY_CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BLOCKED_VALUE_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    COUNTERPARTS_FIELD_NUMBER: _ClassVar[int]
    DRIFT_FIELD_NUMBER: _ClassVar[int]
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    EXPECTATION_FIELD_NUMBER: _ClassVar[int]
    EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ORDERS_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    UNPRICED_ORDERS_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    blocked_by_currency: _containers.RepeatedCompositeFieldContainer[_verdict_pb2.Money]
    blocked_value: _verdict_pb2.Money
    channel: str
    counterparts: _containers.RepeatedCompositeFieldContainer[_verdict_pb2.Counterpart]
    drift: _containers.RepeatedCompositeFieldContainer[_answer_pb2.FieldDrift]
    entities: _containers.RepeatedCompositeFieldContainer[_verdict_pb2.EntityOutcome]
    expectation: _verdict_pb2.Expectation.Value
    explanation: str
    name: str
    orders: _containers.RepeatedCompositeFieldContainer[ListedOrder]
    reasons: _containers.RepeatedCompositeFieldContainer[_verdict_pb2.Reason]
    record: _customer_pb2.RecordRef
    since: _timestamp_pb2.Timestamp
    source: str
    unpriced_orders: int
    verdict: _verdict_pb2.Verdict.Value
    def __init__(self, record: _Optional[_Union[_customer_pb2.RecordRef, _Mapping]] = ..., name: _Optional[str] = ..., source: _Optional[str] = ..., channel: _Optional[str] = ..., verdict: _Optional[_Union[_verdict_pb2.Verdict.Value, str]] = ..., explanation: _Optional[str] = ..., expectation: _Optional[_Union[_verdict_pb2.Expectation.Value, str]] = ..., entities: _Optional[_Iterable[_Union[_verdict_pb2.EntityOutcome, _Mapping]]] = ..., reasons: _Optional[_Iterable[_Union[_verdict_pb2.Reason, _Mapping]]] = ..., since: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., blocked_value: _Optional[_Union[_verdict_pb2.Money, _Mapping]] = ..., blocked_by_currency: _Optional[_Iterable[_Union[_verdict_pb2.Money, _Mapping]]] = ..., orders: _Optional[_Iterable[_Union[ListedOrder, _Mapping]]] = ..., counterparts: _Optional[_Iterable[_Union[_verdict_pb2.Counterpart, _Mapping]]] = ..., unpriced_orders: _Optional[int] = ..., drift: _Optional[_Iterable[_Union[_answer_pb2.FieldDrift, _Mapping]]] = ...) -> None: ...

class ExchangeRate(_message.Message):
    __slots__ = ["currency_code", "date", "rate", "source"]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    RATE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    currency_code: str
    date: str
    rate: float
    source: str
    def __init__(self, currency_code: _Optional[str] = ..., rate: _Optional[float] = ..., date: _Optional[str] = ..., source: _Optional[str] = ...) -> None: ...

class LargestBlocked(_message.Message):
    __slots__ = ["amount", "name", "record"]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    amount: float
    name: str
    record: _customer_pb2.RecordRef
    def __init__(self, name: _Optional[str] = ..., amount: _Optional[float] = ..., record: _Optional[_Union[_customer_pb2.RecordRef, _Mapping]] = ...) -> None: ...

class ListedDocument(_message.Message):
    __slots__ = ["number", "record"]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    number: str
    record: _customer_pb2.RecordRef
    def __init__(self, record: _Optional[_Union[_customer_pb2.RecordRef, _Mapping]] = ..., number: _Optional[str] = ...) -> None: ...

class ListedOrder(_message.Message):
    __slots__ = ["amount", "currency_code", "documents", "entity", "id", "placed_at", "unpriced"]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    PLACED_AT_FIELD_NUMBER: _ClassVar[int]
    UNPRICED_FIELD_NUMBER: _ClassVar[int]
    amount: float
    currency_code: str
    documents: _containers.RepeatedCompositeFieldContainer[ListedDocument]
    entity: str
    id: str
    placed_at: _timestamp_pb2.Timestamp
    unpriced: bool
    def __init__(self, id: _Optional[str] = ..., placed_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., amount: _Optional[float] = ..., currency_code: _Optional[str] = ..., entity: _Optional[str] = ..., unpriced: bool = ..., documents: _Optional[_Iterable[_Union[ListedDocument, _Mapping]]] = ...) -> None: ...

class Stages(_message.Message):
    __slots__ = ["awaiting_sync", "in_window", "not_promoted", "out_of_scope", "promoted", "unknown"]
    AWAITING_SYNC_FIELD_NUMBER: _ClassVar[int]
    IN_WINDOW_FIELD_NUMBER: _ClassVar[int]
    NOT_PROMOTED_FIELD_NUMBER: _ClassVar[int]
    OUT_OF_SCOPE_FIELD_NUMBER: _ClassVar[int]
    PROMOTED_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    awaiting_sync: int
    in_window: int
    not_promoted: int
    out_of_scope: int
    promoted: int
    unknown: int
    def __init__(self, in_window: _Optional[int] = ..., promoted: _Optional[int] = ..., not_promoted: _Optional[int] = ..., awaiting_sync: _Optional[int] = ..., out_of_scope: _Optional[int] = ..., unknown: _Optional[int] = ...) -> None: ...

class TwinReport(_message.Message):
    __slots__ = ["agrees", "card", "count", "differing_keys", "only_here", "only_there"]
    AGREES_FIELD_NUMBER: _ClassVar[int]
    CARD_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    DIFFERING_KEYS_FIELD_NUMBER: _ClassVar[int]
    ONLY_HERE_FIELD_NUMBER: _ClassVar[int]
    ONLY_THERE_FIELD_NUMBER: _ClassVar[int]
    agrees: bool
    card: str
    count: int
    differing_keys: _containers.RepeatedScalarFieldContainer[_customer_pb2.KeyKind.Value]
    only_here: int
    only_there: int
    def __init__(self, card: _Optional[str] = ..., count: _Optional[int] = ..., agrees: bool = ..., only_here: _Optional[int] = ..., only_there: _Optional[int] = ..., differing_keys: _Optional[_Iterable[_Union[_customer_pb2.KeyKind.Value, str]]] = ...) -> None: ...
