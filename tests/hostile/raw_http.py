"""HTTP/1.1 over bare sockets: what a client library would never send."""

import json
import re
import select
import socket
import time


class Answer:
    """One response as it stood on the wire."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers  # names in lower case
        self.body = body

    @property
    def error(self):
        """The error of a failed call."""
        return json.loads(self.body)["error"]

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.headers} {self.body[:300]!r}>"


class Connection:
    """A connection that says what it is told to, byte for byte."""

    def __init__(self, address, timeout=30, tls=None):
        """`tls` is an ssl.SSLContext, for a server named localhost."""
        self.socket = socket.create_connection(address, timeout=timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket,
                                          server_hostname="localhost")
        self._buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        """False when the peer does not take it."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True

    def _more(self):
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            data = b""
        self._buffer += data
        return bool(data)

    def answer(self):
        """The next response, or None when the peer closes instead."""
        while True:
            while b"\r\n\r\n" not in self._buffer:
                if not self._more():
                    return None
            head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
            lines = head.decode("latin-1").split("\r\n")
            status = int(re.match(r"HTTP/1\.[01] (\d{3})", lines[0]).group(1))
            if status != 100:
                break
        headers = {name.strip().lower(): value.strip() for name, value in
                   (line.split(":", 1) for line in lines[1:])}
        length = int(headers.get("content-length", 0))
        while len(self._buffer) < length:
            if not self._more():
                break
        body, self._buffer = self._buffer[:length], self._buffer[length:]
        return Answer(status, headers, body)

    def closed_within(self, seconds):
        """Whether the peer ends the connection, saying nothing more."""
        if self._buffer:
            return False
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            ready, _, _ = select.select([self.socket], [], [], 0.2)
            if ready:
                try:
                    return self.socket.recv(1) == b""
                except ConnectionResetError:
                    return True
        return False

    def answers_until_closed(self, seconds):
        """All responses until the peer closes or is silent that long."""
        self.socket.settimeout(seconds)
        answers = []
        try:
            while (answer := self.answer()) is not None:
                answers.append(answer)
        except (socket.timeout, TimeoutError):
            return answers, False
        return answers, True


def request(address, method, path, body=b"", headers=(), timeout=30):
    """A well-formed request on a connection of its own."""
    if isinstance(body, str):
        body = body.encode("utf-8")
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost",
             "Connection: close"]
    names = {name.lower() for name, _ in headers}
    if body and "content-type" not in names:
        lines.append("Content-Type: application/json")
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    lines += [f"{name}: {value}" for name, value in headers]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    with Connection(address, timeout) as connection:
        connection.send(head + body)
        return connection.answer()


def get(address, path, headers=(), timeout=30):
    return request(address, "GET", path, headers=headers, timeout=timeout)


def post(address, path, body, headers=(), timeout=30):
    return request(address, "POST", path, body, headers, timeout)
