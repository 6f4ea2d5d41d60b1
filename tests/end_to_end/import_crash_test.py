"""Server or client killed with -9 in the middle of an import.

    import_crash_test.py LANDFALLD LANDFALL

LANDFALL_CRASH_ROUNDS (default 10) says how often, LANDFALL_CRASH_SEED repeats
a run. Each round imports the same files into a new store, kills the server or
the client at a random moment, and looks at what is there then and after the
import was repeated to its end.
"""

import os
import pathlib
import pty
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.dont_write_bytecode = True

import generated_customers as generated  # noqa: E402
from server_process import ServerProcess  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]
ROUNDS = int(os.environ.get("LANDFALL_CRASH_ROUNDS", "10"))
SEED = int(os.environ.get("LANDFALL_CRASH_SEED",
                          str(time.time_ns() % 1_000_000)))

CUSTOMERS = range(3000)
CHUNK = 500  # elements that `landfall import` sends in one atomic batch
SAMPLE = range(0, len(CUSTOMERS), 149)


class RunningImport:
    """A `landfall import` with a terminal for its progress, which shows how
    many rows the server has acknowledged."""

    def __init__(self, words):
        self._reader, writer = pty.openpty()
        self._shown = b""
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL,
                                        stderr=writer)
        os.close(writer)
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self):
        while True:
            try:
                piece = os.read(self._reader, 4096)
            except OSError:  # the other end is closed
                return
            if not piece:
                return
            self._shown += piece

    def kill(self):
        self.process.kill()
        self.process.wait()
        self._thread.join()
        os.close(self._reader)

    def finish(self):
        code = self.process.wait(timeout=600)
        self._thread.join()
        os.close(self._reader)
        return code

    def acknowledged(self):
        counts = re.findall(rb"([0-9][0-9,]*) rows", self._shown)
        return int(counts[-1].replace(b",", b"")) if counts else 0


class ImportCrashTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        print(f"seed {SEED}, {ROUNDS} rounds", flush=True)
        cls.files = pathlib.Path(tempfile.mkdtemp(prefix="landfall-files-"))
        pages = generated.write_ledger_pages(cls.files, CUSTOMERS)
        export = generated.write_shop_export(cls.files / "shop.jsonl",
                                             CUSTOMERS)
        cls.imports = [("erp", "customer", pages), ("shop", None, [export])]
        # What is held once all is well, and how the rows of each import are
        # told apart.
        cls.elements = {"erp": sum(1 for i in CUSTOMERS if generated.ledger(i)),
                        "shop": 2 * len(CUSTOMERS)}
        clean = cls.new_server()
        started = time.monotonic()
        for words in map(cls.import_words, cls.imports):
            clean.ask(*words)
        cls.seconds = time.monotonic() - started
        cls.answers = cls.answers_of(clean)
        cls.held = clean.held()
        if clean.stop() != 0:
            raise RuntimeError("landfalld did not stop cleanly")
        clean.remove()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.files)

    @staticmethod
    def new_server():
        server = ServerProcess(LANDFALLD, LANDFALL, generated.CONFIG)
        server.start()
        return server

    @staticmethod
    def import_words(step):
        source, record_type, files = step
        typed = ["--type", record_type] if record_type else []
        return ["import", "--source", source, *typed, *files]

    @staticmethod
    def answers_of(server):
        """All cards and a sample of checks, without what counts writes."""
        answers = [server.ask("cards", "--as-of", generated.AS_OF),
                   server.ask("list", "ecom-absent", "--as-of",
                              generated.AS_OF)]
        for i in SAMPLE:
            answers.append(server.ask(
                "check", f"shop/customer/{7_000_000_000 + i}", "--as-of",
                generated.AS_OF))
        for card in answers[0]["cards"]:
            del card["revision"]
        for check in answers[2:]:
            del check["revision"]
        return answers

    def test_clean_run_says_what_was_generated(self):
        expected = generated.expected_card(CUSTOMERS)
        card = next(card for card in self.answers[0]["cards"]
                    if card["card"] == "ecom-absent")
        self.assertEqual(card["count"], expected["count"])
        self.assertEqual(card["stages"]["inWindow"], expected["inWindow"])
        self.assertEqual(card["blockedValue"]["amount"], expected["blocked"])
        self.assertEqual(self.held, {"erp/customer": self.elements["erp"],
                                     "shop/customer": len(CUSTOMERS),
                                     "shop/order": len(CUSTOMERS)})

    def test_server_killed(self):
        self.rounds("server", (ROUNDS + 1) // 2)

    def test_client_killed(self):
        self.rounds("client", ROUNDS // 2)

    def rounds(self, victim, count):
        dice = random.Random(f"{SEED} {victim}")
        moments = []
        for number in range(count):
            # `seconds` follows the machine, which may be busier at one time
            # than at another.
            moment = dice.uniform(0, self.seconds)
            with self.subTest(seed=SEED, victim=victim, round=number,
                              moment=moment):
                moments.append(self.one_round(victim, moment))
        print(f"{victim} killed after {moments} acknowledged rows", flush=True)
        # A test that only ever kills before or after the work shows nothing.
        if count >= 3:
            total = sum(self.elements.values())
            self.assertTrue(any(0 < rows < total for rows in moments), moments)

    def one_round(self, victim, moment):
        server = self.new_server()
        try:
            acknowledged = self.import_until(server, victim, moment)
            if victim == "server":
                server.start()
            self.look_at_what_is_there(server, acknowledged)
            self.repeat_import(server)
            self.assertEqual(server.held(), self.held)
            self.assertEqual(self.answers_of(server), self.answers)
            self.assertEqual(server.stop(), 0)
        finally:
            server.remove()
        return sum(acknowledged.values())

    def import_until(self, server, victim, moment):
        """Imports and kills after `moment` seconds; returns acknowledged rows
        by source. The last number is what the client had shown by then."""
        started = time.monotonic()
        deadline = started + moment
        acknowledged = {"erp": 0, "shop": 0}
        for step in self.imports:
            running = RunningImport(server.command(*self.import_words(step)))
            while (running.process.poll() is None
                   and time.monotonic() < deadline):
                time.sleep(0.001)
            if running.process.poll() is None:
                if victim == "server":
                    server.kill()
                running.kill()
                acknowledged[step[0]] = running.acknowledged()
                return acknowledged
            self.assertEqual(running.finish(), 0)
            acknowledged[step[0]] = running.acknowledged()
        # Faster than it was measured: later rounds are to end in the middle.
        type(self).seconds = min(self.seconds, time.monotonic() - started)
        if victim == "server":
            server.kill()
        return acknowledged

    def look_at_what_is_there(self, server, acknowledged):
        held = server.held()
        rows = {"erp": held.get("erp/customer", 0),
                "shop": held.get("shop/customer", 0)
                        + held.get("shop/order", 0)}
        for source, count in rows.items():
            with self.subTest(source=source):
                # A chunk may be stored whose answer never arrived.
                self.assertGreaterEqual(count, acknowledged[source])
                self.assertLessEqual(count, acknowledged[source] + CHUNK)
                whole = count % CHUNK == 0 or count == self.elements[source]
                self.assertTrue(whole, f"{count} rows: half a batch is there")
        # They are the first ones, not just as many.
        if rows["shop"] > 0:
            last = 7_000_000_000 + rows["shop"] // 2 - 1
            server.ask("explain", f"shop/customer/{last}")

    def repeat_import(self, server):
        before = server.held()
        counts = [server.ask(*self.import_words(step))
                  for step in self.imports]
        unchanged = sum(count["unchanged"] for count in counts)
        # The last chunk of a client that was killed may have been stored
        # after we looked.
        self.assertIn(unchanged - sum(before.values()), range(CHUNK + 1))
        self.assertEqual(sum(count["updated"] for count in counts), 0)
        self.assertEqual(sum(count["inserted"] for count in counts)
                         + unchanged, sum(self.held.values()))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
