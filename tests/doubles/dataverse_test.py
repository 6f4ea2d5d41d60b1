"""The double of Dataverse does what sources.md knows of the system."""

import unittest

from self_test import DoubleTest, Subscriber, ask

from tests.doubles.dataverse import DataverseDouble

API = "/api/data/v9.2/"
TRACK = "odata.track-changes"


def guid(number):
    return f"00000000-0000-4000-8000-{number:012d}"


class DataverseTest(DoubleTest):

    def make(self):
        return DataverseDouble()

    def setUp(self):
        super().setUp()
        self.sign_in(self.double.url + "/.default")

    def accounts(self, count):
        self.do("fill", set="accounts", count=count, row={
            "accountid": "00000000-0000-4000-8000-{n12}",
            "name": "Account {n}", "customertypecode": 3})

    def pages(self, link, **headers):
        """All pages from a link, with the same headers on each."""
        pages = []
        while link:
            reply = self.get(link, **headers)
            self.assertEqual(reply.status, 200, reply.body)
            pages.append(reply.json())
            link = pages[-1].get("@odata.nextLink")
        return pages

    def error(self, path, **headers):
        reply = self.get(API + path, **headers)
        return reply.status, reply.json()["error"]


class TokenTest(DataverseTest):

    def test_wrong_secret_scope_and_grant_are_refused(self):
        scope = self.double.url + "/.default"
        for status, name, changes in (
                (401, "invalid_client", {"client_secret": "x"}),
                (400, "unauthorized_client", {"client_id": "x"}),
                (400, "invalid_scope", {"scope": "https://x/.default"}),
                (400, "unsupported_grant_type", {"grant_type": "password"})):
            reply = self.entra_token(**{"scope": scope, **changes})
            self.assertEqual((reply.status, reply.json()["error"]),
                             (status, name))

    def test_token_ends_with_its_time_and_when_it_is_taken_back(self):
        self.assertEqual(self.get(API + "accounts").status, 200)
        self.do("advance", seconds=3600)
        self.assertEqual(self.get(API + "accounts").status, 401)
        self.sign_in(self.double.url + "/.default")
        self.do("expire_tokens")
        self.assertEqual(self.get(API + "accounts").status, 401)
        self.assertEqual(self.double.journal.tokens, 2)


