"""A Dataverse environment with as many accounts as one likes, which makes their
pages as fast as Python can: for measuring who reads them.

    dataverse_pages.py CUSTOMERS    prints its address when it is ready

It speaks the Web API as far as Landfall needs it: a token, lists with $select,
odata.maxpagesize and change tracking, next links, delta links. Nothing ever
changes, so a delta is empty. What the documents of Dataverse forbid is answered
with 400. tests/doubles has the double that behaves like the system in the rest.
GET /figures tells what was asked.
"""

import http.server
import json
import re
import sys
import time
import urllib.parse

BASE = "/api/data/v9.2/"
TOKEN = "token-of-the-benchmark"
COMPANY = "c0000000-0000-4000-8000-000000000001"
MOST_ROWS = 5000
DAYS = [time.strftime("%Y-%m-%dT%H:%M:%SZ",
                      time.gmtime(1_748_736_000 + 86_400 * n))
        for n in range(365)]
# Columns of the rows; those that are asked for beside them are null.
ACCOUNT = {
    "accountid": '"a0000000-0000-4000-8000-%(n)012d"',
    "name": '"Buyer %(n)d GmbH"', "accountnumber": '"C%(n)09d"',
    "emailaddress1": '"buyer%(n)d@kunde%(n)d.example"',
    "msdyn_taxexemptnumber": '"%(tax_id)s"',
    "address1_country": '"DE"', "address1_postalcode": '"10115"',
    "_msdyn_company_value@Microsoft.Dynamics.CRM.lookuplogicalname":
    '"cdm_company"', "_msdyn_company_value": f'"{COMPANY}"',
    "customertypecode": "3", "statecode": "0", "merged": "false",
    "createdon": '"%(day)s"', "modifiedon": '"%(day)s"'}
COMPANIES = {"cdm_companyid": f'"{COMPANY}"', "cdm_name": '"Handel DE"',
             "cdm_companycode": '"DEGM"', "createdon": f'"{DAYS[0]}"',
             "modifiedon": f'"{DAYS[0]}"'}


def tax_id(n):
    """A German VAT number whose check digit (ISO 7064, mod 11,10) is right."""
    body = str(10_000_000 + n)
    product = 10
    for digit in body:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return f"DE{body}{(11 - product) % 10}"


def template(columns, selected):
    """The pattern of a row with the columns that were asked for."""
    parts = ['"@odata.etag":"W/\\"%(n)d\\""']
    for name in selected:
        note = f"{name}@Microsoft.Dynamics.CRM.lookuplogicalname"
        if note in columns:
            parts.append(f'"{note}":{columns[note]}')
        parts.append(f'"{name}":{columns.get(name, "null")}')
    return "{" + ",".join(parts) + "}"


class Environment:
    """What there is, and what was asked so far."""

    def __init__(self, customers):
        self.rows_of = {"accounts": (ACCOUNT, customers),
                        "cdm_companies": (COMPANIES, 1)}
        self.figures = dict.fromkeys(
            ("requests", "rows", "bytes", "seconds"), 0)
        self.origin = ""

    def count(self, answer, rows, seconds):
        figures = self.figures
        figures["requests"] += 1
        figures["rows"] += rows
        figures["bytes"] += len(answer)
        figures["seconds"] += seconds

    def page(self, name, select, first, size):
        """(body, rows): those from number `first` on."""
        columns, count = self.rows_of.get(name, ({}, 0))
        pattern = template(columns, select.split(","))
        end = min(first + size, count)
        rows = ",\n".join([
            pattern % {"n": n, "day": DAYS[n % 365], "tax_id": tax_id(n)}
            for n in range(first, end)])
        link = "@odata.deltaLink", "$deltatoken=1%2101%2f01%2f2026"
        if end < count:
            cookie = f'<cookie pagenumber="{end // size + 1}" ' \
                     f'pagingcookie="{end},{size}" istracking="False" />'
            link = "@odata.nextLink", "$skiptoken=" + urllib.parse.quote(
                cookie, safe="")
        url = f"{self.origin}{BASE}{name}?$select={select}&{link[1]}"
        return (f'{{"@odata.context":"{self.origin}{BASE}$metadata#{name}",'
                f'"value":[{rows}],"{link[0]}":{json.dumps(url)}}}'
                ).encode(), max(0, end - first)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    environment = None

    def setup(self):
        super().setup()
        self.ready = {}   # the page that is asked for next, if it is known

    def log_message(self, format, *args):  # noqa: A002
        """Nobody reads it."""

    def send(self, body, status=200):
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send(json.dumps({"token_type": "Bearer", "expires_in": 3599,
                              "access_token": TOKEN}).encode())

    def do_GET(self):
        began = time.perf_counter()
        path, _, query = self.path.partition("?")
        if path == "/figures":
            self.send(json.dumps(self.environment.figures).encode())
            return
        asked = self.asked_for(path, query)
        if asked is None:
            self.send(b"{}", 400)
            return
        body, rows = self.ready.pop(asked, None) or self.environment.page(
            *asked)
        self.send(body)
        self.environment.count(body, rows, time.perf_counter() - began)
        # While the reader is busy with this one.
        name, select, first, size = asked
        if rows == size:
            following = name, select, first + size, size
            self.ready[following] = self.environment.page(*following)

    def asked_for(self, path, query):
        """(set, columns, number of the first row, page size), or None for what
        has no answer."""
        asked = urllib.parse.parse_qs(query)
        prefer = self.headers.get("Prefer", "")
        wanted = re.search(r"odata\.maxpagesize=(\d+)", prefer)
        delta = "$deltatoken" in asked
        if not path.startswith(BASE) or "$select" not in asked or not wanted \
                or self.headers.get("Authorization") != f"Bearer {TOKEN}" \
                or ("odata.track-changes" in prefer) == delta:
            return None
        size = min(int(wanted[1]), MOST_ROWS)
        # No row has changed.
        first = sys.maxsize if delta else self.first_of(asked, size)
        if first is None:
            return None
        return path[len(BASE):], asked["$select"][0], first, size

    @staticmethod
    def first_of(asked, size):
        """The number of the page's first row; None: the link is not ours."""
        if "$skiptoken" not in asked:
            return 0
        match = re.search(r'pagingcookie="(\d+),(\d+)"',
                          asked["$skiptoken"][0])
        if match is None or int(match[2]) != size:
            return None
        return int(match[1])


def main():
    Handler.environment = Environment(int(sys.argv[1]))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Handler.environment.origin = "http://127.0.0.1:%d" % server.server_port
        print(Handler.environment.origin, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
