"""What a caller asks about."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from landfall import convert
from landfall._generated import customer_pb2
from landfall._generated import promotion_service_pb2
from landfall._generated.enums import CheckView, KeyKind
from landfall.record_ref import RecordRef


@dataclasses.dataclass(frozen=True)
class ExternalId:
    """An id that a source gave out."""

    source: str
    """The id of the configured source."""
    value: str
    """The id as that source writes it."""


@dataclasses.dataclass(frozen=True)
class TaxId:
    """A tax ID, with or without the prefix of its country."""

    value: str
    country: str = ""
    """Who issued it, ISO code or name. Empty: the customer's country."""


@dataclasses.dataclass(frozen=True)
class Customer:
    """Keys as the caller has them, at most 100 of a kind."""

    emails: Sequence[str] = ()
    tax_ids: Sequence[TaxId | str] = ()
    external_ids: Sequence[ExternalId] = ()
    country: str = ""
    """Qualifies tax IDs that bring no country."""
    name: str = ""
    """Only confirms a tax ID without check digit, as does the postal code."""
    postal_code: str = ""


Subject = RecordRef | Customer | str


@dataclasses.dataclass(frozen=True)
class CheckQuery:
    """One question; Client.check() describes the fields."""

    subject: Subject
    expected_entities: Sequence[str] = ()
    ship_to_country: str = ""
    keys: Sequence[KeyKind | str] = ()
    as_of: convert.Time | None = None
    window_days: int = 0
    view: CheckView | str | None = None


def key_names(keys: Sequence[KeyKind | str]) -> list[str]:
    """Raises ValueError for a name that is no kind of key."""
    return [KeyKind(key).value for key in _texts(keys)]


def to_record_ref(record: RecordRef | str) -> RecordRef:
    return RecordRef.parse(record) if isinstance(record, str) else record


def to_request(
        query: CheckQuery) -> promotion_service_pb2.CheckPromotionRequest:
    request = promotion_service_pb2.CheckPromotionRequest(
        expected_entities=_texts(query.expected_entities),
        ship_to_country=query.ship_to_country,
        keys=key_names(query.keys),
        as_of=convert.timestamp(query.as_of),
        window_days=query.window_days,
        view=None if query.view is None else CheckView(query.view).value)
    if isinstance(query.subject, Customer):
        request.customer.CopyFrom(_customer(query.subject))
    else:
        ref = to_record_ref(query.subject)
        request.record.CopyFrom(customer_pb2.RecordRef(
            source=ref.source, type=ref.type, id=ref.id))
    return request


def _texts(values: Sequence[str]) -> Sequence[str]:
    if isinstance(values, str):
        raise TypeError("a list of texts is needed, not one text")
    return values


def _customer(customer: Customer) -> customer_pb2.CustomerKeys:
    keys = customer_pb2.CustomerKeys(
        name=customer.name, emails=_texts(customer.emails),
        country=customer.country, postal_code=customer.postal_code)
    for tax_id in _texts_or_ids(customer.tax_ids):
        keys.tax_ids.add(country=tax_id.country, value=tax_id.value)
    for external in customer.external_ids:
        keys.external_ids.add(source=external.source, value=external.value)
    return keys


def _texts_or_ids(values: Sequence[TaxId | str]) -> list[TaxId]:
    if isinstance(values, str):
        raise TypeError("a list of tax IDs is needed, not one text")
    return [TaxId(value) if isinstance(value, str) else value
            for value in values]
