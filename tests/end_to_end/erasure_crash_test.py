"""The server killed with -9 in the middle of an erasure.

    erasure_crash_test.py LANDFALLD LANDFALL

LANDFALL_CRASH_ROUNDS (default 10) says how often, LANDFALL_CRASH_SEED repeats
a run. Each round erases one customer of the same store, kills the server at a
random moment, starts it again and asks for the erasure once more: the answer
is that it is done, and then no file holds the customer.
"""

import json
import os
import pathlib
import random
import string
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True

import generated_customers as generated  # noqa: E402
from server_process import ServerProcess  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]
ROUNDS = int(os.environ.get("LANDFALL_CRASH_ROUNDS", "10"))
SEED = int(os.environ.get("LANDFALL_CRASH_SEED",
                          str(time.time_ns() % 1_000_000)))
# Enough for a purge that takes longer than a kill.
CUSTOMERS = 20_000


def name(i):
    """How an address begins: nothing that a compression could put together
    from what else is stored."""
    dice = random.Random(f"{SEED} {i}")
    return "".join(dice.choices(string.ascii_lowercase + string.digits, k=24))


def address(i):
    return f"{name(i)}@shop.contoso.com"


def reference(i):
    return f"shop/customer/{7_000_000_000 + i}"


class ErasureCrashTest(unittest.TestCase):

    def setUp(self):
        print(f"seed {SEED}, {ROUNDS} rounds", flush=True)
        self.server = ServerProcess(LANDFALLD, LANDFALL, generated.CONFIG)
        self.addCleanup(self.server.remove)
        self.server.start()
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as export:
            for i in range(CUSTOMERS):
                for row in generated.shop_rows(i):
                    text = json.dumps(row).replace(generated.email(i),
                                                   address(i))
                    export.write(text + "\n")
            export.flush()
            self.server.ask("import", "--source", "shop", export.name)

    def erase(self, i):
        """"OK", or the text of the error."""
        done = subprocess.run(self.server.command("erase", reference(i), "--yes"),
                              capture_output=True, text=True, check=False,
                              timeout=120)
        return "OK" if done.returncode == 0 else done.stderr

    def files_with(self, i):
        halves = [name(i)[:12].encode(), name(i)[12:].encode()]
        data = self.server.home / "landfall-data"
        return [file.name for file in sorted(pathlib.Path(data).rglob("*"))
                if file.is_file() and self.any_in(halves, file)]

    @staticmethod
    def any_in(texts, file):
        try:
            content = file.read_bytes()
        except FileNotFoundError:  # deleted in between
            return False
        return any(text in content for text in texts)

    def assert_gone(self, i):
        answer = self.erase(i)
        if answer != "OK":
            self.assertIn("does not hold this record", answer)
        self.assertEqual(self.files_with(i), [])
        self.assertIn("does not hold this record", self.erase(i))

    def test_server_killed(self):
        self.assertNotEqual(self.files_with(1), [])
        started = time.monotonic()
        self.assertEqual(self.erase(0), "OK")
        seconds = time.monotonic() - started
        self.assertEqual(self.files_with(0), [])
        # All others are in the lowest files now, which no later write touches.
        dice = random.Random(SEED)
        cut_short = 0
        for i in range(1, ROUNDS + 1):
            moment = dice.uniform(0, seconds)
            with self.subTest(seed=SEED, round=i, moment=moment):
                running = subprocess.Popen(
                    self.server.command("erase", reference(i)),
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(moment)
                self.server.kill()
                running.kill()
                running.wait()
                left = self.files_with(i)
                self.server.start()
                held = subprocess.run(
                    self.server.command("explain", reference(i)),
                    capture_output=True, check=False).returncode == 0
                cut_short += bool(left) and not held
                self.assert_gone(i)
        print(f"{cut_short} erasures were cut short between the change and "
              "the files", flush=True)
        self.assertEqual(self.server.held()["shop/customer"],
                         CUSTOMERS - ROUNDS - 1)
        self.assertEqual(self.server.stop(), 0)

    def test_erasure_is_finished_without_being_asked_again(self):
        """At the next start, in the background."""
        self.assertEqual(self.erase(0), "OK")
        for i in range(1, 50):
            running = subprocess.Popen(
                self.server.command("erase", reference(i)),
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while running.poll() is None and subprocess.run(
                    self.server.command("explain", reference(i)),
                    capture_output=True, check=False).returncode == 0:
                pass
            self.server.kill()
            running.kill()
            running.wait()
            if self.files_with(i):
                break
            self.server.start()
        else:
            self.fail("no erasure was cut short")
        self.server.start()
        deadline = time.monotonic() + 60
        while self.files_with(i) and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual(self.files_with(i), [])
        self.assert_gone(i)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
