# mypy: ignore-errors
from landfall._generated import customer_pb2 as _customer_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Counterpart(_message.Message):
    __slots__ = ["record", "verdict"]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    record: _customer_pb2.RecordRef
    verdict: Verdict.Value
    def __init__(self, record: _Optional[_Union[_customer_pb2.RecordRef, _Mapping]] = ..., verdict: _Optional[_Union[Verdict.Value, str]] = ...) -> None: ...

class EntityOutcome(_message.Message):
    __slots__ = ["candidate", "customers", "entity", "expected_because", "outcome"]
    CANDIDATE_FIELD_NUMBER: _ClassVar[int]
    CUSTOMERS_FIELD_NUMBER: _ClassVar[int]
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_BECAUSE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    candidate: bool
    customers: _containers.RepeatedCompositeFieldContainer[MasterMatch]
    entity: str
    expected_because: ExpectedBecause.Value
    outcome: Outcome.Value
    def __init__(self, entity: _Optional[str] = ..., outcome: _Optional[_Union[Outcome.Value, str]] = ..., expected_because: _Optional[_Union[ExpectedBecause.Value, str]] = ..., candidate: bool = ..., customers: _Optional[_Iterable[_Union[MasterMatch, _Mapping]]] = ...) -> None: ...

class Expectation(_message.Message):
    __slots__ = []
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    AMBIGUOUS: Expectation.Value
    ANY: Expectation.Value
    CLEAR: Expectation.Value
    EXPECTATION_UNSPECIFIED: Expectation.Value
    UNMAPPED: Expectation.Value
    def __init__(self) -> None: ...

class ExpectedBecause(_message.Message):
    __slots__ = []
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    CALLER_REQUEST: ExpectedBecause.Value
    COMPANY: ExpectedBecause.Value
    COUNTRY: ExpectedBecause.Value
    CUSTOMER_OVERRIDE: ExpectedBecause.Value
    EXPECTED_BECAUSE_UNSPECIFIED: ExpectedBecause.Value
    SHIP_TO_COUNTRY: ExpectedBecause.Value
    TAG: ExpectedBecause.Value
    def __init__(self) -> None: ...

class KeyReport(_message.Message):
    __slots__ = ["kind", "normalized", "problem", "raw", "usable"]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NORMALIZED_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    RAW_FIELD_NUMBER: _ClassVar[int]
    USABLE_FIELD_NUMBER: _ClassVar[int]
    kind: _customer_pb2.KeyKind.Value
    normalized: str
    problem: str
    raw: str
    usable: bool
    def __init__(self, kind: _Optional[_Union[_customer_pb2.KeyKind.Value, str]] = ..., normalized: _Optional[str] = ..., usable: bool = ..., problem: _Optional[str] = ..., raw: _Optional[str] = ...) -> None: ...

class MasterMatch(_message.Message):
    __slots__ = ["account", "blocked", "matched_on", "name", "record", "url"]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    BLOCKED_FIELD_NUMBER: _ClassVar[int]
    MATCHED_ON_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    account: str
    blocked: bool
    matched_on: _containers.RepeatedScalarFieldContainer[_customer_pb2.KeyKind.Value]
    name: str
    record: _customer_pb2.RecordRef
    url: str
    def __init__(self, record: _Optional[_Union[_customer_pb2.RecordRef, _Mapping]] = ..., account: _Optional[str] = ..., name: _Optional[str] = ..., matched_on: _Optional[_Iterable[_Union[_customer_pb2.KeyKind.Value, str]]] = ..., blocked: bool = ..., url: _Optional[str] = ...) -> None: ...

class Money(_message.Message):
    __slots__ = ["amount", "currency_code", "saturated"]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    SATURATED_FIELD_NUMBER: _ClassVar[int]
    amount: float
    currency_code: str
    saturated: bool
    def __init__(self, currency_code: _Optional[str] = ..., amount: _Optional[float] = ..., saturated: bool = ...) -> None: ...

