"""Drives a running server through the definition of the connector.

    contract_test.py LANDFALLD LANDFALL

Every operation is called as the platform calls it, and every answer is judged
strictly against its schema, in both variants. Then answers are spoilt on their
way, one mistake at a time, and the same scenes must notice. The webhooks have
a test of their own.
"""

import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import broken_answers  # noqa: E402
import scenes  # noqa: E402
from bridge import PUBLIC_URL, Bridge  # noqa: E402
from connector import VARIANTS, Connector  # noqa: E402
from flow import Flow, fetch  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]


class ContractTest(unittest.TestCase):

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.bridge = Bridge(LANDFALLD, LANDFALL)
        cls.addClassCleanup(cls.bridge.stop)

    def flow(self, variant="landfall", key="flows", broken=None):
        return Flow(Connector.read(variant), self.bridge.http_url, key,
                    self.bridge.keys[key], broken)

    def test_every_operation_answers_as_it_says(self):
        for variant in VARIANTS:
            with self.subTest(variant=variant):
                flow = self.flow(variant)
                for scene in scenes.ALL:
                    scene(flow)
                self.assertEqual([], flow.problems)
                hooks = {o.id for o in flow.connector.operations()
                         if o.trigger == "single" or o.verb == "delete"}
                wanted = {o.id for o in flow.connector.operations()} - hooks
                self.assertEqual(wanted, flow.called)

    def test_every_spoilt_answer_is_noticed(self):
        noticed = 0
        for point, what, scene, operation_id, spoil in broken_answers.ALL:
            with self.subTest(point=point, answer=what):
                used = []

                def broken(called, answer):
                    if called != operation_id:
                        return answer
                    used.append(called)
                    return spoil(answer)

                flow = self.flow(broken=broken)
                try:
                    scene(flow)
                except (AttributeError, KeyError, IndexError, TypeError,
                        ValueError) as error:
                    flow.note("scene", repr(error))
                self.assertTrue(used, "was never called")
                self.assertNotEqual([], flow.problems)
                noticed += 1
        print(f"noticed {noticed} of {len(broken_answers.ALL)} spoilt answers")

    def test_keys_and_roles(self):
        reader = self.flow(key="reader")
        reader.call("ListCards")
        reader.call("ListSources")
        reader.call("PushRecords", {
            "source": "crm", "type": "account",
            "payloads": [{"json": "{}"}]}, expected=403)
        reader.call("ReportErrorEvent", {
            "record": scenes.CUSTOMER, "id": "1", "message": "x"},
            expected=403)
        for variant in VARIANTS:
            nobody = Flow(Connector.read(variant), self.bridge.http_url,
                          "flows", "lf_wrong")
            nobody.call("ListCards", expected=401)
            self.assertEqual([], nobody.problems)
        self.assertEqual([], reader.problems)

    def test_too_many_calls_are_told_to_wait(self):
        limited = self.flow(key="limited")
        operation = limited.connector.operation("ListSources")
        for _ in range(50):
            answer = fetch("GET", self.bridge.http_url + operation.path,
                           {"X-Api-Key": self.bridge.keys["limited"]})
            if answer.status == 429:
                self.assertGreaterEqual(int(answer.headers["retry-after"]), 1)
                return
        self.fail("no 429")

    def test_description_names_the_public_address(self):
        answer = fetch("GET", self.bridge.http_url + "/openapi.json", {})
        self.assertEqual([{"url": PUBLIC_URL}], answer.body["servers"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
