"""d365-client against Finance & Operations.

Its authority is fixed, so requests to it are led to the double.
"""

import json
import sys

import d365_client.client as module
import requests

FACTS = json.loads(sys.argv[1])
MICROSOFT = "https://login.microsoftonline.com"
_post = requests.post


def post(url, **more):
    return _post(url.replace(MICROSOFT, FACTS["authority"]), **more)


def main():
    requests.post = post
    client = module.D365Client(
        tenant_id=FACTS["tenant"], client_id=FACTS["client_id"],
        client_secret=FACTS["client_secret"], resource_url=FACTS["url"])
    customers = module.CustomersV3(client)
    found = {}
    for name, more in (("own", {}), ("all", {"cross-company": "true"})):
        found[name] = [row["CustomerAccount"] for row in
                       customers.all({"$select": "CustomerAccount",
                                      **more})["value"]]
    found["filtered"] = [
        row["CustomerAccount"] for row in customers.all({
            "cross-company": "true", "$orderby": "CustomerAccount desc",
            "$filter": "dataAreaId eq 'usrt' and CustomerGroupId eq 'b2b'"})[
                "value"]]
    key = {"dataAreaId": "usrt", "CustomerAccount": "C-2"}
    found["one"] = customers.get(key, queryparams={
        "cross-company": "true"})["OrganizationName"]
    found["exists"] = [customers.exists(key),
                       customers.exists(key, {"cross-company": "true"})]
    try:
        customers.all({"$filter": "CustomerAccount in ('C-1')"})
    except module.D365Error as error:
        found["refused"] = error.args[0]["error"]["innererror"]["message"]
    # It does not follow next links by itself.
    pages, link = [], "CustomersV3?cross-company=true"
    while link:
        body, _ = client._get(link)
        pages.append(len(body["value"]))
        link = body.get("@odata.nextLink")
    found["pages"] = pages
    print(json.dumps(found))


main()
