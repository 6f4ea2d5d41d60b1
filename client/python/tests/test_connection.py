"""Deadlines, trying again, and what errors say."""

import os
import unittest
from unittest import mock

import grpc

import landfall
from landfall._generated import card_service_pb2
from landfall._generated import promotion_service_pb2
from landfall._generated import record_service_pb2
from landfall.connection import Connection, is_this_machine
from scripted_server import Failure, ScriptedServer

CARDS = card_service_pb2.ListCardsResponse()
UNAVAILABLE = Failure(grpc.StatusCode.UNAVAILABLE)
OVERLOADED = Failure(grpc.StatusCode.RESOURCE_EXHAUSTED, "OVERLOADED")


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self):
        self.seconds = 0.0
        self.slept = []

    def now(self):
        return self.seconds

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.seconds += seconds


class ConnectionTest(unittest.TestCase):

    def client(self, *script, **options):
        self.server = ScriptedServer(*script)
        self.addCleanup(self.server.stop)
        self.clock = Clock()
        connection = Connection(
            self.server.address, clock=self.clock.now,
            sleep=self.clock.sleep, chance=lambda: 1.0, **options)
        client = landfall.Client(connection=connection)
        self.addCleanup(client.close)
        return client

    def test_repeats_with_longer_waits_each_time(self):
        client = self.client(UNAVAILABLE, OVERLOADED, UNAVAILABLE, CARDS)
        self.assertEqual(client.cards(), [])
        self.assertEqual(self.clock.slept, [0.1, 0.2, 0.4])

    def test_waits_no_longer_than_told(self):
        client = self.client(*[UNAVAILABLE] * 5, CARDS, retry=landfall.Retry(
            attempts=6, first_wait=1, longest_wait=3))
        client.cards()
        self.assertEqual(self.clock.slept, [1, 2, 3, 3, 3])

    def test_gives_up_after_the_last_attempt(self):
        client = self.client(*[UNAVAILABLE] * 2,
                             retry=landfall.Retry(attempts=2))
        with self.assertRaises(landfall.Unavailable) as caught:
            client.cards()
        self.assertEqual(caught.exception.code, "UNAVAILABLE")
        self.assertEqual(len(self.server.seen), 2)

    def test_honours_retry_after(self):
        limited = Failure(grpc.StatusCode.RESOURCE_EXHAUSTED, "RATE_LIMITED",
                          retry_after="7")
        self.client(limited, CARDS).cards()
        self.assertEqual(self.clock.slept, [7.0])

    def test_does_not_wait_beyond_the_timeout(self):
        limited = Failure(grpc.StatusCode.RESOURCE_EXHAUSTED, "RATE_LIMITED",
                          retry_after="40")
        client = self.client(limited)
        with self.assertRaises(landfall.Overloaded) as caught:
            client.cards()
        self.assertEqual(caught.exception.retry_after, 40.0)
        self.assertEqual(self.clock.slept, [])

    def test_does_not_repeat_what_will_not_pass(self):
        code = grpc.StatusCode
        for failure, kind in (
                (Failure(code.RESOURCE_EXHAUSTED, "STORE_FULL"),
                 landfall.StoreFull),
                (Failure(code.RESOURCE_EXHAUSTED), landfall.Overloaded),
                (Failure(code.UNAVAILABLE, "STORE_UNAVAILABLE"),
                 landfall.Unavailable),
                (Failure(code.INVALID_ARGUMENT, "INVALID_TIME"),
                 landfall.InvalidRequest),
                (Failure(code.UNAUTHENTICATED, "INVALID_CREDENTIALS"),
                 landfall.Unauthenticated),
                (Failure(code.PERMISSION_DENIED, "ROLE_NOT_ALLOWED"),
                 landfall.PermissionDenied),
                (Failure(code.DEADLINE_EXCEEDED), landfall.DeadlineExceeded),
                (Failure(code.INTERNAL, "INTERNAL"), landfall.ServerError),
                (Failure(code.UNIMPLEMENTED), landfall.ServerError)):
            with self.subTest(failure=failure):
                client = self.client(failure)
                with self.assertRaises(kind):
                    client.cards()
                self.assertEqual(len(self.server.seen), 1)

    def test_never_repeats_erasing(self):
        client = self.client(UNAVAILABLE,
                             record_service_pb2.EraseRecordResponse())
        with self.assertRaises(landfall.Unavailable):
            client.erase("crm/account/1")
        self.assertEqual(len(self.server.seen), 1)

    def test_repeats_a_batch_of_many_by_itself(self):
        refused = [UNAVAILABLE]

        def answer(request):  # two batches are under way in any order
            batch = promotion_service_pb2.BatchCheckPromotionRequest
            record = batch.FromString(request).checks[0].record.id
            if record == "2" and refused:
                return refused.pop()
            response = promotion_service_pb2.BatchCheckPromotionResponse()
            if record == "3":
                response.results.add().error.code = 400
            else:
                response.results.add().check.explanation = record
            return response

        client = self.client(*[answer] * 4)
        asked = ["a/b/1", "a/b/2", "a/b/3"]
        answers = list(client.check_many(asked, batch_size=1))
        self.assertEqual([query for query, _ in answers], asked)
        self.assertEqual([answers[0][1].explanation,
                          answers[1][1].explanation], ["1", "2"])
        self.assertIsInstance(answers[2][1], landfall.CheckError)
        self.assertEqual(len(self.server.seen), 4)

    def test_every_attempt_has_the_time_that_is_left(self):
        client = self.client(UNAVAILABLE, CARDS, timeout=20,
                             retry=landfall.Retry(first_wait=5))
        client.cards()
        first, second = (seen.seconds_left for seen in self.server.seen)
        self.assertTrue(15 < first <= 20.5, first)
        self.assertTrue(10 < second <= 15.5, second)

    def test_a_timeout_of_one_call(self):
        client = self.client(CARDS)
        client.cards(timeout=3)
        self.assertLess(self.server.seen[0].seconds_left, 3.5)

    def test_errors_say_what_the_server_said(self):
        client = self.client(Failure(grpc.StatusCode.NOT_FOUND,
                                     "UNKNOWN_CARD", "card"))
        with self.assertRaises(landfall.NotFound) as caught:
            client.card("x")
        error = caught.exception
        self.assertEqual((error.code, error.reason, error.field, str(error)),
                         ("NOT_FOUND", landfall.ErrorReason.UNKNOWN_CARD,
                          "card", "as scripted"))

    def test_api_key_from_argument_or_environment(self):
        key = "lf_secret"
        for options, environment in (({"api_key": key}, {}),
                                     ({}, {"LANDFALL_API_KEY": key}),
                                     ({"api_key": ""},
                                      {"LANDFALL_API_KEY": key})):
            with self.subTest(options=options), \
                    mock.patch.dict(os.environ, environment):
                self.client(CARDS, **options).cards()
                expected = None if "" in options.values() else f"Bearer {key}"
                self.assertEqual(
                    self.server.seen[0].metadata.get("authorization"),
                    expected)

    def test_server_from_environment(self):
        server = ScriptedServer(CARDS)
        self.addCleanup(server.stop)
        with mock.patch.dict(os.environ, LANDFALL_SERVER=server.address), \
                landfall.Client() as client:
            client.cards()
        self.assertEqual(server.seen[0].method,
                         "/landfall.v1.CardService/ListCards")

    def test_wrong_options(self):
        for options in ({"timeout": 0}, {"retry": landfall.Retry(attempts=0)},
                        {"tls": landfall.Tls(cert="own.pem")}):
            with self.subTest(options=options), \
                    self.assertRaises(ValueError):
                landfall.Client("127.0.0.1:1", **options)


