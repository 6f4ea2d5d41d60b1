"""$filter, as far as the three Microsoft systems are asked with it."""

import re

from . import clock

_TOKEN = re.compile(r"""\s*(?:
    (?P<enum>[A-Za-z_][\w.]*\.[A-Za-z_]\w*'(?:[^']|'')*')
  | (?P<text>'(?:[^']|'')*')
  | (?P<time>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?
      (?:Z|[+-]\d\d:\d\d))?)(?![\w-])
  | (?P<guid>[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12})
  | (?P<number>-?\d+(?:\.\d+)?)
  | (?P<name>[A-Za-z_@][\w./@]*)
  | (?P<mark>[(),])
)""", re.VERBOSE)

COMPARISONS = ("eq", "ne", "gt", "ge", "lt", "le")
FUNCTIONS = ("contains", "startswith", "endswith")


class FilterError(ValueError):
    """A filter that the system refuses."""


class Dialect:
    """What differs between the systems.

    `check(column)` raises FilterError for a column that cannot be filtered
    by. `insensitive`: texts are compared without regard to case.
    `wildcards`: `eq '*x*'` looks for x. `lists`: `in` is known.
    `enums`: the columns that are compared with a typed literal only.
    """

    def __init__(self, check=lambda column: None, insensitive=False,
                 wildcards=False, lists=False, enums=()):
        self.check = check
        self.insensitive = insensitive
        self.wildcards = wildcards
        self.lists = lists
        self.enums = frozenset(enums)


def compile_filter(text, dialect):
    """A function of a row. Raises FilterError."""
    return _Parser(text, dialect).parse()


class _Parser:

    def __init__(self, text, dialect):
        self._dialect = dialect
        self._tokens = []
        at, text = 0, text.rstrip()
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None or match.end() == at:
                raise FilterError(f"Syntax error at position {at} in the "
                                  "filter.")
            self._tokens.append((match.lastgroup, match[match.lastgroup]))
            at = match.end()
        self._at = 0

    def parse(self):
        test = self._either()
        if self._at != len(self._tokens):
            raise FilterError("Syntax error: unexpected end of the filter.")
        return test

    def _peek(self):
        return (self._tokens[self._at] if self._at < len(self._tokens)
                else ("end", ""))

    def _next(self):
        token = self._peek()
        self._at += 1
        return token

    def _word(self, word):
        if self._peek() == ("name", word):
            self._at += 1
            return True
        return False

    def _mark(self, mark):
        if self._next() != ("mark", mark):
            raise FilterError(f"Syntax error: '{mark}' expected.")

    def _either(self):
        tests = [self._both()]
        while self._word("or"):
            tests.append(self._both())
        if len(tests) == 1:
            return tests[0]
        return lambda row: any(test(row) for test in tests)

    def _both(self):
        tests = [self._one()]
        while self._word("and"):
            tests.append(self._one())
        if len(tests) == 1:
            return tests[0]
        return lambda row: all(test(row) for test in tests)

    def _one(self):
        if self._word("not"):
            test = self._one()
            return lambda row: not test(row)
        if self._peek() == ("mark", "("):
            self._at += 1
            test = self._either()
            self._mark(")")
            return test
        kind, name = self._next()
        if kind != "name":
            raise FilterError("Syntax error: a column is expected.")
        if self._peek() == ("mark", "("):
            return self._function(name)
        self._dialect.check(name)
        kind, operator = self._next()
        if operator == "in":
            return self._among(name)
        if kind != "name" or operator not in COMPARISONS:
            raise FilterError(f"The operator '{operator}' is not supported.")
        return self._compare(name, operator, self._literal(name))

    def _function(self, name):
        if name not in FUNCTIONS:
            raise FilterError(f"An unknown function with name '{name}' was "
                              "found.")
        self._mark("(")
        column = self._next()[1]
        self._dialect.check(column)
        self._mark(",")
        wanted = str(self._literal(column))
        self._mark(")")
        if self._dialect.insensitive:
            wanted = wanted.lower()

        def test(row):
            text = row.get(column)
            if text is None:
                return False
            text = str(text)
            text = text.lower() if self._dialect.insensitive else text
            return {"contains": wanted in text,
                    "startswith": text.startswith(wanted),
                    "endswith": text.endswith(wanted)}[name]
        return test

    def _among(self, column):
        if not self._dialect.lists:
            raise FilterError("The operator 'in' is not supported.")
        self._mark("(")
        tests = [self._compare(column, "eq", self._literal(column))]
        while self._peek() == ("mark", ","):
            self._at += 1
            tests.append(self._compare(column, "eq", self._literal(column)))
        self._mark(")")
        return lambda row: any(test(row) for test in tests)

    def _literal(self, column):
        kind, text = self._next()
        if kind == "enum":
            return text[text.index("'") + 1:-1]
        if column in self._dialect.enums:
            raise FilterError("A binary operator with incompatible types was "
                              f"detected for '{column}'.")
        if kind == "text":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return float(text)
        if kind == "guid":
            return text.lower()
        if kind == "time":
            return _Time(clock.parse(text))
        if kind == "name" and text in ("null", "true", "false"):
            return {"null": None, "true": True, "false": False}[text]
        raise FilterError("Syntax error: a value is expected.")

    def _compare(self, column, operator, wanted):
        if (self._dialect.wildcards and isinstance(wanted, str)
                and "*" in wanted and operator == "eq"):
            pattern = re.compile(".*".join(map(re.escape, wanted.split("*"))),
                                 re.IGNORECASE | re.DOTALL)
            return lambda row: bool(pattern.fullmatch(row.get(column) or ""))
        insensitive = self._dialect.insensitive
        wanted = _folded(wanted, insensitive)

        def test(row):
            value = row.get(column)
            if isinstance(wanted, _Time) and isinstance(value, str):
                value = _Time(clock.parse(value)) if value else None
            value = _folded(value, insensitive)
            if operator == "eq":
                return value == wanted
            if operator == "ne":
                return value != wanted
            if value is None or wanted is None:
                return False
            return {"gt": value > wanted, "ge": value >= wanted,
                    "lt": value < wanted, "le": value <= wanted}[operator]
        return test


class _Time(float):
    """Seconds since 1970 that came from a time literal."""


def _folded(value, insensitive):
    if isinstance(value, str):
        # GUIDs are written in either case.
        if insensitive or re.fullmatch(r"[0-9A-Fa-f-]{36}", value):
            return value.lower()
    return value
