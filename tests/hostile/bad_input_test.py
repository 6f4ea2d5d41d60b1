"""Every wrong request over HTTP: its status, its reason, and the field it names.

    bad_input_test.py LANDFALLD LANDFALL
"""

import json
import sys
import time
import unittest
from urllib.parse import quote

sys.dont_write_bytecode = True

from probed_server import ProbedServer  # noqa: E402
from raw_http import get, post, request  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

ANSWERS = ("/v1/cards/ecom-absent?asOf=2026-04-13",
           "/v1/cards/dataverse-not-promoted?asOf=2026-06-10",
           "/v1/cards/ecom-absent/records?asOf=2026-04-13&pageSize=1000",
           "/v1/sources/b2b/customer/201?asOf=2026-04-13")

RECORD = '"record":{"source":"b2b","type":"customer","id":"201"}'
EMAIL = '"customer":{"emails":["ann@contoso.com"]}'


def nested(depth, opening, closing):
    """A check with a field that is nested so deep, itself included."""
    return ('{"customer":' + opening * (depth - 1) + closing * (depth - 1)
            + "}")


# (what, body, reason, field) of POST /v1/check; all are 400.
CHECKS = [
    ("nothing", b"", "MALFORMED_JSON", ""),
    ("blanks", b"  \r\n\t ", "MALFORMED_JSON", ""),
    ("an empty object", b"{}", "SUBJECT_REQUIRED", "subject"),
    ("an array", b"[]", "MALFORMED_JSON", ""),
    ("a number", b"7", "MALFORMED_JSON", ""),
    ("null", b"null", "MALFORMED_JSON", ""),
    ("both subjects", "{%s,%s}" % (RECORD, EMAIL), "SUBJECT_REQUIRED", None),
    ("not closed", "{%s" % RECORD, "MALFORMED_JSON", ""),
    ("something behind", "{%s}x" % RECORD, "MALFORMED_JSON", ""),
    ("two objects", "{%s}{}" % RECORD, "MALFORMED_JSON", ""),
    ("a comma too many", "{%s,}" % RECORD, "MALFORMED_JSON", ""),
    ("single quotes", "{'record':null}", "MALFORMED_JSON", ""),
    ("a comment", "{/**/%s}" % RECORD, "MALFORMED_JSON", ""),
    ("a byte order mark", b"\xef\xbb\xbf{}", "MALFORMED_JSON", ""),
    ("UTF-16", '{"record":null}'.encode("utf-16"), None, ""),
    ("a NUL", b'{"record":\0}', "MALFORMED_JSON", ""),
    ("a NUL behind", b"{}\0", "MALFORMED_JSON", ""),
    ("a line feed in a string", b'{"shipToCountry":"a\nb"}', "MALFORMED_JSON",
     ""),
    ("overlong UTF-8", b'{"shipToCountry":"\xc0\xaf"}', "INVALID_UTF8", None),
    ("half a character", b'{"shipToCountry":"\xe2\x82"}', "INVALID_UTF8", None),
    ("a surrogate in UTF-8", b'{"shipToCountry":"\xed\xa0\x80"}',
     "INVALID_UTF8", None),
    ("a lone surrogate", br'{"shipToCountry":"\ud800"}', "MALFORMED_JSON", ""),
    ("a lone low surrogate", br'{"shipToCountry":"\udc00x"}', "MALFORMED_JSON",
     ""),
    ("surrogates the wrong way round", br'{"shipToCountry":"\udc00\ud800"}',
     "MALFORMED_JSON", ""),
    ("an unknown field", '{"customer":{"emial":["a@b.com"]}}', "UNKNOWN_FIELD",
     "customer.emial"),
    ("an empty name", '{"":1}', "UNKNOWN_FIELD", None),
    ("a field twice", "{%s,%s}" % (RECORD, RECORD), "DUPLICATE_FIELD",
     "record"),
    ("a field under both its names",
     '{%s,"shipToCountry":"US","ship_to_country":"CA"}' % EMAIL,
     "DUPLICATE_FIELD", None),
    ("a field twice, deeper",
     '{"record":{"source":"b2b","type":"customer","id":"1","id":"2"}}',
     "DUPLICATE_FIELD", "record.id"),
    ("NaN", '{%s,"windowDays":NaN}' % RECORD, "MALFORMED_JSON", ""),
    ("infinity", '{%s,"windowDays":Infinity}' % RECORD, "MALFORMED_JSON", ""),
    ("1e400", '{%s,"windowDays":1e400}' % RECORD, None, None),
    ("2^31", '{%s,"windowDays":2147483648}' % RECORD, "INVALID_VALUE",
     "windowDays"),
    ("2^64", '{%s,"windowDays":18446744073709551616}' % RECORD, None, None),
    ("half a day", '{%s,"windowDays":7.5}' % RECORD, "INVALID_VALUE",
     "windowDays"),
    ("a number in quotes", '{%s,"windowDays":"7"}' % RECORD, "INVALID_VALUE",
     "windowDays"),
    ("a leading zero", '{%s,"windowDays":07}' % RECORD, "MALFORMED_JSON", ""),
    ("367 days", '{%s,"windowDays":367}' % RECORD, "INVALID_WINDOW",
     "windowDays"),
    ("-1 days", '{%s,"windowDays":-1}' % RECORD, "INVALID_WINDOW",
     "windowDays"),
    ("text for an object", '{"record":"b2b/customer/201"}', "INVALID_VALUE",
     "record"),
    ("an object for text", '{%s,"shipToCountry":{}}' % EMAIL, "INVALID_VALUE",
     "shipToCountry"),
    ("text for a list", '{"customer":{"emails":"ann@contoso.com"}}',
     "INVALID_VALUE", "customer.emails"),
    ("null in a list", '{"customer":{"emails":[null]}}', "INVALID_VALUE",
     "customer.emails[0]"),
    ("an unknown key kind", '{%s,"keys":["PHONE"]}' % RECORD, "INVALID_VALUE",
     "keys[0]"),
    ("a key kind by number", '{%s,"keys":[1]}' % RECORD, "INVALID_VALUE",
     "keys[0]"),
    ("no day", '{%s,"asOf":"2026-02-30"}' % RECORD, "INVALID_TIME", "asOf"),
    ("no date", '{%s,"asOf":"yesterday"}' % RECORD, "INVALID_TIME", "asOf"),
    ("a date in another order", '{%s,"asOf":"13/04/2026"}' % RECORD,
     "INVALID_TIME", "asOf"),
    ("a time without a zone", '{%s,"asOf":"2026-04-13T00:00:00"}' % RECORD,
     "INVALID_TIME", "asOf"),
    ("seconds since 1970", '{%s,"asOf":1776038400}' % RECORD, None, "asOf"),
    ("the future", '{%s,"asOf":"9999-12-31"}' % RECORD, "FUTURE_AS_OF",
     "asOf"),
    ("the year 10000", '{%s,"asOf":"10000-01-01"}' % RECORD, None, "asOf"),
    ("an unknown source",
     '{"record":{"source":"crn","type":"account","id":"1"}}',
     "UNKNOWN_SOURCE", "record.source"),
    ("an unknown type", '{"record":{"source":"b2b","type":"cutomer","id":"1"}}',
     "UNKNOWN_TYPE", "record.type"),
    ("no id", '{"record":{"source":"b2b","type":"customer"}}',
     "FIELD_REQUIRED", "record.id"),
    ("an id of another shape",
     '{"record":{"source":"crm","type":"account","id":"1"}}',
     "INVALID_RECORD_ID", "record.id"),
    ("an unknown entity", '{%s,"expectedEntities":["USRT"]}' % RECORD,
     "UNKNOWN_ENTITY", "expectedEntities[0]"),
    ("a long text", '{"customer":{"name":"%s"}}' % ("a" * 1025),
     "VALUE_TOO_LONG", "customer.name"),
    ("a long list", json.dumps({"customer": {"emails": ["a@b.com"] * 101}}),
     "TOO_MANY_ITEMS", "customer.emails"),
    ("a million keys", json.dumps({str(i): 0 for i in range(300_000)}),
     "UNKNOWN_FIELD", None),
    ("objects 33 deep", nested(33, '{"a":', "}"), None, None),
    ("arrays 33 deep", nested(33, "[", "]"), "TOO_DEEP", ""),
    ("arrays 10,000 deep", nested(10_000, "[", "]"), "TOO_DEEP", ""),
    ("arrays 200,000 deep", nested(200_000, "[", "]"), "TOO_DEEP", ""),
    ("arrays 200,000 deep, not closed", '{"customer":' + "[" * 200_000,
     None, ""),
    ("objects 200,000 deep, not closed", '{"a":' * 200_000, None, ""),
]

