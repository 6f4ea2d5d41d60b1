"""Nothing of an answer is lost, and times mean what they say."""

import dataclasses
import datetime
import enum
import typing
import unittest

from google.protobuf.descriptor import FieldDescriptor

import landfall
from landfall import convert
from landfall._generated import (
    answer_pb2, card_pb2, card_service_pb2, enums, error_reason_pb2, event_pb2,
    promotion_service_pb2, record_service_pb2, results, source_service_pb2,
    subscription_service_pb2, verdict_pb2)
from landfall.queries import CheckQuery, to_request

MODULES = (answer_pb2, card_pb2, card_service_pb2, error_reason_pb2,
           event_pb2, promotion_service_pb2, record_service_pb2,
           source_service_pb2, subscription_service_pb2, verdict_pb2)
NAMES = {"Check": "CheckPromotionResponse", "CheckError": "Error",
         "Explanation": "GetRecordResponse",
         "CardHistory": "GetCardHistoryResponse",
         "Subscribed": "CreateSubscriptionResponse"}


def message_of(name):
    name = NAMES.get(name, name)
    return next(getattr(module, name) for module in MODULES
                if hasattr(module, name))


def fill(message, number=1):
    """Sets every field, lists with two elements."""
    for field in message.DESCRIPTOR.fields:
        value = {FieldDescriptor.CPPTYPE_STRING: f"text {number}",
                 FieldDescriptor.CPPTYPE_INT32: number,
                 FieldDescriptor.CPPTYPE_INT64: number,
                 FieldDescriptor.CPPTYPE_BOOL: True,
                 FieldDescriptor.CPPTYPE_DOUBLE: number / 2,
                 FieldDescriptor.CPPTYPE_ENUM: 1}.get(field.cpp_type)
        many = isinstance(getattr(message, field.name), typing.Sized) and not \
            isinstance(getattr(message, field.name), str)
        if many and value is None:
            for _ in range(2):
                fill(getattr(message, field.name).add(), number + 1)
        elif many:
            getattr(message, field.name).extend([value, value])
        elif value is None:
            fill(getattr(message, field.name), number + 1)
        else:
            setattr(message, field.name, value)
        number += 1


class ResultsTest(unittest.TestCase):

    def kinds(self):
        for name, kind in vars(results).items():
            if dataclasses.is_dataclass(kind) and name != "RecordRef":
                yield name, kind

    def test_every_field_is_read(self):
        for name, kind in self.kinds():
            with self.subTest(kind=name):
                message = message_of(name)()
                fill(message)
                result = convert.read(kind, message)
                self.assertEqual(
                    {field.name for field in dataclasses.fields(result)},
                    {field.name for field in message.DESCRIPTOR.fields})
                for field in dataclasses.fields(result):
                    self.assertIsNotNone(getattr(result, field.name))

    def test_every_result_and_enum_is_public(self):
        for name, _ in self.kinds():
            self.assertIn(name, landfall.__all__)
        for name, kind in vars(enums).items():
            if isinstance(kind, type) and issubclass(kind, enum.Enum):
                self.assertIn(name, landfall.__all__)
        for name in landfall.__all__:
            self.assertTrue(hasattr(landfall, name), name)

    def test_unset_is_none(self):
        check = convert.read(landfall.Check,
                             answer_pb2.CheckPromotionResponse(verdict=1))
        self.assertIsNone(check.since)
        self.assertEqual(check.reasons, ())
        self.assertIs(check.verdict, landfall.Verdict.PROMOTED)

    def test_a_value_of_a_newer_server(self):
        check = convert.read(landfall.Check,
                             answer_pb2.CheckPromotionResponse(verdict=99))
        self.assertIs(check.verdict, landfall.Verdict.UNRECOGNIZED)

    def test_times_are_in_utc(self):
        message = answer_pb2.CheckPromotionResponse(verdict=1)
        message.as_of.FromJsonString("2026-04-13T10:00:00.123456Z")
        self.assertEqual(
            convert.read(landfall.Check, message).as_of.isoformat(),
            "2026-04-13T10:00:00.123456+00:00")


class TimestampTest(unittest.TestCase):

    def test_what_is_accepted(self):
        east = datetime.timezone(datetime.timedelta(hours=2))
        for time, expected in (
                ("2026-04-13", "2026-04-13T00:00:00Z"),
                ("2026-04-13T02:00:00+02:00", "2026-04-13T00:00:00Z"),
                ("2026-04-13T10:00:00Z", "2026-04-13T10:00:00Z"),
                ("1969-12-31", "1969-12-31T00:00:00Z"),
                (datetime.date(2026, 4, 13), "2026-04-13T00:00:00Z"),
                (datetime.datetime(2026, 4, 13, 2, tzinfo=east),
                 "2026-04-13T00:00:00Z")):
            with self.subTest(time=time):
                self.assertEqual(convert.timestamp(time).ToJsonString(),
                                 expected)
        self.assertIsNone(convert.timestamp(None))

    def test_what_is_refused(self):
        for time in ("yesterday", "2026-04-13T10:00:00",
                     datetime.datetime(2026, 4, 13)):
            with self.subTest(time=time), self.assertRaises(ValueError):
                convert.timestamp(time)


class QueryTest(unittest.TestCase):

    def test_all_fields_arrive(self):
        request = to_request(CheckQuery(
            landfall.Customer(
                emails=["a@contoso.com"],
                tax_ids=["DE136695976", landfall.TaxId("1", "FR")],
                external_ids=[landfall.ExternalId("shop", "7")],
                country="DE", name="A", postal_code="1"),
            expected_entities=["USTR"], ship_to_country="US",
            keys=["EMAIL", landfall.KeyKind.TAX_ID], as_of="2026-04-13",
            window_days=3, view="BASIC"))
        unset = [field.name for field in request.DESCRIPTOR.fields
                 if field not in [f for f, _ in request.ListFields()]]
        self.assertEqual(unset, ["record"])
        self.assertEqual(len(request.customer.ListFields()), 6)
        self.assertEqual([(t.country, t.value)
                          for t in request.customer.tax_ids],
                         [("", "DE136695976"), ("FR", "1")])

    def test_records(self):
        request = to_request(CheckQuery("shop/customer/gid://shopify/C/7"))
        self.assertEqual(request.record.id, "gid://shopify/C/7")
        ref = landfall.RecordRef("erp", "customer", "ustr:C-1")
        self.assertEqual(str(ref), "erp/customer/ustr:C-1")
        self.assertEqual(landfall.RecordRef.parse(str(ref)), ref)
        for text in "", "crm", "crm/account", "crm//1":
            with self.subTest(text=text), self.assertRaises(ValueError):
                landfall.RecordRef.parse(text)

    def test_a_text_is_not_a_list_of_texts(self):
        for query in (CheckQuery("a/b/c", expected_entities="USTR"),
                      CheckQuery("a/b/c", keys="EMAIL"),
                      CheckQuery(landfall.Customer(emails="a@b.c"))):
            with self.subTest(query=query), self.assertRaises(TypeError):
                to_request(query)


if __name__ == "__main__":
    unittest.main()
