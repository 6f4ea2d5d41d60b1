"""Landfall pulls from doubles of the systems over real HTTP.

    sync_test.py LANDFALLD LANDFALL

The server and the doubles are programs of their own. Rows change, the network
and the systems fail, and the server is killed; in the end it holds what the
system holds, and nothing was asked that the system's documents forbid.
"""

import datetime
import sys
import time
import unittest

sys.dont_write_bytecode = True

from pull_case import HEAD, PULLED, PullTest, metrics_of  # noqa: E402
from tests.doubles.dataverse import DataverseDouble  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

CONFIG = HEAD + """
legal_entities: [{{id: USTR, country: US, source: erp}}]
sources:
  - {{id: erp, system: finance_operations}}
  - id: crm
    system: dataverse
""" + PULLED
ROW = {"name": "Customer {n}", "accountnumber": "A-{n}",
       "customertypecode": 3, "emailaddress1": "c{n}@alder.example"}


class SyncTest(PullTest):

    LANDFALLD, LANDFALL, SOURCE, CONFIG = LANDFALLD, LANDFALL, "crm", CONFIG

    def setUp(self):
        self.renew()

    def renew(self):
        self.use(DataverseDouble(page_size=100))
        self.fill(250)

    def fill(self, count, first=1):
        self.double.apply({"do": "fill", "set": "accounts", "count": count,
                           "row": ROW, "first": first})

    def test_increments_cost_what_changed(self):
        server = self.start()
        run = self.first(server)
        self.assertEqual((run["state"], run["full"], run["inserted"]),
                         ("SUCCEEDED", True, 250))
        self.assertEqual(self.source(server)["state"], "FRESH")
        self.double.apply({"do": "reset_journal"})
        run = self.sync(server)
        self.assertEqual((run["full"], run["read"]), (False, 0))
        counters = self.counters()
        self.assertEqual(counters["rows"], 0)
        self.assertEqual(counters["requests"], 9, "one of each table")
        changed, gone = list(self.rows_of("accounts"))[:2]
        self.double.apply({"do": "update", "set": "accounts", "key": changed,
                           "changes": {"name": "Renamed"}})
        self.double.apply({"do": "delete", "set": "accounts", "key": gone})
        self.fill(1, 900)
        run = self.sync(server)
        self.assertEqual(
            (run["read"], run["inserted"], run["updated"], run["deleted"]),
            (3, 1, 1, 1))
        check = server.ask("check", f"crm/account/{gone}")
        self.assertEqual(check["reasons"][0]["code"], "RECORD_NOT_HELD")
        self.double.apply({"do": "reset_journal"})
        self.assertEqual(server.stop(), 0)
        server.start()
        self.assertEqual(self.sync(server)["read"], 0,
                         "the bookmark outlives the process")
        values = metrics_of(server)
        self.assertEqual(values[
            'landfall_sync_runs_total{source="crm",result="succeeded"}'], 1)
        self.assertEqual(values[
            'landfall_sync_failures_in_a_row{source="crm"}'], 0)
        self.assert_no_rule_broken()

    def test_an_expired_bookmark_reads_everything_again(self):
        server = self.start()
        self.first(server)
        gone = list(self.rows_of("accounts"))[0]
        self.double.apply({"do": "delete", "set": "accounts", "key": gone})
        self.double.apply({"do": "expire_delta"})
        run = self.sync(server)
        self.assertEqual((run["state"], run["deleted"], run["read"]),
                         ("SUCCEEDED", 1, 249))
        self.assertEqual(self.sync(server)["read"], 0)

    def test_a_system_that_lost_its_rows_deletes_nothing(self):
        server = self.start()
        self.first(server)
        for key in list(self.rows_of("accounts"))[:100]:
            self.double.apply({"do": "delete", "set": "accounts", "key": key})
        self.double.apply({"do": "expire_delta"})
        run = self.sync(server, "--full", allowed=1)
        self.assertEqual((run["state"], run["deleted"]), ("FAILED", 0))
        self.assertIn("100 of the 250 records held would go", run["error"])
        self.assertEqual(server.held()["crm/account"], 250)
        self.assertEqual(self.source(server)["sync"]["failuresInARow"], 1)
        run = self.sync(server, "--full", "--accept-gone")
        self.assertEqual((run["state"], run["deleted"]), ("SUCCEEDED", 100))

    def test_what_no_patience_mends_fails_the_run_and_says_why(self):
        self.fault("throttle", path="accounts$", times=-1, retry_after=3600)
        server = self.start()
        run = self.first(server)
        self.assertIn("read account rows: the system answers HTTP 429, code "
                      "0x80072322", run["error"])
        self.assertGreater(self.source(server)["sync"]["nextAt"],
                           run["finishedAt"])
        self.double.apply({"do": "clear_faults"})
        self.fault("foreign_link", path="accounts$")
        run = self.sync(server, allowed=1)
        self.assertIn("leads to another server", run["error"])
        self.assertEqual(self.source(server)["state"], "NEVER_SYNCED")
        self.assertEqual(self.sync(server)["state"], "SUCCEEDED")

    def test_tokens_are_waited_for_as_long_as_their_endpoint_says(self):
        self.fault("throttle", path="token$", retry_after=1)
        server = self.start(every="1s")
        self.assertEqual(self.first(server)["state"], "SUCCEEDED")
        self.assert_no_rule_broken()
        self.fault("expire_tokens")
        self.fault("throttle", path="token$", retry_after=7200)
        while not self.source(server)["sync"]["failuresInARow"]:
            time.sleep(0.05)
        sync = self.source(server)["sync"]
        self.assertIn("sign in: the system answers HTTP 429",
                      sync["lastRun"]["error"])
        self.assertIn("asks to wait for 7200 s", sync["lastRun"]["error"])
        at = datetime.datetime.fromisoformat
        self.assertGreater(at(sync["nextAt"]) - at(
            sync["lastRun"]["finishedAt"]), datetime.timedelta(hours=1))
        self.assert_no_rule_broken()
        self.assertEqual(self.sync(server)["state"], "SUCCEEDED")

    def test_a_kill_neither_loses_nor_doubles_a_row(self):
        server = self.start(every="1s")
        for number in range(6):
            self.fault("delay", path="accounts$", after=1, seconds=2)
            self.fill(230, 1000 * (number + 1))
            time.sleep(1.0 + 0.3 * number)
            server.kill()
            server.start()
        self.double.apply({"do": "clear_faults"})
        # The read that goes on, and the changes that were made meanwhile.
        self.sync(server)
        self.sync(server)
        self.assertEqual(server.held()["crm/account"],
                         len(self.rows_of("accounts")))
        self.assert_no_rule_broken()

    def test_cards_are_complete_only_while_the_source_is_read(self):
        def card(name):
            found = server.ask("card", name)
            return found["complete"], found["staleSources"]

        self.fault("status", path="accounts$", times=-1, status=403)
        server = self.start()
        ledger = server.home / "customers.json"
        ledger.write_text('{"value": [{"dataAreaId": "ustr", '
                          '"CustomerAccount": "C-1"}]}', encoding="utf-8")
        server.ask("import", "--source", "erp", "--type", "customer", ledger)
        self.first(server)
        self.assertEqual(self.source(server)["state"], "NEVER_SYNCED")
        self.assertEqual(card("dataverse-not-promoted"), (False, ["crm"]))
        self.assertEqual(card("ecom-absent"), (True, []))
        self.double.apply({"do": "clear_faults"})
        self.sync(server)
        self.assertEqual(card("dataverse-not-promoted"), (True, []))
        self.assertEqual(server.stop(), 0)
        server.start()
        self.assertEqual(self.source(server)["state"], "FRESH")

    def test_a_stop_does_not_wait_for_the_system(self):
        self.fault("hang", path="accounts$", seconds=600)
        server = self.start()
        while not self.counters()["faults"][0]["hits"]:
            time.sleep(0.05)
        self.assertEqual(server.stop(), 0)

    def test_a_system_that_hangs_is_given_up(self):
        self.fault("hang", path="accounts$", seconds=600, times=-1)
        server = self.start(give_up="4s")
        run = self.first(server)
        self.assertEqual(run["state"], "FAILED")
        self.assertRegex(run["error"], r"^read account rows: .*Timeout was "
                         r"reached; gave up after \d+ s without an answer$")
        self.double.apply({"do": "clear_faults"})
        run = self.sync(server)
        self.assertEqual((run["state"], run["inserted"]), ("SUCCEEDED", 250))

    def test_an_environment_without_dual_write_is_read_all_the_same(self):
        self.double.apply({"do": "option", "name": "dual_write",
                           "value": False})
        server = self.start()
        self.assertEqual(self.first(server)["inserted"], 250)
        for key, row in list(self.rows_of("accounts").items())[:20]:
            record = server.ask("explain", f"crm/account/{key}")["record"]
            self.assertEqual(record["name"], row["name"])

    def test_a_table_without_change_tracking_is_read_as_a_whole(self):
        self.double.apply({"do": "option", "name": "track_changes",
                           "value": False})
        server = self.start()
        self.first(server)
        gone = list(self.rows_of("accounts"))[0]
        self.double.apply({"do": "delete", "set": "accounts", "key": gone})
        run = self.sync(server)
        self.assertEqual((run["read"], run["deleted"]), (249, 1))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
