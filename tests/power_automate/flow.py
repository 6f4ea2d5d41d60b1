"""A caller that knows a server only through the definition of a connector.

It does what the platform does: builds each request from the definition, puts
the host of the connection in the place of that of the definition, and leads
next links through the connection.
"""

import base64
import json
import re
import urllib.error
import urllib.request
from urllib.parse import quote, urlencode, urlsplit

import strict

# What stands in a path for a parameter.
_PLACE = re.compile(r"{([^}]*)}")


class Answer:

    def __init__(self, status, headers, text):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.text = text

    @property
    def body(self):
        return json.loads(self.text) if self.text else None


def fetch(method, url, headers, data=None):
    """One call, whatever its status."""
    request = urllib.request.Request(url, data=data, method=method,
                                     headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as answer:
            return Answer(answer.status, answer.getheaders(),
                          answer.read().decode("utf-8"))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers.items(),
                          error.read().decode("utf-8"))


class Flow:
    """Calls operations by id. `broken(operation id, answer)` may spoil answers,
    to try whether a test would notice."""

    def __init__(self, connector, server_url, key_id, key, broken=None):
        self.connector = connector
        self.url = server_url
        self.called = set()
        self.problems = []
        self._broken = broken or (lambda operation_id, answer: answer)
        if connector.gateway:
            pair = base64.b64encode(f"{key_id}:{key}".encode()).decode()
            self._auth = {"Authorization": f"Basic {pair}"}
        else:
            header = connector.definition["securityDefinitions"]["api_key"]
            self._auth = {header["name"]: key}

    def note(self, where, problem):
        self.problems.append(f"{where}: {problem}")

    def call(self, operation_id, body=None, expected=None, **inputs):
        """The Answer, judged. Inputs that makers do not see come from their
        defaults. `expected` is the status; else that of the success."""
        operation = self.connector.operation(operation_id)
        path, query = operation.path, []
        data = None
        for parameter in self.connector.parameters(operation):
            name = parameter["name"]
            if parameter["in"] == "body":
                data = self._body(parameter["schema"], body or {})
                continue
            value = inputs.pop(name, parameter.get("default"))
            if value is None:
                continue
            text = str(value).lower() if isinstance(value, bool) else str(value)
            if parameter["in"] == "path":
                path = path.replace(f"{{{name}}}", quote(text, safe=""))
            else:
                query.append((name, text))
        if inputs or _PLACE.search(path):
            raise ValueError(f"{operation_id}: {inputs or path}")
        return self.send(operation, path + ("?" + urlencode(query)
                                            if query else ""), data, expected)

    def follow(self, operation_id, link):
        """The page behind a next link, led through the connection."""
        operation = self.connector.operation(operation_id)
        parts = urlsplit(link)
        return self.send(operation, f"{parts.path}?{parts.query}")

    def send(self, operation, target, data=None, expected=None):
        headers = dict(self._auth)
        if data is not None:
            headers["Content-Type"] = "application/json"
        answer = fetch(operation.verb.upper(), self.url + target, headers,
                       data)
        answer = self._broken(operation.id, answer)
        self.called.add(operation.id)
        self._judge(operation, answer, expected)
        return answer

    def _body(self, schema, given):
        """`given` with the internal inputs that have a default."""
        node = self.connector.resolve(schema)
        made = dict(given)
        for name, inner in node.get("properties", {}).items():
            inner = self.connector.resolve(inner)
            if name not in made and "default" in inner:
                made[name] = inner["default"]
        unknown = set(made) - set(node.get("properties", {}))
        if unknown:
            raise ValueError(f"no such inputs: {unknown}")
        return json.dumps(made).encode()

    def _judge(self, operation, answer, expected):
        responses = operation.spec["responses"]
        good = next(status for status in responses if status[0] == "2")
        if answer.status != int(expected or good):
            self.note(operation.id, f"status {answer.status}: {answer.text}")
            return
        response = responses.get(str(answer.status))
        if response is None:
            self.note(operation.id, f"{answer.status} is not described")
            return
        if answer.status >= 400:
            self._judge_error(operation, answer)
            return
        if "schema" in response:
            for problem in strict.problems(self.connector, response["schema"],
                                           answer.body):
                self.note(operation.id, problem)
        elif answer.text:
            self.note(operation.id, "answers something")
        for header in response.get("headers", {}):
            if header.lower() not in answer.headers:
                self.note(operation.id, f"no header {header}")

    def _judge_error(self, operation, answer):
        error = (answer.body or {}).get("error", {})
        if error.get("code") != answer.status or not error.get("message"):
            self.note(operation.id, f"an error without code and message: "
                      f"{answer.text}")
