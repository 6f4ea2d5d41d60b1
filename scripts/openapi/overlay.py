"""What the .proto files cannot say: limits, examples, roles, HTTP alone.

Written by hand. Limits that the server checks are read from the constants of
its headers, so they are written down once.
"""

import pathlib
import re

_CONSTANT = re.compile(r"inline constexpr \w+ (k\w+) = (\d+);")


def limits(headers):
    """The constants of C++ headers by name."""
    return {name: int(value) for header in headers for name, value in
            _CONSTANT.findall(pathlib.Path(header).read_text(encoding="utf-8"))}


def request_fields(limit):
    """"Message.field" -> what to add to the schema of a request's field.

    Other strings have at most kMaxTextBytes, other lists kMaxListItems.
    """
    window = {"minimum": 0, "maximum": limit["kMaxWindowDays"]}
    return {
        "CheckPromotionRequest.windowDays": window,
        "GetCardRequest.windowDays": window,
        "ListCardRecordsRequest.windowDays": window,
        "GetCardHistoryRequest.windowDays": window,
        "GetRecordRequest.windowDays": window,
        "ListCardRecordsRequest.pageSize": {
            "minimum": 0, "maximum": limit["kMaxPageSize"]},
        "ListEventsRequest.pageSize": {
            "minimum": 0, "maximum": limit["kMaxPageSize"]},
        "ListCardRecordsRequest.orderBy": {
            "enum": ["blocked_value desc", "since", "since desc", "name"]},
        "GetCardHistoryRequest.step": {"enum": ["hour", "day", "week"]},
        "BatchCheckPromotionRequest.checks": {
            "minItems": 1, "maxItems": limit["kMaxChecks"]},
        "BatchUpsertRecordsRequest.payloads": {
            "maxItems": limit["kMaxPayloads"]},
        "BatchUpsertRecordsRequest.maxGonePercent": {
            "minimum": 0, "maximum": 100},
        "BatchUpsertRecordsRequest.unreadRows": {"minimum": 0},
        "BatchUpsertRecordsRequest.push": {
            "maxLength": limit["kMaxPushName"],
            "pattern": "^[A-Za-z0-9._-]*$"},
        "CreateSubscriptionRequest.notificationUrl": {
            "maxLength": limit["kMaxUrlBytes"], "format": "uri"},
        "CreateSubscriptionRequest.minBlockedValue": {
            "minimum": 0, "maximum": 10**15},
        "CreateSubscriptionRequest.minAgeMinutes": {
            "minimum": 0, "maximum": limit["kMaxAgeMinutes"]},
        "CreateSubscriptionRequest.trigger": {
            "enum": ["stuck", "landed", "alert", "source"]},
        "ReportErrorEventRequest.id": {"maxLength": 256},
        # A longer one is cut.
        "ReportErrorEventRequest.message": {"maxLength": None},
        # Only the size of the whole body bounds it.
        "Payload.json": {"maxLength": None},
    }


# Fields that a request must have although no comment says so.
REQUIRED = {"BatchCheckPromotionRequest.checks"}

# Fields that only one choice of a oneof allows: (message, choice) -> fields.
ONLY_WITH = {
    ("CheckPromotionRequest", "customer"): {"shipToCountry"},
}

# Objects and times of answers that the server always writes. Other fields of a
# message type are left out when there is nothing to say.
ALWAYS_SET = {
    "Card.windowStart", "Card.windowEnd", "Card.asOf", "Card.alert",
    "Card.stages", "Card.blockedValue",
    "CardRecord.record", "CardRecord.blockedValue",
    "CardHistoryPoint.asOf", "CardHistoryPoint.blockedValue",
    "CardHistoryPoint.timeToPromotion",
    "GetCardHistoryResponse.timeToPromotion",
    "CheckPromotionResponse.asOf", "CheckPromotionResponse.blockedValue",
    "Event.at", "Counterpart.record", "LargestBlocked.record", "MasterMatch.record",
    "NearMatch.record", "HeldRecord.ref", "Source.keys",
    "GetRecordResponse.record", "GetRecordResponse.check",
    "CreateSubscriptionResponse.expiresAt",
    "Subscription.createdAt", "Subscription.expiresAt", "SetAsideDelivery.at",
    "ReportErrorEventResponse.record",
}

