"""The calls of Landfall as methods."""

from __future__ import annotations

import collections
import dataclasses
import itertools
import types
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, overload

from landfall import convert, queries, upsert, watching
from landfall._generated import answer_pb2
from landfall._generated import card_pb2
from landfall._generated import card_service_pb2
from landfall._generated import promotion_service_pb2
from landfall._generated import record_service_pb2
from landfall._generated import source_service_pb2
from landfall._generated import subscription_service_pb2
from landfall._generated.enums import (
    CheckView, EventCause, EventType, KeyKind, ReasonCode)
from landfall._generated.results import (
    Card, CardHistory, CardRecord, Check, CheckError, Event, Explanation,
    LegalEntity, Source, Subscribed, Subscription)
from landfall.connection import Connection, Pending, Retry, Tls
from landfall.queries import CheckQuery, Subject
from landfall.record_ref import RecordRef
from landfall.watching import Checkpoint

MAX_CHECKS = 1000
# Batches under way at once while check_many() is read.
_BATCHES_AHEAD = 2

_Batch = Pending[promotion_service_pb2.BatchCheckPromotionResponse]


@dataclasses.dataclass(frozen=True)
class CardPage:
    """A page of what a card counts."""

    records: tuple[CardRecord, ...]
    total_count: int
    """Records on all pages."""
    next_page_token: str
    """Empty on the last page."""
    cursor: str = ""
    """watch() from here goes on where the list stands; empty: ask again."""


@dataclasses.dataclass(frozen=True)
class EventPage:
    """A page of the log of events."""

    events: tuple[Event, ...]
    next_cursor: str
    """Where the next page begins; never empty."""
    more: bool
    """There may be more events now."""


