# mypy: ignore-errors
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Error(_message.Message):
    __slots__ = ["code", "field", "message", "reason", "status"]
    CODE_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    code: int
    field: str
    message: str
    reason: ErrorReason.Value
    status: str
    def __init__(self, code: _Optional[int] = ..., status: _Optional[str] = ..., reason: _Optional[_Union[ErrorReason.Value, str]] = ..., message: _Optional[str] = ..., field: _Optional[str] = ...) -> None: ...

class ErrorDetail(_message.Message):
    __slots__ = ["allowed", "field", "reason", "retry_after_seconds"]
    ALLOWED_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RETRY_AFTER_SECONDS_FIELD_NUMBER: _ClassVar[int]
    allowed: _containers.RepeatedScalarFieldContainer[str]
    field: str
    reason: ErrorReason.Value
    retry_after_seconds: int
    def __init__(self, reason: _Optional[_Union[ErrorReason.Value, str]] = ..., field: _Optional[str] = ..., allowed: _Optional[_Iterable[str]] = ..., retry_after_seconds: _Optional[int] = ...) -> None: ...

class ErrorReason(_message.Message):
    __slots__ = []
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    BODY_TOO_LARGE: ErrorReason.Value
    CALLBACK_NOT_ALLOWED: ErrorReason.Value
    COMPANY_REQUIRED: ErrorReason.Value
    CURSOR_TOO_OLD: ErrorReason.Value
    DEADLINE_PASSED: ErrorReason.Value
    DUPLICATE_FIELD: ErrorReason.Value
    ERROR_REASON_UNSPECIFIED: ErrorReason.Value
    FIELD_NOT_ALLOWED: ErrorReason.Value
    FIELD_REQUIRED: ErrorReason.Value
    FUTURE_AS_OF: ErrorReason.Value
    HOST_NOT_ALLOWED: ErrorReason.Value
    INTERNAL: ErrorReason.Value
    INVALID_CREDENTIALS: ErrorReason.Value
    INVALID_CURSOR: ErrorReason.Value
    INVALID_ORDER_BY: ErrorReason.Value
    INVALID_PAGE_SIZE: ErrorReason.Value
    INVALID_PAGE_TOKEN: ErrorReason.Value
    INVALID_RECORD_ID: ErrorReason.Value
    INVALID_TIME: ErrorReason.Value
    INVALID_UTF8: ErrorReason.Value
    INVALID_VALUE: ErrorReason.Value
    INVALID_WINDOW: ErrorReason.Value
    MALFORMED_JSON: ErrorReason.Value
    MALFORMED_REQUEST: ErrorReason.Value
    METADATA_TOO_LARGE: ErrorReason.Value
    METHOD_NOT_ALLOWED: ErrorReason.Value
    NOT_COMPARED: ErrorReason.Value
    ORIGIN_NOT_ALLOWED: ErrorReason.Value
    OVERLOADED: ErrorReason.Value
    RATE_LIMITED: ErrorReason.Value
    RECORD_NOT_HELD: ErrorReason.Value
    ROLE_NOT_ALLOWED: ErrorReason.Value
    SOURCE_NOT_PULLED: ErrorReason.Value
    STOPPING: ErrorReason.Value
    STORE_DAMAGED: ErrorReason.Value
    STORE_FULL: ErrorReason.Value
    STORE_UNAVAILABLE: ErrorReason.Value
    SUBJECT_REQUIRED: ErrorReason.Value
    TOO_DEEP: ErrorReason.Value
    TOO_MANY_GONE: ErrorReason.Value
    TOO_MANY_ITEMS: ErrorReason.Value
    TOO_MANY_SUBSCRIPTIONS: ErrorReason.Value
    UNKNOWN_CARD: ErrorReason.Value
    UNKNOWN_CHANNEL: ErrorReason.Value
    UNKNOWN_COMPANY: ErrorReason.Value
    UNKNOWN_ENTITY: ErrorReason.Value
    UNKNOWN_FIELD: ErrorReason.Value
    UNKNOWN_PARAMETER: ErrorReason.Value
    UNKNOWN_PATH: ErrorReason.Value
    UNKNOWN_REASON: ErrorReason.Value
    UNKNOWN_SOURCE: ErrorReason.Value
    UNKNOWN_TYPE: ErrorReason.Value
    UNSUPPORTED_MEDIA_TYPE: ErrorReason.Value
    VALUE_TOO_LONG: ErrorReason.Value
    def __init__(self) -> None: ...
