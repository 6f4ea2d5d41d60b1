"""Who may call what: every RPC and path, every kind of caller, both transports.

    roles_test.py LANDFALLD LANDFALL PROTOC GOOGLEAPIS

What exists is read from the protos and from docs/openapi.json; what is expected
stands below. A new call fails the test until it has a line there.
"""

import base64
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import grpc
from google.protobuf import descriptor_pb2

sys.dont_write_bytecode = True

from probed_server import DEMO, ProbedServer, TESTS, new_key  # noqa: E402
from raw_http import get, request  # noqa: E402

LANDFALLD, LANDFALL, PROTOC, GOOGLEAPIS = sys.argv[1:5]

ROOT = TESTS.parent
ROLES = ("reader", "ingester", "admin")  # each may do what those before it may

# RPC: the least role.
RPCS = {
    "PromotionService/CheckPromotion": "reader",
    "PromotionService/BatchCheckPromotion": "reader",
    "PromotionService/StreamCheckPromotion": "reader",
    "CardService/ListCards": "reader",
    "CardService/GetCard": "reader",
    "CardService/ListCardRecords": "reader",
    "CardService/GetCardHistory": "reader",
    "CardService/ListEvents": "reader",
    "CardService/WatchCard": "reader",
    "RecordService/GetRecord": "reader",
    "RecordService/BatchUpsertRecords": "ingester",
    "RecordService/ReportErrorEvent": "ingester",
    "RecordService/UpsertRecords": "ingester",
    "RecordService/EraseRecord": "ingester",
    "SourceService/ListSources": "reader",
    "SubscriptionService/CreateSubscription": "reader",
    # The id of a subscription is all that is asked for.
    "SubscriptionService/DeleteSubscription": None,
    "SubscriptionService/ListSubscriptions": "reader",
    "SourceService/SyncSource": "ingester",
    "SourceService/ListSourceRuns": "reader",
}
# Services that gRPC brings along. They hold nothing of the company's.
OPEN_SERVICES = {"grpc.health.v1.Health",
                 "grpc.reflection.v1alpha.ServerReflection"}

# (method, path of docs/openapi.json): the least role, None for everybody; and
# a path to ask for.
PATHS = {
    ("get", "/healthz"): (None, "/healthz"),
    ("get", "/readyz"): (None, "/readyz"),
    ("get", "/openapi.json"): (None, "/openapi.json"),
    ("get", "/metrics"): ("reader", "/metrics"),
    ("post", "/v1/check"): ("reader", "/v1/check"),
    ("post", "/v1/check/keys"): ("reader", "/v1/check/keys"),
    ("post", "/v1/check/record"): ("reader", "/v1/check/record"),
    ("post", "/v1/error-events"): ("ingester", "/v1/error-events"),
    ("post", "/v1/batch-check"): ("reader", "/v1/batch-check"),
    ("get", "/v1/cards"): ("reader", "/v1/cards"),
    ("get", "/v1/events"): ("reader", "/v1/events"),
    ("get", "/v1/cards/{card}/events"): (
        "reader", "/v1/cards/ecom-absent/events"),
    ("get", "/v1/cards/{card}"): ("reader", "/v1/cards/ecom-absent"),
    ("get", "/v1/cards/{card}/records"):
        ("reader", "/v1/cards/ecom-absent/records"),
    ("get", "/v1/cards/{card}/history"):
        ("reader", "/v1/cards/ecom-absent/history"),
    ("post", "/v1/records"): ("ingester", "/v1/records"),
    ("get", "/v1/subscriptions"): ("reader", "/v1/subscriptions"),
    ("post", "/v1/subscriptions"): ("reader", "/v1/subscriptions"),
    ("delete", "/v1/subscriptions/{id}"): (None, "/v1/subscriptions/sub_x"),
    **{("post", f"/v1/triggers/{name}"): ("reader", f"/v1/triggers/{name}")
       for name in ("stuck", "landed", "alert", "source")},
    ("get", "/v1/sources"): ("reader", "/v1/sources"),
    ("post", "/v1/sources/{source}/sync"):
        ("ingester", "/v1/sources/b2b/sync"),
    # The signature of the notification is all that is asked for.
    ("post", "/v1/notify/{source}"): (None, "/v1/notify/b2b"),
    ("get", "/v1/sources/{source}/runs"): ("reader", "/v1/sources/b2b/runs"),
    ("get", "/v1/sources/{source}/{type}/{id}"):
        ("reader", "/v1/sources/b2b/customer/201"),
    ("delete", "/v1/sources/{source}/{type}/{id}"):
        ("ingester", "/v1/sources/b2b/customer/999999"),
}


def may(role, least):
    return least is None or (role in ROLES and
                             ROLES.index(role) >= ROLES.index(least))


