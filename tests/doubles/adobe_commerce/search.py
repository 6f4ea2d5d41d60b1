"""searchCriteria, and the projection of `fields`."""

import re

# Both spellings are understood: camelCase and snake_case.
_PART = re.compile(r"\[([^\]]*)\]")
CONDITIONS = ("eq", "finset", "from", "gt", "gteq", "in", "like", "lt",
              "lteq", "moreq", "neq", "nfinset", "nin", "nlike", "notnull",
              "null", "to")


class CriteriaError(ValueError):
    """With the text that the system has for it."""


class Criteria:
    """groups: [[(field, condition, value)]]; a group is an OR, the groups
    are joined by AND."""

    def __init__(self, pairs):
        groups, orders = {}, {}
        self.given = False
        self.page_size = None
        self.page = 1
        for name, value in pairs:
            head, *parts = [_snake(name.partition("[")[0]),
                            *map(_snake, _PART.findall(name))]
            if head != "search_criteria":
                continue
            self.given = True
            if parts[:1] == ["filter_groups"] and len(parts) == 5:
                groups.setdefault(int(parts[1]), {}).setdefault(
                    int(parts[3]), {})[parts[4]] = value
            elif parts[:1] == ["sort_orders"] and len(parts) == 3:
                orders.setdefault(int(parts[1]), {})[parts[2]] = value
            elif parts == ["page_size"]:
                self.page_size = int(value)
            elif parts == ["current_page"]:
                self.page = int(value)
        self.groups = [[self._filter(one) for _, one in sorted(
            group.items())] for _, group in sorted(groups.items())]
        # Without a direction it is the other one than most expect.
        self.orders = [(one["field"], one.get("direction", "DESC").upper())
                       for _, one in sorted(orders.items())]

    @staticmethod
    def _filter(one):
        condition = one.get("condition_type", "eq")
        if condition not in CONDITIONS:
            raise CriteriaError("Invalid condition type.")
        return one.get("field", ""), condition, one.get("value", "")

    def fields(self):
        return [field for group in self.groups for field, _, _ in group] + [
            field for field, _ in self.orders]

    def matches(self, row):
        return all(any(_test(row.get(field), condition, value)
                       for field, condition, value in group)
                   for group in self.groups)

    def echo(self):
        written = {"filter_groups": [
            {"filters": [{"field": field, "value": value,
                          "condition_type": condition}
                         for field, condition, value in group]}
            for group in self.groups]}
        if self.orders:
            written["sort_orders"] = [
                {"field": field, "direction": direction}
                for field, direction in self.orders]
        if self.page_size is not None:
            written["page_size"] = self.page_size
            written["current_page"] = self.page
        return written


def _snake(name):
    return re.sub("([A-Z])", lambda match: "_" + match[1].lower(), name)


def _order(value, wanted):
    """-1, 0 or 1; numbers as numbers, everything else as text."""
    try:
        left, right = float(value), float(wanted)
    except (TypeError, ValueError):
        left, right = str(value).lower(), wanted.lower()
    return (left > right) - (left < right)


def _test(value, condition, wanted):
    if condition in ("null", "notnull"):
        return (value is None) == (condition == "null")
    if value is None:
        return False
    if condition in ("in", "nin", "finset", "nfinset"):
        found = any(_order(value, one) == 0 for one in wanted.split(","))
        return found == (condition in ("in", "finset"))
    if condition in ("like", "nlike"):
        pattern = ".*".join(map(re.escape, wanted.split("%")))
        found = re.fullmatch(pattern, str(value), re.IGNORECASE) is not None
        return found == (condition == "like")
    compared = _order(value, wanted)
    return {"eq": compared == 0, "neq": compared != 0, "gt": compared > 0,
            "gteq": compared >= 0, "moreq": compared >= 0,
            "from": compared >= 0, "lt": compared < 0,
            "lteq": compared <= 0, "to": compared <= 0}[condition]


def project(value, text):
    """Only the fields of `a,b[c,d]`; everything for an empty text."""
    return _pick(value, _Wanted(text).read()) if text else value


class _Wanted:

    def __init__(self, text):
        self._tokens = re.findall(r"[^\[\],]+|[\[\],]", text)
        self._at = 0

    def read(self):
        found = {}
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token == "]":
                return found
            if token == ",":
                continue
            found[token] = None
            if self._at < len(self._tokens) and \
                    self._tokens[self._at] == "[":
                self._at += 1
                found[token] = self.read()
        return found


def _pick(value, wanted):
    if isinstance(value, list):
        return [_pick(one, wanted) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: value[name] if inner is None else _pick(value[name], inner)
            for name, inner in wanted.items() if name in value}
