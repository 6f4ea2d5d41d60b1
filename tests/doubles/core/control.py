"""The control port: what a test in another process tells a double."""

import json

from .clock import iso
from .listener import Listener
from .messages import json_answer
from .table import NoSuchRow


class Control:
    """POST /commands with one command or a list; GET /counters, /journal,
    /rows/SET, /time."""

    def __init__(self, double, port=0):
        self._double = double
        self._listener = Listener(self._handle, port)
        self.url = self._listener.origin

    def close(self):
        self._listener.close()

    def _handle(self, request):
        try:
            return self._answer(request)
        except (ValueError, TypeError, KeyError, NoSuchRow,
                json.JSONDecodeError) as error:
            return json_answer({"error": str(error)}, 400)

    def _answer(self, request):
        double = self._double
        if (request.method, request.path) == ("POST", "/commands"):
            commands = request.json()
            if isinstance(commands, dict):
                commands = [commands]
            return json_answer({"results": [double.apply(command)
                                            for command in commands]})
        if request.method == "GET":
            if request.path == "/counters":
                return json_answer(double.apply({"do": "counters"}))
            if request.path == "/journal":
                since = int(request.query.get("since", 0))
                with double.lock:
                    return json_answer({"entries": [
                        entry for entry in double.journal.entries
                        if entry["number"] > since]})
            if request.path == "/time":
                return json_answer({"now": iso(double.clock.now(), 3)})
            if request.path.startswith("/rows/"):
                table = double.table(request.path.removeprefix("/rows/"))
                with double.lock:
                    return json_answer({"rows": list(table.rows.values())})
        return json_answer({"error": "POST /commands, GET /counters, "
                                     "/journal, /time, /rows/SET"}, 404)