class RemoteKeyTest(unittest.TestCase):
    """A key goes to another machine in the clear only when told to."""

    REMOTE = "landfall.example.com:7450"

    def open(self, server, environment=None, **options):
        with mock.patch.dict(os.environ, environment or {}, clear=True):
            landfall.Client(server, **options).close()

    def test_knows_this_machine(self):
        for here in ("127.0.0.1:7450", "localhost:7450", "LOCALHOST",
                     "[::1]:7450", "::1", "127.8.9.1:1", "unix:/run/l.sock",
                     "dns:///localhost:1", "ipv4:127.0.0.1:1,127.0.0.2:1"):
            self.assertTrue(is_this_machine(here), here)
        for elsewhere in (self.REMOTE, "10.0.0.7:1", "0.0.0.0:1",
                          "127.0.0.1.evil.example:1", "127.evil.example",
                          "[2001:db8::1]:1", "2001:db8::1", ":7450", "",
                          "dns://127.0.0.1/landfall.example.com:1",
                          "ipv4:127.0.0.1:1,10.0.0.7:1", "xds:///landfall"):
            self.assertFalse(is_this_machine(elsewhere), elsewhere)

    def test_refuses_and_names_both_ways_out(self):
        for environment, options in (
                ({}, {"api_key": "lf_key"}),
                ({"LANDFALL_API_KEY": "lf_key"}, {}),
                ({"LANDFALL_API_KEY": "lf_key", "LANDFALL_INSECURE": "0"}, {}),
                ({"LANDFALL_TLS": "1"}, {"api_key": "lf_key", "tls": False})):
            with self.assertRaises(ValueError) as caught:
                self.open(self.REMOTE, environment, **options)
            self.assertIn("tls=True", str(caught.exception))
            self.assertIn("insecure=True", str(caught.exception))
            self.assertNotIn("lf_key", str(caught.exception))

    def test_goes_on_when_told_or_when_nothing_is_at_stake(self):
        for server, environment, options in (
                (self.REMOTE, {}, {"api_key": "lf_key", "tls": True}),
                (self.REMOTE, {}, {"api_key": "lf_key", "insecure": True}),
                (self.REMOTE, {"LANDFALL_TLS": "1"}, {"api_key": "lf_key"}),
                (self.REMOTE, {"LANDFALL_INSECURE": "yes"},
                 {"api_key": "lf_key"}),
                (self.REMOTE, {}, {}),
                ("127.0.0.1:1", {}, {"api_key": "lf_key"})):
            self.open(server, environment, **options)
        with self.assertRaises(ValueError):
            self.open(self.REMOTE, {"LANDFALL_TLS": "maybe"})


if __name__ == "__main__":
    unittest.main()
