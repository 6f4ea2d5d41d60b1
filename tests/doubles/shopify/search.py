"""The search language of `query:` arguments."""

import re

from ..core import clock
from .rows import number_of

_TOKEN = re.compile(r"""\s*(?:(?P<mark>[()])
  | (?P<term>-?[\w.]+:(?:[<>]=?|=)?(?:'[^']*'|"[^"]*"|[^\s()]+))
  | (?P<word>[^\s()]+))""", re.VERBOSE)
_TERM = re.compile(r"(-?)([\w.]+):([<>]=?|=)?(.*)$", re.DOTALL)


def compile_search(text, fields):
    """(a test of rows, the names that are not known).

    `fields`: name -> function(row, operator, value). As in the real system
    a name that is not known is ignored, with a warning: every row fits.
    """
    parser = _Parser(text, fields)
    return parser.parse(), parser.unknown


class _Parser:

    def __init__(self, text, fields):
        self._tokens = [(match.lastgroup, match[match.lastgroup])
                        for match in _TOKEN.finditer(text.strip())]
        self._at = 0
        self._fields = fields
        self.unknown = []

    def parse(self):
        return self._either() if self._tokens else lambda row: True

    def _peek(self):
        return (self._tokens[self._at] if self._at < len(self._tokens)
                else ("end", ""))

    def _accept(self, *texts):
        if self._peek()[1] in texts and self._peek()[0] != "end":
            self._at += 1
            return True
        return False

    def _either(self):
        tests = [self._both()]
        while self._accept("OR"):
            tests.append(self._both())
        return lambda row: any(test(row) for test in tests)

    def _both(self):
        tests = [self._one()]
        while True:
            self._accept("AND")
            kind, text = self._peek()
            if kind == "end" or text in (")", "OR"):
                return lambda row: all(test(row) for test in tests)
            tests.append(self._one())

    def _one(self):
        if self._accept("NOT"):
            test = self._one()
            return lambda row: not test(row)
        if self._accept("("):
            test = self._either()
            self._accept(")")
            return test
        kind, text = self._peek()
        self._at += 1
        if kind == "term":
            return self._term(text)
        word = text.strip("'\"").lower()
        return lambda row: word in str(row.get("name", "")).lower()

    def _term(self, text):
        negative, name, operator, value = _TERM.match(text).groups()
        value = value.strip("'\"")
        if name not in self._fields:
            self.unknown.append(name)
            return lambda row: True
        matches = self._fields[name]
        if negative:
            return lambda row: not matches(row, operator or "=", value)
        return lambda row: matches(row, operator or "=", value)


def text(get):
    def matches(row, operator, value):
        found = get(row)
        found = found if isinstance(found, list) else [found]
        if value == "*":
            return any(one not in (None, "") for one in found)
        return any(str(one).lower() == value.lower() for one in found
                   if one is not None)
    return matches


def time(get, whole_days=False):
    """Times; with `whole_days` both ends belong to it, as the documents of
    customers have it."""
    def matches(row, operator, value):
        found = get(row)
        if found is None:
            return False
        left, right = clock.parse(found), clock.parse(value)
        if whole_days:
            left, right = left // 86400, right // 86400
            operator = operator if operator == "=" else operator[0] + "="
        return {"=": left == right, ">": left > right, ">=": left >= right,
                "<": left < right, "<=": left <= right}[operator]
    return matches


def number(get):
    def matches(row, operator, value):
        left, right = int(get(row)), int(value.rsplit("/", 1)[-1])
        return {"=": left == right, ">": left > right, ">=": left >= right,
                "<": left < right, "<=": left <= right}[operator]
    return matches


def fields_of(name):
    """The names that a search may use, with what they look at."""
    def get(field):
        return lambda row: row.get(field)
    fields = {"created_at": time(get("createdAt")),
              "updated_at": time(get("updatedAt"),
                                        name == "customers"),
              "id": number(lambda row: number_of(row["id"])),
              "tag": text(get("tags")),
              "name": text(get("name")),
              "email": text(get("email"))}
    if name == "orders":
        fields.update({
            "processed_at": time(get("processedAt")),
            "tag_not": lambda row, _, value: value not in row["tags"],
            "test": text(get("test")),
            "po_number": text(get("poNumber")),
            "source_name": text(get("sourceName")),
            "financial_status": text(get("displayFinancialStatus")),
            "customer_id": lambda row, _, value: bool(row["customer"]) and (
                number_of(row["customer"]["id"]) == number_of(value)),
            "status": lambda row, _, value: {
                "any": True, "open": not row["closed"] and not row.get(
                    "cancelledAt"), "closed": row["closed"],
                "cancelled": bool(row.get("cancelledAt")),
                "not_closed": not row["closed"]}.get(value, True)})
    if name == "customers":
        fields.update({"customer_date": fields["created_at"],
                       "state": text(get("state"))})
    if name == "draftOrders":
        fields.update({"status": text(get("status")),
                       "customer_id": lambda row, _, value: bool(
                           row["customer"]) and number_of(
                               row["customer"]["id"]) == number_of(value)})
    if name in ("companies", "companyLocations"):
        fields.update({"external_id": text(get("externalId")),
                       "company_id": lambda row, _, value: number_of(
                           row.get("company", row)["id"]) == number_of(
                               value)})
    return fields
