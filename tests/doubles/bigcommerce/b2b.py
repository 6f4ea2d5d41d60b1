"""The B2B Edition: another address, another envelope, other paging."""

from ..core.messages import json_answer

# path -> (set, key field)
LISTS = {"companies": ("companies", "companyId"), "users": ("users", "id"),
         "orders": ("b2bOrders", "id"), "rfq": ("quotes", "quoteId")}
USUAL, MOST = 10, 250


def envelope(data, pagination=None, code=200, message="SUCCESS"):
    meta = {"message": message}
    if pagination is not None:
        meta["pagination"] = pagination
    return {"code": code, "data": data, "meta": meta}


def error(status, message):
    return json_answer(envelope({"errMsg": message}, None, status, message),
                       status)


def answer(double, request, path):
    if (request.header("X-Auth-Token"), request.header("X-Store-Hash")) != (
            double.TOKEN, double.HASH):
        return error(401, "Unauthorized")
    if request.method != "GET":
        return error(405, "Method not allowed")
    name, *rest = path.strip("/").split("/")
    if name not in LISTS:
        return error(404, "Not found")
    set_name, key = LISTS[name]
    rows = list(double.table(set_name).rows.values())
    if name == "users" and rest[:1] == ["customer"]:
        return _one(double, [row for row in rows
                             if str(row["customerId"]) == rest[1]])
    if rest:
        return _one(double, [row for row in rows if str(row[key]) == rest[0]])
    if name == "companies" and "customerId" in request.query:
        wanted = request.query.pop("customerId")
        ids = {user["companyId"] for user in double.table("users").rows.values()
               if str(user["customerId"]) == wanted}
        rows = [row for row in rows if row["companyId"] in ids]
    rows = [row for row in rows if _fits(row, request.query)]
    _sort(rows, key, request.query)
    limit = min(int(request.query.get("limit", USUAL)), MOST)
    offset = int(request.query.get("offset", 0))
    page = rows[offset:offset + limit]
    if name == "companies" and request.query.get(
            "isIncludeExtraFields") != "1":
        page = [{field: value for field, value in row.items()
                 if field != "extraFields"} for row in page]
    paging = {"limit": limit, "offset": offset, "totalCount": len(rows)}
    if name == "rfq" and double.options["quotes_in_list"]:
        return json_answer(envelope({"list": page, "pagination": paging}),
                           rows=len(page))
    return json_answer(envelope(page, paging), rows=len(page))


def _sort(rows, key, query):
    """Newest change first, unless the request says something else."""
    rows.sort(key=lambda row: row[key])
    field = query.get("sortBy", "updatedAt")
    rows.sort(key=lambda row: str(row.get(field, "")),
              reverse=query.get("orderBy", "desc").lower() == "desc")


def _one(double, rows):
    if not rows:
        return error(404, "Not found")
    return json_answer(envelope(rows[0]), rows=1)


def _fits(row, query):
    if int(row["updatedAt"]) < int(query.get("minModified", 0)):
        return False
    if "maxModified" in query and int(row["updatedAt"]) > int(
            query["maxModified"]):
        return False
    return all(str(row.get(name)) == query[name]
               for name in ("companyStatus", "customerId", "companyId",
                            "status") if name in query)
