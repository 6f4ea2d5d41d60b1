"""Mistakes that a server could make in its answers, by point of the checklist.

Each is (point, what, scene that must notice, operation, how to spoil).
"""

import json
import re

import scenes
from flow import Answer


def text(change):
    """Spoils the body as text."""
    return lambda answer: Answer(answer.status, answer.headers.items(),
                                 change(answer.text))


def body(change):
    """Spoils the body as a value."""
    def spoil(answer):
        value = answer.body
        change(value)
        return Answer(answer.status, answer.headers.items(), json.dumps(value))
    return spoil


def replaced(pattern, by):
    return text(lambda old: re.sub(pattern, by, old))


def _first_again(value):
    value["value"] = value["value"][:1] * len(value["value"])


def _same_link(value):
    value.setdefault("nextLink", scenes.PUBLIC_URL
                     + f"/v1/cards/{scenes.CARD}/records?asOf={scenes.AS_OF}"
                     "&pageSize=5")


def _same_cursor():
    first = []

    def change(value):
        first.append(value["nextCursor"])
        value["nextCursor"] = first[0]
    return body(change)


CHECK, CARD, PAGE, POLL = ("CheckCustomerRecord", "GetCard", "ListCardRecords",
                           "WhenEventsHappen")

ALL = [
    (28, "a row twice on a page", scenes.paging, PAGE, body(_first_again)),
    (28, "a relative next link", scenes.paging, PAGE,
     replaced(r'"nextLink":"https://[^/]+', '"nextLink":"')),
    (28, "a next link to another host", scenes.paging, PAGE,
     replaced(r'"nextLink":"https://[^/]+', '"nextLink":"http://127.0.0.1')),
    (28, "no next link", scenes.paging, PAGE,
     body(lambda value: value.pop("nextLink", None))),
    (28, "pages without an end", scenes.paging, PAGE, body(_same_link)),
    (28, "another total", scenes.paging, PAGE,
     body(lambda value: value.update(totalCount=18))),
    (35, "a cursor that stands still", scenes.polling, POLL, _same_cursor()),
    (35, "oldest first", scenes.polling, POLL,
     body(lambda value: value["value"].reverse())),
    (35, "an event again and again", scenes.polling, POLL,
     body(lambda value: value.update(value=value["value"] * 2))),
    (43, "a count in quotes", scenes.cards, CARD,
     replaced(r'"count":(\d+)', r'"count":"\1"')),
    (43, "a truth value in quotes", scenes.checks, CHECK,
     replaced(r'"promoted":(true|false)', r'"promoted":"\1"')),
    (43, "a field that nobody knows", scenes.checks, CHECK,
     body(lambda value: value.update(score=1))),
    (43, "a field that is missing", scenes.checks, CHECK,
     body(lambda value: value.pop("explanation"))),
    (43, "null for a text", scenes.checks, CHECK,
     body(lambda value: value.update(explanation=None))),
    (43, "one value for a list", scenes.checks, CHECK,
     body(lambda value: value.update(reasons=value["reasons"][0]))),
    (43, "an amount as text", scenes.checks, CHECK,
     body(lambda value: value["blockedValue"].update(amount="18400"))),
    (43, "half a count", scenes.cards, CARD,
     body(lambda value: value.update(count=16.5))),
    (45, "a time without Z", scenes.cards, CARD,
     replaced(r'("asOf":"[^"]+)Z"', r'\1"')),
    (45, "a time with an offset", scenes.cards, CARD,
     replaced(r'("asOf":"[^"]+)Z"', r'\1+00:00"')),
    (45, "a number beyond 53 bits", scenes.pushing, "PushRecords",
     replaced(r'"read":\d+', '"read":9007199254740993')),
    (45, "an error without a message", scenes.mistakes, CARD,
     body(lambda value: value["error"].update(message=""))),
    (45, "another status", scenes.checks, CHECK,
     lambda answer: Answer(202, answer.headers.items(), answer.text)),
]
