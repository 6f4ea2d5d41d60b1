"""What was asked of a double, what it said, and which rules were broken."""

import collections


class Journal:
    """Keeps the newest `keep` requests and counts all of them."""

    def __init__(self, keep=20_000):
        self._keep = keep
        self.reset()

    def reset(self):
        self.entries = collections.deque(maxlen=self._keep)
        self.violations = []
        self.requests = 0
        self.rows = 0
        self.tokens = 0
        self.by_status = collections.Counter()
        self.by_route = collections.Counter()

    def begin(self, request, at):
        self.requests += 1
        request.number = self.requests
        entry = {"number": request.number, "at": at, "method": request.method,
                 "path": request.path, "query": request.query,
                 "queryString": request.query_string,
                 "headers": request.headers,
                 "body": request.body.decode("utf-8", "replace"),
                 "faults": [], "status": None, "rows": 0}
        self.entries.append(entry)
        return entry

    def finish(self, entry, answer, faults):
        entry["status"] = answer.status
        entry["rows"] = answer.rows
        entry["faults"] = [fault.kind for fault in faults]
        self.rows += answer.rows
        self.by_status[str(answer.status)] += 1
        self.by_route[f"{entry['method']} {entry['path']}"] += 1

    def violation(self, request, rule):
        """A request that the system's documents forbid."""
        self.violations.append({"number": request.number, "rule": rule,
                                "path": request.path})

    def counters(self):
        return {"requests": self.requests, "rows": self.rows,
                "tokens": self.tokens, "byStatus": dict(self.by_status),
                "byRoute": dict(self.by_route),
                "violations": list(self.violations)}
