"""Limits over a sliding window of the double's clock."""

import collections


class SlidingWindow:

    def __init__(self, seconds):
        self.seconds = seconds
        self._at = collections.deque()

    def count(self, now):
        while self._at and self._at[0] <= now - self.seconds:
            self._at.popleft()
        return len(self._at)

    def add(self, now):
        self._at.append(now)

    def wait(self, now, limit):
        """Seconds until there is room for one more under `limit`."""
        if self.count(now) < limit:
            return 0.0
        return self._at[len(self._at) - limit] + self.seconds - now
