"""One channel to a server: TLS, API key, deadlines, trying again."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import random
import re
import time
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar, cast

import grpc
from google.protobuf.message import Message

from landfall import errors

DEFAULT_SERVER = "127.0.0.1:7450"
# A batch of 1,000 full answers is larger than gRPC's own limit of 4 MiB.
_MAX_ANSWER_BYTES = 64 * 1024 * 1024
_PACKAGE = "/landfall.v1."

Answer = TypeVar("Answer", bound=Message)
Read = TypeVar("Read", bound=Message, covariant=True)


@dataclasses.dataclass(frozen=True)
class Tls:
    """PEM files for a connection with TLS."""

    ca: str | os.PathLike[str] | None = None
    """Certificates to trust. None: those that gRPC brings."""
    cert: str | os.PathLike[str] | None = None
    """Our own certificate, for a server that asks for one; with `key`."""
    key: str | os.PathLike[str] | None = None
    """The private key of `cert`."""


@dataclasses.dataclass(frozen=True)
class Retry:
    """How often and how soon a call is repeated.

    Repeated are calls that change nothing when they are made twice, after the
    server was not reachable, was stopping, or refused for load or rate. The
    wait is random, up to `first_wait` and then up to twice as long each time,
    and never shorter than what the server asks for. All attempts together take
    no longer than the timeout of the call.
    """

    attempts: int = 4
    """At least 1, which means never to repeat."""
    first_wait: float = 0.1
    """Seconds."""
    longest_wait: float = 5.0
    """Seconds."""


class Connection:
    """Thread-safe. `clock`, `sleep` and `chance` are there for tests."""

    def __init__(self, server: str | None = None, *,
                 api_key: str | None = None, tls: bool | Tls | None = None,
                 insecure: bool | None = None,
                 timeout: float = 30.0, retry: Retry = Retry(),
                 clock: Callable[[], float] = time.monotonic,
                 sleep: Callable[[float], None] = time.sleep,
                 chance: Callable[[], float] = random.random) -> None:
        if timeout <= 0 or retry.attempts < 1:
            raise ValueError("timeout and attempts must be positive")
        server = server or os.environ.get("LANDFALL_SERVER") or DEFAULT_SERVER
        if api_key is None:
            api_key = os.environ.get("LANDFALL_API_KEY", "")
        if tls is None:
            tls = _tls_of_environment()
        if insecure is None:
            insecure = _flag_of_environment("LANDFALL_INSECURE")
        if api_key and tls is False and not insecure and (
                not is_this_machine(server)):
            raise ValueError(
                f"the API key would go to {server} in the clear; connect with "
                "tls=True, or say that the network is safe with insecure=True")
        self._metadata = (
            (("authorization", f"Bearer {api_key}"),) if api_key else ())
        self._timeout = timeout
        self._retry = retry
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._channel = _open(server, tls)

    def close(self) -> None:
        self._channel.close()

    def call(self, method: str, request: Message, answer: type[Answer], *,
             timeout: float | None = None, repeat: bool = True) -> Answer:
        """Calls and waits. `repeat` is False for calls that must not be."""
        return self.start(method, request, answer, timeout=timeout,
                          repeat=repeat).result()

    def start(self, method: str, request: Message, answer: type[Answer], *,
              timeout: float | None = None,
              repeat: bool = True) -> Pending[Answer]:
        """Begins a call; result() waits for it."""
        return Pending(self, _PACKAGE + method, request, answer,
                       self._timeout if timeout is None else timeout,
                       self._retry.attempts if repeat else 1)

    def send(self, path: str, request: Message, answer: type[Answer],
             seconds: float) -> grpc.Future[Answer]:
        stub = self._channel.unary_unary(
            path, request_serializer=_serialize,
            response_deserializer=answer.FromString)
        return stub.future(request, timeout=seconds, metadata=self._metadata)

    def stream(self, method: str, request: Message,
               answer: type[Answer]) -> StreamCall[Answer]:
        """Begins a stream of answers, which has no deadline."""
        stub = self._channel.unary_stream(
            _PACKAGE + method, request_serializer=_serialize,
            response_deserializer=answer.FromString)
        return cast("StreamCall[Answer]",
                    stub(request, metadata=self._metadata))

    @property
    def attempts(self) -> int:
        return self._retry.attempts

    def now(self) -> float:
        return self._clock()

    def pause(self, error: errors.LandfallError, attempt: int,
              seconds_left: float) -> bool:
        """Waits before the next attempt; False when there is no time for it."""
        longest = min(self._retry.first_wait * 2**min(attempt - 1, 30),
                      self._retry.longest_wait)
        wait = max(longest * self._chance(), error.retry_after or 0.0)
        if wait >= seconds_left:
            return False
        self._sleep(wait)
        return True


class StreamCall(Protocol[Read]):
    """Answers that come one after the other."""

    def __iter__(self) -> Iterator[Read]: ...

    def cancel(self) -> object: ...


class Pending(Generic[Answer]):
    """A call under way. Not thread-safe."""

    def __init__(self, connection: Connection, path: str, request: Message,
                 answer: type[Answer], timeout: float, attempts: int) -> None:
        self._connection = connection
        self._path = path
        self._request = request
        self._answer = answer
        self._attempts = attempts
        self._deadline = connection.now() + timeout
        self._call = connection.send(path, request, answer, timeout)

    def result(self) -> Answer:
        """Raises LandfallError. Tries again as the connection's Retry says."""
        attempt = 1
        while True:
            try:
                return self._call.result()
            except grpc.RpcError as failure:
                error = errors.from_call(cast(grpc.Call, failure))
            left = self._deadline - self._connection.now()
            if (attempt >= self._attempts or not errors.is_passing(error)
                    or not self._connection.pause(error, attempt, left)):
                raise error
            attempt += 1
            left = self._deadline - self._connection.now()
            self._call = self._connection.send(self._path, self._request,
                                               self._answer, max(left, 0.001))

    def cancel(self) -> None:
        self._call.cancel()