class ListTest(DataverseTest):

    def test_pages_of_5000_without_a_wish(self):
        self.accounts(5001)
        pages = self.pages(API + "accounts?$select=name")
        self.assertEqual([len(page["value"]) for page in pages], [5000, 1])

    def test_maxpagesize_reverts_when_it_is_not_repeated(self):
        self.accounts(10)
        first = self.get(API + "accounts?$select=name",
                         Prefer="odata.maxpagesize=3")
        self.assertEqual(first.headers["preference-applied"],
                         "odata.maxpagesize=3")
        second = self.get(first.json()["@odata.nextLink"])
        self.assertEqual(len(second.json()["value"]), 7)
        self.assertEqual(self.violations(),
                         ["odata.maxpagesize was not repeated"])

    def test_next_link_is_opaque(self):
        self.accounts(4)
        wish = {"Prefer": "odata.maxpagesize=2"}
        link = self.get(API + "accounts?$select=name",
                        **wish).json()["@odata.nextLink"]
        changed = link.replace("%20", "+")
        self.assertEqual(len(self.get(changed, Prefer="odata.maxpagesize=2")
                             .json()["value"]), 2)
        self.assertEqual(self.violations(), ["the next link was changed"])
        self.assertEqual(self.get(link + "&$top=1").status, 400)

    def test_rows_that_come_and_go_between_pages_move_no_other(self):
        self.accounts(9)
        self.do("fault", kind="apply", path="accounts", after=1, commands=[
            {"do": "delete", "set": "accounts", "key": guid(1)},
            {"do": "delete", "set": "accounts", "key": guid(5)}])
        pages = self.pages(API + "accounts?$select=accountid",
                           Prefer="odata.maxpagesize=3")
        self.assertEqual([row["accountid"] for page in pages
                          for row in page["value"]],
                         [guid(n) for n in (1, 2, 3, 4, 6, 7, 8, 9)])

    def test_key_etag_and_null_company_are_always_there(self):
        self.create("accounts", name="A")
        row = self.get(API + "accounts?$select=name,_msdyn_company_value"
                       ).json()["value"][0]
        self.assertEqual(set(row), {"@odata.etag", "accountid", "name",
                                    "_msdyn_company_value"})
        self.assertIsNone(row["_msdyn_company_value"])

    def test_money_brings_its_currency(self):
        self.create("opportunities", name="O", estimatedvalue=10.5)
        row = self.get(API + "opportunities?$select=estimatedvalue"
                       ).json()["value"][0]
        self.assertIn("_transactioncurrencyid_value", row)

    def test_annotations_only_when_asked_for(self):
        company = self.create("cdm_companies", cdm_companycode="USMF")
        contact = self.create("contacts", fullname="Ann")
        self.create("opportunities", name="O", statecode=0,
                    _customerid_value=contact["contactid"])
        self.create("accounts", name="A", customertypecode=3,
                    _msdyn_company_value=company["cdm_companyid"])
        path = API + "accounts?$select=_msdyn_company_value,customertypecode"
        self.assertNotIn("@OData", str(self.get(path).body))
        row = self.get(path, Prefer='odata.include-annotations="*"'
                       ).json()["value"][0]
        value = "@OData.Community.Display.V1.FormattedValue"
        self.assertEqual(row["_msdyn_company_value" + value], "USMF")
        self.assertEqual(row["customertypecode" + value], "Customer")
        wish = 'odata.include-annotations="Microsoft.Dynamics.CRM.*"'
        row = self.get(API + "opportunities?$select=_customerid_value",
                       Prefer=wish).json()["value"][0]
        self.assertEqual(row["_customerid_value@Microsoft.Dynamics.CRM."
                             "lookuplogicalname"], "contact")
        self.assertNotIn("_customerid_value" + value, row)

    def test_filter_and_order(self):
        for name, code, at in (("B", 3, "2026-06-01T00:00:00Z"),
                               ("a", 3, "2026-06-05T10:00:00Z"),
                               ("c", 4, "2026-06-06T00:00:00Z")):
            self.create("accounts", name=name, customertypecode=code,
                        createdon=at)

        def names(rest):
            return [row["name"] for row in self.get(
                API + "accounts?$select=name&" + rest).json()["value"]]
        self.assertEqual(names("$filter=createdon ge 2026-06-02T00:00:00Z "
                               "and customertypecode eq 3"), ["a"])
        self.assertEqual(names("$orderby=createdon desc"), ["c", "a", "B"])
        self.assertEqual(names("$filter=contains(name,'A') or not "
                               "(customertypecode eq 3)&$orderby=name"),
                         ["a", "c"])
        self.assertEqual(names("$filter=_msdyn_company_value eq null&$top=2"
                               "&$orderby=createdon"), ["B", "a"])
        self.assertEqual(self.error("accounts?$filter=name in ('a')")[0], 400)
        for query in ("$skip=1", "fetchXml=<fetch/>", "sql=SELECT 1"):
            self.assertEqual(self.error("accounts?" + query)[0], 400)

    def test_missing_column_is_named(self):
        self.do("option", name="dual_write", value=False)
        status, error = self.error("accounts?$select=name,"
                                   "_msdyn_company_value")
        self.assertEqual(status, 400)
        self.assertIn("'_msdyn_company_value' on type "
                      "'Microsoft.Dynamics.CRM.account'", error["message"])

    def test_unknown_set_and_row(self):
        self.assertEqual(self.error("acounts")[0], 404)
        self.assertEqual(self.error(f"accounts({guid(1)})")[0], 404)

    def test_navigation_properties_have_their_own_case(self):
        company = self.create("cdm_companies", cdm_companycode="USMF")
        self.create("quotes", name="Q",
                    _msdyn_company_value=company["cdm_companyid"])
        good = self.get(API + "quotes?$select=name&$expand=msdyn_Company"
                        "($select=cdm_companycode)").json()["value"][0]
        self.assertEqual(good["msdyn_Company"]["cdm_companycode"], "USMF")
        self.assertEqual(self.error("quotes?$expand=msdyn_company")[0], 400)

    def test_counts_end_at_5000(self):
        self.accounts(5002)
        self.assertEqual(self.get(API + "accounts/$count").body, b"5000")

    def test_flow_runs_and_map_states(self):
        flow = self.create("workflows", name="Orders to ERP")
        self.create("flowruns", name="085", status="Failed", duration=12,
                    starttime="2026-06-09T08:00:00Z", errorcode="ActionFailed",
                    errormessage='{"code":"ActionFailed"}',
                    _workflow_value=flow["workflowid"])
        row = self.get(API + "flowruns?$select=status,_workflow_value&$filter="
                       "status eq 'Failed' and createdon ge 2026-06-01",
                       Prefer='odata.include-annotations="*"'
                       ).json()["value"][0]
        self.assertEqual(row["_workflow_value@OData.Community.Display.V1."
                             "FormattedValue"], "Orders to ERP")
        self.do("option", name="elastic_orderby", value=False)
        self.assertEqual(self.error("flowruns?$orderby=createdon")[0], 400)
        self.create("msdyn_dualwriteruntimeconfigs", msdyn_name="accounts",
                    msdyn_internalentityname="account",
                    msdyn_externalentityname="Customers V3", statecode=0)
        self.assertEqual(len(self.get(
            API + "msdyn_dualwriteruntimeconfigs?$filter=statecode eq 0"
        ).json()["value"]), 1)

    def test_metadata_tells_which_tables_are_tracked(self):
        found = self.get(API + "EntityDefinitions?$select=LogicalName&$filter="
                         "ChangeTrackingEnabled eq true").json()["value"]
        names = {row["LogicalName"] for row in found}
        self.assertIn("account", names)
        self.assertNotIn("flowrun", names)
        self.assertIn(b"ChangeTracking", self.get(API + "$metadata").body)


