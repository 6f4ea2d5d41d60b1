"""The base of all doubles: one lock, one world, one way through a request."""

import collections
import inspect
import json
import random
import threading
import time
import traceback
import uuid

from . import clock as clock_module
from .clock import Clock
from .faults import AFTERWARDS, BEFORE, FaultPlan
from .journal import Journal
from .listener import Listener
from .messages import Answer, html_answer, text_answer
from .spoil import retry_after_value, spoil
from .table import World


class Refusal(Exception):
    """Ends a request with this answer."""

    def __init__(self, answer):
        super().__init__(answer.status)
        self.answer = answer


class Double:
    """A system over real HTTP.

    A subclass gives `answer(request)`, `error_answer(status, request)` and
    its tables, and adds commands as methods `do_<name>`. Everything happens
    under one lock, so that a seed and a plan of faults give the same run.
    """

    SYSTEM = ""
    # Options with their usual values; the command `option` changes them.
    OPTIONS = {}
    # What a planned "throttle" says unless the plan says more.
    THROTTLE = {"retry_after": 1}
    # How files of data may name a set beside its own name.
    FILES = {}

    def __init__(self, port=0, certificate=None, key=None, seed=1,
                 start=clock_module.START, **options):
        self.lock = threading.RLock()
        self.clock = Clock(start)
        self.dice = random.Random(seed)
        self.world = World()
        self.faults = FaultPlan()
        self.journal = Journal()
        self.options = dict(self.OPTIONS)
        for name, value in options.items():
            self.do_option(name, value)
        # By service, tokens come from one of their own: no request is welcome
        # before this time.
        self._not_before = {}
        self._pages = {}          # path -> the page before, to repeat it
        self.token_epoch = 0      # tokens of an earlier one are void
        self.in_flight = 0
        self.outbox = []          # deliveries, made without the lock
        self._skew = 0.0
        self.set_up()
        self._listener = Listener(self.handle, port, certificate, key)
        self.origin = self._listener.origin

    # What a subclass has to say.

    def set_up(self):
        """Makes the tables."""

    def answer(self, request):
        raise NotImplementedError

    def error_answer(self, status, request):
        """An error with this status, in the shape of the system."""
        raise NotImplementedError

    def throttle_answer(self, request, retry_after, settings):
        """A 429 in the shape of the system; `retry_after` None: unsaid."""
        answer = self.error_answer(429, request)
        if retry_after is not None:
            answer.headers["Retry-After"] = retry_after
        return answer

    def is_token_request(self, request):
        """Whether it is not counted against any limit."""
        return False

    def access(self):
        """What a configuration needs to know, beside the URL."""
        return {}

    @property
    def url(self):
        """What belongs into `url` of the configuration."""
        return self.origin

    def from_file(self, set_name, row, page):
        """[(set, row)] of a row as the system hands it out; `page` is the
        object around the rows, or {}."""
        return [(set_name, {name: value for name, value in row.items()
                            if "@" not in name})]

    def new_guid(self):
        return str(uuid.UUID(int=self.dice.getrandbits(128), version=4))

    def close(self):
        self._listener.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # The way through a request.

    def handle(self, request):
        with self.lock:
            self.in_flight += 1
            entry = self.journal.begin(request, self.clock.now())
            struck = self.faults.strike(request)
        try:
            for fault in struck:
                if fault.kind == "delay":
                    time.sleep(fault.settings.get("seconds", 0.1))
            with self.lock:
                self._note_haste(request)
                answer = self._answer_with(request, struck)
                self.journal.finish(entry, answer, struck)
            return answer
        finally:
            with self.lock:
                self.in_flight -= 1
            self.send_outbox()

    def _answer_with(self, request, struck):
        for fault in struck:
            if fault.kind in BEFORE:
                self._before(fault, request)
        instead = next((fault for fault in struck if fault.kind not in
                        (*BEFORE, *AFTERWARDS)), None)
        if instead is not None:
            answer = self._instead(instead, request)
        else:
            answer = self._own_answer(request)
        for fault in struck:
            if fault.kind in AFTERWARDS:
                answer = spoil(fault, request, answer,
                               self._pages.get(request.path))
        answer.headers.setdefault("Date", clock_module.http_date(
            self.clock.now()))
        if answer.status == 200 and answer.spoilt is None:
            self._pages[request.path] = answer
        # An answer that was lost told nobody to wait.
        if answer.hold is not None and answer.spoilt is None:
            self._not_before[self.is_token_request(request)] = (
                self.clock.now() + answer.hold)
        return answer

    def _own_answer(self, request):
        try:
            return self.answer(request)
        except Refusal as refusal:
            return refusal.answer
        except (json.JSONDecodeError, UnicodeDecodeError):
            return self.error_answer(400, request)   # a body that is none
        except Exception:  # a mistake in the double must not look like a fault
            traceback.print_exc()
            self.journal.violation(request, "the double itself failed")
            return text_answer("the double itself failed", 500)

    def _before(self, fault, request):
        if fault.kind == "expire_tokens":
            self.do_expire_tokens()
        commands = {"apply": fault.settings.get("commands", []),
                    "expire_delta": [{"do": "expire_delta"}]}
        for command in commands.get(fault.kind, []):
            try:
                self._run(command)
            except (ValueError, KeyError) as error:
                self.journal.violation(request, "a planned command failed: "
                                       f"{error}")

    def _instead(self, fault, request):
        settings = fault.settings
        if fault.kind == "throttle":
            settings = {**self.THROTTLE, **settings}
            value, wait = retry_after_value(settings, self.clock.now())
            answer = self.throttle_answer(request, value, settings)
            answer.hold = wait
            return answer
        if fault.kind == "html":
            return html_answer(settings.get("status", 502))
        if fault.kind in ("drop", "hang"):
            usual = 0.0 if fault.kind == "drop" else 30.0
            return Answer(0, spoilt=fault.kind,
                          seconds=settings.get("seconds", usual))
        answer = self.error_answer(settings.get("status", 500), request)
        if "body" in settings:
            answer.body = settings["body"].encode("utf-8")
        answer.headers.update(settings.get("headers", {}))
        wait = answer.headers.get("Retry-After", "")
        if wait.isdigit():
            answer.hold = int(wait)
        return answer

    def _note_haste(self, request):
        service = self.is_token_request(request)
        if self.clock.now() + 0.001 < self._not_before.get(service, 0.0):
            self.journal.violation(request, "asked again too early")
        else:
            self._not_before.pop(service, None)

    # Commands: the same for a test in Python and over the control port.

    def apply(self, command):
        """Runs {"do": NAME, …}; returns what there is to say, or None.

        Raises ValueError for a command or an argument that is unknown, and
        NoSuchRow. Notifications that follow are delivered before it returns.
        """
        with self.lock:
            result = self._run(command)
        self.send_outbox()
        return result

    def send_outbox(self):
        """A subscriber may ask the double before it answers: no lock."""
        while True:
            with self.lock:
                if not self.outbox:
                    return
                deliver = self.outbox.pop(0)
            deliver()

    def _run(self, command):
        arguments = dict(command)
        name = arguments.pop("do", None)
        method = getattr(self, f"do_{name}", None)
        if method is None:
            known = sorted(word[3:] for word in dir(self)
                           if word.startswith("do_"))
            raise ValueError(f"unknown command {name!r}; known: "
                             + ", ".join(known))
        try:
            inspect.signature(method).bind(**arguments)
        except TypeError as error:
            raise ValueError(f"{name}: {error}") from None
        return method(**arguments)

    def table(self, name):
        try:
            return self.world.tables[name]
        except KeyError:
            raise ValueError(f"unknown set {name!r}; known: " + ", ".join(
                sorted(self.world.tables))) from None

    def do_create(self, set, row):  # noqa: A002
        row = self.table(set).create(row)
        self.changed(set, "created", row)
        return row

    def do_load(self, set, rows, page=None):  # noqa: A002
        """Rows as the system hands them out, with their times of change."""
        counts = collections.Counter()
        self.table(set)
        for row in rows:
            for name, one in self.from_file(set, row, page or {}):
                self.table(name).load(one)
                counts[name] += 1
        return {"rows": dict(counts)}

    def do_update(self, set, key, changes):  # noqa: A002
        row = self.table(set).update(key, changes)
        self.changed(set, "updated", row)
        return row

    def do_delete(self, set, key):  # noqa: A002
        row = self.table(set).delete(key)
        self.changed(set, "deleted", row)

    def do_fill(self, set, count, row, first=1):  # noqa: A002
        """Rows from a pattern; `{n}` in its texts becomes first, first+1 …"""
        table = self.table(set)
        for number in range(first, first + count):
            table.create(_numbered(row, number), own=True)
        return {"count": count}

    def changed(self, name, what, row):
        """For notifications: a row of the table `name` was `what`."""

    def do_advance(self, seconds):
        self.clock.advance(seconds)
        self.time_passed()

    def do_set_clock(self, at):
        self.clock.set(at)
        self.time_passed()

    def do_skew(self, seconds):
        """Times of change are off by so much from now on: the clock of the
        server that writes them is."""
        self._skew = float(seconds)

    def changed_at(self):
        """What a row gets as the time of its change."""
        return self.clock.now() + self._skew

    def do_run_clock(self):
        self.clock.run()

    def time_passed(self):
        """For what becomes due."""

    def do_fault(self, **settings):
        self.faults.add(**settings)

    def do_clear_faults(self):
        self.faults.clear()
        self._not_before = {}

    def do_expire_tokens(self):
        """Every token given so far is void."""
        self.token_epoch += 1

    def do_option(self, name, value):
        if name not in self.options:
            raise ValueError(f"unknown option {name!r}; known: "
                             + ", ".join(sorted(self.options)))
        self.options[name] = value

    def do_reset_journal(self):
        self.journal.reset()

    def do_time(self):
        return {"now": clock_module.iso(self.clock.now(), 3)}

    def do_counters(self):
        return {**self.journal.counters(), "faults": self.faults.describe()}


def _numbered(value, number):
    if isinstance(value, str):
        return value.replace("{n}", str(number)).replace("{n12}",
                                                         f"{number:012d}")
    if isinstance(value, dict):
        return {key: _numbered(part, number) for key, part in value.items()}
    if isinstance(value, list):
        return [_numbered(part, number) for part in value]
    return value
