"""Streams of callers who may not go on.

    streams_test.py LANDFALLD LANDFALL
"""

import pathlib
import queue
import subprocess
import sys
import tempfile
import time
import unittest

import grpc

sys.dont_write_bytecode = True

from probed_server import (ProbedServer, SMALL_CONFIG, TESTS,  # noqa: E402
                           wait_until)

sys.path.insert(0, str(TESTS.parent / "client" / "python" / "src"))
from landfall._generated import (promotion_service_pb2 as promotion,  # noqa: E402
                                 record_service_pb2 as record)

LANDFALLD, LANDFALL = sys.argv[1:3]

CHECKS = "/landfall.v1.PromotionService/StreamCheckPromotion"
UPSERTS = "/landfall.v1.RecordService/UpsertRecords"
SOURCES = "/landfall.v1.SourceService/ListSources"
ACCOUNT = '{"accountid":"00000000-0000-4000-8000-%012d","customertypecode":3}'


class Messages:
    """What a stream sends, one message at a time, until it is ended."""

    def __init__(self):
        self._queue = queue.Queue()

    def __iter__(self):
        return iter(self._queue.get, None)

    def send(self, message):
        self._queue.put(message.SerializeToString())

    def end(self):
        self._queue.put(None)


def question():
    return promotion.StreamCheckPromotionRequest(checks=[
        promotion.CheckPromotionRequest(
            customer={"emails": ["ann@contoso.com"]})])


def payloads(number):
    return record.UpsertRecordsRequest(
        source="crm", type="account",
        payloads=[record.Payload(json=ACCOUNT % number)])


class StreamsTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="landfall-streams-")
        cls.addClassCleanup(folder.cleanup)
        cls.keys_file = pathlib.Path(folder.name) / "keys.yaml"
        cls.keys = {}
        for name, role, rate in (("idle", "reader", None),
                                 ("asks", "reader", None),
                                 ("writes", "ingester", None),
                                 ("slow", "reader", "1,3"),
                                 ("drips", "ingester", "1,3"),
                                 ("stays", "ingester", None)):
            cls.keys[name] = cls.new_key(name, role, rate)
        cls.server = ProbedServer(
            LANDFALLD, LANDFALL, SMALL_CONFIG,
            more=f"auth: {{keys_file: {cls.keys_file}}}\n")
        cls.addClassCleanup(cls.server.kill)
        cls.channel = grpc.insecure_channel(cls.server.grpc)
        cls.addClassCleanup(cls.channel.close)

    @classmethod
    def new_key(cls, name, role, rate):
        done = subprocess.run(
            [LANDFALL, "keys", "new", "--role", role, "--id", name, "--format",
             "table", "--file", cls.keys_file,
             *(["--rate-limit", rate] if rate else [])],
            capture_output=True, text=True, check=True, timeout=60)
        return next(word for word in done.stdout.split()
                    if word.startswith("lf_"))

    def revoke(self, name):
        subprocess.run([LANDFALL, "keys", "revoke", name, "--file",
                        self.keys_file], check=True, timeout=60,
                       capture_output=True)

    def metadata(self, name):
        return [("x-api-key", self.keys[name])]

    def open_checks(self, name):
        messages = Messages()
        self.addCleanup(messages.end)
        call = self.channel.stream_stream(CHECKS)(
            iter(messages), timeout=60, metadata=self.metadata(name))
        return messages, call

    def open_upserts(self, name):
        messages = Messages()
        self.addCleanup(messages.end)
        call = self.channel.stream_unary(UPSERTS).future(
            iter(messages), timeout=60, metadata=self.metadata(name))
        return messages, call

    def held(self):
        answer = self.channel.unary_unary(SOURCES)(
            b"", timeout=20, metadata=self.metadata("stays"))
        return answer.count(b"account")

    def test_a_revoked_key_ends_a_stream_that_says_nothing(self):
        messages, call = self.open_checks("idle")
        messages.send(question())
        self.assertGreater(len(next(call)), 10)
        self.revoke("idle")
        start = time.monotonic()
        self.assertTrue(wait_until(lambda: not call.is_active(), 10))
        print("ended after %.1f s" % (time.monotonic() - start),
              file=sys.stderr)
        self.assertEqual(call.code(), grpc.StatusCode.UNAUTHENTICATED)

    def test_a_revoked_key_asks_no_more(self):
        messages, call = self.open_checks("asks")
        messages.send(question())
        next(call)
        self.revoke("asks")
        answers = 0
        with self.assertRaises(grpc.RpcError) as caught:
            for _ in range(100):
                messages.send(question())
                next(call)
                answers += 1
                time.sleep(0.1)
        self.assertEqual(caught.exception.code(),
                         grpc.StatusCode.UNAUTHENTICATED)
        self.assertLess(answers, 50)

    def test_a_revoked_key_writes_no_more(self):
        messages, call = self.open_upserts("writes")
        messages.send(payloads(1))
        self.assertTrue(wait_until(self.held, 20))
        self.revoke("writes")
        self.assertTrue(wait_until(call.done, 10))
        messages.send(payloads(2))
        with self.assertRaises(grpc.RpcError) as caught:
            call.result()
        self.assertEqual(caught.exception.code(),
                         grpc.StatusCode.UNAUTHENTICATED)

    def test_every_message_of_checks_is_a_call(self):
        messages, call = self.open_checks("slow")
        answers = 0
        with self.assertRaises(grpc.RpcError) as caught:
            for _ in range(20):
                messages.send(question())
                next(call)
                answers += 1
        self.assertEqual(caught.exception.code(),
                         grpc.StatusCode.RESOURCE_EXHAUSTED)
        self.assertIn("calls a second", caught.exception.details())
        self.assertIn("retry-after", dict(call.trailing_metadata()))
        # Three, and what comes back meanwhile.
        self.assertGreaterEqual(answers, 3)
        self.assertLess(answers, 15)
        self.assertTrue(wait_until(lambda: "caller=slow" in self.server.log(),
                                   10))

    def test_every_message_of_payloads_is_a_call(self):
        messages, call = self.open_upserts("drips")
        for number in range(20):
            messages.send(payloads(100 + number))
        messages.end()
        with self.assertRaises(grpc.RpcError) as caught:
            call.result()
        self.assertEqual(caught.exception.code(),
                         grpc.StatusCode.RESOURCE_EXHAUSTED)

    def test_without_a_limit_a_stream_goes_on(self):
        messages, call = self.open_checks("stays")
        for _ in range(200):
            messages.send(question())
            self.assertGreater(len(next(call)), 10)
        messages.end()
        self.assertEqual(list(call), [])
        self.assertEqual(call.code(), grpc.StatusCode.OK)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[5:], verbosity=2)
