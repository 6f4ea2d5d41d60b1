"""The server killed with -9 while it writes down who enters and leaves cards.

    watch_crash_test.py LANDFALLD LANDFALL

LANDFALL_CRASH_ROUNDS (default 100) says how often, but no longer than
LANDFALL_CRASH_SECONDS (default 120); LANDFALL_CRASH_SEED repeats a run. Each
round pushes orders of some customers and lets others land, and kills the server
at a random moment. In the end, whoever applies the log of events from its
beginning has the lists of now, and each event is there once. So has whoever
took a list between two crashes and has watched from its cursor since.
"""

import os
import pathlib
import random
import sys
import threading
import time
import unittest

sys.dont_write_bytecode = True

from event_world import EventWorld, PROBES  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]
                       / "client" / "python" / "src"))
import landfall  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]
ROUNDS = int(os.environ.get("LANDFALL_CRASH_ROUNDS", "100"))
SECONDS = float(os.environ.get("LANDFALL_CRASH_SECONDS", "120"))
# After so many rounds one more client lists and watches.
ROUNDS_PER_WATCHER = 10
SEED = int(os.environ.get("LANDFALL_CRASH_SEED",
                          str(time.time_ns() % 1_000_000)))
CUSTOMERS = range(400)
CARDS = ("ecom-absent", "orders-blocked")


class Watcher(threading.Thread):
    """A client that lists a card, then watches it from there."""

    def __init__(self, address, card):
        super().__init__(daemon=True)
        self.card = card
        self.standing = set()
        self.events = 0
        self.wrong = []
        self._client = landfall.Client(address)
        self._ids = set()
        self._cursor = ""
        while not self._cursor:  # the log has not caught up with the changes
            self._list()

    def _list(self):
        page = self._page("")
        self._cursor = page.cursor
        self.standing = {record.record.id for record in page.records}
        while page.next_page_token:
            page = self._page(page.next_page_token)
            self.standing.update(record.record.id for record in page.records)

    def _page(self, token):
        for _ in range(300):
            try:
                return self._client.card_page(self.card, page_size=1000,
                                              page_token=token)
            except landfall.Unavailable:
                # What was tried while the server was down is tried again after
                # a while only, by all channels to its address.
                time.sleep(0.1)
        raise TimeoutError("the server does not answer")

    def run(self):
        for event in self._client.watch(self.card, cursor=self._cursor):
            if event.event_id in self._ids:
                self.wrong.append(f"{event.event_id} comes twice")
            self._ids.add(event.event_id)
            self.events += 1
            if event.record is None:
                continue
            entered = event.type is landfall.EventType.ENTERED
            if entered == (event.record.id in self.standing):
                self.wrong.append(f"{event.type} {event.record.id}")
            self.standing ^= {event.record.id}


class WatchCrashTest(unittest.TestCase):

    def setUp(self):
        print(f"seed {SEED}, {ROUNDS} rounds", flush=True)
        self.dice = random.Random(SEED)
        self.world = EventWorld(LANDFALLD, LANDFALL)
        self.server = self.world.server
        self.addCleanup(self.server.remove)
        self.world.start()
        self.server.keep_address()

    def replayed(self):
        """Who stands on the cards by the log alone."""
        standing, ids = set(), set()
        for event in self.world.events():
            self.assertNotIn(event["eventId"], ids)
            ids.add(event["eventId"])
            if event["card"] not in CARDS or "record" not in event:
                continue
            line = (event["card"], event["record"]["id"])
            if event["type"] == "ENTERED":
                self.assertNotIn(line, standing, "enters twice")
                standing.add(line)
            else:
                self.assertIn(line, standing, "leaves twice")
                self.assertEqual(event["because"], "LANDED")
                standing.remove(line)
        return standing

    def listed(self):
        return {(card, row["record"]["id"]) for card in CARDS
                for row in self.server.ask("list", card)["value"]}

    def assert_watchers_know(self, watchers):
        """Each of them ends with what its card lists."""
        for watcher in watchers:
            wanted = {record for card, record in self.listed()
                      if card == watcher.card}
            for _ in range(300):
                if watcher.standing == wanted:
                    break
                time.sleep(0.1)
            self.assertEqual(watcher.standing, wanted)
            self.assertEqual(watcher.wrong, [])
            self.assertTrue(watcher.is_alive())
        self.assertGreater(watchers[0].events, 0)

    def test_server_killed(self):
        # Before the first event there were probes at most.
        unseen = self.listed() - self.replayed()
        self.assertLess(len(unseen), 2 * len(PROBES))
        landed, watchers, rounds = set(), [], 0
        until = time.monotonic() + SECONDS
        while rounds < ROUNDS and time.monotonic() < until:
            moment = self.dice.uniform(0, 0.4)
            with self.subTest(seed=SEED, round=rounds, moment=moment):
                if rounds % ROUNDS_PER_WATCHER == 0:
                    watchers.append(Watcher(
                        self.server.address,
                        CARDS[len(watchers) % len(CARDS)]))
                    watchers[-1].start()
                self.world.push_orders(self.dice.sample(CUSTOMERS, 40))
                lands = self.dice.sample(sorted(set(CUSTOMERS) - landed), 2)
                landed.update(lands)
                self.world.land(lands)
                time.sleep(moment)
                self.server.kill()
                self.server.start()
            rounds += 1
        for _ in range(300):
            if self.replayed() | unseen == self.listed():
                break
            time.sleep(0.1)
        self.assertEqual(self.replayed() | unseen, self.listed())
        self.assert_watchers_know(watchers)
        print(f"{rounds} rounds, {len(watchers)} watchers", flush=True)
        everything = self.world.events()
        self.assertGreater(len(everything), 2 * rounds)
        middle = everything[len(everything) // 2]
        rest = self.world.events("--cursor", middle["cursor"])
        self.assertEqual(rest, everything[len(everything) // 2 + 1:])
        print(f"{len(everything)} events", flush=True)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