# (path, status, reason, field)
QUERIES = [
    ("/v1/nothing", 404, "UNKNOWN_PATH", ""),
    ("/v1//card/", 404, "UNKNOWN_PATH", ""),
    ("/v1/CARDS", 404, "UNKNOWN_PATH", ""),
    ("/v2/cards", 404, "UNKNOWN_PATH", ""),
    ("//v1", 404, "UNKNOWN_PATH", ""),
    ("/v1/../v1/cards", 404, "UNKNOWN_PATH", ""),
    ("/assets/../../etc/passwd", 404, "UNKNOWN_PATH", ""),
    ("/assets/%2e%2e/%2e%2e/etc/passwd", 404, "UNKNOWN_PATH", ""),
    ("/v1/cards/ecom-absnt", 404, "UNKNOWN_CARD", "card"),
    ("/v1/cards/ecom-absent%00", 404, "UNKNOWN_PATH", ""),
    ("/v1/cards/ecom%2", 404, "UNKNOWN_PATH", ""),
    ("/v1/cards/" + "a" * 2000, 400, "VALUE_TOO_LONG", "card"),
    ("/v1/cards/ecom-absent?asOf=%", 400, "MALFORMED_REQUEST", ""),
    ("/v1/cards/ecom-absent?asOf=soon", 400, "INVALID_TIME", "asOf"),
    ("/v1/cards/ecom-absent?asOf=9999-01-01", 400, "FUTURE_AS_OF", "asOf"),
    ("/v1/cards/ecom-absent?asOf=2026-04-13&asOf=2026-04-13", 400,
     "DUPLICATE_FIELD", "asOf"),
    ("/v1/cards/ecom-absent?card=new-customers", 400, "DUPLICATE_FIELD",
     "card"),
    ("/v1/cards/ecom-absent?asof=2026-04-13", 400, "UNKNOWN_PARAMETER",
     "asof"),
    ("/v1/cards/ecom-absent?windowDays=seven", 400, "INVALID_VALUE",
     "windowDays"),
    ("/v1/cards/ecom-absent?windowDays=99999999999", 400, "INVALID_VALUE",
     "windowDays"),
    ("/v1/cards/ecom-absent?windowDays=367", 400, "INVALID_WINDOW",
     "windowDays"),
    ("/v1/cards/ecom-absent?entity=USRT", 400, "UNKNOWN_ENTITY", "entity"),
    ("/v1/cards/ecom-absent?source=crn", 400, "UNKNOWN_SOURCE", "source"),
    ("/v1/cards/ecom-absent?channel=B2X", 400, "UNKNOWN_CHANNEL", "channel"),
    ("/v1/cards/ecom-absent?keys=PHONE", 400, "INVALID_VALUE", None),
    ("/v1/cards/ecom-absent?entity=%ff%fe", 400, "INVALID_UTF8", "entity"),
    ("/v1/cards/ecom-absent?entity=%c0%af", 400, "INVALID_UTF8", "entity"),
    ("/v1/cards/ecom-absent/records?pageSize=-1", 400, "INVALID_PAGE_SIZE",
     "pageSize"),
    ("/v1/cards/ecom-absent/records?pageSize=1001", 400, "INVALID_PAGE_SIZE",
     "pageSize"),
    ("/v1/cards/ecom-absent/records?pageSize=1000000000", 400,
     "INVALID_PAGE_SIZE", "pageSize"),
    ("/v1/cards/ecom-absent/records?pageSize=1e3", 400, "INVALID_VALUE",
     "pageSize"),
    ("/v1/cards/ecom-absent/records?pageToken=AAAA", 400, "INVALID_PAGE_TOKEN",
     "pageToken"),
    ("/v1/cards/ecom-absent/records?pageToken=" + "A" * 20_000, 400, None,
     "pageToken"),
    ("/v1/cards/ecom-absent/records?orderBy=size", 400, "INVALID_ORDER_BY",
     "orderBy"),
    ("/v1/cards/ecom-absent/records?reason=NOTFOUND", 400, None, "reason"),
    ("/v1/sources/b2b/customer/999", 404, "RECORD_NOT_HELD", None),
    ("/v1/sources/crn/account/1", 404, "UNKNOWN_SOURCE", "source"),
    ("/v1/sources/b2b/acount/1", 404, "UNKNOWN_TYPE", "type"),
    ("/v1/sources/crm/account/1", 400, "INVALID_RECORD_ID", "id"),
    ("/v1/sources/b2b/customer/%ff", 400, "INVALID_UTF8", "id"),
]


class BadInputTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = ProbedServer(LANDFALLD, LANDFALL)
        cls.addClassCleanup(cls.server.kill)
        cls.server.import_all()
        cls.http = cls.server.http
        cls.before = cls.stored_answers()

    @classmethod
    def stored_answers(cls):
        answers = []
        for path in ANSWERS:
            answer = get(cls.http, path).json()
            # A push whose rows were all refused is remembered as a read that
            # is not complete, which is a revision of its own.
            for part in answer, answer.get("check", {}):
                part.pop("revision", None)
            answers.append(answer)
        return answers

    def tearDown(self):
        self.assertEqual(get(self.http, "/readyz").status, 200)
        self.assertEqual(self.stored_answers(), self.before)

    def check_error(self, answer, status, reason, field, seconds=None):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers["content-type"], "application/json")
        error = answer.error
        self.assertEqual(error["code"], status)
        self.assertNotEqual(error["reason"], "ERROR_REASON_UNSPECIFIED")
        self.assertGreater(len(error["message"]), 8)
        self.assertLess(len(answer.body), 4096)
        if reason is not None:
            self.assertEqual(error["reason"], reason, answer)
        if field is not None:
            self.assertEqual(error["field"], field, answer)
        if field and reason not in ("UNKNOWN_CARD",):
            self.assertIn(field, error["message"])
        if seconds is not None:
            self.assertLess(seconds, 1)

    def timed(self, ask, *arguments, **options):
        start = time.monotonic()
        answer = ask(self.http, *arguments, **options)
        self.assertIsNotNone(answer, "no answer")
        return answer, time.monotonic() - start

    def test_checks(self):
        for name, body, reason, field in CHECKS:
            with self.subTest(name):
                answer, seconds = self.timed(
                    post, "/v1/check", body,
                    headers=[("Content-Type", "application/json")])
                self.check_error(answer, 400, reason, field, seconds)

    def test_queries(self):
        for path, status, reason, field in QUERIES:
            with self.subTest(path[:80]):
                answer, seconds = self.timed(get, path)
                self.check_error(answer, status, reason, field, seconds)

    def test_values_that_are_allowed(self):
        """The neighbours of what is refused."""
        for body in ('{%s,"windowDays":366}', '{%s,"windowDays":7.0}',
                     '{%s,"windowDays":null}', '{%s,"asOf":"2026-04-13"}',
                     '{%s,"asOf":"2026-04-13T02:00:00.123456+02:00"}',
                     '{%s,"keys":["EMAIL"]}', ' {%s} \n'):
            with self.subTest(body):
                answer = post(self.http, "/v1/check", body % RECORD)
                self.assertEqual(answer.status, 200, answer)
        for size in "", "0", "1", "1000":
            answer = get(self.http,
                         f"/v1/cards/ecom-absent/records?pageSize={size}")
            self.assertEqual(answer.status, 200, answer)

    def test_content_types(self):
        body = "{%s}" % RECORD
        for good in ("application/json", "application/json; charset=utf-8",
                     "Application/JSON;charset=UTF-8"):
            answer = post(self.http, "/v1/check", body,
                          headers=[("Content-Type", good)])
            self.assertEqual(answer.status, 200, (good, answer))
        for bad in ("text/plain", "application/x-www-form-urlencoded",
                    "multipart/form-data; boundary=a", "application/jsonp",
                    "application/json; charset=utf-16", "", "a" * 4000):
            with self.subTest(bad[:40]):
                answer = post(self.http, "/v1/check", body,
                              headers=[("Content-Type", bad)])
                self.check_error(answer, 415, "UNSUPPORTED_MEDIA_TYPE", "")

    def test_wrong_methods(self):
        for method, path, allowed in (
                ("GET", "/v1/check", "POST"), ("DELETE", "/v1/cards", "GET"),
                ("POST", "/v1/sources/b2b/customer/201", "DELETE, GET"),
                ("PUT", "/v1/records", "POST"), ("POST", "/healthz", "GET"),
                ("DELETE", "/", "GET"), ("POST", "/metrics", "GET")):
            with self.subTest(f"{method} {path}"):
                answer = request(self.http, method, path)
                self.check_error(answer, 405, "METHOD_NOT_ALLOWED", "")
                self.assertEqual(answer.headers["allow"], allowed)

    def test_batches(self):
        check = json.loads("{%s}" % RECORD)
        answer, seconds = self.timed(post, "/v1/batch-check",
                                     json.dumps({"checks": [check] * 1001}))
        self.check_error(answer, 400, "TOO_MANY_ITEMS", "checks", seconds)
        answer = post(self.http, "/v1/batch-check", '{"checks":[]}')
        self.check_error(answer, 400, None, "checks")
        # One that is wrong does not stop the others.
        answer = post(self.http, "/v1/batch-check",
                      json.dumps({"checks": [check, {}, check]}))
        self.assertEqual(answer.status, 200)
        self.assertEqual([sorted(result) for result in answer.json()["results"]],
                         [["check"], ["error"], ["check"]])

    def test_pushes(self):
        for body, reason, field in (
                ({}, "FIELD_REQUIRED", "source"),
                ({"source": "crn"}, "UNKNOWN_SOURCE", "source"),
                ({"source": "crm", "type": "acount"}, "UNKNOWN_TYPE", "type"),
                ({"source": "crm", "type": "account",
                  "payloads": [{"json": "{}"}] * 1001}, "TOO_MANY_ITEMS",
                 "payloads"),
                ({"source": "bc", "type": "customer", "company": "UK"},
                 "UNKNOWN_COMPANY", "company")):
            with self.subTest(str(body)[:60]):
                answer = post(self.http, "/v1/records", json.dumps(body))
                self.check_error(answer, 400, reason, field)
        # Payloads that are no records are listed, and nothing is stored.
        texts = ["", "x", "[]", "null", "{}", "[" * 100_000, '{"a":1e400}',
                 '{"accountid":"\\ud800"}', '{"accountid":7}']
        answer = post(self.http, "/v1/records", json.dumps(
            {"source": "crm", "type": "account", "payloads": [
                {"json": text, "line": i} for i, text in enumerate(texts, 1)]}))
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual([reject["line"] for reject in
                          answer.json()["rejects"]],
                         list(range(1, len(texts) + 1)), answer)

    def test_page_tokens(self):
        path = "/v1/cards/ecom-absent/records?asOf=2026-04-13&pageSize=5"
        token = get(self.http, path).json()["nextPageToken"]
        self.assertEqual(get(self.http, f"{path}&pageToken={quote(token)}"
                             ).status, 200)
        changed = ["A" + token[1:] if token[0] != "A" else "B" + token[1:],
                   token[:-1], token + "A", token[::-1], token * 2]
        middle = len(token) // 2
        changed.append(token[:middle] + ("A" if token[middle] != "A" else "B")
                       + token[middle + 1:])
        for other in changed:
            with self.subTest(other[:20]):
                answer = get(self.http, f"{path}&pageToken={quote(other)}")
                self.check_error(answer, 400, "INVALID_PAGE_TOKEN",
                                 "pageToken")
        for query in ("asOf=2026-04-12&pageSize=5", "asOf=2026-04-13&source=b2b",
                      "asOf=2026-04-13&orderBy=name"):
            with self.subTest(query):
                answer = get(self.http, "/v1/cards/ecom-absent/records?"
                             f"{query}&pageToken={quote(token)}")
                self.check_error(answer, 400, "INVALID_PAGE_TOKEN",
                                 "pageToken")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[5:], verbosity=2)
