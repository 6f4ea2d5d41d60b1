"""Webhooks that are tried again when their receiver does not take them."""


class Redelivering:
    """Keeps the attempts of a double's webhooks, and those that wait for the
    next one. A subclass delivers, and says after each attempt how it went."""

    # After each failed attempt, so long until the next, in seconds.
    WAITS = ()

    def __init__(self, double):
        self._double = double
        self._waiting = []    # deliveries that failed
        self.deliveries = []  # all attempts

    def _deliver(self, delivery):
        raise NotImplementedError

    def _is_wanted(self, _delivery):
        """Whether a delivery that is due is still tried."""
        return True

    def _attempted(self, delivery, status):
        """False when it failed and was the last attempt."""
        self.deliveries.append({**delivery, "status": status})
        if 200 <= status < 300:
            return True
        if delivery["attempt"] >= len(self.WAITS):
            return False
        delivery["due"] = self._double.clock.now() + self.WAITS[
            delivery["attempt"]]
        delivery["attempt"] += 1
        self._waiting.append(delivery)
        return True

    def _send_soon(self, delivery):
        self._double.outbox.append(lambda: self._deliver(delivery))

    def time_passed(self):
        now = self._double.clock.now()
        due = [one for one in self._waiting if one["due"] <= now]
        self._waiting = [one for one in self._waiting if one["due"] > now]
        for delivery in due:
            if self._is_wanted(delivery):
                self._send_soon(delivery)

    def again(self):
        """The last delivery once more: duplicates happen."""
        if self.deliveries:
            self._send_soon(dict(self.deliveries[-1]))
