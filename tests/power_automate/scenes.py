"""What a maker does with the connector, step by step, on a running server.

Each scene takes a Flow and notes in `flow.problems` whatever is not as the
definition says. Together they call every operation.
"""

import datetime
import json
import re
import time
import uuid

from bridge import PUBLIC_URL

AS_OF = "2026-04-13"
CARD = "ecom-absent"
STUCK = "dataverse-not-promoted"
CUSTOMER = {"source": "b2b", "type": "customer", "id": "201"}
SECONDS = 60  # for what happens a moment later


def expect(flow, where, truth, problem):
    if not truth:
        flow.note(where, problem)


def checks(flow):
    """Every check, and what a flow branches on."""
    answer = flow.call("CheckCustomerRecord", {
        "record": CUSTOMER, "asOf": AS_OF}).body
    expect(flow, "CheckCustomerRecord", answer["promoted"] is False
           and answer["verdict"] == "NOT_PROMOTED" and answer["explanation"]
           and answer["nextAction"] and answer["blockedValue"]["amount"] > 0,
           "does not say what a maker branches on")
    expect(flow, "CheckCustomerRecord", answer.get("url") ==
           f"{PUBLIC_URL}/#/records/b2b/customer/201", "has no link")
    unknown = flow.call("CheckCustomerRecord", {
        "record": {**CUSTOMER, "id": "999"}}).body
    expect(flow, "CheckCustomerRecord", unknown["verdict"] == "UNKNOWN"
           and unknown["reasons"][0]["code"] == "RECORD_NOT_HELD",
           "a record that is not held is no error")
    flow.call("CheckCustomerRecord", {"record": CUSTOMER, "view": "BASIC"})
    flow.call("CheckCustomerKeys", {
        "customer": {"emails": ["purchasing@wholesale-x.contoso.com"],
                     "taxIds": [{"country": "DE", "value": "12345"}],
                     "externalIds": [{"source": "crm", "value": "x"}],
                     "name": "Wholesale-X", "country": "US"},
        "expectedEntities": ["USTR"], "windowDays": 30})
    results = flow.call("CheckCustomers", {"checks": [
        {"record": CUSTOMER}, {"record": {**CUSTOMER, "source": "nope"}},
        {"customer": {"emails": ["ann@contoso.com"]},
         "shipToCountry": "US"}]}).body["results"]
    expect(flow, "CheckCustomers",
           [list(result) for result in results] ==
           [["check"], ["error"], ["check"]], "not one result for each check")


def cards(flow):
    card = flow.call("GetCard", card=CARD, asOf=AS_OF).body
    expect(flow, "GetCard", card["count"] == 17 and card["alert"]["firing"],
           "does not count the demonstration's 17")
    flow.call("GetCard", card=CARD, asOf=AS_OF, entity="CATR", source="b2b",
              channel="B2B", windowDays=30)
    all_cards = flow.call("ListCards", asOf=AS_OF).body["cards"]
    for each in all_cards:
        flow.call("ListCardRecords", card=each["card"], asOf=AS_OF)
    flow.call("ListCardEvents", card=CARD, newestFirst=True, pageSize=5,
              type="ENTERED")
    for reference in (CUSTOMER, {"source": "erp", "type": "customer",
                                 "id": "ustr:C-00042"}):
        flow.call("ExplainRecord", asOf=AS_OF, **reference,
                  expected=None if reference is CUSTOMER else _held(flow))


def _held(flow):
    """The status for a record that the demonstration may not hold."""
    return None if flow.call("CheckCustomerRecord", {"record": {
        "source": "erp", "type": "customer", "id": "ustr:C-00042"}}).body[
            "reasons"][0]["code"] != "RECORD_NOT_HELD" else 404


