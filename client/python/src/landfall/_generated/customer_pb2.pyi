# mypy: ignore-errors
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CustomerKeys(_message.Message):
    __slots__ = ["country", "emails", "external_ids", "name", "postal_code", "tax_ids"]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    EMAILS_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_IDS_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    POSTAL_CODE_FIELD_NUMBER: _ClassVar[int]
    TAX_IDS_FIELD_NUMBER: _ClassVar[int]
    country: str
    emails: _containers.RepeatedScalarFieldContainer[str]
    external_ids: _containers.RepeatedCompositeFieldContainer[ExternalId]
    name: str
    postal_code: str
    tax_ids: _containers.RepeatedCompositeFieldContainer[TaxId]
    def __init__(self, name: _Optional[str] = ..., emails: _Optional[_Iterable[str]] = ..., external_ids: _Optional[_Iterable[_Union[ExternalId, _Mapping]]] = ..., tax_ids: _Optional[_Iterable[_Union[TaxId, _Mapping]]] = ..., country: _Optional[str] = ..., postal_code: _Optional[str] = ...) -> None: ...

class ExternalId(_message.Message):
    __slots__ = ["source", "value"]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    source: str
    value: str
    def __init__(self, source: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...

class KeyKind(_message.Message):
    __slots__ = []
    class Value(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    EMAIL: KeyKind.Value
    EXTERNAL_ID: KeyKind.Value
    KEY_KIND_UNSPECIFIED: KeyKind.Value
    TAX_ID: KeyKind.Value
    def __init__(self) -> None: ...

class RecordRef(_message.Message):
    __slots__ = ["id", "source", "type"]
    ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    id: str
    source: str
    type: str
    def __init__(self, source: _Optional[str] = ..., type: _Optional[str] = ..., id: _Optional[str] = ...) -> None: ...

class TaxId(_message.Message):
    __slots__ = ["country", "value"]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    country: str
    value: str
    def __init__(self, country: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