# Numbers in answers are counts and not negative, but for these.
SIGNED = {"Reject.line", "Breakdown.blockedAmount", "Money.amount",
          "LargestBlocked.amount", "ListedOrder.amount"}

# Calls with more paths than one, and what they are called there.
SECOND_NAMES = {
    "/v1/cards/{card}/events": "listCardEvents",
    "/v1/check/keys": "checkKeys",
    "/v1/check/record": "checkRecord",
    "/v1/triggers/stuck": "subscribeToStuck",
    "/v1/triggers/landed": "subscribeToLanded",
    "/v1/triggers/alert": "subscribeToAlerts",
    "/v1/triggers/source": "subscribeToSources",
}
# What a path that sets a field says of others, which the body must not have
# then; and the name of such a body.
SAID_BY_PATH = {"CreateSubscription": {"events", "because"}}
BODY_NAMES = {"CreateSubscription": "TriggerRequest"}

# Calls that may not know a name although no path has one.
NAMES_IN_QUERY = {"ListEvents", "CreateSubscription"}

# Statuses of success but 200, and headers of those answers.
STATUSES = {"CreateSubscription": "201", "DeleteSubscription": "204"}
ANSWER_HEADERS = {"CreateSubscription": {"Location": {
    "description": "The absolute URL that DELETE ends the subscription with.",
    "required": True, "schema": {"type": "string"}}}}

ROLES = {
    "BatchUpsertRecords": "ingester",
    "ReportErrorEvent": "ingester",
    "EraseRecord": "ingester",
    "SyncSource": "ingester",
    "DeleteSubscription": None,  # nobody is asked
}

_CUSTOMER_201 = {"source": "b2b", "type": "customer", "id": "201"}

EXAMPLES = {
    "CheckPromotion": {
        "record": {"summary": "A record that Landfall holds",
                   "value": {"record": _CUSTOMER_201, "asOf": "2026-04-13"}},
        "customer": {
            "summary": "Keys that the caller has",
            "value": {"customer": {
                          "emails": ["purchasing@wholesale-x.contoso.com"]},
                      "expectedEntities": ["USTR"]}},
    },
    "BatchCheckPromotion": {
        "two": {"summary": "Two checks", "value": {"checks": [
            {"record": _CUSTOMER_201},
            {"customer": {"taxIds": [
                {"country": "DE", "value": "136695976"}]}}]}},
    },
    "ReportErrorEvent": {
        "failure": {"summary": "What the failure branch of a flow knows",
                    "value": {
                        "record": _CUSTOMER_201, "id": "08584-1",
                        "system": "power_automate", "flow": "Create customers",
                        "message": "The customer group is missing."}}},
    "BatchUpsertRecords": {
        "chunk": {"summary": "A chunk of a longer push", "value": {
            "source": "erp", "type": "customer", "complete": False,
            "payloads": [{"line": 1, "json":
                          '{"dataAreaId":"ustr","CustomerAccount":"C-1"}'}]}},
    },
}

DESCRIPTION = """\
Landfall answers whether a customer has landed in every legal entity that is
expected to hold it, and if not, why not.

Requests are read strictly: an unknown or repeated field, an unknown parameter
or a value of the wrong type is an error that names it. A field that is null, and
a parameter that is empty, counts as not given. In answers every number,
text, truth value and list is present; an object, a time or a field marked as
optional is left out when there is nothing to say. New fields may be added to
answers at any time.

Texts in requests have at most {kMaxTextBytes} bytes of UTF-8 and lists at most
{kMaxListItems} elements unless a field says otherwise. Times are RFC 3339; a
bare date such as 2026-06-10 means the start of that day in UTC.
"""

TIME_IN_REQUEST = ("RFC 3339; a bare date such as 2026-06-10 means the start "
                   "of that day in UTC.")

SECURITY_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer",
               "description": "The API key as a bearer token, or a token of "
                              "Microsoft Entra ID where that is configured."},
    "apiKey": {"type": "apiKey", "in": "header", "name": "X-Api-Key",
               "description": "The API key in a header of its own."},
    "basic": {"type": "http", "scheme": "basic",
              "description": "The id of the API key as user name, the key as "
                             "password."},
}
# The empty one: a server without `auth` asks nobody.
SECURITY = [{}, {"bearer": []}, {"apiKey": []}, {"basic": []}]