def dropdowns(flow):
    """Every dropdown has something to show, and it can be chosen."""
    seen = set()
    for operation in flow.connector.operations():
        for parameter in flow.connector.parameters(operation):
            values = parameter.get("x-ms-dynamic-values")
            if values and str(values) not in seen:
                seen.add(str(values))
                rows = flow.call(values["operationId"]).body[
                    values["value-collection"]]
                expect(flow, parameter["name"], rows, "an empty dropdown")
                for row in rows:
                    expect(flow, parameter["name"],
                           row.get(values["value-path"])
                           and row.get(values["value-title"]),
                           "an entry without value or title")


def paging(flow):
    """Next links from the first page on: every record once, and an end."""
    page = flow.call("ListCardRecords", card=CARD, asOf=AS_OF, pageSize=5).body
    total, seen = page["totalCount"], []
    for _ in range(10):
        seen += [json.dumps(row["record"]) for row in page["value"]]
        link = page.get("nextLink")
        if link is None:
            break
        if not link.startswith(PUBLIC_URL + "/"):
            flow.note("ListCardRecords", f"next link {link}")
            return
        page = flow.follow("ListCardRecords", link).body
    else:
        flow.note("ListCardRecords", "the pages have no end")
    expect(flow, "ListCardRecords", len(seen) == len(set(seen)) == total == 17,
           f"{len(seen)} records on the pages, {len(set(seen))} different, "
           f"{total} announced")
    # The way out where links do not work.
    first = flow.call("ListCardRecords", card=CARD, asOf=AS_OF, pageSize=10,
                      orderBy="name").body
    second = flow.call("ListCardRecords", card=CARD, asOf=AS_OF, pageSize=10,
                       orderBy="name", pageToken=first["nextPageToken"]).body
    expect(flow, "ListCardRecords", second["nextPageToken"] == ""
           and len(first["value"]) + len(second["value"]) == total,
           "page tokens lead elsewhere")


def _now():
    return datetime.datetime.now(datetime.timezone.utc).strftime(
        "%Y-%m-%dT%H:%M:%SZ")


def push_account(flow, count=1):
    """Customers of Dataverse who are in no legal entity, all in one commit;
    the reference of the first."""
    numbers = [str(uuid.uuid4()) for _ in range(count)]
    flow.call("PushRecords", {"source": "crm", "type": "account", "payloads": [
        {"json": json.dumps({
            "accountid": number, "name": f"Adventure {number[:8]}",
            "customertypecode": 3, "statecode": 0, "createdon": _now(),
            "emailaddress1": f"ap@{number[:8]}.contoso.com",
            "address1_country": "US"})} for number in numbers]})
    return {"source": "crm", "type": "account", "id": numbers[0]}


def land(flow, number):
    """Creates that customer in the ledger."""
    flow.call("PushRecords", {
        "source": "erp", "type": "customer", "payloads": [{"json": json.dumps({
            "dataAreaId": "ustr", "CustomerAccount": f"C-{number[:8]}",
            "OrganizationName": f"Adventure {number[:8]}",
            "PrimaryContactEmail": f"ap@{number[:8]}.contoso.com"})}]})


def pushing(flow):
    """A rejected row is an answer, and one row is not all customers."""
    answer = flow.call("PushRecords", {
        "source": "crm", "type": "account",
        "payloads": [{"json": '{"name": "no id"}'}]}).body
    expect(flow, "PushRecords", answer["rejected"] == 1 and answer["rejects"],
           "does not say what it rejected")
    before = flow.call("GetCard", card=CARD, asOf=AS_OF).body["complete"]
    land(flow, str(uuid.uuid4()))
    after = flow.call("GetCard", card=CARD, asOf=AS_OF).body["complete"]
    expect(flow, "PushRecords", before == after, "one customer of the ledger "
           "counts as all of them")


