"""What the log and the metrics tell: which call it was, and nobody's name.

    log_test.py LANDFALLD LANDFALL
"""

import csv
import json
import pathlib
import re
import sys
import time
import unittest
from urllib.parse import quote

import grpc

sys.dont_write_bytecode = True

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "hostile"))

from probed_server import DEMO, ProbedServer, wait_until  # noqa: E402
from raw_http import get, post, request  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

TRACE = "0af7651916cd43dd8448eb211c80319c"
TRACEPARENT = f"00-{TRACE}-b7ad6b7169203331-01"
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
NAME_FIELD = re.compile(r"(?i)(name|company|attention|contact)$")
TAX_FIELD = re.compile(r"(?i)(tax|vat)")
PHONE_FIELD = re.compile(r"(?i)(phone|telephone)")


def leaves(value, field=""):
    """(field, text) of everything in a JSON value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, field)
    elif isinstance(value, str):
        yield field, value


def payloads(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        yield json.loads(text)
    elif path.suffix == ".jsonl":
        yield from map(json.loads, text.splitlines())
    elif path.suffix == ".csv":
        yield from csv.DictReader(text.splitlines())


def personal_data():
    """Emails, names, tax IDs and telephone numbers of the demonstration."""
    found = {"email": set(), "name": set(), "tax": set(), "phone": set()}
    for path in DEMO.iterdir():
        if path.suffix not in (".json", ".jsonl", ".csv"):
            continue
        for payload in payloads(path):
            for field, text in leaves(payload):
                digits = sum(c.isdigit() for c in text)
                found["email"] |= set(EMAIL.findall(text))
                # Amounts of tax have a point, numbers of payers have none.
                if TAX_FIELD.search(field) and digits >= 5 and "." not in text:
                    found["tax"].add(text)
                elif PHONE_FIELD.search(field) and digits >= 5:
                    found["phone"].add(text)
                elif (NAME_FIELD.search(field) and len(text) >= 5
                      and text[0].isupper()):
                    found["name"].add(text)
    # What the configuration says is no secret: legal entities, sources.
    config = (DEMO / "landfall.yaml").read_text(encoding="utf-8")
    return {kind: {text for text in texts if text not in config}
            for kind, texts in found.items()}


class LogTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = ProbedServer(LANDFALLD, LANDFALL,
                                  more="\nlog: {level: trace}\n")
        cls.addClassCleanup(cls.server.kill)
        cls.server.import_all()
        cls.http = cls.server.http

    def tearDown(self):
        self.assertIsNone(self.server.process.poll(), self.server.log()[-2000:])

    def line_with(self, text):
        """The log line that has this text, once it is there."""
        def lines():
            return [line for line in self.server.log().splitlines()
                    if text in line]
        self.assertTrue(wait_until(lines, 10), f"no line has {text}")
        self.assertEqual(len(lines()), 1)
        return lines()[0]

    def test_trace_id_of_the_caller(self):
        answer = get(self.http, "/v1/cards/nothing",
                     [("traceparent", TRACEPARENT)])
        self.assertEqual(answer.status, 404)
        self.assertEqual(answer.headers["x-request-id"], TRACE)
        line = self.line_with(f"request={TRACE}")
        for part in ("method=CardService.GetCard", "transport=http",
                     "code=NOT_FOUND", "reason=UNKNOWN_CARD"):
            self.assertIn(part, line)
        self.assertRegex(line, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info ")

    def test_trace_id_over_grpc(self):
        trace = TRACE[::-1]
        with grpc.insecure_channel(self.server.grpc) as channel:
            call = channel.unary_unary("/landfall.v1.CardService/GetCard")
            with self.assertRaises(grpc.RpcError):
                call(b"\x0a\x07nothing", timeout=20, metadata=[
                    ("traceparent", f"00-{trace}-b7ad6b7169203331-00")])
        line = self.line_with(f"request={trace}")
        for part in ("method=CardService.GetCard", "transport=grpc",
                     "code=NOT_FOUND", "reason=UNKNOWN_CARD"):
            self.assertIn(part, line)

    def test_id_of_our_own(self):
        """Without a usable one there is a new one for each call."""
        ids = set()
        bad = ("", "x", TRACEPARENT[:-4], TRACEPARENT.upper(),
               TRACEPARENT.replace(TRACE, "0" * 32),
               TRACEPARENT.replace("00-", "ff-", 1),
               f"00-{TRACE[:-1]}\"-b7ad6b7169203331-01", "a" * 6000)
        for value in bad:
            answer = get(self.http, "/v1/cards/nothing",
                         [("traceparent", value)])
            identity = answer.headers["x-request-id"]
            self.assertRegex(identity, r"^[0-9a-f]{32}$")
            self.assertNotEqual(identity, TRACE)
            self.line_with(f"request={identity}")
            ids.add(identity)
        self.assertEqual(len(ids), len(bad))

    def test_lines_cannot_be_forged(self):
        for path in ("/v1/cards/a%0A2026-01-01T00:00:00.000Z%20info%20forged",
                     "/v1/sources/b2b/customer/a%0D%0Aforged",
                     "/v1/cards/a%1B[31mforged"):
            get(self.http, path)
        request(self.http, "FORGED", "/v1/cards")
        time.sleep(0.5)
        log = self.server.log()
        self.assertNotIn("forged", log)
        self.assertNotIn("FORGED", log)
        self.assertNotIn("\x1b", log)

    def use_personal_data(self, known):
        """Puts it wherever a request has room for it; returns the errors."""
        answers = []
        for texts in known.values():
            for text in sorted(texts)[:40]:
                escaped = quote(text, safe="")
                for path in (f"/v1/cards/{escaped}",
                             f"/v1/cards/ecom-absent?source={escaped}",
                             f"/v1/cards/ecom-absent?{escaped}=1",
                             f"/v1/sources/b2b/customer/{escaped}",
                             f"/v1/sources/{escaped}/customer/1",
                             f"/{escaped}"):
                    answers.append(get(self.http, path))
                for wrong in ({text: 1}, {"record": {"source": text}},
                              {"customer": {text: 1}},
                              {"shipToCountry": text, "customer": {}},
                              {"keys": [text]}, {"asOf": text}):
                    answers.append(post(self.http, "/v1/check",
                                        json.dumps(wrong)))
                answers.append(post(self.http, "/v1/records", json.dumps(
                    {"source": "crm", "type": "account", "payloads": [
                        {"json": json.dumps({"name": text,
                                             "accountid": text})}]})))
                answers.append(get(self.http, "/v1/sources", [
                    ("Authorization", "Basic " + escaped),
                    ("User-Agent", escaped), ("Referer", escaped)]))
                # An answer, which may say what it was asked.
                post(self.http, "/v1/check", json.dumps(
                    {"customer": {"emails": [text], "name": text, "taxIds": [
                        {"country": "DE", "value": text}]}}))
        return [answer for answer in answers if answer.status != 200
                or b"rejects" in answer.body]

    def test_nobody_is_named(self):
        known = personal_data()
        for kind, least in ("email", 50), ("name", 50), ("tax", 5):
            self.assertGreater(len(known[kind]), least, kind)
        errors = self.use_personal_data(known)
        self.assertGreater(len(errors), 500)
        messages = b"".join(answer.body for answer in errors).decode("utf-8")
        for card in self.server.ask("cards")["cards"]:
            self.server.ask("list", card["card"])
            get(self.http, f"/v1/cards/{card['card']}/records?pageSize=1000")
        # Forgetting somebody is written down, but not whom.
        self.server.run("erase", "b2b/customer/201")
        request(self.http, "DELETE", "/v1/sources/b2b/customer/202")
        self.assertTrue(wait_until(
            lambda: self.server.log().count("audit time=") >= 2, 10))
        log = self.server.log()
        self.assertEqual(log.count("audit time="), 2, log[-2000:])
        self.assertGreater(log.count("method="), 1000)
        metrics = get(self.http, "/metrics").body.decode("utf-8")
        for where, text in ("log", log), ("metrics", metrics):
            for kind, values in known.items():
                hits = [value for value in values if value in text]
                # One is enough to see what it is, and the fewer are printed.
                self.assertFalse(hits, f"{len(hits)} of {kind} in the {where}, "
                                 f"such as {hits[:1]}")
            self.assertIsNone(EMAIL.search(text), where)
            self.assertNotRegex(text, r"guest-[0-9a-f]{16}", where)
        self.assertNotIn("customer/20", log + metrics)
        # What a person wrote into a request by mistake does not come back, as
        # callers keep errors too.
        echoed = set(EMAIL.findall(messages))
        self.assertFalse(echoed, f"{len(echoed)} in error messages")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[5:], verbosity=2)