# status -> (name, description) of the errors that any call can end in.
ERRORS = {
    "400": ("BadRequest", "The request is wrong; `field` and `message` say "
                          "where and what is allowed."),
    "401": ("Unauthenticated", "No valid API key came with the request."),
    "403": ("PermissionDenied", "The role of the API key does not allow it."),
    "404": ("NotFound", "A name in the path stands for nothing that Landfall "
                        "knows or holds."),
    "405": ("MethodNotAllowed", "The path has no such method; `Allow` lists "
                                "those it has."),
    "409": ("Conflict", "A full push was not compared with what is held "
                        "before its last call."),
    "413": ("BodyTooLarge", "The body is larger than the server takes."),
    "415": ("UnsupportedMediaType", "The body is not application/json."),
    "429": ("TooManyRequests", "Too many requests, or the server's disk is "
                               "full; `reason` tells which. Try again after "
                               "`Retry-After` seconds."),
    "500": ("Internal", "The server failed; its log says more."),
    "503": ("Unavailable", "The server stops, or its store takes no more "
                           "writes."),
    "504": ("DeadlineExceeded", "The time for the call was over before it "
                                "was begun."),
}
ONLY_WITH_BODY = {"409", "413", "415"}

_RETRY_AFTER = {"Retry-After": {
    "description": "Seconds to wait.",
    "required": True, "schema": {"type": "integer", "minimum": 1}}}
ERROR_HEADERS = {
    "401": {"WWW-Authenticate": {
        "description": "How to authenticate.",
        "required": True, "schema": {"type": "string"}}},
    "405": {"Allow": {
        "description": "The methods of the path.",
        "required": True, "schema": {"type": "string"}}},
    "429": _RETRY_AFTER,
    "503": _RETRY_AFTER,
}

# GET operations of these services answer with an ETag.
WITH_ETAG = {"CardService"}

_TEXT = {"text/plain": {"schema": {"type": "string"}}}
_WRONG_METHOD = {"405": {"$ref": "#/components/responses/MethodNotAllowed"}}

# Paths that no RPC stands behind.
PLAIN_PATHS = {
    "/healthz": {"get": {
        "operationId": "getLiveness", "tags": ["Health"], "security": [],
        "summary": "Whether the process answers at all.",
        "responses": {"200": {"description": "It does.", "content": _TEXT},
                      **_WRONG_METHOD}}},
    "/readyz": {"get": {
        "operationId": "getReadiness", "tags": ["Health"], "security": [],
        "summary": "Whether the server takes calls.",
        "responses": {
            "200": {"description": "It does.", "content": _TEXT},
            "503": {"description": "It is starting or stopping.",
                    "content": _TEXT},
            **_WRONG_METHOD}}},
    "/metrics": {"get": {
        "operationId": "getMetrics", "tags": ["Health"],
        "summary": "Counters in the text format of Prometheus.",
        "description": "Needs the role reader.",
        "responses": {"200": {"description": "The counters.",
                              "content": _TEXT}}}},
    "/openapi.json": {"get": {
        "operationId": "getDescription", "tags": ["Health"], "security": [],
        "summary": "This description.",
        "responses": {"200": {
            "description": "It.", "content": {
                "application/json": {"schema": {"type": "object"}}}},
            **_WRONG_METHOD}}},
    "/v1/notify/{source}": {"post": {
        "operationId": "notify", "tags": ["Source"], "security": [],
        "summary": "Takes a notification of the source's system.",
        "description": "The system proves who it is in its own way, with the "
                       "secret of the configuration. The source is then read "
                       "soon.",
        "parameters": [
            {"name": "source", "in": "path", "required": True,
             "description": "The id of the source.",
             "schema": {"type": "string"}},
            {"name": "code", "in": "query",
             "description": "The secret, for systems that do not sign and "
                            "send no header X-Landfall-Secret.",
             "schema": {"type": "string"}},
            {"name": "validationToken", "in": "query",
             "description": "Business Central makes sure of the address: this "
                            "is answered.",
             "schema": {"type": "string"}}],
        "requestBody": {"content": {"application/json": {"schema": {}}}},
        "responses": {"200": {
            "description": "The notification is taken.", "content": {
                "application/json": {"schema": {"type": "object"}},
                **_TEXT}}}}},
}
# Those of them that end in the errors of any call.
CALLS_WITHOUT_RPC = {"/metrics", "/v1/notify/{source}"}
