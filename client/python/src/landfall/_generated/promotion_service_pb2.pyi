# mypy: ignore-errors
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from landfall._generated import answer_pb2 as _answer_pb2
from landfall._generated import customer_pb2 as _customer_pb2
from landfall._generated import error_reason_pb2 as _error_reason_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class BatchCheckPromotionRequest(_message.Message):
    __slots__ = ["checks"]
    CHECKS_FIELD_NUMBER: _ClassVar[int]
    checks: _containers.RepeatedCompositeFieldContainer[CheckPromotionRequest]
    def __init__(self, checks: _Optional[_Iterable[_Union[CheckPromotionRequest, _Mapping]]] = ...) -> None: ...

class BatchCheckPromotionResponse(_message.Message):
    __slots__ = ["results"]
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[CheckResult]
    def __init__(self, results: _Optional[_Iterable[_Union[CheckResult, _Mapping]]] = ...) -> None: ...

class CheckPromotionRequest(_message.Message):
    __slots__ = ["as_of", "customer", "expected_entities", "keys", "record", "ship_to_country", "view", "window_days"]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_ENTITIES_FIELD_NUMBER: _ClassVar[int]
    KEYS_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    SHIP_TO_COUNTRY_FIELD_NUMBER: _ClassVar[int]
    VIEW_FIELD_NUMBER: _ClassVar[int]
    WINDOW_DAYS_FIELD_NUMBER: _ClassVar[int]
    as_of: _timestamp_pb2.Timestamp
    customer: _customer_pb2.CustomerKeys
    expected_entities: _containers.RepeatedScalarFieldContainer[str]
    keys: _containers.RepeatedScalarFieldContainer[_customer_pb2.KeyKind.Value]
    record: _customer_pb2.RecordRef
    ship_to_country: str
    view: CheckView.Value
    window_days: int
    def __init__(self, record: _Optional[_Union[_customer_pb2.RecordRef, _Mapping]] = ..., customer: _Optional[_Union[_customer_pb2.CustomerKeys, _Mapping]] = ..., expected_entities: _Optional[_Iterable[str]] = ..., ship_to_country: _Optional[str] = ..., keys: _Optional[_Iterable[_Union[_customer_pb2.KeyKind.Value, str]]] = ..., as_of: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., window_days: _Optional[int] = ..., view: _Optional[_Union[CheckView.Value, str]] = ...) -> None: ...

class CheckResult(_message.Message):
    __slots__ = ["check", "error"]
    CHECK_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    check: _answer_pb2.CheckPromotionResponse
    error: _error_reason_pb2.Error
    def __init__(self, check: _Optional[_Union[_answer_pb2.CheckPromotionResponse, _Mapping]] = ..., error: _Optional[_Union[_error_reason_pb2.Error, _Mapping]] = ...) -> None: ...

class CheckView(_message.Message):
    __slots__ = []
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    BASIC: CheckView.Value
    CHECK_VIEW_UNSPECIFIED: CheckView.Value
    FULL: CheckView.Value
    def __init__(self) -> None: ...

class StreamCheckPromotionRequest(_message.Message):
    __slots__ = ["checks"]
    CHECKS_FIELD_NUMBER: _ClassVar[int]
    checks: _containers.RepeatedCompositeFieldContainer[CheckPromotionRequest]
    def __init__(self, checks: _Optional[_Iterable[_Union[CheckPromotionRequest, _Mapping]]] = ...) -> None: ...

class StreamCheckPromotionResponse(_message.Message):
    __slots__ = ["results"]
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[CheckResult]
    def __init__(self, results: _Optional[_Iterable[_Union[CheckResult, _Mapping]]] = ...) -> None: ...
