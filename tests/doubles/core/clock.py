"""The time of a double. It stands still until a test moves it."""

import datetime
import email.utils
import re
import time

START = "2026-06-09T12:00:00Z"
_FORM = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?"
    r"(Z|[+-]\d\d:?\d\d)?)?$")


def parse(text):
    """Seconds since 1970 of a date or a time in ISO 8601; UTC without a zone.

    Raises ValueError for anything else.
    """
    match = _FORM.match(text)
    if match is None:
        raise ValueError(f"not a time: {text!r}")
    day, clock, fraction, zone = match.groups()
    clock = clock or "00:00:00"
    clock = clock if len(clock) == 8 else clock + ":00"
    zone = "+00:00" if zone in (None, "Z") else zone
    zone = zone if ":" in zone else zone[:3] + ":" + zone[3:]
    whole = datetime.datetime.fromisoformat(f"{day}T{clock}{zone}").timestamp()
    return whole + (float("0." + fraction) if fraction else 0.0)


def iso(seconds, digits=0):
    """`2026-06-09T12:00:00Z`, with so many digits after the second."""
    whole = int(seconds // 1)
    text = datetime.datetime.fromtimestamp(
        whole, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
    if digits:
        fraction = int((seconds - whole) * 10 ** digits + 1e-4)
        text += f".{fraction:0{digits}d}"
    return text + "Z"


def wall():
    """The time of this machine, in whole seconds."""
    return iso(time.time())


def rfc_2822(seconds):
    """`Tue, 09 Jun 2026 12:00:00 +0000`."""
    return email.utils.format_datetime(
        datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc))


def http_date(seconds):
    """`Tue, 09 Jun 2026 12:00:00 GMT`."""
    return email.utils.formatdate(int(seconds), usegmt=True)


class Clock:
    """Not thread-safe by itself: a double moves it under its lock."""

    def __init__(self, start=START):
        self._at = parse(start)
        self._running_since = None

    def now(self):
        if self._running_since is None:
            return self._at
        return self._at + time.monotonic() - self._running_since

    def advance(self, seconds):
        self._at += float(seconds)

    def set(self, text):
        self._at = parse(text)
        if self._running_since is not None:
            self._running_since = time.monotonic()

    def run(self):
        """From now on time passes as it does on the wall."""
        if self._running_since is None:
            self._running_since = time.monotonic()
