# mypy: ignore-errors
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from landfall._generated import card_pb2 as _card_pb2
from landfall._generated import customer_pb2 as _customer_pb2
from landfall._generated import event_pb2 as _event_pb2
from landfall._generated import verdict_pb2 as _verdict_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CardHistoryPoint(_message.Message):
    __slots__ = ["alert_firing", "as_of", "awaiting_sync", "blocked_value", "count", "in_window", "not_promoted", "time_to_promotion", "unpriced_orders"]
    ALERT_FIRING_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AWAITING_SYNC_FIELD_NUMBER: _ClassVar[int]
    BLOCKED_VALUE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    IN_WINDOW_FIELD_NUMBER: _ClassVar[int]
    NOT_PROMOTED_FIELD_NUMBER: _ClassVar[int]
    TIME_TO_PROMOTION_FIELD_NUMBER: _ClassVar[int]
    UNPRICED_ORDERS_FIELD_NUMBER: _ClassVar[int]
    alert_firing: bool
    as_of: _timestamp_pb2.Timestamp
    awaiting_sync: int
    blocked_value: _verdict_pb2.Money
    count: int
    in_window: int
    not_promoted: int
    time_to_promotion: TimeToPromotion
    unpriced_orders: int
    def __init__(self, as_of: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., count: _Optional[int] = ..., not_promoted: _Optional[int] = ..., awaiting_sync: _Optional[int] = ..., in_window: _Optional[int] = ..., blocked_value: _Optional[_Union[_verdict_pb2.Money, _Mapping]] = ..., alert_firing: bool = ..., time_to_promotion: _Optional[_Union[TimeToPromotion, _Mapping]] = ..., unpriced_orders: _Optional[int] = ...) -> None: ...

