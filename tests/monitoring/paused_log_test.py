"""A server whose log nobody reads, and what floods leave in the log.

    paused_log_test.py LANDFALLD LANDFALL
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest

import grpc

sys.dont_write_bytecode = True

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "hostile"))

from http2_frames import GRPC, Http2Connection, rapid_reset, request_block  # noqa: E402
from probed_server import ProbedServer, SMALL_CONFIG, new_key, wait_until  # noqa: E402
from raw_http import Connection, get  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]


class PausedLogTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="landfall-paused-")
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        self.key, line = new_key(LANDFALL, "reader")
        self.config = SMALL_CONFIG + f"auth:\n  api_keys:\n    {line}\n"

    def test_a_reader_that_pauses_holds_up_nobody(self):
        (self.home / "landfall.yaml").write_text(self.config, encoding="utf-8")
        process = subprocess.Popen(
            [LANDFALLD, "--config", self.home / "landfall.yaml",
             "--ports-file", self.home / "ports"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait, 30)
        self.addCleanup(process.kill)
        self.assertTrue(wait_until((self.home / "ports").is_file, 60))
        host, port = re.search(r"http (\S+):(\d+)", (
            self.home / "ports").read_text(encoding="ascii")).groups()
        address = (host, int(port))
        # Several times what a pipe takes, in lines of calls that were wrong.
        with Connection(address) as connection:
            for _ in range(30):
                connection.send(
                    (f"GET /v1/cards/nothing HTTP/1.1\r\nHost: localhost\r\n"
                     f"X-Api-Key: {self.key}\r\n\r\n").encode() * 100)
                for _ in range(100):
                    self.assertEqual(connection.answer().status, 404)
        self.assertEqual(get(address, "/healthz", timeout=10).status, 200)
        process.terminate()
        self.assertEqual(process.wait(timeout=20), 0)
        log = process.stderr.read().decode()
        self.assertGreater(log.count("code=NOT_FOUND"), 100)

    def server(self):
        server = ProbedServer(LANDFALLD, LANDFALL, self.config)
        self.addCleanup(server.kill)
        return server

    def check_sums(self, server, count, code):
        """All are in the log, and few of them one by one."""
        def seen():
            log = server.log()
            sums = [int(number) for number in re.findall(
                rf" {code}=(\d+)", log)]
            lines = log.count(f"code={code} ")
            return lines, sum(sums), len(sums)
        self.assertTrue(wait_until(lambda: sum(seen()[:2]) >= count, 30),
                        (seen(), count))
        lines, summed, _ = seen()
        self.assertEqual(lines + summed, count)
        self.assertLess(lines, count / 4)

    def test_anonymous_calls(self):
        server = self.server()
        with Connection(server.http) as connection:
            connection.send(b"GET /v1/cards HTTP/1.1\r\nHost: a\r\n\r\n" * 1000)
            for _ in range(1000):
                self.assertEqual(connection.answer().status, 401)
        self.check_sums(server, 1000, "UNAUTHENTICATED")

    def test_a_known_caller_is_named_beside_a_flood(self):
        """Of those whose role is too low, the log says who it was."""
        server = self.server()
        with Connection(server.http) as connection:
            connection.send(b"GET /v1/cards HTTP/1.1\r\nHost: a\r\n\r\n" * 500
                            + (f"DELETE /v1/sources/crm/account/1 HTTP/1.1\r\n"
                               f"Host: a\r\nX-Api-Key: {self.key}\r\n\r\n"
                               ).encode())
            statuses = [connection.answer().status for _ in range(501)]
        self.assertEqual(statuses, [401] * 500 + [403])
        self.assertTrue(wait_until(lambda: re.search(
            r"reason=ROLE_NOT_ALLOWED .*caller=reader ", server.log()), 10),
            server.log()[-1000:])

    def test_rapid_reset(self):
        server = self.server()
        with Http2Connection(server.grpc_peer) as connection:
            count = rapid_reset(connection, request_block(
                "/landfall.v1.SourceService/ListSources", more=GRPC), 2)
        self.assertGreater(count, 500)
        with grpc.insecure_channel(server.grpc) as channel:
            with self.assertRaises(grpc.RpcError):
                channel.unary_unary("/landfall.v1.SourceService/ListSources")(
                    b"", timeout=60)
        time.sleep(2)
        self.assertLess(server.log().count("method="), 40 * 30)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[5:], verbosity=2)