class DeltaTest(DataverseTest):

    def first(self, path="accounts?$select=name", **headers):
        return self.pages(API + path, Prefer=TRACK, **headers)[-1][
            "@odata.deltaLink"]

    def test_changes_then_deletions_with_a_new_link_each(self):
        self.accounts(3)
        link = self.first()
        self.do("delete", set="accounts", key=guid(1))
        self.do("update", set="accounts", key=guid(3), changes={"name": "X"})
        self.create("accounts", accountid=guid(4), name="New")
        page = self.pages(link)[0]
        self.assertTrue(page["@odata.context"].endswith("(name)/$delta"))
        self.assertEqual([row.get("name") for row in page["value"]],
                         ["X", "New", None])
        self.assertEqual(page["value"][2]["id"], guid(1))
        self.assertEqual(page["value"][2]["reason"], "deleted")
        self.assertTrue(page["value"][2]["@odata.context"].endswith(
            "$metadata#accounts/$deletedEntity"))
        self.assertEqual(set(page["value"][0]),
                         {"@odata.etag", "accountid", "name"})
        again = self.pages(page["@odata.deltaLink"])[0]
        self.assertEqual(again["value"], [])
        self.assertIn("@odata.deltaLink", again)

    def test_first_read_and_changes_are_paged(self):
        self.accounts(7)
        pages = self.pages(API + "accounts?$select=name",
                           Prefer=TRACK + ",odata.maxpagesize=3")
        self.assertEqual([len(page["value"]) for page in pages], [3, 3, 1])
        self.assertNotIn("@odata.deltaLink", pages[0])
        for number in range(1, 6):
            self.do("update", set="accounts", key=guid(number),
                    changes={"name": "X"})
        self.do("delete", set="accounts", key=guid(7))
        pages = self.pages(pages[-1]["@odata.deltaLink"],
                           Prefer="odata.maxpagesize=4")
        self.assertEqual([len(page["value"]) for page in pages], [4, 2])
        self.assertEqual(self.violations(), [])

    def test_change_during_the_first_read_is_not_lost(self):
        self.accounts(4)
        self.do("fault", kind="apply", after=1, commands=[
            {"do": "update", "set": "accounts", "key": guid(1),
             "changes": {"name": "X"}}])
        pages = self.pages(API + "accounts?$select=name",
                           Prefer=TRACK + ",odata.maxpagesize=2")
        delta = self.pages(pages[-1]["@odata.deltaLink"])[0]
        self.assertEqual([row["name"] for row in delta["value"]], ["X"])

    def test_filter_is_refused(self):
        for option in ("$filter=name eq 'x'", "$orderby=name", "$top=1",
                       "$expand=msdyn_company"):
            status, error = self.error("accounts?" + option, Prefer=TRACK)
            self.assertEqual(status, 400)
            self.assertIn("isn't supported when Change Tracking",
                          error["message"])
        self.assertEqual(len(self.violations()), 4)

    def test_token_expires_after_seven_days(self):
        link = self.first()
        self.do("advance", seconds=6 * 86400)
        self.sign_in(self.double.url + "/.default")
        self.assertEqual(self.get(link).status, 200)
        self.do("advance", seconds=2 * 86400)
        self.sign_in(self.double.url + "/.default")
        reply = self.get(link)
        self.assertEqual((reply.status, reply.json()["error"]["code"]),
                         (400, "0x80044352"))

    def test_token_is_void_after_a_change_of_metadata(self):
        link = self.first()
        other = self.first("contacts?$select=fullname")
        self.do("expire_delta", set="accounts")
        self.assertEqual(self.get(link).json()["error"]["code"], "0x80044352")
        self.assertEqual(self.get(other).status, 200)

    def test_count_of_pending_changes(self):
        self.accounts(3)
        link = self.first()
        self.do("delete", set="accounts", key=guid(2))
        token = link[link.index("$deltatoken="):]
        self.assertEqual(self.get(f"{API}accounts/$count?{token}").body, b"1")

    def test_tables_without_tracking(self):
        self.assertEqual(self.error("flowruns", Prefer=TRACK)[0], 400)
        self.do("option", name="track_changes", value=False)
        self.assertEqual(self.error("accounts", Prefer=TRACK)[0], 400)


