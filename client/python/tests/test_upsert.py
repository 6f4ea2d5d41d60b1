"""How a push is cut into calls."""

import unittest

import landfall
from landfall._generated import record_service_pb2 as pb
from scripted_server import ScriptedServer


def answer(read, entities=(), reject_lines=()):
    response = pb.BatchUpsertRecordsResponse(
        read=read, inserted=read - len(reject_lines),
        rejected=len(reject_lines), entities=entities)
    for line in reject_lines:
        response.rejects.add(line=line, cause="as scripted")
    return response


class UpsertTest(unittest.TestCase):

    def push(self, script, payloads, **options):
        server = ScriptedServer(*script)
        self.addCleanup(server.stop)
        with landfall.Client(server.address) as client:
            summary = client.upsert("erp", payloads, **options)
        self.assertEqual(server.script, [], "calls that were not made")
        return summary, [pb.BatchUpsertRecordsRequest.FromString(seen.request)
                         for seen in server.seen]

    def test_only_the_last_chunk_completes(self):
        summary, calls = self.push(
            [answer(2, ["USTR"]), answer(2, ["CATR", "USTR"], [3]),
             answer(1, ["CATR"])],
            ({"n": n} for n in range(5)), chunk_size=2, type="customer")
        self.assertEqual([call.complete for call in calls],
                         [False, False, True])
        self.assertTrue(all(call.HasField("complete") for call in calls))
        self.assertEqual([list(call.entities) for call in calls],
                         [[], [], ["USTR", "CATR"]])
        self.assertEqual([p.line for call in calls for p in call.payloads],
                         [1, 2, 3, 4, 5])
        self.assertEqual((summary.read, summary.inserted, summary.rejected),
                         (5, 4, 1))
        self.assertEqual([reject.line for reject in summary.rejects], [3])
        self.assertEqual(summary.entities, ("USTR", "CATR"))

    def test_changes_never_complete(self):
        _, calls = self.push([answer(1, ["USTR"]), answer(1)], ["{}", "{}"],
                             chunk_size=1, complete=False)
        self.assertEqual([call.complete for call in calls], [False, False])
        self.assertEqual([list(call.entities) for call in calls], [[], []])

    def test_an_empty_push_says_so(self):
        _, calls = self.push([answer(0)], [], type="customer")
        self.assertTrue(calls[0].complete)
        self.assertEqual(len(calls[0].payloads), 0)

    def test_large_payloads_make_smaller_chunks(self):
        text = '"' + "x" * 1_000_000 + '"'
        _, calls = self.push([answer(4), answer(1)], [text] * 5)
        self.assertEqual([len(call.payloads) for call in calls], [4, 1])
        for call in calls:
            self.assertLess(call.ByteSize(), 4 * 1024 * 1024)

    def test_objects_become_json(self):
        _, calls = self.push([answer(2)], [{"name": "Zoë", "n": 1.5}, "{ }"])
        self.assertEqual([p.json for p in calls[0].payloads],
                         ['{"name":"Zoë","n":1.5}', "{ }"])

    def test_what_cannot_be_json_is_refused_before_it_is_sent(self):
        for payload, kind in (({"n": float("nan")}, ValueError),
                              ({"n": object()}, TypeError)):
            with self.subTest(kind=kind), self.assertRaises(kind):
                self.push([], [payload])

    def test_chunk_size(self):
        for size in 0, 1001:
            with self.subTest(size=size), self.assertRaises(ValueError):
                self.push([], [], chunk_size=size)

    def test_the_counts_of_all_calls_are_summed(self):
        names = ("read", "inserted", "updated", "unchanged", "rejected",
                 "skipped", "parts")
        summary, _ = self.push(
            [pb.BatchUpsertRecordsResponse(**dict(zip(names, counts)))
             for counts in ((15, 1, 2, 3, 4, 5, 6), (1, 0, 0, 0, 0, 1, 2))],
            ["{}", "{}"], chunk_size=1)
        self.assertEqual([getattr(summary, name) for name in names],
                         [16, 1, 2, 3, 4, 6, 8])


if __name__ == "__main__":
    unittest.main()
