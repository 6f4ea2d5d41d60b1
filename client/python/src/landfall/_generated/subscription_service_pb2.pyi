# mypy: ignore-errors
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from landfall._generated import event_pb2 as _event_pb2
from landfall._generated import verdict_pb2 as _verdict_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreateSubscriptionRequest(_message.Message):
    __slots__ = ["because", "card", "channel", "entity", "events", "min_age_minutes", "min_blocked_value", "notification_url", "reason", "source", "trigger"]
    BECAUSE_FIELD_NUMBER: _ClassVar[int]
    CARD_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    MIN_AGE_MINUTES_FIELD_NUMBER: _ClassVar[int]
    MIN_BLOCKED_VALUE_FIELD_NUMBER: _ClassVar[int]
    NOTIFICATION_URL_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TRIGGER_FIELD_NUMBER: _ClassVar[int]
    because: _event_pb2.EventCause.Value
    card: str
    channel: str
    entity: str
    events: _containers.RepeatedScalarFieldContainer[_event_pb2.EventType.Value]
    min_age_minutes: int
    min_blocked_value: float
    notification_url: str
    reason: _verdict_pb2.ReasonCode.Value
    source: str
    trigger: str
    def __init__(self, notification_url: _Optional[str] = ..., events: _Optional[_Iterable[_Union[_event_pb2.EventType.Value, str]]] = ..., card: _Optional[str] = ..., entity: _Optional[str] = ..., source: _Optional[str] = ..., channel: _Optional[str] = ..., reason: _Optional[_Union[_verdict_pb2.ReasonCode.Value, str]] = ..., min_blocked_value: _Optional[float] = ..., min_age_minutes: _Optional[int] = ..., because: _Optional[_Union[_event_pb2.EventCause.Value, str]] = ..., trigger: _Optional[str] = ...) -> None: ...

class CreateSubscriptionResponse(_message.Message):
    __slots__ = ["expires_at", "id", "secret"]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    expires_at: _timestamp_pb2.Timestamp
    id: str
    secret: str
    def __init__(self, id: _Optional[str] = ..., secret: _Optional[str] = ..., expires_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DeleteSubscriptionRequest(_message.Message):
    __slots__ = ["id"]
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class DeleteSubscriptionResponse(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class ListSubscriptionsRequest(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class ListSubscriptionsResponse(_message.Message):
    __slots__ = ["subscriptions"]
    SUBSCRIPTIONS_FIELD_NUMBER: _ClassVar[int]
    subscriptions: _containers.RepeatedCompositeFieldContainer[Subscription]
    def __init__(self, subscriptions: _Optional[_Iterable[_Union[Subscription, _Mapping]]] = ...) -> None: ...

class SetAsideDelivery(_message.Message):
    __slots__ = ["at", "attempts", "cursor", "error", "event_id"]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    at: _timestamp_pb2.Timestamp
    attempts: int
    cursor: str
    error: str
    event_id: str
    def __init__(self, event_id: _Optional[str] = ..., cursor: _Optional[str] = ..., at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., attempts: _Optional[int] = ..., error: _Optional[str] = ...) -> None: ...

class Subscription(_message.Message):
    __slots__ = ["because", "card", "channel", "created_at", "delivered", "ended_at", "entity", "events", "expires_at", "failing_since", "failures", "host", "id", "last_delivery_at", "last_error", "min_age_minutes", "min_blocked_value", "newest_set_aside", "owner", "reason", "set_aside", "source", "state", "waiting"]
    BECAUSE_FIELD_NUMBER: _ClassVar[int]
    CARD_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    DELIVERED_FIELD_NUMBER: _ClassVar[int]
    ENDED_AT_FIELD_NUMBER: _ClassVar[int]
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    FAILING_SINCE_FIELD_NUMBER: _ClassVar[int]
    FAILURES_FIELD_NUMBER: _ClassVar[int]
    HOST_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    LAST_DELIVERY_AT_FIELD_NUMBER: _ClassVar[int]
    LAST_ERROR_FIELD_NUMBER: _ClassVar[int]
    MIN_AGE_MINUTES_FIELD_NUMBER: _ClassVar[int]
    MIN_BLOCKED_VALUE_FIELD_NUMBER: _ClassVar[int]
    NEWEST_SET_ASIDE_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SET_ASIDE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    WAITING_FIELD_NUMBER: _ClassVar[int]
    because: _event_pb2.EventCause.Value
    card: str
    channel: str
    created_at: _timestamp_pb2.Timestamp
    delivered: int
    ended_at: _timestamp_pb2.Timestamp
    entity: str
    events: _containers.RepeatedScalarFieldContainer[_event_pb2.EventType.Value]
    expires_at: _timestamp_pb2.Timestamp
    failing_since: _timestamp_pb2.Timestamp
    failures: int
    host: str
    id: str
    last_delivery_at: _timestamp_pb2.Timestamp
    last_error: str
    min_age_minutes: int
    min_blocked_value: float
    newest_set_aside: _containers.RepeatedCompositeFieldContainer[SetAsideDelivery]
    owner: str
    reason: _verdict_pb2.ReasonCode.Value
    set_aside: int
    source: str
    state: SubscriptionState.Value
    waiting: int
    def __init__(self, id: _Optional[str] = ..., owner: _Optional[str] = ..., host: _Optional[str] = ..., state: _Optional[_Union[SubscriptionState.Value, str]] = ..., events: _Optional[_Iterable[_Union[_event_pb2.EventType.Value, str]]] = ..., because: _Optional[_Union[_event_pb2.EventCause.Value, str]] = ..., card: _Optional[str] = ..., entity: _Optional[str] = ..., source: _Optional[str] = ..., channel: _Optional[str] = ..., reason: _Optional[_Union[_verdict_pb2.ReasonCode.Value, str]] = ..., min_blocked_value: _Optional[float] = ..., min_age_minutes: _Optional[int] = ..., created_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., expires_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., ended_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., last_delivery_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., failing_since: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., last_error: _Optional[str] = ..., failures: _Optional[int] = ..., waiting: _Optional[int] = ..., delivered: _Optional[int] = ..., set_aside: _Optional[int] = ..., newest_set_aside: _Optional[_Iterable[_Union[SetAsideDelivery, _Mapping]]] = ...) -> None: ...

class SubscriptionState(_message.Message):
    __slots__ = []
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    ACTIVE: SubscriptionState.Value
    EXPIRED: SubscriptionState.Value
    FAILING: SubscriptionState.Value
    GONE: SubscriptionState.Value
    SUBSCRIPTION_STATE_UNSPECIFIED: SubscriptionState.Value
    def __init__(self) -> None: ...