def failures(flow):
    """A reported failure becomes the reason of the customer."""
    record = push_account(flow)
    event = {"record": record, "id": str(uuid.uuid4()), "flow": "Create",
             "message": "Write failed: The value 'X' in field 'Customer group'"
                        " is not found in the related table 'Customer "
                        "groups'.", "code": "BadRequest", "entity": "USTR", "at": _now()}
    first = flow.call("ReportErrorEvent", event).body
    again = flow.call("ReportErrorEvent", event).body
    expect(flow, "ReportErrorEvent", first["stored"], "did not store")
    expect(flow, "ReportErrorEvent",
           first["record"] == again["record"] and
           not again["stored"], "the same failure is not one event")
    codes = [reason["code"] for reason in flow.call(
        "CheckCustomerRecord", {"record": record}).body["reasons"]]
    expect(flow, "ReportErrorEvent", "REFERENCE_DATA_MISSING" in codes,
           f"the customer does not say so: {codes}")


class Poller:
    """What the policy pollingtrigger does: it keeps what triggerConfig names,
    and the first look only fills that."""

    def __init__(self, flow, operation_id="WhenEventsHappen"):
        self._flow, self._id = flow, operation_id
        policy = flow.connector.policies("pollingtrigger")[0]["parameters"]
        self._kept = {
            name: re.fullmatch(r"@{triggerBody\(\)\.(\w+)}", value).group(1)
            for name, value in policy[
                "x-ms-apimTemplateParameter.triggerConfig"].items()}
        self._state = None

    def poll(self, **inputs):
        body = self._flow.call(self._id, **inputs, **(self._state or {})).body
        first = self._state is None
        self._state = {name: body[path] for name, path in self._kept.items()}
        return [] if first else body["value"]


def polling(flow):
    """New events, newest first, each once, and none that is old."""
    poller = Poller(flow)
    expect(flow, "WhenEventsHappen", poller.poll() == [], "fires at once")
    record = push_account(flow, 3)  # so that one batch has an order
    deadline = time.monotonic() + SECONDS
    batches = _poll_until(poller, deadline, lambda event: (
        event["type"] == "ENTERED" and event["card"] == STUCK
        and event.get("record") == record))
    expect(flow, "WhenEventsHappen", time.monotonic() < deadline,
           "never told of a customer who got stuck")
    land(flow, record["id"])
    batches += _poll_until(poller, deadline, lambda event: (
        event.get("because") == "LANDED" and event["card"] == STUCK
        and event.get("record") == record))
    expect(flow, "WhenEventsHappen", time.monotonic() < deadline,
           "never told of a customer who landed")
    ids = [event["eventId"] for batch in batches for event in batch]
    expect(flow, "WhenEventsHappen", len(ids) == len(set(ids)),
           "told of an event twice")
    listed = flow.call("ListCardEvents", card=STUCK, newestFirst=True).body
    place = {event["eventId"]: i for i, event in enumerate(listed["value"])}
    for batch in batches:
        told = [place.get(event["eventId"], -1) for event in batch
                if event["card"] == STUCK]
        expect(flow, "WhenEventsHappen", -1 not in told
               and told == sorted(told), "not newest first, or not listed")


def _poll_until(poller, deadline, wanted):
    """The batches up to that with the wanted event."""
    batches = []
    while time.monotonic() < deadline:
        batches.append(poller.poll())
        if any(wanted(event) for event in batches[-1]):
            break
        time.sleep(0.05)
    return batches


def mistakes(flow):
    """Wrong inputs are errors that a maker can read."""
    flow.call("GetCard", card="ecom-absnt", expected=404)
    flow.call("ExplainRecord", **{**CUSTOMER, "id": "999"}, expected=404)
    flow.call("CheckCustomerRecord", {"record": {**CUSTOMER, "type": "x"}},
              expected=400)
    flow.call("ListCardRecords", card=CARD, pageToken="x", expected=400)
    flow.call("ReportErrorEvent", {"id": "1", "message": "x"}, expected=400)
    operation = flow.connector.operation("ListCards")
    for untidy in ("//v1/cards", "/v1//cards/", "/v1/cards/"):
        flow.send(operation, untidy)


ALL = (checks, cards, dropdowns, paging, pushing, failures, polling, mistakes)