class Client:
    """Asks one server. Thread-safe; close it, or use it in a `with`.

    server: "host:port"; else LANDFALL_SERVER, else 127.0.0.1:7450.
    api_key: else LANDFALL_API_KEY, else none.
    tls: True, or a Tls with files; False encrypts nothing. Else LANDFALL_TLS,
        LANDFALL_TLS_CA, LANDFALL_TLS_CERT and LANDFALL_TLS_KEY, else False.
    insecure: True lets a key go to another machine without TLS, which is a
        ValueError otherwise. Else LANDFALL_INSECURE, else False.
    timeout: seconds that a call may take, repetitions included.
    retry: how calls are repeated.

    Every method raises LandfallError when the call failed, and takes a timeout
    of its own.
    """

    def __init__(self, server: str | None = None, *,
                 api_key: str | None = None, tls: bool | Tls | None = None,
                 insecure: bool | None = None,
                 timeout: float = 30.0, retry: Retry = Retry(),
                 connection: Connection | None = None) -> None:
        self._connection = connection or Connection(
            server, api_key=api_key, tls=tls, insecure=insecure,
            timeout=timeout, retry=retry)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None,
                 error: BaseException | None,
                 trace: types.TracebackType | None) -> None:
        self.close()

    def check(self, subject: Subject, *,
              expected_entities: Sequence[str] = (),
              ship_to_country: str = "", keys: Sequence[KeyKind | str] = (),
              as_of: convert.Time | None = None, window_days: int = 0,
              view: CheckView | str | None = None,
              timeout: float | None = None) -> Check:
        """Has this customer landed?

        subject: a record that Landfall holds ("crm/account/…"), or a Customer
          with the keys that you have. A record that is not held is an answer:
          UNKNOWN with the reason RECORD_NOT_HELD.
        expected_entities: who must hold the customer; else the rules of the
          configuration, for a Customer any legal entity.
        ship_to_country: only with a Customer.
        keys: kinds of keys that may match; else as configured.
        as_of: the time to answer for; else now.
        window_days: how far back orders count, 1 to 366; 0 means 7.
        view: "BASIC" leaves out texts, names and near matches and is several
          times as fast; else "FULL".
        """
        request = queries.to_request(CheckQuery(
            subject, expected_entities, ship_to_country, keys, as_of,
            window_days, view))
        return convert.read(Check, self._connection.call(
            "PromotionService/CheckPromotion", request,
            answer_pb2.CheckPromotionResponse, timeout=timeout))

    def check_batch(self, checks: Sequence[CheckQuery | Subject], *,
                    timeout: float | None = None) -> list[Check | CheckError]:
        """Up to 1,000 checks at one state of the data, answered in order.

        A check that is wrong gets a CheckError in its place.
        """
        if len(checks) > MAX_CHECKS:
            raise ValueError(f"at most {MAX_CHECKS} checks; check_many() takes "
                             "any number")
        return _results(self._start_batch(checks, timeout).result())

    def check_many(
        self, checks: Iterable[CheckQuery | Subject], *,
        batch_size: int = MAX_CHECKS, timeout: float | None = None,
    ) -> Iterator[tuple[CheckQuery | Subject, Check | CheckError]]:
        """Any number of checks, each with its answer, in order.

        `checks` is read as the answers are: little is in memory at a time. They
        are asked in batches, each with the timeout and repeated by itself.
        """
        if not 1 <= batch_size <= MAX_CHECKS:
            raise ValueError(f"batch_size must be 1 to {MAX_CHECKS}")
        waiting: collections.deque[
            tuple[list[CheckQuery | Subject], _Batch]] = collections.deque()
        rest = iter(checks)
        try:
            while True:
                while len(waiting) < _BATCHES_AHEAD:
                    batch = list(itertools.islice(rest, batch_size))
                    if not batch:
                        break
                    waiting.append((batch, self._start_batch(batch, timeout)))
                if not waiting:
                    return
                asked, pending = waiting.popleft()
                yield from zip(asked, _results(pending.result()))
        finally:
            for _, pending in waiting:
                pending.cancel()

    def _start_batch(self, checks: Sequence[CheckQuery | Subject],
                     timeout: float | None) -> _Batch:
        request = promotion_service_pb2.BatchCheckPromotionRequest(checks=[
            queries.to_request(check if isinstance(check, CheckQuery)
                               else CheckQuery(check)) for check in checks])
        return self._connection.start(
            "PromotionService/BatchCheckPromotion", request,
            promotion_service_pb2.BatchCheckPromotionResponse, timeout=timeout)

    def cards(self, *, as_of: convert.Time | None = None,
              timeout: float | None = None) -> list[Card]:
        """Every card with its count and alert."""
        answer = self._connection.call(
            "CardService/ListCards",
            card_service_pb2.ListCardsRequest(as_of=convert.timestamp(as_of)),
            card_service_pb2.ListCardsResponse, timeout=timeout)
        return [convert.read(Card, card) for card in answer.cards]

    def card(self, card: str, *, entity: str = "", source: str = "",
             channel: str = "", keys: Sequence[KeyKind | str] = (),
             as_of: convert.Time | None = None, window_days: int = 0,
             timeout: float | None = None) -> Card:
        """One card, or the part of it that the filters keep.

        entity: customers for whom this legal entity is missing or a candidate.
        source, channel: records of one source, of sources with this label.
        keys, as_of, window_days: else the card's own and now.
        """
        request = card_service_pb2.GetCardRequest(
            card=card, as_of=convert.timestamp(as_of), entity=entity,
            window_days=window_days, source=source, channel=channel,
            keys=queries.key_names(keys))
        return convert.read(Card, self._connection.call(
            "CardService/GetCard", request, card_pb2.Card, timeout=timeout))

    def card_history(self, card: str, *, start: convert.Time | None = None,
                     end: convert.Time | None = None, step: str = "day",
                     entity: str = "", source: str = "", channel: str = "",
                     keys: Sequence[KeyKind | str] = (), window_days: int = 0,
                     timeout: float | None = None) -> CardHistory:
        """One card at several times, and how long landing took.

        start, end: of the span, else 30 days before the end and now. step:
          "hour", "day" or "week"; at most 1,000 points. The rest as in card().
        """
        # "from" is a word of the language.
        span: dict[str, Any] = {"from": convert.timestamp(start),
                                "to": convert.timestamp(end)}
        request = card_service_pb2.GetCardHistoryRequest(
            card=card, step=step, entity=entity, source=source,
            channel=channel, window_days=window_days,
            keys=queries.key_names(keys), **span)
        return convert.read(CardHistory, self._connection.call(
            "CardService/GetCardHistory", request,
            card_service_pb2.GetCardHistoryResponse, timeout=timeout))

    def card_records(self, card: str, *, order_by: str = "", entity: str = "",
                     source: str = "", channel: str = "",
                     reason: ReasonCode | str | None = None,
                     keys: Sequence[KeyKind | str] = (),
                     as_of: convert.Time | None = None, window_days: int = 0,
                     page_size: int = 100, timeout: float | None = None
                     ) -> Iterator[CardRecord]:
        """What the card counts, one by one; pages are read as needed.

        order_by: "blocked_value desc" (the default), "since", "since desc" or
          "name". reason: only records that have it. The rest as in card().
        """
        token = ""
        while True:
            page = self.card_page(
                card, order_by=order_by, entity=entity, source=source,
                channel=channel, reason=reason, keys=keys, as_of=as_of,
                window_days=window_days, page_size=page_size, page_token=token,
                timeout=timeout)
            yield from page.records
            token = page.next_page_token
            if not token:
                return

    def card_page(self, card: str, *, order_by: str = "", entity: str = "",
                  source: str = "", channel: str = "",
                  reason: ReasonCode | str | None = None,
                  keys: Sequence[KeyKind | str] = (),
                  as_of: convert.Time | None = None, window_days: int = 0,
                  page_size: int = 100, page_token: str = "",
                  timeout: float | None = None) -> CardPage:
        """One page, and how many records there are on all of them.

        page_size: 1 to 1,000. page_token: next_page_token of the page before,
        whose other arguments must be the same.
        """
        request = card_service_pb2.ListCardRecordsRequest(
            card=card, page_size=page_size, page_token=page_token,
            order_by=order_by, entity=entity, source=source, channel=channel,
            as_of=convert.timestamp(as_of), window_days=window_days,
            keys=queries.key_names(keys),
            reason=None if reason is None else ReasonCode(reason).value)
        answer = self._connection.call(
            "CardService/ListCardRecords", request,
            card_service_pb2.ListCardRecordsResponse, timeout=timeout)
        return CardPage(
            tuple(convert.read(CardRecord, value) for value in answer.value),
            answer.total_count, answer.next_page_token, answer.cursor)

    def events(self, card: str = "", *, source: str = "",
               type: EventType | str | None = None, cursor: str = "",
               newest_first: bool = False, page_size: int = 100,
               timeout: float | None = None) -> Iterator[Event]:
        """Who entered and who left cards, one by one, up to now.

        card: "" is all, and what happened to sources. cursor: that of an
          event, to go on behind it; else from the oldest that is kept, or with
          newest_first from the newest. source, type: only such events.
        """
        while True:
            page = self.event_page(
                card, source=source, type=type, cursor=cursor,
                newest_first=newest_first, page_size=page_size,
                timeout=timeout)
            yield from page.events
            if not page.more:
                return
            cursor = page.next_cursor

    @overload
    def watch(self, card: str = ..., *, cursor: str = ..., entity: str = ...,
              source: str = ..., channel: str = ...,
              reason: ReasonCode | str | None = ...,
              checkpoints: Literal[False] = ...) -> Iterator[Event]: ...

    @overload
    def watch(self, card: str = ..., *, cursor: str = ..., entity: str = ...,
              source: str = ..., channel: str = ...,
              reason: ReasonCode | str | None = ...,
              checkpoints: Literal[True]) -> Iterator[Event | Checkpoint]: ...

    def watch(self, card: str = "", *, cursor: str = "", entity: str = "",
              source: str = "", channel: str = "",
              reason: ReasonCode | str | None = None,
              checkpoints: bool = False) -> Iterator[Event | Checkpoint]:
        """Who enters and who leaves cards, as it happens, without an end.

        card: "" is all, and what happens to sources. cursor: that of a card, a
          page or an event, to go on behind it; else from now on. entity,
          source, channel, reason: only such events. checkpoints: True also
          yields a Checkpoint at once and every few seconds, whose cursor says
          how far everything was given.

        Goes on by itself after a lost connection, from the last event that you
        have taken, so that none is lost and none comes twice. Raises an error
        with the reason CURSOR_TOO_OLD when events after the cursor are no
        longer kept: list the card again, and watch from the list's cursor.
        Close the generator, or leave its loop, to end the stream.
        """
        request = card_service_pb2.WatchCardRequest(
            card=card, cursor=cursor, entity=entity, source=source,
            channel=channel,
            reason=None if reason is None else ReasonCode(reason).value)
        for message in watching.watch(self._connection, request):
            if checkpoints or isinstance(message, Event):
                yield message

    def event_page(self, card: str = "", *, source: str = "",
                   type: EventType | str | None = None, cursor: str = "",
                   newest_first: bool = False, page_size: int = 100,
                   timeout: float | None = None) -> EventPage:
        """One page of events, and where the next one begins.

        page_size: 1 to 1,000. The rest as in events(). Raises an error with the
        reason CURSOR_TOO_OLD when events after the cursor are no longer kept.
        """
        request = card_service_pb2.ListEventsRequest(
            card=card, cursor=cursor, page_size=page_size,
            newest_first=newest_first, source=source,
            type=None if type is None else EventType(type).value)
        answer = self._connection.call(
            "CardService/ListEvents", request,
            card_service_pb2.ListEventsResponse, timeout=timeout)
        return EventPage(
            tuple(convert.read(Event, value) for value in answer.value),
            answer.next_cursor, answer.more)

    def record(self, record: RecordRef | str, *,
               keys: Sequence[KeyKind | str] = (),
               as_of: convert.Time | None = None, window_days: int = 0,
               timeout: float | None = None) -> Explanation:
        """A held record with all that Landfall says about it.

        Raises NotFound when Landfall does not hold it.
        """
        ref = queries.to_record_ref(record)
        request = record_service_pb2.GetRecordRequest(
            source=ref.source, type=ref.type, id=ref.id,
            as_of=convert.timestamp(as_of), window_days=window_days,
            keys=queries.key_names(keys))
        return convert.read(Explanation, self._connection.call(
            "RecordService/GetRecord", request,
            record_service_pb2.GetRecordResponse, timeout=timeout))

    def upsert(self, source: str, payloads: Iterable[upsert.Payload], *,
               type: str = "", company: str = "", complete: bool = True,
               accept_rejects: bool = False, full: bool = False,
               max_gone_percent: int | None = None,
               chunk_size: int = upsert.MAX_PAYLOADS,
               timeout: float | None = None) -> upsert.UpsertSummary:
        """Stores payloads as the systems hand them out; can be repeated.

        payloads: objects, or their JSON text. They are read as they are sent,
          in chunks of at most `chunk_size` and 4 MiB, each stored durably as a
          whole and each with the timeout.
        type: the record type; else inferred from each payload.
        company: the company that they belong to. Business Central only.
        complete: these are all customers of their legal entities, which then
          count as read. With False they do not, as in a push of changes only.
          Customers that are rejected keep their legal entity from counting as
          read.
        accept_rejects: it counts all the same; nobody is missing for them.
        full: this is everything of its types and legal entities. What is held
          of them and did not come is deleted, unless more than
          max_gone_percent of it would go (LandfallError, nothing is changed)
          or payloads are rejected. A push of several chunks is kept in memory
          and sent twice: the server compares it first, then stores it.

        A payload that cannot be read is in `rejects` of the answer. When a
        chunk fails, LandfallError is raised; what came before is stored, and
        the whole push can be repeated.
        """
        return upsert.push(
            self._connection, payloads, source=source, type=type,
            company=company, complete=complete, chunk_size=chunk_size,
            timeout=timeout, accept_rejects=accept_rejects, full=full,
            max_gone_percent=max_gone_percent)

    def erase(self, record: RecordRef | str, *,
              timeout: float | None = None) -> None:
        """Forgets a record and everything that was derived from it.

        Raises NotFound when Landfall does not hold it. Never repeated: the
        second call would find nothing.
        """
        ref = queries.to_record_ref(record)
        self._connection.call(
            "RecordService/EraseRecord",
            record_service_pb2.EraseRecordRequest(
                source=ref.source, type=ref.type, id=ref.id),
            record_service_pb2.EraseRecordResponse, timeout=timeout,
            repeat=False)

    def sources(self, *, timeout: float | None = None) -> list[Source]:
        """Where the data comes from, and how fresh it is."""
        return [convert.read(Source, source)
                for source in self._list_sources(timeout).sources]

    def legal_entities(self, *, timeout: float | None = None
                       ) -> list[LegalEntity]:
        """What the ids of legal entities in other answers stand for."""
        return [convert.read(LegalEntity, entity)
                for entity in self._list_sources(timeout).legal_entities]

    def subscribe(self, url: str, events: Sequence[EventType | str] = (), *,
                  trigger: str = "", because: EventCause | str | None = None,
                  card: str = "", entity: str = "", source: str = "",
                  channel: str = "", reason: ReasonCode | str | None = None,
                  min_blocked_value: float = 0, min_age_minutes: int = 0,
                  timeout: float | None = None) -> Subscribed:
        """Has events delivered to a URL, for 30 days.

        events: types of events; or trigger: "stuck", "landed", "alert" or
          "source". The others keep only some of them. The same call again
          renews the subscription: the answer then has no secret. Never repeated
          by itself, so that a secret is not lost.
        """
        request = subscription_service_pb2.CreateSubscriptionRequest(
            notification_url=url, trigger=trigger, card=card, entity=entity,
            source=source, channel=channel,
            events=[EventType(event).value for event in events],
            because=None if because is None else EventCause(because).value,
            reason=None if reason is None else ReasonCode(reason).value,
            min_blocked_value=min_blocked_value,
            min_age_minutes=min_age_minutes)
        return convert.read(Subscribed, self._connection.call(
            "SubscriptionService/CreateSubscription", request,
            subscription_service_pb2.CreateSubscriptionResponse,
            timeout=timeout, repeat=False))

    def unsubscribe(self, id: str, *, timeout: float | None = None) -> None:
        """Ends a subscription; it may have ended before."""
        self._connection.call(
            "SubscriptionService/DeleteSubscription",
            subscription_service_pb2.DeleteSubscriptionRequest(id=id),
            subscription_service_pb2.DeleteSubscriptionResponse,
            timeout=timeout)

    def subscriptions(self, *, timeout: float | None = None
                      ) -> list[Subscription]:
        """One's own subscriptions, of an admin all, and how they go."""
        answer = self._connection.call(
            "SubscriptionService/ListSubscriptions",
            subscription_service_pb2.ListSubscriptionsRequest(),
            subscription_service_pb2.ListSubscriptionsResponse,
            timeout=timeout)
        return [convert.read(Subscription, one)
                for one in answer.subscriptions]

    def _list_sources(self, timeout: float | None
                      ) -> source_service_pb2.ListSourcesResponse:
        return self._connection.call(
            "SourceService/ListSources",
            source_service_pb2.ListSourcesRequest(),
            source_service_pb2.ListSourcesResponse, timeout=timeout)


def _results(answer: promotion_service_pb2.BatchCheckPromotionResponse
             ) -> list[Check | CheckError]:
    return [convert.read(Check, result.check)
            if result.HasField("check")
            else convert.read(CheckError, result.error)
            for result in answer.results]
