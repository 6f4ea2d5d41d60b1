"""The double of the European Central Bank's reference rates."""

import datetime

from ..core import clock
from ..core.double import Double
from ..core.messages import Answer, text_answer

FOLDER = "/stats/eurofxref"
HEAD = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<gesmes:Envelope xmlns:gesmes=\"http://www.gesmes.org/xml/2002-08-01\""
        " xmlns=\"http://www.ecb.int/vocabulary/2002-08-01/eurofxref\">\n"
        "\t<gesmes:subject>Reference rates</gesmes:subject>\n"
        "\t<gesmes:Sender>\n"
        "\t\t<gesmes:name>European Central Bank</gesmes:name>\n"
        "\t</gesmes:Sender>\n\t<Cube>")
TAIL = "</Cube>\n</gesmes:Envelope>\n"


class EcbDouble(Double):
    """Days with what one euro is worth. A day without any, such as a holiday,
    is in no file; nor is a day that has not come."""

    SYSTEM = "ecb"
    OPTIONS = {
        "history_days": 90,    # of the file that is called so
    }
    FILES = {}

    @property
    def url(self):
        return self.origin + FOLDER

    def set_up(self):
        self.world.add("rates", ("date", "currency"), self._complete)

    def _complete(self, row):
        unknown = set(row) - {"date", "currency", "rate"}
        if unknown:
            raise ValueError("rates have no column "
                             + ", ".join(sorted(unknown)))
        day = datetime.date.fromisoformat(row["date"])
        if day.weekday() > 4:
            raise ValueError(f"{row['date']}: there are no rates of weekends")
        if row["currency"] == "EUR":
            raise ValueError("the euro itself is not among them")
        row["rate"] = str(row["rate"])

    def error_answer(self, status, request):
        return text_answer(f"<html><body><h1>{status}</h1></body></html>",
                           status, "text/html")

    def answer(self, request):
        if request.method != "GET":
            return Answer(405, {"Allow": "GET"})
        days = {f"{FOLDER}/eurofxref-daily.xml": self._days()[:1],
                f"{FOLDER}/eurofxref-hist-90d.xml": self._recent(),
                f"{FOLDER}/eurofxref-hist.xml": self._days()}.get(request.path)
        if days is None:
            return self.error_answer(404, request)
        cubes = "".join(self._cube(day) for day in days)
        return text_answer(HEAD + cubes + TAIL, content_type="text/xml")

    def _days(self):
        """Newest first."""
        today = clock.iso(self.clock.now())[:10]
        return sorted({row["date"] for row in self.table("rates").rows.values()
                       if row["date"] <= today}, reverse=True)

    def _recent(self):
        since = clock.iso(self.clock.now()
                          - 86400 * self.options["history_days"])[:10]
        return [day for day in self._days() if day >= since]

    def _cube(self, day):
        inner = "".join(
            f"<Cube currency='{row['currency']}' rate='{row['rate']}'/>"
            for row in self.table("rates").rows.values()
            if row["date"] == day)
        return f"<Cube time='{day}'>{inner}</Cube>"
