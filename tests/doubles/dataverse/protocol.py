"""Names, codes and headers of the Web API."""

import re

from .rows import Annotations

BASE = "/api/data/v9.2"
JSON = "application/json; odata.metadata=minimal; odata.streaming=true"

# name -> (code, message) of the service protection limits.
LIMITS = {
    "requests": ("0x80072322", "Number of requests exceeded the limit of "
                 "6000 over time window of 300 seconds."),
    "time": ("0x80072321", "Combined execution time of incoming requests "
             "exceeded limit of 1,200,000 milliseconds over time window of "
             "300 seconds. Decrease number of concurrent requests or reduce "
             "the duration of requests and try again later."),
    "concurrent": ("0x80072326", "Number of concurrent requests exceeded the "
                   "limit of 52."),
}
CODES = {400: "0x80060888", 401: "0x80040220", 403: "0x80040220",
         404: "0x80040217", 412: "0x80040237", 429: "0x80072322",
         500: "0x80040216", 503: "0x80044150"}
DELTA_EXPIRED = ("0x80044352", "Version stamp associated with the client has "
                 "expired. Please perform a full sync.")
NO_TRACKING = ('The "$filter|$orderby|$expand|$top" query parameter isn\'t '
               "supported when Change Tracking is enabled.")


def annotations_of(request):
    return Annotations(preferences(request).get("odata.include-annotations",
                                                ""))


def preferences(request):
    """The Prefer header by name."""
    found = {}
    for match in re.finditer(r'([\w.-]+)\s*(?:=\s*(?:"([^"]*)"|([^,;\s]+)))?',
                             request.header("Prefer")):
        found[match[1].lower()] = match[2] if match[2] is not None \
            else match[3] or ""
    return found
