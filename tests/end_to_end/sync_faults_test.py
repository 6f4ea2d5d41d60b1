"""Whatever goes wrong while systems are read, the answers end the same.

    sync_faults_test.py LANDFALLD LANDFALL

Every kind of fault strikes Dataverse, Finance & Operations and Business Central
alike, in the first read of everything and again while changes are read. In the
end a server that pulled says of every customer and on every card what one says
that imported the same rows. Before, it may not know; it never takes somebody for
absent who is not.
"""

import concurrent.futures
import sys
import unittest

sys.dont_write_bytecode = True

import sync_answers  # noqa: E402
from sync_world import World, clock  # noqa: E402
from synced_server import SyncedServer, imported  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]
SEED = 20261130
START = clock.wall()
CHANGES = 12
AT_ONCE = 8
# Where rows come from, in all three systems.
ROWS = "(accounts|CustomersV3|customers)$"

# What strikes, by its name. `after`: in the middle of the pages.
FAULTS = {
    "429 with seconds": [{"kind": "throttle", "retry_after": 1}],
    "429 with a decimal": [{"kind": "throttle", "retry_after": 1,
                            "form": "decimal"}],
    "429 with a date": [{"kind": "throttle", "retry_after": 2,
                         "form": "date"}],
    "429 without Retry-After": [{"kind": "throttle", "form": "none"}],
    "429 with nonsense": [{"kind": "throttle", "raw": "soon"}],
    "429 with a time before now": [{"kind": "throttle", "raw": "-1"}],
    "500": [{"kind": "status", "status": 500}],
    "503 with Retry-After": [{"kind": "status", "status": 503,
                              "headers": {"Retry-After": "1"}}],
    "408": [{"kind": "status", "status": 408}],
    "a gateway's page": [{"kind": "html", "status": 502}],
    "a sign-in page": [{"kind": "text"}],
    "a connection that drops": [{"kind": "drop"}],
    "no answer": [{"kind": "hang", "seconds": 1}],
    "half an answer": [{"kind": "stall", "seconds": 1}],
    "a truncated body": [{"kind": "truncate"}],
    "truncated chunks": [{"kind": "chunked"}, {"kind": "truncate"}],
    "a body that is cut": [{"kind": "cut"}],
    "a page that repeats": [{"kind": "repeat_page", "after": 3}],
    "a page without rows": [{"kind": "empty_page"}],
    "a token that ends": [{"kind": "expire_tokens"}],
    "a clock that is slow": [{"do": "skew", "seconds": -90}],
    "a clock that is fast": [{"do": "skew", "seconds": 90}],
    "a delta token that ends": [{"kind": "expire_delta", "after": 0,
                                 "query": "deltatoken"}],
}
# Those of the rows alone; the others strike the token endpoint too.
NOT_OF_TOKENS = ("repeat_page", "empty_page", "expire_tokens", "expire_delta")