class WebhookTest(DataverseTest):

    def setUp(self):
        super().setUp()
        self.subscriber = Subscriber()
        self.addCleanup(self.subscriber.close)
        self.do("webhook", url=self.subscriber.url, set="accounts",
                code="k3y", headers={"X-Key": "x"})

    def test_row_is_in_the_context(self):
        company = self.create("cdm_companies", cdm_companycode="USMF")
        self.create("accounts", accountid=guid(1), name="A",
                    customertypecode=3,
                    _msdyn_company_value=company["cdm_companyid"])
        request, = self.subscriber.received
        self.assertEqual((request.query["code"], request.header("X-Key")),
                         ("k3y", "x"))
        self.assertEqual(request.header("x-ms-dynamics-request-name"),
                         "Create")
        context = request.json()
        self.assertEqual((context["PrimaryEntityName"],
                          context["PrimaryEntityId"]), ("account", guid(1)))
        target, = context["InputParameters"]
        found = {one["key"]: one["value"]
                 for one in target["value"]["Attributes"]}
        self.assertEqual(found["customertypecode"]["Value"], 3)
        self.assertEqual((found["msdyn_company"]["LogicalName"],
                          found["msdyn_company"]["Id"]),
                         ("cdm_company", company["cdm_companyid"]))
        self.assertEqual(found["createdon"], "/Date(1781006400000)/")

    def test_update_has_what_changed_and_deletion_a_reference(self):
        self.create("accounts", accountid=guid(1), name="A")
        self.do("update", set="accounts", key=guid(1), changes={"name": "B"})
        self.do("delete", set="accounts", key=guid(1))
        _, update, delete = [request.json() for request in
                             self.subscriber.received]
        self.assertEqual(
            [one["key"] for one in
             update["InputParameters"][0]["value"]["Attributes"]],
            ["name", "accountid"])
        self.assertEqual(delete["MessageName"], "Delete")
        self.assertTrue(delete["InputParameters"][0]["value"][
            "__type"].startswith("EntityReference:"))

    def test_large_row_is_left_out(self):
        self.create("accounts", accountid=guid(1), name="A" * 300_000)
        request, = self.subscriber.received
        self.assertTrue(request.header("x-ms-dynamics-msg-size-exceeded"))
        self.assertEqual(request.json()["InputParameters"], [])
        self.assertEqual(request.json()["PrimaryEntityId"], guid(1))

    def test_repeated_once_and_only_after_a_gateways_error(self):
        for statuses, count in (([503, 503, 200], 2), ([500, 200], 1)):
            self.subscriber.received.clear()
            self.subscriber.answers = list(statuses)
            self.create("accounts", name="A")
            self.assertEqual(len(self.subscriber.received), count)


class LimitTest(DataverseTest):

    def test_requests_in_five_minutes(self):
        self.do("option", name="request_limit", value=3)
        for _ in range(3):
            self.assertEqual(self.get(API + "accounts").status, 200)
        reply = self.get(API + "accounts")
        self.assertEqual(reply.status, 429)
        self.assertEqual(reply.json()["error"]["code"], "0x80072322")
        self.assertEqual(reply.headers["retry-after"], "300")
        # Impatience costs.
        self.assertEqual(self.get(API + "accounts").headers["retry-after"],
                         "301")
        self.assertEqual(self.violations(), ["asked again too early"])
        self.do("advance", seconds=301)
        self.assertEqual(self.get(API + "accounts").status, 200)

    def test_requests_at_the_same_time(self):
        # The request itself is one.
        self.do("option", name="concurrent_limit", value=0)
        reply = self.get(API + "accounts")
        self.assertEqual((reply.status, reply.json()["error"]["code"]),
                         (429, "0x80072326"))

    def test_codes_of_the_three_limits(self):
        for limit, code in (("requests", "0x80072322"),
                            ("time", "0x80072321"),
                            ("concurrent", "0x80072326")):
            self.do("clear_faults")
            self.do("fault", kind="throttle", limit=limit, retry_after=2)
            reply = self.get(API + "accounts")
            self.assertEqual(reply.json()["error"]["code"], code)

    def test_writing(self):
        made = ask(self.double.url + API + "accounts", "POST",
                   {**self.headers, "Content-Type": "application/json"},
                   {"name": "New"})
        self.assertEqual(made.status, 204)
        address = made.headers["odata-entityid"]
        self.assertEqual(self.get(address).json()["name"], "New")
        self.assertEqual(ask(address, "DELETE", self.headers).status, 204)
        self.assertEqual(self.get(address).status, 404)


if __name__ == "__main__":
    unittest.main()
