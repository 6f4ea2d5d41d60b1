"""More work than the server can do, and a stop in the middle of it.

    overload_test.py LANDFALLD LANDFALL
"""

import json
import signal
import sys
import threading
import time
import unittest

sys.dont_write_bytecode = True

from probed_server import (ProbedServer, TESTS,  # noqa: E402
                           raise_descriptor_limit)
from raw_http import Connection, get  # noqa: E402

sys.path.insert(0, str(TESTS.parent / "client" / "python" / "src"))
import landfall  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

# 1,024 wait and some run; what comes beyond them is refused.
CROWD = 1800
CHECKS = 1000


def heavy_request():
    """A batch that keeps a reader busy: there are many addresses like these."""
    checks = [{"customer": {"emails": [f"person{i}@contoso.com"]},
               "shipToCountry": "US"} for i in range(CHECKS)]
    body = json.dumps({"checks": checks}).encode("ascii")
    return (b"POST /v1/batch-check HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            % len(body)) + body


class OverloadTest(unittest.TestCase):

    def setUp(self):
        self.server = ProbedServer(LANDFALLD, LANDFALL)
        self.addCleanup(self.server.kill)
        self.server.import_all()
        self.http = self.server.http
        self.heavy = heavy_request()

    def test_refuses_what_it_cannot_do(self):
        if raise_descriptor_limit(CROWD + 200) < CROWD + 200:
            self.skipTest("needs 2,000 open files")
        connections = [Connection(self.http, timeout=120)
                       for _ in range(CROWD)]
        sent = threading.Event()
        probes = []

        def probe():
            while not sent.is_set() or len(probes) < 10:
                start = time.monotonic()
                probes.append((get(self.http, "/healthz").status,
                               get(self.http, "/readyz").status,
                               time.monotonic() - start))
                time.sleep(0.1)

        watcher = threading.Thread(target=probe)
        watcher.start()
        try:
            for connection in connections:
                self.assertTrue(connection.send(self.heavy))
            answers = [connection.answer() for connection in connections]
        finally:
            sent.set()
            watcher.join()
            for connection in connections:
                connection.socket.close()
        by_status = {}
        for answer in answers:
            self.assertIsNotNone(answer)
            by_status.setdefault(answer.status, []).append(answer)
        print({status: len(some) for status, some in by_status.items()},
              "slowest probe: %.3f s" % max(probe[2] for probe in probes),
              file=sys.stderr)
        # 504: waited for 10 s and was not begun.
        self.assertLessEqual(set(by_status), {200, 429, 504})
        self.assertGreater(len(by_status[200]), 0)
        for answer in by_status[200]:
            self.assertEqual(len(answer.json()["results"]), CHECKS)
        for answer in by_status[429]:
            self.assertEqual(answer.error["reason"], "OVERLOADED")
            self.assertGreaterEqual(int(answer.headers["retry-after"]), 1)
        for answer in by_status.get(504, ()):
            self.assertEqual(answer.error["reason"], "DEADLINE_PASSED")
        self.assertEqual({probe[:2] for probe in probes}, {(200, 200)})
        self.assertLess(max(probe[2] for probe in probes), 5)
        # And then all is as before.
        with Connection(self.http) as connection:
            connection.send(self.heavy)
            self.assertEqual(connection.answer().status, 200)

    def readiness_until_gone(self, seen):
        """Notes what /readyz says until nobody answers any more."""
        while True:
            try:
                answer = get(self.http, "/readyz", timeout=20)
            except OSError:
                answer = None
            if answer is None:
                seen.append(None)
                return
            seen.append(answer.status)
            time.sleep(0.01)

    def test_stop_finishes_what_was_accepted(self):
        # Few enough for none of them to wait for 10 s, which would be 504.
        http_calls = [Connection(self.http, timeout=60) for _ in range(12)]
        for connection in http_calls:
            self.addCleanup(connection.socket.close)
        client = landfall.Client(self.server.grpc, timeout=60,
                                 retry=landfall.Retry(attempts=1))
        self.addCleanup(client.close)
        # So that it is connected when the work begins.
        client.check("b2b/customer/201")
        questions = [landfall.Customer(emails=[f"person{i}@contoso.com"])
                     for i in range(CHECKS)]
        grpc_results = []

        def ask():
            grpc_results.append(len(client.check_batch(questions)))

        threads = [threading.Thread(target=ask) for _ in range(4)]
        seen = []
        threads.append(threading.Thread(target=self.readiness_until_gone,
                                        args=(seen,)))
        for connection in http_calls:
            self.assertTrue(connection.send(self.heavy))
        for thread in threads:
            thread.start()
        # The first answer shows that the others are on their way.
        self.assertEqual(http_calls[0].answer().status, 200)
        self.server.process.send_signal(signal.SIGTERM)
        answers = [connection.answer() for connection in http_calls[1:]]
        for thread in threads:
            thread.join(timeout=60)
        self.assertEqual(self.server.process.wait(timeout=60), 0)
        self.assertEqual([answer and answer.status for answer in answers],
                         [200] * 11)
        for answer in answers:
            self.assertEqual(len(answer.json()["results"]), CHECKS)
        self.assertEqual(grpc_results, [CHECKS] * 4)
        # Not ready comes before refusing.
        self.assertEqual(seen[0], 200)
        self.assertIn(503, seen)
        self.assertIsNone(seen[-1])
        first_503 = seen.index(503)
        self.assertEqual(set(seen[first_503:-1]), {503})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[5:], verbosity=2)
