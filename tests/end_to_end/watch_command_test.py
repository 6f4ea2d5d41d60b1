"""Watching cards as a user does: streams, the command, and what ends them.

    watch_command_test.py LANDFALLD LANDFALL
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

import grpc

sys.dont_write_bytecode = True

from event_world import EventWorld  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]
                       / "client" / "python" / "src"))
import landfall  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]
CARD = "ecom-absent"


class WatchTest(unittest.TestCase):

    def setUp(self):
        self.world = EventWorld(LANDFALLD, LANDFALL)
        self.addCleanup(self.world.server.remove)
        self.world.start()
        self.client = landfall.Client(self.world.server.address)
        self.addCleanup(self.client.close)

    def command(self, *words):
        """landfall watch, begun; it is ended with the test."""
        process = subprocess.Popen(
            [LANDFALL, "watch", *words, "--server", self.world.server.address],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def test_python_stream(self):
        messages = self.client.watch(CARD, checkpoints=True)
        first = next(messages)
        self.assertIsInstance(first, landfall.Checkpoint)
        self.world.push_orders([1, 2])
        seen = [next(messages) for _ in range(2)]
        self.assertEqual({event.type for event in seen},
                         {landfall.EventType.ENTERED})
        self.world.land([1])
        left = next(m for m in messages if isinstance(m, landfall.Event))
        self.assertEqual(left.because, landfall.EventCause.LANDED)
        messages.close()
        again = self.client.watch(CARD, cursor=first.cursor)
        self.assertEqual([next(again) for _ in range(3)], seen + [left])
        again.close()

    def test_filters(self):
        start = next(self.client.watch(checkpoints=True)).cursor
        self.world.push_orders(range(20, 40))
        self.world.await_entered(CARD, start, 20)

        def read(**filters):
            names = []
            for message in self.client.watch(CARD, cursor=start,
                                             checkpoints=True, **filters):
                if isinstance(message, landfall.Checkpoint):
                    return names
                if message.record is not None:  # not an alert
                    names.append(message.record.id)

        everybody = set(read())
        self.assertEqual(len(everybody), 20)
        ustr, catr = set(read(entity="USTR")), set(read(entity="CATR"))
        self.assertEqual(ustr | catr, everybody)
        self.assertFalse(ustr & catr)
        self.assertTrue(ustr and catr)
        self.assertEqual(set(read(source="shop")), everybody)
        self.assertEqual(read(source="erp"), [])
        self.assertEqual(set(read(reason="NOT_FOUND")), everybody)
        self.assertEqual(read(reason="PLUGIN_ERROR"), [])

    def test_what_is_wrong(self):
        for wrong, code in (({"card": "ecom-absnt"}, "NOT_FOUND"),
                            ({"cursor": "nobody's"}, "INVALID_ARGUMENT"),
                            ({"entity": "XXXX"}, "INVALID_ARGUMENT")):
            with self.subTest(**wrong):
                with self.assertRaises(landfall.LandfallError) as caught:
                    next(self.client.watch(**wrong))
                self.assertEqual(caught.exception.code, code)
                words = [f"--{name}={value}" if name != "card" else value
                         for name, value in wrong.items()]
                process = self.command(*words)
                self.assertEqual(process.wait(60), 1)

    def test_lines(self):
        start = next(self.client.watch(checkpoints=True)).cursor
        self.world.push_orders([3, 4, 5])
        process = self.command(CARD, "--cursor", start, "--count", "3")
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, err), (0, ""))
        lines = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(len({line["record"]["id"] for line in lines}), 3)
        listed = self.world.server.ask("events", CARD, "--cursor", start)
        self.assertEqual(lines, listed["value"][:3])
        process = self.command(CARD, "--cursor", start, "--count", "3",
                               "--format", "table")
        self.assertEqual(process.communicate(timeout=60)[0].count("\n"), 3)
        process = self.command(CARD, "--cursor", start, "--count", "2",
                               "--format", "csv")
        rows = process.communicate(timeout=60)[0].splitlines()
        self.assertEqual(len(rows), 3)
        self.assertTrue(rows[0].startswith("event_id,cursor,at,type"))

    def test_exec(self):
        start = next(self.client.watch(checkpoints=True)).cursor
        self.world.push_orders([6, 7])
        with tempfile.TemporaryDirectory() as folder:
            told = pathlib.Path(folder) / "told"
            process = self.command(
                CARD, "--cursor", start, "--count", "2", "--exec",
                f'cat >> {told}; echo "$LANDFALL_TYPE $LANDFALL_RECORD" '
                f">> {told}.env")
            self.assertEqual(process.wait(60), 0)
            events = [json.loads(line)
                      for line in told.read_text("utf-8").splitlines()]
            self.assertEqual(
                pathlib.Path(f"{told}.env").read_text("utf-8").splitlines(),
                ["ENTERED shop/customer/" + event["record"]["id"]
                 for event in events])
        self.assertEqual(len(events), 2)

    def test_exec_that_fails(self):
        start = next(self.client.watch(checkpoints=True)).cursor
        self.world.push_orders([8])
        process = self.command(CARD, "--cursor", start, "--exec", "exit 3")
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1)
        self.assertIn("ended with 3", err)
        self.assertIn(f"--cursor {start}", err)

    def test_names_never_reach_a_shell(self):
        start = next(self.client.watch(checkpoints=True)).cursor
        with tempfile.TemporaryDirectory() as folder:
            trap = pathlib.Path(folder) / "trap"
            name = f"$(touch {trap})`touch {trap}`; touch {trap}"
            self.world.push_orders([9], name=name)
            process = self.command(CARD, "--cursor", start, "--count", "1",
                                   "--exec", 'printf %s "$LANDFALL_NAME"')
            out, _ = process.communicate(timeout=60)
            self.assertIn(name, out)
            self.assertFalse(trap.exists())

    def test_interrupt(self):
        start = next(self.client.watch(checkpoints=True)).cursor
        self.world.push_orders([10])
        for how in (signal.SIGINT, signal.SIGTERM):
            process = self.command(CARD, "--cursor", start)
            self.assertIn("ENTERED", process.stdout.readline())
            process.send_signal(how)
            self.assertEqual(process.wait(60), 0)
            self.assertEqual(process.stderr.read(), "")

    def test_server_stops_and_comes_back(self):
        start = next(self.client.watch(checkpoints=True)).cursor
        process = self.command(CARD, "--cursor", start, "--count", "4")
        events = self.client.watch(CARD, cursor=start)
        self.world.push_orders([11])
        first = process.stdout.readline()
        got = [next(events)]
        reader = threading.Thread(
            target=lambda: got.extend(next(events) for _ in range(3)))
        reader.start()
        self.world.server.keep_address()
        # A stream that is open does not hold up the end.
        self.assertEqual(self.world.server.stop(), 0)
        self.world.start()
        self.world.push_orders([12, 13, 14])
        out, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0)
        self.assertIn("the connection is lost", err)
        ids = [json.loads(line)["eventId"]
               for line in [first, *out.splitlines()]]
        self.assertEqual(len(set(ids)), 4)
        reader.join(120)
        self.assertEqual([event.event_id for event in got], ids)

    def test_not_reachable(self):
        process = subprocess.run(
            [LANDFALL, "watch", "--server", "127.0.0.1:1"],
            capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(process.returncode, 4)

    def test_deadline_and_cancel(self):
        with grpc.insecure_channel(self.world.server.address) as channel:
            call = channel.unary_stream(
                "/landfall.v1.CardService/WatchCard")(b"", timeout=1)
            next(call)
            with self.assertRaises(grpc.RpcError):
                for _ in call:
                    pass
            self.assertIs(call.code(), grpc.StatusCode.DEADLINE_EXCEEDED)


if __name__ == "__main__":
    os.environ.pop("LANDFALL_API_KEY", None)
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