class Trial:
    """One kind of fault, one world, one server that pulls it."""

    def __init__(self, clean):
        self._clean = clean
        self.world = World(SEED, START)
        self.server = SyncedServer(LANDFALLD, LANDFALL, self.world)

    def close(self):
        self.server.remove()
        self.world.close()

    def plan(self, faults):
        for double in self.world.doubles.values():
            double.apply({"do": "clear_faults"})
            for fault in faults:
                double.apply({"do": "fault", "path": ROWS, "after": 1,
                              **fault} if "kind" in fault else fault)
                if fault.get("kind", NOT_OF_TOKENS[0]) not in NOT_OF_TOKENS:
                    double.apply({"do": "fault", "path": "token$", **fault})

    def struck(self):
        """What was planned has happened: in all systems, or at least in one
        whose pages are enough, or which has such tokens."""
        hits = {}
        for name, double in self.world.doubles.items():
            for fault in double.apply({"do": "counters"})["faults"]:
                hits.setdefault(fault["kind"], []).append(fault["hits"])
        for kind, counts in hits.items():
            if not (any(counts) if kind in ("repeat_page", "expire_delta")
                    else all(counts)):
                raise AssertionError(f"{kind} did not strike: {counts}")

    def look(self):
        """Unknown is right at any time, absent only if it is so."""
        given = sync_answers.checks(self.server, self.world.upstream())
        for name, answer in given.items():
            if (answer["verdict"] == "NOT_PROMOTED" and
                    self._clean[name]["verdict"] != "NOT_PROMOTED"):
                raise AssertionError(f"{name} is not absent: {answer}")
        shown = sync_answers.ask(self.server, "/v1/cards")["cards"]
        stale = [name for name, source in self.server.sources().items()
                 if source["state"] != "FRESH"]
        card = next(card for card in shown
                    if card["card"] == "dataverse-not-promoted")
        if card["complete"] and {"erp", "bc"} & set(stale):
            raise AssertionError(f"complete without {stale}: {card}")

    def compare(self, answers):
        # Its window looks at when a row was last changed, which is another
        # time in every run.
        found = sync_answers.differences(*(
            {name: answer for name, answer in all_of_them.items()
             if name != "field-drift"}
            for all_of_them in (self.server.everything(), answers)))
        if found:
            raise AssertionError("\n".join(found))

    def no_rule_broken(self):
        for name, double in self.world.doubles.items():
            counters = double.apply({"do": "counters"})
            if counters["violations"]:
                raise AssertionError(f"{name}: {counters['violations']}")

    def nothing_is_read_twice(self):
        """Of what did not change. Finance & Operations has no change times;
        in Business Central the newest row comes once more."""
        for double in self.world.doubles.values():
            double.apply({"do": "clear_faults"})
        # What a fault took away is read again.
        self.server.sync_until_it_succeeds()
        self.no_rule_broken()
        for double in self.world.doubles.values():
            double.apply({"do": "reset_journal"})
        runs = self.server.sync_until_it_succeeds()
        changed = {name: run for name, run in runs.items()
                   if run["inserted"] or run["updated"] or run["deleted"]}
        rows = {name: double.apply({"do": "counters"})["rows"]
                for name, double in self.world.doubles.items()}
        if changed or rows["crm"] or rows["bc"] > 2 + 3:
            raise AssertionError(f"read again: {rows}, {changed}")


def run_kind(faults, before, after):
    trial = Trial(before)
    try:
        trial.plan(faults)
        trial.server.start()
        trial.server.await_first_runs(trial.look)
        trial.server.sync_until_it_succeeds()
        trial.struck()
        trial.compare(before)
        trial.nothing_is_read_twice()
        trial.plan(faults)
        for _ in range(CHANGES):
            trial.world.change()
        trial.server.sync_until_it_succeeds()
        # It tells of deletions only when everything is read.
        trial.server.sync_until_it_succeeds("bc", "--full")
        trial.compare(after)
        trial.no_rule_broken()
    finally:
        trial.close()


def change_between_pages():
    """Updates and deletions, each just before another page is read."""
    world = World(SEED, START)
    server = SyncedServer(LANDFALLD, LANDFALL, world)
    try:
        for name in world.doubles:
            for page in range(1, 5):
                world.plan(name, page, ROWS)
        server.start()
        server.await_first_runs(lambda: None)
        server.sync_until_it_succeeds()
        server.sync_until_it_succeeds("bc", "--full")
        return sync_answers.differences(
            server.everything(), imported(LANDFALLD, LANDFALL, world))
    finally:
        server.remove()
        world.close()


class FaultsTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        world = World(SEED, START)
        cls.addClassCleanup(world.close)
        cls.before = imported(LANDFALLD, LANDFALL, world)
        for _ in range(CHANGES):
            world.change()
        cls.after = imported(LANDFALLD, LANDFALL, world)

    def test_the_world_has_all_kinds_of_customers(self):
        verdicts = {answer["verdict"] for answer in self.before.values()
                    if isinstance(answer, dict)}
        self.assertLessEqual({"PROMOTED", "NOT_PROMOTED"}, verdicts)
        self.assertTrue(sync_answers.differences(self.before, self.after))

    def test_every_fault_ends_in_the_answers_of_a_clean_run(self):
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            runs = {name: pool.submit(run_kind, faults, self.before,
                                      self.after)
                    for name, faults in FAULTS.items()}
        for name, run in runs.items():
            with self.subTest(name):
                run.result()

    def test_rows_that_change_while_they_are_read(self):
        self.assertEqual(change_between_pages(), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
