# mypy: ignore-errors
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from landfall._generated import card_pb2 as _card_pb2
from landfall._generated import customer_pb2 as _customer_pb2
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
    __slots__ = ["points", "time_to_promotion"]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    TIME_TO_PROMOTION_FIELD_NUMBER: _ClassVar[int]
    points: _containers.RepeatedCompositeFieldContainer[CardHistoryPoint]
    time_to_promotion: TimeToPromotion
    def __init__(self, points: _Optional[_Iterable[_Union[CardHistoryPoint, _Mapping]]] = ..., time_to_promotion: _Optional[_Union[TimeToPromotion, _Mapping]] = ...) -> None: ...

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
    __slots__ = ["next_link", "next_page_token", "total_count", "value"]
    NEXT_LINK_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    next_link: str
    next_page_token: str
    total_count: int
    value: _containers.RepeatedCompositeFieldContainer[_card_pb2.CardRecord]
    def __init__(self, value: _Optional[_Iterable[_Union[_card_pb2.CardRecord, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., next_link: _Optional[str] = ..., total_count: _Optional[int] = ...) -> None: ...

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
