"""The query options of a list, as F&O and Business Central read them."""

from .odata_filter import FilterError, compile_filter
from .odata_page import order_of, page

KNOWN = ("$select", "$filter", "$orderby", "$top", "$skip", "$count",
         "$expand", "$skiptoken", "$schemaversion", "cross-company", "tenant",
         "aid")


class ListQuery:
    """Raises FilterError for what the system refuses."""

    def __init__(self, request, check, dialect):
        unknown = [name for name in request.query if name not in KNOWN]
        if unknown:
            raise FilterError(f"The query parameter '{unknown[0]}' is not "
                              "supported.")
        query = request.query
        self.select = [name.strip() for name in
                       query.get("$select", "").split(",") if name.strip()]
        for name in self.select:
            check(name)
        text = query.get("$filter", "")
        self.matches = (compile_filter(text, dialect) if text
                        else lambda row: True)
        self.order = order_of(query.get("$orderby", ""), check)
        self.top = _number(query, "$top")
        self.skip = _number(query, "$skip") or 0
        self.count = query.get("$count") == "true"

    def matching(self, table, scope):
        """All [(key, row)] in order."""
        found, _ = page(table, lambda row: scope(row) and self.matches(row),
                        self.order, None, len(table) + 1)
        return found


def _number(query, name):
    if name not in query:
        return None
    if not query[name].isdigit():
        raise FilterError(f"Invalid value '{query[name]}' for {name}.")
    return int(query[name])
