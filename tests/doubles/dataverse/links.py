"""Next links and delta links: given once, and to be used as they are."""

import hashlib
import urllib.parse

from ..core import clock
from ..core.odata_page import seal, unseal


class Links:

    def __init__(self):
        self._issued = set()
        self._deltas = {}     # token -> (set name, version, given at)

    def _remember(self, query):
        self._issued.add(query)
        return query

    def was_issued(self, query_string):
        return query_string in self._issued

    def next_query(self, request, state):
        """The query of the next page; `state` is what it goes on from."""
        rest = _without(request.query_string, "$skiptoken")
        state = {**state, "of": _digest(request)}
        cookie = (f'<cookie pagenumber="{state["page"]}" '
                  f'pagingcookie="{seal(state)}" istracking="False" />')
        token = "$skiptoken=" + urllib.parse.quote(cookie, safe="")
        return self._remember("&".join(filter(None, [rest, token])))

    @staticmethod
    def state_of(request):
        """What the page goes on from; None if the link is not ours."""
        cookie = request.query["$skiptoken"]
        start = cookie.find('pagingcookie="')
        if start < 0:
            return None
        start += len('pagingcookie="')
        try:
            state = unseal(cookie[start:cookie.index('"', start)])
        except ValueError:
            return None
        return state if state.get("of") == _digest(request) else None

    def delta_query(self, request, set_name, version, now):
        rest = _without(_without(request.query_string, "$deltatoken"),
                        "$skiptoken")
        day, _, time = clock.iso(now).partition("T")
        year, month, of_month = day.split("-")
        token = f"{version}!{month}/{of_month}/{year} {time[:8]}"
        self._deltas[token, set_name] = (version, now)
        quoted = "$deltatoken=" + urllib.parse.quote(token, safe="").lower()
        return self._remember("&".join(filter(None, [rest, quoted])))

    def delta_of(self, request, set_name):
        """(version, given at) of a delta token; None if it is not ours."""
        return self._deltas.get((request.query["$deltatoken"], set_name))

    def void_deltas(self, set_name=None):
        """From now on they count as given before time began."""
        for (token, name), (version, _) in self._deltas.items():
            if set_name in (None, name):
                self._deltas[token, name] = (version, float("-inf"))


def _without(query_string, option):
    """The query as it was sent, less one option in either spelling."""
    return "&".join(
        part for part in query_string.split("&")
        if part and urllib.parse.unquote(part.split("=")[0]) != option)


def _digest(request):
    pairs = sorted(pair for pair in request.pairs if pair[0] != "$skiptoken")
    return hashlib.sha256(repr(pairs).encode()).hexdigest()[:16]
