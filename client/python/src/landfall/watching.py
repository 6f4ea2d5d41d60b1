"""A stream of events that goes on over lost connections."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from typing import cast

import grpc

from landfall import convert, errors
from landfall._generated import card_service_pb2
from landfall._generated.results import Event
from landfall.connection import Connection

_METHOD = "CardService/WatchCard"
# What stays wrong however often it is asked for.
_FINAL = {"INVALID_ARGUMENT", "NOT_FOUND", "OUT_OF_RANGE", "UNAUTHENTICATED",
          "PERMISSION_DENIED", "FAILED_PRECONDITION", "UNIMPLEMENTED",
          "DATA_LOSS"}


@dataclasses.dataclass(frozen=True)
class Checkpoint:
    """Every event before the cursor was given, or filtered out."""

    cursor: str
    at: datetime.datetime
    """The time of the server."""


def watch(connection: Connection,
          request: card_service_pb2.WatchCardRequest
          ) -> Iterator[Event | Checkpoint]:
    """Every event once. What was yielded counts as seen when more is wanted.

    Raises LandfallError when going on makes no sense, and when a server that
    has never answered cannot be reached after the attempts of the connection's
    Retry. Afterwards it tries again for ever.
    """
    attempt = 1
    heard = False
    while True:
        call = connection.stream(
            _METHOD, request, card_service_pb2.WatchCardResponse)
        try:
            for message in call:
                heard = True
                attempt = 1
                if message.HasField("event"):
                    yield convert.read(Event, message.event)
                    request.cursor = message.event.cursor
                else:
                    yield convert.read(Checkpoint, message.checkpoint)
                    request.cursor = message.checkpoint.cursor
        except grpc.RpcError as failure:
            error = errors.from_call(cast(grpc.Call, failure))
            if error.code in _FINAL or (
                    not heard and attempt >= connection.attempts):
                raise error from None
            connection.pause(error, attempt, float("inf"))
            attempt += 1
        finally:
            call.cancel()