class Checkpoint(_message.Message):
    __slots__ = ["at", "cursor"]
    AT_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    at: _timestamp_pb2.Timestamp
    cursor: str
    def __init__(self, cursor: _Optional[str] = ..., at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetCardHistoryRequest(_message.Message):
    __slots__ = ["card", "channel", "entity", "keys", "source", "step", "to", "window_days"]
    CARD_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    KEYS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    WINDOW_DAYS_FIELD_NUMBER: _ClassVar[int]
    card: str
    channel: str
    entity: str
    keys: _containers.RepeatedScalarFieldContainer[_customer_pb2.KeyKind.Value]
    source: str
    step: str
    to: _timestamp_pb2.Timestamp
    window_days: int
    def __init__(self, card: _Optional[str] = ..., to: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., step: _Optional[str] = ..., entity: _Optional[str] = ..., source: _Optional[str] = ..., channel: _Optional[str] = ..., window_days: _Optional[int] = ..., keys: _Optional[_Iterable[_Union[_customer_pb2.KeyKind.Value, str]]] = ..., **kwargs) -> None: ...

class GetCardHistoryResponse(_message.Message):
    __slots__ = ["points", "seen_since", "time_to_promotion"]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    SEEN_SINCE_FIELD_NUMBER: _ClassVar[int]
    TIME_TO_PROMOTION_FIELD_NUMBER: _ClassVar[int]
    points: _containers.RepeatedCompositeFieldContainer[CardHistoryPoint]
    seen_since: _timestamp_pb2.Timestamp
    time_to_promotion: TimeToPromotion
    def __init__(self, points: _Optional[_Iterable[_Union[CardHistoryPoint, _Mapping]]] = ..., time_to_promotion: _Optional[_Union[TimeToPromotion, _Mapping]] = ..., seen_since: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetCardRequest(_message.Message):
    __slots__ = ["as_of", "card", "channel", "entity", "keys", "source", "window_days"]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    CARD_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    KEYS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    WINDOW_DAYS_FIELD_NUMBER: _ClassVar[int]
    as_of: _timestamp_pb2.Timestamp
    card: str
    channel: str
    entity: str
    keys: _containers.RepeatedScalarFieldContainer[_customer_pb2.KeyKind.Value]
    source: str
    window_days: int
    def __init__(self, card: _Optional[str] = ..., as_of: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., window_days: _Optional[int] = ..., entity: _Optional[str] = ..., source: _Optional[str] = ..., channel: _Optional[str] = ..., keys: _Optional[_Iterable[_Union[_customer_pb2.KeyKind.Value, str]]] = ...) -> None: ...

class ListCardRecordsRequest(_message.Message):
    __slots__ = ["as_of", "card", "channel", "entity", "keys", "order_by", "page_size", "page_token", "reason", "source", "window_days"]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    CARD_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    KEYS_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    WINDOW_DAYS_FIELD_NUMBER: _ClassVar[int]
    as_of: _timestamp_pb2.Timestamp
    card: str
    channel: str
    entity: str
    keys: _containers.RepeatedScalarFieldContainer[_customer_pb2.KeyKind.Value]
    order_by: str
    page_size: int
    page_token: str
    reason: _verdict_pb2.ReasonCode.Value
    source: str
    window_days: int
    def __init__(self, card: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., order_by: _Optional[str] = ..., entity: _Optional[str] = ..., source: _Optional[str] = ..., channel: _Optional[str] = ..., reason: _Optional[_Union[_verdict_pb2.ReasonCode.Value, str]] = ..., as_of: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., window_days: _Optional[int] = ..., keys: _Optional[_Iterable[_Union[_customer_pb2.KeyKind.Value, str]]] = ...) -> None: ...

class ListCardRecordsResponse(_message.Message):
    __slots__ = ["cursor", "next_link", "next_page_token", "total_count", "value"]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    NEXT_LINK_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    cursor: str
    next_link: str
    next_page_token: str
    total_count: int
    value: _containers.RepeatedCompositeFieldContainer[_card_pb2.CardRecord]
    def __init__(self, value: _Optional[_Iterable[_Union[_card_pb2.CardRecord, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., next_link: _Optional[str] = ..., total_count: _Optional[int] = ..., cursor: _Optional[str] = ...) -> None: ...

class ListCardsRequest(_message.Message):
    __slots__ = ["as_of"]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    as_of: _timestamp_pb2.Timestamp
    def __init__(self, as_of: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListCardsResponse(_message.Message):
    __slots__ = ["cards"]
    CARDS_FIELD_NUMBER: _ClassVar[int]
    cards: _containers.RepeatedCompositeFieldContainer[_card_pb2.Card]
    def __init__(self, cards: _Optional[_Iterable[_Union[_card_pb2.Card, _Mapping]]] = ...) -> None: ...

class ListEventsRequest(_message.Message):
    __slots__ = ["card", "cursor", "newest_first", "page_size", "polling", "source", "type"]
    CARD_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    NEWEST_FIRST_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    POLLING_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    card: str
    cursor: str
    newest_first: bool
    page_size: int
    polling: bool
    source: str
    type: _event_pb2.EventType.Value
    def __init__(self, card: _Optional[str] = ..., cursor: _Optional[str] = ..., page_size: _Optional[int] = ..., newest_first: bool = ..., source: _Optional[str] = ..., type: _Optional[_Union[_event_pb2.EventType.Value, str]] = ..., polling: bool = ...) -> None: ...

class ListEventsResponse(_message.Message):
    __slots__ = ["more", "next_cursor", "value"]
    MORE_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    more: bool
    next_cursor: str
    value: _containers.RepeatedCompositeFieldContainer[_event_pb2.Event]
    def __init__(self, value: _Optional[_Iterable[_Union[_event_pb2.Event, _Mapping]]] = ..., next_cursor: _Optional[str] = ..., more: bool = ...) -> None: ...

class TimeToPromotion(_message.Message):
    __slots__ = ["landed", "p50_seconds", "p90_seconds", "p99_seconds"]
    LANDED_FIELD_NUMBER: _ClassVar[int]
    P50_SECONDS_FIELD_NUMBER: _ClassVar[int]
    P90_SECONDS_FIELD_NUMBER: _ClassVar[int]
    P99_SECONDS_FIELD_NUMBER: _ClassVar[int]
    landed: int
    p50_seconds: float
    p90_seconds: float
    p99_seconds: float
    def __init__(self, landed: _Optional[int] = ..., p50_seconds: _Optional[float] = ..., p90_seconds: _Optional[float] = ..., p99_seconds: _Optional[float] = ...) -> None: ...

class WatchCardRequest(_message.Message):
    __slots__ = ["card", "channel", "cursor", "entity", "reason", "source"]
    CARD_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    card: str
    channel: str
    cursor: str
    entity: str
    reason: _verdict_pb2.ReasonCode.Value
    source: str
    def __init__(self, card: _Optional[str] = ..., cursor: _Optional[str] = ..., entity: _Optional[str] = ..., source: _Optional[str] = ..., channel: _Optional[str] = ..., reason: _Optional[_Union[_verdict_pb2.ReasonCode.Value, str]] = ...) -> None: ...

class WatchCardResponse(_message.Message):
    __slots__ = ["checkpoint", "event"]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    checkpoint: Checkpoint
    event: _event_pb2.Event
    def __init__(self, event: _Optional[_Union[_event_pb2.Event, _Mapping]] = ..., checkpoint: _Optional[_Union[Checkpoint, _Mapping]] = ...) -> None: ...