def is_this_machine(server: str) -> bool:
    """Whether what is sent to a server, as gRPC names it, stays here.

    A name other than localhost is taken to be elsewhere; nothing is looked up.
    """
    if server.startswith(("unix:", "unix-abstract:")):
        return True
    for scheme in "dns:", "ipv4:", "ipv6:":
        if server.startswith(scheme):
            server = server[len(scheme):]
            break
    if server.startswith("//"):  # dns://resolver/host:port
        _, slash, server = server[2:].partition("/")
        if not slash:
            return False
    return all(_is_loopback(_host_of(each)) for each in server.split(","))


def _host_of(address: str) -> str:
    if address.startswith("["):
        return address[1:].partition("]")[0]
    # More than one colon, and no brackets: an IPv6 address without a port.
    return address if address.count(":") > 1 else address.partition(":")[0]


def _is_loopback(host: str) -> bool:
    return (host == "::1" or host.lower() == "localhost"
            or re.fullmatch(r"127\.[0-9.]*", host) is not None)


def _flag_of_environment(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value in ("1", "true", "yes"):
        return True
    if value in ("", "0", "false", "no"):
        return False
    raise ValueError(f"{name}: one of 1, true, yes, 0, false, no")


def _tls_of_environment() -> bool | Tls:
    files = Tls(*(os.environ.get(name) or None for name in (
        "LANDFALL_TLS_CA", "LANDFALL_TLS_CERT", "LANDFALL_TLS_KEY")))
    if files.ca is None and files.cert is None:
        return _flag_of_environment("LANDFALL_TLS")
    return files


def _serialize(request: Message) -> bytes:
    return request.SerializeToString()


def _read(file: str | os.PathLike[str] | None) -> bytes | None:
    return None if file is None else pathlib.Path(file).read_bytes()


def _open(server: str, tls: bool | Tls) -> grpc.Channel:
    # Repeating is done here; gRPC's own would multiply it.
    options = [("grpc.enable_retries", 0),
               # A stream notices that the server's machine has gone. More
               # often, and the server would take it for an attack.
               ("grpc.keepalive_time_ms", 70000),
               ("grpc.max_receive_message_length", _MAX_ANSWER_BYTES)]
    if tls is False:
        return grpc.insecure_channel(server, options)
    files = Tls() if tls is True else tls
    if (files.cert is None) != (files.key is None):
        raise ValueError("a certificate needs its key, and a key its "
                         "certificate")
    credentials = grpc.ssl_channel_credentials(
        _read(files.ca), _read(files.key), _read(files.cert))
    return grpc.secure_channel(server, credentials, options)
