"""The part of the workflow expression language that the sample flows use.

An unknown function, or brackets that do not match, are errors.
"""

import datetime
import json
import re

_TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+)|"
                    r"(?P<name>[A-Za-z_]\w*)|(?P<sign>\?\[|\[|\]|\(|\)|,))")


class ExpressionError(Exception):
    pass


def evaluate(value, scope):
    """A JSON value with every expression in it replaced by what it means.
    `scope` maps the names of functions about the run to functions."""
    if isinstance(value, dict):
        return {evaluate(key, scope): evaluate(inner, scope)
                for key, inner in value.items()}
    if isinstance(value, list):
        return [evaluate(inner, scope) for inner in value]
    if not isinstance(value, str):
        return value
    if value.startswith("@") and not value.startswith(("@{", "@@")):
        return _Reader(value[1:], scope).whole()
    return _interpolated(value, scope)


def _interpolated(text, scope):
    made, at = "", 0
    while (start := text.find("@{", at)) >= 0:
        reader = _Reader(text[start + 2:], scope, closed_by="}")
        value = reader.whole()
        made += text[at:start] + _text(value)
        at = start + 2 + reader.end
    return made + text[at:]


def _text(value):
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(
        value, ensure_ascii=False)


class _Reader:

    def __init__(self, text, scope, closed_by=""):
        self._text, self._scope, self._closed_by = text, scope, closed_by
        self._at = 0
        self.end = 0

    def whole(self):
        value = self._expression()
        rest = self._text[self._at:].lstrip()
        if self._closed_by:
            if not rest.startswith(self._closed_by):
                raise ExpressionError(f"no end: {self._text}")
            self.end = len(self._text) - len(rest) + 1
        elif rest:
            raise ExpressionError(f"more behind the end: {self._text}")
        return value

    def _next(self):
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            return None, ""
        return match.lastgroup, match.group(match.lastgroup)

    def _take(self, wanted=None):
        kind, token = self._next()
        if kind is None or (wanted and token != wanted):
            raise ExpressionError(f"wanted {wanted}: {self._text}")
        self._at = _TOKEN.match(self._text, self._at).end()
        return kind, token

    def _expression(self):
        kind, token = self._take()
        if kind == "text":
            value = token[1:-1].replace("''", "'")
        elif kind == "number":
            value = int(token)
        elif kind == "name" and token in ("true", "false", "null"):
            value = {"true": True, "false": False, "null": None}[token]
        elif kind == "name":
            value = self._call(token)
        else:
            raise ExpressionError(f"not a value: {self._text}")
        while self._next()[1] in ("?[", "["):
            safe = self._take()[1] == "?["
            key = self._expression()
            self._take("]")
            value = _member(value, key, safe)
        return value

    def _call(self, name):
        self._take("(")
        arguments = []
        while self._next()[1] != ")":
            arguments.append(self._expression())
            if self._next()[1] == ",":
                self._take(",")
        self._take(")")
        function = self._scope.get(name) or _FUNCTIONS.get(name)
        if function is None:
            raise ExpressionError(f"no function {name}")
        return function(*arguments)


def _member(value, key, safe):
    if value is None and safe:
        return None
    if isinstance(value, dict):
        if key in value:
            return value[key]
        # 'body/record/id' is a path.
        head, _, rest = str(key).partition("/")
        if rest:
            return _member(value.get(head), rest, safe)
        if safe:
            return None
    raise ExpressionError(f"no {key} in {type(value).__name__}")


def _first(values):
    return values[0] if values else None


def _number(value, pattern):
    return f"{value:,.{int(pattern[1:])}f}"


def _format(time, pattern):
    parsed = datetime.datetime.fromisoformat(time.replace("Z", "+00:00"))
    for theirs, ours in (("yyyy", "%Y"), ("MM", "%m"), ("dd", "%d")):
        pattern = pattern.replace(theirs, ours)
    return parsed.strftime(pattern)


_FUNCTIONS = {
    "coalesce": lambda *values: _first([v for v in values if v is not None]),
    "concat": lambda *values: "".join(_text(value) for value in values),
    "empty": lambda value: not value,
    "equals": lambda one, other: one == other,
    "first": _first,
    "formatDateTime": _format,
    "formatNumber": _number,
    "greater": lambda one, other: one > other,
    "if": lambda condition, yes, no: yes if condition else no,
    "length": len,
    "replace": lambda text, old, new: text.replace(old, new),
    "string": _text,
    "toLower": lambda text: text.lower(),
}
