"""The server killed with -9 while it delivers events.

    webhooks_crash_test.py LANDFALLD LANDFALL

LANDFALL_CRASH_ROUNDS (default 25) says how often, LANDFALL_CRASH_SEED repeats
a run. Each round customers enter and leave cards, and the server is killed at a
random moment; now and then the receiver fails. In the end every event of the
log has been delivered, at least once and always the same under one id, and
nothing else has.
"""

import os
import pathlib
import random
import sys
import time
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from receiver import Receiver  # noqa: E402
from watched_server import WatchedServer  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]
ROUNDS = int(os.environ.get("LANDFALL_CRASH_ROUNDS", "25"))
SEED = int(os.environ.get("LANDFALL_CRASH_SEED",
                          str(time.time_ns() % 1_000_000)))
CUSTOMERS = range(max(400, 12 * ROUNDS))
FAILURES = 0.02  # of the receiver


class WebhooksCrashTest(unittest.TestCase):

    def setUp(self):
        print(f"seed {SEED}, {ROUNDS} rounds", flush=True)
        self.dice = random.Random(SEED)
        moods = random.Random(SEED + 1)
        self.receiver = Receiver(
            lambda _: 500 if moods.random() < FAILURES else 200)
        self.addCleanup(self.receiver.close)
        self.server = WatchedServer(LANDFALLD, LANDFALL)
        self.addCleanup(self.server.remove)
        self.server.start()
        self.server.read_ledger()

    def delivered(self):
        """Bodies by id; an id always has the same."""
        bodies = {}
        for delivery in list(self.receiver.deliveries):
            before = bodies.setdefault(delivery.id, delivery.body)
            self.assertEqual(before, delivery.body)
        return bodies

    def test_server_killed(self):
        self.server.subscribe(self.receiver.url(), events=[
            "ENTERED", "LEFT", "ALERT_FIRED", "ALERT_CLEARED"])
        self.server.subscribe(self.receiver.url("/other"), events=["LEFT"])
        landed = set()
        for i in range(ROUNDS):
            moment = self.dice.uniform(0, 0.4)
            with self.subTest(seed=SEED, round=i, moment=moment):
                self.server.enter(self.dice.sample(CUSTOMERS, 30))
                lands = self.dice.sample(sorted(set(CUSTOMERS) - landed), 10)
                landed.update(lands)
                self.server.land(lands)
                time.sleep(moment)
                self.server.kill()
                self.server.start()
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            logged = {event["eventId"] for event in self.server.events()}
            waiting = sum(one["waiting"]
                          for one in self.server.subscriptions())
            if waiting == 0 and logged == set(self.delivered()):
                break
            time.sleep(0.5)
        self.assertEqual(waiting, 0)
        self.assertEqual(logged, set(self.delivered()))
        self.assertGreater(len(logged), 10 * ROUNDS)
        others = {delivery.id for delivery in self.receiver.deliveries
                  if delivery.path == "/other"}
        left = {event["eventId"] for event in self.server.events()
                if event["type"] == "LEFT"}
        self.assertEqual(others, left)
        for one in self.server.subscriptions():
            self.assertEqual(one["setAside"], 0)
            self.assertEqual(one["state"], "ACTIVE")
        print(f"{len(logged)} events, {len(self.receiver.deliveries)} requests",
              flush=True)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