class RolesTest(unittest.TestCase):

    # One server a test: what it remembers of failed calls is not shared.
    def setUp(self):
        self.keys = {}
        auth = "\nauth:\n  api_keys:\n"
        for role in ROLES:
            self.keys[role], line = new_key(LANDFALL, role)
            auth += f"    {line}\n"
        self.limited, line = new_key(LANDFALL, "reader")
        auth += "    " + line.replace("id: reader", "id: limited").replace(
            "}", ", rate_limit: {per_second: 1, burst: 3}}") + "\n"
        self.server = ProbedServer(LANDFALLD, LANDFALL, more=auth)
        self.addCleanup(self.server.kill)
        self.server.run("import", "--api-key", self.keys["admin"], "--source",
                        "b2b", "--type", "customer",
                        str(DEMO / "b2b-customers.json"))
        self.http = self.server.http
        good = self.keys["admin"]
        # Everybody who might call: what it may, and its key.
        self.callers = {
            "no key": (None, None), "an empty key": (None, ""),
            "a key of nobody's": (None, "lf_" + "A" * (len(good) - 3)),
            "a key cut short": (None, good[:-1]),
            "a key with more behind it": (None, good + "A"),
            "a key in another case": (None, good.swapcase()),
            **{role: (role, key) for role, key in self.keys.items()}}

    def rpcs(self):
        """Service/Method of every RPC in the protos, and its kind."""
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "protos"
            protos = sorted((ROOT / "proto" / "landfall" / "v1").glob("*.proto"))
            subprocess.run([PROTOC, f"-I{ROOT / 'proto'}", f"-I{GOOGLEAPIS}",
                            f"--descriptor_set_out={out}", *protos], check=True,
                           timeout=60)
            files = descriptor_pb2.FileDescriptorSet.FromString(
                out.read_bytes())
        return {f"{service.name}/{method.name}": method
                for file in files.file for service in file.service
                for method in service.method}

    def code(self, channel, name, method, metadata):
        """The status code of an RPC with an empty message."""
        path = f"/landfall.v1.{name}"
        if method.client_streaming and method.server_streaming:
            call = channel.stream_stream(path)(iter([b""]), timeout=20,
                                               metadata=metadata)
        elif method.client_streaming:
            call = channel.stream_unary(path).future(iter([b""]), timeout=20,
                                                     metadata=metadata)
        elif method.server_streaming:
            call = channel.unary_stream(path)(b"", timeout=20,
                                              metadata=metadata)
            try:
                next(call)
            except grpc.RpcError:
                return call.code()
            call.cancel()
            return grpc.StatusCode.OK
        else:
            call = channel.unary_unary(path).future(b"", timeout=20,
                                                    metadata=metadata)
        return call.code()

    def test_every_rpc(self):
        rpcs = self.rpcs()
        self.assertEqual(set(rpcs), set(RPCS))
        refusals = {grpc.StatusCode.UNAUTHENTICATED,
                    grpc.StatusCode.RESOURCE_EXHAUSTED,
                    grpc.StatusCode.PERMISSION_DENIED}
        with grpc.insecure_channel(self.server.grpc) as channel:
            for name, method in rpcs.items():
                for caller, (role, key) in self.callers.items():
                    for header, prefix in (("authorization", "Bearer "),
                                           ("x-api-key", "")):
                        metadata = [] if key is None else [
                            (header, prefix + key)]
                        with self.subTest(f"{name} {caller} {header}"):
                            code = self.code(channel, name, method, metadata)
                            if may(role, RPCS[name]):
                                self.assertNotIn(code, refusals)
                            elif role is None:
                                self.assertIs(
                                    code, grpc.StatusCode.UNAUTHENTICATED)
                            else:
                                self.assertIs(
                                    code, grpc.StatusCode.PERMISSION_DENIED)

    def test_every_service(self):
        """The server has no service that the protos do not have."""
        with grpc.insecure_channel(self.server.grpc) as channel:
            # ServerReflectionRequest{list_services: "*"}
            answer = next(channel.stream_stream(
                "/grpc.reflection.v1alpha.ServerReflection/"
                "ServerReflectionInfo")(iter([b"\x3a\x01*"]), timeout=20))
            health = channel.unary_unary("/grpc.health.v1.Health/Check")(
                b"", timeout=20)
        self.assertEqual(health, b"\x08\x01")
        names = set(re.findall(r"[a-z0-9.]+\.v1[a-z0-9]*\.[A-Za-z]+",
                               answer.decode("latin-1")))
        self.assertEqual(names, OPEN_SERVICES | {
            "landfall.v1." + name.split("/")[0] for name in RPCS})

    @staticmethod
    def credentials(role, key):
        """The ways to show a key over HTTP."""
        if key is None:
            return {"nothing": []}
        user = role or "admin"
        basic = base64.b64encode(f"{user}:{key}".encode()).decode()
        return {"bearer": [("Authorization", f"Bearer {key}")],
                "bearer in another case": [("authorization", f"bearer {key}")],
                "x-api-key": [("X-Api-Key", key)],
                "basic": [("Authorization", f"Basic {basic}")]}

    def ask(self, method, path, headers):
        body = "{}" if method == "post" else ""
        return request(self.http, method.upper(), path, body, headers)

    def test_every_path(self):
        described = json.loads((ROOT / "docs" / "openapi.json").read_text(
            encoding="utf-8"))
        found = {(method, path) for path, methods in described["paths"].items()
                 for method in methods
                 if method in ("get", "put", "post", "delete", "patch")}
        self.assertEqual(found, set(PATHS))
        for (method, _), (least, path) in PATHS.items():
            for caller, (role, key) in self.callers.items():
                for way, headers in self.credentials(role, key).items():
                    with self.subTest(f"{method} {path} {caller} {way}"):
                        answer = self.ask(method, path, headers)
                        if may(role, least):
                            self.assertNotIn(answer.status, (401, 403, 429),
                                             answer)
                            self.assertLess(answer.status, 500, answer)
                        elif role is None:
                            self.assert_refused(answer, 401,
                                                "INVALID_CREDENTIALS")
                            self.assertIn("Bearer",
                                          answer.headers["www-authenticate"])
                        else:
                            self.assert_refused(answer, 403,
                                                "ROLE_NOT_ALLOWED")

    def assert_refused(self, answer, status, reason):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.error["reason"], reason)

    def test_odd_credentials(self):
        """All look the same from outside."""
        key = self.keys["admin"]

        def basic(text):
            return base64.b64encode(text.encode()).decode()

        bodies = set()
        for headers in (
                [("Authorization", key)], [("Authorization", "Bearer")],
                [("Authorization", f"Bearer {key} x")],
                [("Authorization", f"Digest {key}")],
                [("Authorization", "Basic " + basic(f"reader:{key}"))],
                [("Authorization", "Basic " + basic(f":{key}"))],
                [("Authorization", "Basic " + basic(key))],
                [("Authorization", "Basic %%%")],
                [("X-Api-Key", f"Bearer {key}")],
                [("X-Api-Key", key), ("X-Api-Key", key)],
                [("Authorization", f"Bearer {key}"),
                 ("Authorization", f"Bearer {key}")],
                [("X-Api-Key", key),
                 ("Authorization", f"Bearer {self.keys['reader']}")],
                [("Authorization", "Bearer " + "A" * 8000)]):
            with self.subTest(str(headers)[:60].replace(key, "KEY")):
                answer = self.ask("get", "/v1/cards", headers)
                self.assert_refused(answer, 401, "INVALID_CREDENTIALS")
                bodies.add(answer.body)
        self.assertEqual(len(bodies), 1, bodies)
        # Nor as a parameter, where logs of others would keep it.
        answer = get(self.http, f"/v1/cards?api_key={key}")
        self.assertEqual(answer.status, 401)
        self.assertNotIn(key.encode(), answer.body)
        for secret in self.keys.values():
            self.assertNotIn(secret, self.server.log())

    def test_wrong_keys_are_slowed_down(self):
        wrong = [("X-Api-Key", "lf_nobody's")]
        for _ in range(1000):
            self.assertEqual(self.ask("get", "/v1/sources", wrong).status, 401)
        # As many as come in while that was asked, and then some, at once.
        with grpc.insecure_channel(self.server.grpc) as channel:
            method = channel.unary_unary("/landfall.v1.SourceService/ListSources")
            while True:
                calls = [method.future(b"", timeout=20, metadata=[
                    ("x-api-key", "lf_nobody's")]) for _ in range(200)]
                codes = {call.code() for call in calls}
                if codes != {grpc.StatusCode.UNAUTHENTICATED}:
                    break
        self.assertLessEqual(codes, {grpc.StatusCode.UNAUTHENTICATED,
                                     grpc.StatusCode.RESOURCE_EXHAUSTED})
        self.assertIn(429, {self.ask("get", "/v1/sources", wrong).status
                            for _ in range(40)})
        # Neither who has a key nor who is about to be asked for one notices.
        for key in self.keys.values():
            self.assertEqual(self.ask("get", "/v1/sources", [
                ("X-Api-Key", key)]).status, 200)
        self.assertEqual(self.ask("get", "/v1/sources", []).status, 401)

    def test_rate(self):
        header = [("X-Api-Key", self.limited)]
        answers = [self.ask("get", "/v1/sources", header) for _ in range(8)]
        self.assertEqual({answer.status for answer in answers}, {200, 429})
        refused = [answer for answer in answers if answer.status == 429]
        for answer in refused:
            self.assert_refused(answer, 429, "RATE_LIMITED")
            self.assertGreaterEqual(int(answer.headers["retry-after"]), 1)
        # Others are not concerned.
        self.assertEqual(self.ask("get", "/v1/sources", [
            ("X-Api-Key", self.keys["reader"])]).status, 200)


if __name__ == "__main__":
    os.environ.pop("LANDFALL_API_KEY", None)
    unittest.main(argv=sys.argv[:1] + sys.argv[5:], verbosity=2)
