"""What faults do to an answer that the system has already given."""

import copy
import json
import urllib.parse

from .clock import http_date
from .messages import Answer

# Where a next link leads that leaves the system.
ELSEWHERE = "http://127.0.0.1:1"


def spoil(fault, request, answer, page_before):
    """The answer to `request` after `fault`; `page_before` is the last good
    one of the same path, or None."""
    settings = fault.settings
    if fault.kind in ("truncate", "stall"):
        # The length promises the whole body; the connection ends before it.
        answer = copy.copy(answer)
        answer.spoilt = fault.kind
        answer.seconds = settings.get("seconds", 30.0)
        return answer
    if fault.kind == "chunked":
        answer = copy.copy(answer)
        answer.chunked = True
        return answer
    if fault.kind == "cut":
        # A body that ends in the middle, with a length that fits it.
        return _with_body(answer, answer.body[:len(answer.body) // 2])
    if fault.kind == "text":
        return Answer(settings.get("status", 200),
                      {"Content-Type": settings.get("type", "text/html")},
                      settings.get("body", "<html>Sign in</html>").encode())
    if fault.kind == "foreign_link":
        elsewhere = settings.get("origin", ELSEWHERE)
        return _with_body(answer, answer.body.replace(
            request.origin.encode(), elsewhere.encode()))
    if fault.kind == "empty_page":
        return _empty_page(request, answer)
    assert fault.kind == "repeat_page", fault.kind
    return page_before or answer


def _empty_page(request, answer):
    """A page of OData without rows, whose next link asks for them again."""
    try:
        body = json.loads(answer.body)
        body["value"] = []
    except (ValueError, TypeError):
        return answer
    body.pop("@odata.deltaLink", None)
    query = f"?{request.query_string}" if request.query_string else ""
    body["@odata.nextLink"] = (request.origin + urllib.parse.quote(
        request.path, safe="/()'=,$") + query)
    return _with_body(answer, json.dumps(body).encode())


def _with_body(answer, body):
    return Answer(answer.status, dict(answer.headers), body, answer.rows)


def retry_after_value(settings, now):
    """(the header's value or None, the seconds that it asks for or None).

    `retry_after` is in seconds, `form` one of seconds, decimal, date, none;
    `raw` is sent as it is.
    """
    if "raw" in settings:
        return settings["raw"], None
    seconds = settings.get("retry_after")
    form = settings.get("form", "seconds" if "retry_after" in settings
                        else "none")
    if form == "none":
        return None, None
    if form == "date":
        return http_date(now + seconds), int(now + seconds) - now
    if form == "decimal":
        return f"{float(seconds)}", float(seconds)
    if form != "seconds":
        raise ValueError(f"unknown form {form!r}; known: seconds, decimal, "
                         "date, none")
    return str(int(seconds)), int(seconds)
