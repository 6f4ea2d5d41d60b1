"""Random worlds: pulled through faults and kill -9, and imported.

    sync_random_test.py LANDFALLD LANDFALL

Customers change while they are read, faults strike at random, the server is
killed in the middle; then a quiet run. It must say of every customer and on
every card what a server says that imported the same rows.

LANDFALL_SYNC_WORLDS is how many worlds there are, LANDFALL_SYNC_SEED the seed of
the first one; each prints its own.
"""

import concurrent.futures
import os
import random
import sys
import time
import unittest

sys.dont_write_bytecode = True

import sync_answers  # noqa: E402
from sync_world import World  # noqa: E402
from synced_server import SyncedServer, imported  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]
WORLDS = int(os.environ.get("LANDFALL_SYNC_WORLDS", "2"))
FIRST_SEED = int(os.environ.get("LANDFALL_SYNC_SEED", "1"))
ROUNDS, CHANGES = 3, 6
AT_ONCE = 4
# Without Retry-After: who is killed cannot remember how long to wait.
FAULTS = (
    {"kind": "throttle", "form": "none"}, {"kind": "status", "status": 503},
    {"kind": "html", "status": 502}, {"kind": "text"}, {"kind": "drop"},
    {"kind": "truncate"}, {"kind": "cut"}, {"kind": "repeat_page"},
    {"kind": "empty_page"}, {"kind": "expire_tokens"},
    {"kind": "expire_delta"}, {"kind": "delay", "seconds": 0.3})
SHARE = 0.02
ROWS = "(accounts|CustomersV3|customers)$"


def plan(world, dice):
    """Faults for every double, and changes between two pages."""
    for name, double in world.doubles.items():
        double.apply({"do": "clear_faults"})
        for fault in FAULTS:
            if fault["kind"] == "expire_delta" and name != "crm":
                continue   # the others have no such tokens
            double.apply({"do": "fault", "times": -1, "share": SHARE,
                          "seed": dice.randrange(1 << 30), **fault})
        for _ in range(2):
            world.plan(name, dice.randint(0, 9), ROWS)
        double.apply({"do": "skew", "seconds": dice.choice((-60, 0, 60))})


def run_world(seed):
    dice = random.Random(seed)
    world = World(seed, customers=40)
    server = SyncedServer(LANDFALLD, LANDFALL, world, every="1s")
    try:
        for _ in range(ROUNDS):
            plan(world, dice)
            server.start()
            for _ in range(CHANGES):
                world.change()
            time.sleep(dice.uniform(0.2, 1.5))
            server.kill()
        for double in world.doubles.values():
            double.apply({"do": "clear_faults"})
        server.start()
        server.sync_until_it_succeeds("--full", "--accept-gone")
        found = sync_answers.differences(
            server.everything(), imported(LANDFALLD, LANDFALL, world))
        broken = {name: rules for name, double in world.doubles.items()
                  if (rules := double.apply({"do": "counters"})["violations"])}
    finally:
        server.remove()
        world.close()
    if found or broken:
        raise AssertionError("\n".join([f"seed {seed}", *found, str(broken)]))


class RandomWorldsTest(unittest.TestCase):

    def test_worlds(self):
        seeds = range(FIRST_SEED, FIRST_SEED + WORLDS)
        print(f"seeds {seeds[0]} to {seeds[-1]}")
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            worlds = {seed: pool.submit(run_world, seed) for seed in seeds}
        for seed, world in worlds.items():
            with self.subTest(seed=seed):
                world.result()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
