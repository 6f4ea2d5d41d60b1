"""What a self-test of a double needs: a client that hides nothing."""

import http.client
import json
import pathlib
import sys
import unittest
import urllib.parse

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))


class Reply:

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers     # names in lower case
        self.body = body

    def json(self):
        return json.loads(self.body)


def ask(url, method="GET", headers=None, body=None, timeout=20):
    """One request on a connection of its own; errors are raised."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=timeout)
    path = parts.path + ("?" + parts.query if parts.query else "")
    if isinstance(body, (dict, list)):
        body = json.dumps(body)
    try:
        connection.request(method, path.replace(" ", "%20"), body,
                           headers or {})
        answer = connection.getresponse()
        return Reply(answer.status, {name.lower(): value for name, value in
                                     answer.getheaders()}, answer.read())
    finally:
        connection.close()


class DoubleTest(unittest.TestCase):
    """One double for each test; `make()` starts it."""

    maxDiff = None

    def setUp(self):
        self.double = self.make()
        self.addCleanup(self.double.close)
        self.headers = {}

    def make(self):
        raise NotImplementedError

    def do(self, do, **arguments):
        return self.double.apply({"do": do, **arguments})

    def create(self, set_name, **row):
        return self.do("create", set=set_name, row=row)

    def get(self, path, **headers):
        """GET of a path below the double's URL, or of a whole URL."""
        url = path if path.startswith("http") else self.double.url + path
        more = {name.replace("_", "-"): value
                for name, value in headers.items()}
        return ask(url, headers={**self.headers, **more})

    def entra_token(self, scope, **changes):
        """Asks the token endpoint; the reply."""
        access = self.double.access()
        form = {"client_id": access["client_id"],
                "client_secret": access["client_secret"],
                "grant_type": "client_credentials", "scope": scope, **changes}
        return ask(f"{access['authority']}/{access['tenant']}"
                   "/oauth2/v2.0/token", "POST",
                   {"Content-Type": "application/x-www-form-urlencoded"},
                   urllib.parse.urlencode(form))

    def sign_in(self, scope):
        token = self.entra_token(scope).json()["access_token"]
        self.headers["Authorization"] = f"Bearer {token}"

    def violations(self):
        return [violation["rule"] for violation in
                self.double.journal.violations]


class Subscriber:
    """Takes notifications; `answers` are the statuses of the next ones."""

    def __init__(self):
        # Not above: the path of the repository must be known.
        from tests.doubles.core.listener import Listener
        from tests.doubles.core.messages import text_answer
        self.received = []
        self.answers = []
        self.before_answer = None   # is called with the request
        self.shakes_hands = True

        def handle(request):
            token = request.query.get("validationToken")
            if token is not None:
                return text_answer(token if self.shakes_hands else "no")
            self.received.append(request)
            if self.before_answer is not None:
                self.before_answer(request)
            return text_answer("", self.answers.pop(0) if self.answers
                               else 200)
        self._listener = Listener(handle)
        self.url = self._listener.origin + "/notify"

    def close(self):
        self._listener.close()
