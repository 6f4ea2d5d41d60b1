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

class CheckPromotionResponse(_message.Message):
    __slots__ = ["as_of", "blocked_by_currency", "blocked_value", "counterparts", "drift", "entities", "expectation", "explanation", "keys", "near_matches", "next_action", "preflight", "promoted", "reasons", "revision", "since", "unpriced_currencies", "unpriced_orders", "url", "verdict"]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    BLOCKED_BY_CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BLOCKED_VALUE_FIELD_NUMBER: _ClassVar[int]
    COUNTERPARTS_FIELD_NUMBER: _ClassVar[int]
    DRIFT_FIELD_NUMBER: _ClassVar[int]
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    EXPECTATION_FIELD_NUMBER: _ClassVar[int]
    EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    KEYS_FIELD_NUMBER: _ClassVar[int]
    NEAR_MATCHES_FIELD_NUMBER: _ClassVar[int]
    NEXT_ACTION_FIELD_NUMBER: _ClassVar[int]
    PREFLIGHT_FIELD_NUMBER: _ClassVar[int]
    PROMOTED_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    UNPRICED_CURRENCIES_FIELD_NUMBER: _ClassVar[int]
    UNPRICED_ORDERS_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    as_of: _timestamp_pb2.Timestamp
    blocked_by_currency: _containers.RepeatedCompositeFieldContainer[_verdict_pb2.Money]
    blocked_value: _verdict_pb2.Money
    counterparts: _containers.RepeatedCompositeFieldContainer[_verdict_pb2.Counterpart]
    drift: _containers.RepeatedCompositeFieldContainer[FieldDrift]
    entities: _containers.RepeatedCompositeFieldContainer[_verdict_pb2.EntityOutcome]
    expectation: _verdict_pb2.Expectation.Value
    explanation: str
    keys: _containers.RepeatedCompositeFieldContainer[_verdict_pb2.KeyReport]
    near_matches: _containers.RepeatedCompositeFieldContainer[_verdict_pb2.NearMatch]
    next_action: str
    preflight: _containers.RepeatedCompositeFieldContainer[PreflightFinding]
    promoted: bool
    reasons: _containers.RepeatedCompositeFieldContainer[_verdict_pb2.Reason]
    revision: str
    since: _timestamp_pb2.Timestamp
    unpriced_currencies: _containers.RepeatedScalarFieldContainer[str]
    unpriced_orders: int
    url: str
    verdict: _verdict_pb2.Verdict.Value
    def __init__(self, verdict: _Optional[_Union[_verdict_pb2.Verdict.Value, str]] = ..., promoted: bool = ..., explanation: _Optional[str] = ..., expectation: _Optional[_Union[_verdict_pb2.Expectation.Value, str]] = ..., entities: _Optional[_Iterable[_Union[_verdict_pb2.EntityOutcome, _Mapping]]] = ..., reasons: _Optional[_Iterable[_Union[_verdict_pb2.Reason, _Mapping]]] = ..., keys: _Optional[_Iterable[_Union[_verdict_pb2.KeyReport, _Mapping]]] = ..., near_matches: _Optional[_Iterable[_Union[_verdict_pb2.NearMatch, _Mapping]]] = ..., counterparts: _Optional[_Iterable[_Union[_verdict_pb2.Counterpart, _Mapping]]] = ..., blocked_value: _Optional[_Union[_verdict_pb2.Money, _Mapping]] = ..., blocked_by_currency: _Optional[_Iterable[_Union[_verdict_pb2.Money, _Mapping]]] = ..., unpriced_currencies: _Optional[_Iterable[str]] = ..., since: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., as_of: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., revision: _Optional[str] = ..., unpriced_orders: _Optional[int] = ..., next_action: _Optional[str] = ..., url: _Optional[str] = ..., drift: _Optional[_Iterable[_Union[FieldDrift, _Mapping]]] = ..., preflight: _Optional[_Iterable[_Union[PreflightFinding, _Mapping]]] = ...) -> None: ...

class DriftWinner(_message.Message):
    __slots__ = []
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    DRIFT_WINNER_UNSPECIFIED: DriftWinner.Value
    LAST_WRITER: DriftWinner.Value
    MASTER: DriftWinner.Value
    UPSTREAM: DriftWinner.Value
    def __init__(self) -> None: ...

class FieldDrift(_message.Message):
    __slots__ = ["entity", "map", "map_type", "master", "master_field", "master_value", "upstream_field", "upstream_value", "winner"]
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    MAP_TYPE_FIELD_NUMBER: _ClassVar[int]
    MASTER_FIELD_FIELD_NUMBER: _ClassVar[int]
    MASTER_FIELD_NUMBER: _ClassVar[int]
    MASTER_VALUE_FIELD_NUMBER: _ClassVar[int]
    UPSTREAM_FIELD_FIELD_NUMBER: _ClassVar[int]
    UPSTREAM_VALUE_FIELD_NUMBER: _ClassVar[int]
    WINNER_FIELD_NUMBER: _ClassVar[int]
    entity: str
    map: str
    map_type: str
    master: _customer_pb2.RecordRef
    master_field: str
    master_value: str
    upstream_field: str
    upstream_value: str
    winner: DriftWinner.Value
    def __init__(self, map: _Optional[str] = ..., entity: _Optional[str] = ..., master: _Optional[_Union[_customer_pb2.RecordRef, _Mapping]] = ..., upstream_field: _Optional[str] = ..., master_field: _Optional[str] = ..., upstream_value: _Optional[str] = ..., master_value: _Optional[str] = ..., map_type: _Optional[str] = ..., winner: _Optional[_Union[DriftWinner.Value, str]] = ...) -> None: ...

class PreflightFinding(_message.Message):
    __slots__ = ["action", "code", "entity", "map", "master_field", "message", "upstream_field", "value"]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    MASTER_FIELD_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    UPSTREAM_FIELD_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    action: str
    code: _verdict_pb2.ReasonCode.Value
    entity: str
    map: str
    master_field: str
    message: str
    upstream_field: str
    value: str
    def __init__(self, map: _Optional[str] = ..., code: _Optional[_Union[_verdict_pb2.ReasonCode.Value, str]] = ..., entity: _Optional[str] = ..., upstream_field: _Optional[str] = ..., master_field: _Optional[str] = ..., value: _Optional[str] = ..., message: _Optional[str] = ..., action: _Optional[str] = ...) -> None: ...
