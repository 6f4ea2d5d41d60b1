"""A landfalld that a double notifies of changes."""

import http.client
import time

from pull_case import PullTest, metrics_of

PATIENCE = 30


class NotifyTest(PullTest):
    """What the server makes of notifications of its one pulled source."""

    def url(self, server):
        return f"http://{server.http}/v1/notify/{self.SOURCE}"

    def post(self, server, body=b"{}", headers=None, path=None):
        """The status of the answer, and its body."""
        connection = http.client.HTTPConnection(server.http, timeout=PATIENCE)
        try:
            connection.request("POST", path or f"/v1/notify/{self.SOURCE}",
                               body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def outcomes(self, server):
        """Those that occurred, and how often."""
        head = f'landfall_notifications_total{{source="{self.SOURCE}",outcome='
        return {name[len(head) + 1:-2]: int(value)
                for name, value in metrics_of(server).items()
                if name.startswith(head) and value}

    def wait_for(self, what, happens):
        deadline = time.monotonic() + PATIENCE
        while not happens():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.02)

    def runs(self, server):
        values = metrics_of(server)
        return values[f'landfall_sync_runs_total{{source="{self.SOURCE}",'
                      'result="succeeded"}']