class NearMatch(_message.Message):
    __slots__ = ["detail", "record", "rule"]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    detail: str
    record: _customer_pb2.RecordRef
    rule: str
    def __init__(self, record: _Optional[_Union[_customer_pb2.RecordRef, _Mapping]] = ..., rule: _Optional[str] = ..., detail: _Optional[str] = ...) -> None: ...

class Outcome(_message.Message):
    __slots__ = []
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    MISSING: Outcome.Value
    OUTCOME_UNSPECIFIED: Outcome.Value
    PRESENT: Outcome.Value
    PRESENT_NOT_EXPECTED: Outcome.Value
    UNKNOWN: Outcome.Value
    def __init__(self) -> None: ...

class Reason(_message.Message):
    __slots__ = ["action", "code", "entity", "message"]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    ENTITY_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    action: str
    code: ReasonCode.Value
    entity: str
    message: str
    def __init__(self, code: _Optional[_Union[ReasonCode.Value, str]] = ..., entity: _Optional[str] = ..., message: _Optional[str] = ..., action: _Optional[str] = ...) -> None: ...

class ReasonCode(_message.Message):
    __slots__ = []
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    AMBIGUOUS_ENTITY: ReasonCode.Value
    CONFLICTING_KEYS: ReasonCode.Value
    DUPLICATE_IN_TARGET: ReasonCode.Value
    EXCLUDED_BY_MAP_FILTER: ReasonCode.Value
    INACTIVE: ReasonCode.Value
    IN_EXPECTED_ENTITY: ReasonCode.Value
    KEY_SHARED_BY_MANY: ReasonCode.Value
    MANDATORY_FIELD_MISSING: ReasonCode.Value
    MAPPED_TO_CATCH_ALL: ReasonCode.Value
    MAP_NOT_RUNNING: ReasonCode.Value
    MASTER_BLOCKED: ReasonCode.Value
    MERGED: ReasonCode.Value
    NEAR_MATCH: ReasonCode.Value
    NOT_A_CUSTOMER_TYPE: ReasonCode.Value
    NOT_FOUND: ReasonCode.Value
    NOT_SELLABLE: ReasonCode.Value
    NO_ACTIVE_ORDERS: ReasonCode.Value
    NO_COMPANY_ON_RECORD: ReasonCode.Value
    NO_USABLE_KEY: ReasonCode.Value
    OTHER_ERROR: ReasonCode.Value
    OUT_OF_SCOPE_RULE: ReasonCode.Value
    PERMISSION_ERROR: ReasonCode.Value
    PLUGIN_ERROR: ReasonCode.Value
    PRESENT_IN_OTHER_ENTITY: ReasonCode.Value
    QUOTE_ONLY: ReasonCode.Value
    REASON_CODE_UNSPECIFIED: ReasonCode.Value
    RECORD_NOT_HELD: ReasonCode.Value
    REFERENCE_DATA_MISSING: ReasonCode.Value
    SEVERAL_MASTERS: ReasonCode.Value
    SOURCE_INCOMPLETE: ReasonCode.Value
    SOURCE_NEVER_SYNCED: ReasonCode.Value
    SOURCE_STALE: ReasonCode.Value
    SYNC_SKIPPED: ReasonCode.Value
    UNMAPPED_ENTITY: ReasonCode.Value
    WEAK_KEY: ReasonCode.Value
    WITHIN_GRACE: ReasonCode.Value
    def __init__(self) -> None: ...

class Verdict(_message.Message):
    __slots__ = []
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    AWAITING_SYNC: Verdict.Value
    NOT_PROMOTED: Verdict.Value
    OUT_OF_SCOPE: Verdict.Value
    PROMOTED: Verdict.Value
    UNKNOWN: Verdict.Value
    VERDICT_UNSPECIFIED: Verdict.Value
    def __init__(self) -> None: ...
