"""A request as a double sees it, and its answer."""

import dataclasses
import json
import urllib.parse


@dataclasses.dataclass
class Request:
    method: str
    path: str            # percent-decoded
    query_string: str    # as sent
    headers: dict        # names in lower case
    body: bytes
    origin: str          # "http://127.0.0.1:PORT"
    number: int = 0

    def __post_init__(self):
        self.pairs = urllib.parse.parse_qsl(self.query_string,
                                            keep_blank_values=True)
        self.query = dict(self.pairs)

    def header(self, name, default=""):
        return self.headers.get(name.lower(), default)

    def json(self):
        """The body as JSON; ValueError if it is none."""
        return json.loads(self.body.decode("utf-8"))

    def form(self):
        return dict(urllib.parse.parse_qsl(self.body.decode("utf-8"),
                                           keep_blank_values=True))

    def bearer(self):
        scheme, _, token = self.header("Authorization").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else None


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict = dataclasses.field(default_factory=dict)
    body: bytes = b""
    rows: int = 0                # for the counters
    # How the body is spoilt on the way out: None, "drop", "hang", "truncate"
    # or "stall"; `seconds` says for how long.
    spoilt: str | None = None
    seconds: float = 0.0
    chunked: bool = False
    # Whoever gets this answer has to wait so many seconds.
    hold: float | None = None


def json_answer(value, status=200, headers=None, rows=0,
                content_type="application/json; charset=utf-8"):
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Answer(status, {"Content-Type": content_type, **(headers or {})},
                  body.encode("utf-8"), rows)


def text_answer(text, status=200, content_type="text/plain; charset=utf-8",
                headers=None):
    return Answer(status, {"Content-Type": content_type, **(headers or {})},
                  text.encode("utf-8"))


HTML_ERROR = """<!DOCTYPE html>
<html><head><title>{status} {reason}</title></head>
<body><center><h1>{status} {reason}</h1></center><hr></body></html>
"""


def html_answer(status, reason="Bad Gateway"):
    """What a gateway in front of the system says."""
    return text_answer(HTML_ERROR.format(status=status, reason=reason), status,
                       "text/html; charset=utf-8")
