"""Any number of payloads -> calls of BatchUpsertRecords that are small enough.

All calls but the last say that more is to come. Only the last one makes the
legal entities count as read, so a push that breaks off never makes customers
that were still to come look absent.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from landfall import convert
from landfall._generated import record_service_pb2 as pb
from landfall._generated.results import Reject
from landfall.connection import Connection

Payload = Mapping[str, Any] | str

MAX_PAYLOADS = 1000
# The server takes 4 MiB; the rest is for what stands around the payloads.
_MAX_BYTES = 4 * 1024 * 1024 - 64 * 1024
_MAX_REJECTS = 1000


@dataclasses.dataclass(frozen=True)
class UpsertSummary:
    """What became of the payloads of a push."""

    read: int
    """Rows: inserted + updated + unchanged + rejected + skipped."""
    inserted: int
    updated: int
    unchanged: int
    rejected: int
    """Rows that could not be read."""
    rejects: tuple[Reject, ...]
    """The first 1,000 of them; `line` counts the payloads from 1."""
    entities: tuple[str, ...]
    """Legal entities whose customers were among the payloads."""
    incomplete_entities: tuple[str, ...] = ()
    """Those that still do not count as read, because rows were rejected."""
    gone: int = 0
    """Records that a full push did not hold, and that were deleted."""
    gone_unsure: bool = False
    """A full push deleted nothing, because rows were rejected."""
    skipped: int = 0
    """Rows that leave nothing to store: deletions of what is not held."""
    parts: int = 0
    """What belongs to a row and is none itself, such as a company's locations."""


def push(connection: Connection, payloads: Iterable[Payload], *, source: str,
         type: str, company: str, complete: bool, chunk_size: int,
         timeout: float | None, accept_rejects: bool = False,
         full: bool = False,
         max_gone_percent: int | None = None) -> UpsertSummary:
    if not 1 <= chunk_size <= MAX_PAYLOADS:
        raise ValueError(f"chunk_size must be 1 to {MAX_PAYLOADS}")
    if full and not complete:
        raise ValueError("a full push is complete")
    options: dict[str, Any] = {"source": source, "type": type,
                               "company": company}
    if accept_rejects:
        options["accept_rejects"] = True
    if full:
        options["full"] = True
        if max_gone_percent is not None:
            options["max_gone_percent"] = max_gone_percent
        # Sent twice when it takes several calls: compared, then stored.
        payloads = list(payloads)
        if sum(1 for _ in _chunks(payloads, chunk_size)) > 1:
            options["push"] = uuid.uuid4().hex
            _send(connection, payloads, options | {"dry_run": True}, complete,
                  chunk_size, timeout)
    return _send(connection, payloads, options, complete, chunk_size, timeout)


def _send(connection: Connection, payloads: Iterable[Payload],
          options: dict[str, Any], complete: bool, chunk_size: int,
          timeout: float | None) -> UpsertSummary:
    sums = {"read": 0, "inserted": 0, "updated": 0, "unchanged": 0,
            "rejected": 0, "skipped": 0, "parts": 0}
    rejects: list[Reject] = []
    entities: list[str] = []
    for chunk, is_last in _with_last(_chunks(payloads, chunk_size)):
        ends = complete and is_last
        if complete and not is_last and "push" not in options:
            # Ties the calls together.
            options = options | {"push": uuid.uuid4().hex}
        answer = connection.call(
            "RecordService/BatchUpsertRecords",
            pb.BatchUpsertRecordsRequest(
                payloads=chunk, complete=ends,
                entities=entities if ends else (), **options),
            pb.BatchUpsertRecordsResponse, timeout=timeout)
        for name in sums:
            sums[name] += getattr(answer, name)
        rejects += [convert.read(Reject, reject) for reject in answer.rejects]
        entities += [e for e in answer.entities if e not in entities]
    return UpsertSummary(**sums, rejects=tuple(rejects[:_MAX_REJECTS]),
                         entities=tuple(entities),
                         incomplete_entities=tuple(answer.incomplete_entities),
                         gone=answer.gone, gone_unsure=answer.gone_unsure)


def _text(payload: Payload) -> str:
    if isinstance(payload, str):
        return payload
    return json.dumps(payload, ensure_ascii=False, allow_nan=False,
                      separators=(",", ":"))


def _chunks(payloads: Iterable[Payload],
            chunk_size: int) -> Iterator[list[pb.Payload]]:
    """At least one chunk: an empty push says that there is nothing."""
    chunk: list[pb.Payload] = []
    size = 0
    for line, payload in zip(itertools.count(1), payloads):
        message = pb.Payload(json=_text(payload), line=line)
        bytes_more = message.ByteSize() + 8
        if chunk and (len(chunk) == chunk_size
                      or size + bytes_more > _MAX_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(message)
        size += bytes_more
    yield chunk


def _with_last(
        chunks: Iterator[list[pb.Payload]]
) -> Iterator[tuple[list[pb.Payload], bool]]:
    previous = next(chunks)
    for chunk in chunks:
        yield previous, False
        previous = chunk
    yield previous, True
