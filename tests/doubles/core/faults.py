"""What goes wrong, when, and how often. README.md lists the kinds."""

import random
import re

# Those that take the place of the system's answer, and those that spoil it.
INSTEAD = ("status", "throttle", "html", "drop", "hang")
AFTERWARDS = ("truncate", "stall", "cut", "text", "repeat_page",
              "empty_page", "foreign_link", "chunked")
BEFORE = ("apply", "expire_tokens", "expire_delta", "delay")
KINDS = (*INSTEAD, *AFTERWARDS, *BEFORE)
# Which requests are hit; every kind takes these.
WHICH = ("path", "method", "query", "asks", "after", "times", "share", "seed")
# What a kind takes beside them.
SETTINGS = {"throttle": ("retry_after", "form", "raw", "limit"),
            "status": ("status", "headers", "body"), "html": ("status",),
            "text": ("status", "type", "body"), "drop": ("seconds",),
            "hang": ("seconds",), "stall": ("seconds",),
            "delay": ("seconds",), "foreign_link": ("origin",),
            "apply": ("commands",)}
# Settings that are numbers.
NUMBERS = ("retry_after", "seconds", "status")


def _pattern(text):
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {text!r}: {error}"
                         ) from None


class Fault:
    """One line of the plan; `times` -1 means for good."""

    def __init__(self, kind, path=".*", method=None, query=None, asks=None,
                 after=0, times=1, share=1.0, seed=0, **settings):
        if kind not in KINDS:
            raise ValueError(f"unknown fault {kind!r}; known: "
                             + ", ".join(KINDS))
        allowed = SETTINGS.get(kind, ())
        unknown = set(settings) - set(allowed)
        if unknown:
            raise ValueError(
                f"{kind} does not take {', '.join(sorted(unknown))}; it "
                "takes: " + ", ".join((*allowed, *WHICH)))
        for name, value in {"after": after, "times": times, "share": share,
                            **{name: settings[name] for name in NUMBERS
                               if name in settings}}.items():
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise ValueError(f"{kind}: {name} is a number, not {value!r}")
        self.kind = kind
        self._path = _pattern(path)
        self._query = _pattern(query) if query else None
        self._asks = _pattern(asks) if asks else None
        self._method = method
        self._after = after
        self.times = times
        self._share = share
        self._dice = random.Random(seed)
        self.settings = settings
        self.hits = 0

    def strikes(self, request):
        """Whether this request is hit; counts it if so."""
        if self.times == 0 or not self._path.search(request.path):
            return False
        if self._method not in (None, request.method):
            return False
        if self._query and not self._query.search(request.query_string):
            return False
        if self._asks and not self._asks.search(
                (request.body or b"").decode("utf-8", "replace")):
            return False
        if self._after > 0:
            self._after -= 1
            return False
        if self._share < 1.0 and self._dice.random() >= self._share:
            return False
        if self.times > 0:
            self.times -= 1
        self.hits += 1
        return True


class FaultPlan:
    """In the order in which faults were added; the first one that takes the
    place of the answer wins."""

    def __init__(self):
        self._faults = []

    def add(self, **settings):
        self._faults.append(Fault(**settings))

    def clear(self):
        self._faults.clear()

    def strike(self, request):
        """The faults of this request: any number of BEFORE and AFTERWARDS,
        at most one of INSTEAD."""
        struck, instead = [], False
        for fault in self._faults:
            if fault.kind in INSTEAD and instead:
                continue
            if fault.strikes(request):
                struck.append(fault)
                instead = instead or fault.kind in INSTEAD
        return struck

    def describe(self):
        return [{"kind": fault.kind, "hits": fault.hits, "left": fault.times}
                for fault in self._faults]
