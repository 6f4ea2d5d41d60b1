"""The client of bc-cli against Business Central, with MSAL for its tokens.

It knows one host, over HTTPS: both are led to the double.
"""

import asyncio
import json
import sys

import bcli._url as addresses
import msal
from bcli.client._transport import BCTransport
from bcli.errors import BCLIError
from bcli.odata._pagination import PageIterator

FACTS = json.loads(sys.argv[1])
SCOPE = "https://api.businesscentral.dynamics.com/.default"
NOBODY = "00000000-0000-4000-8000-999999999999"


class Auth:

    def __init__(self):
        self._app = msal.ConfidentialClientApplication(
            FACTS["client_id"], client_credential=FACTS["client_secret"],
            authority=f"{FACTS['authority']}/{FACTS['tenant']}",
            instance_discovery=False, verify=FACTS["ca"])

    async def get_access_token(self):
        return self._app.acquire_token_for_client([SCOPE])["access_token"]


async def read():
    addresses.BC_BASE_URL = f"{FACTS['authority']}/v2.0"
    addresses._ALLOWED_HOST_SUFFIXES = ("localhost",)
    transport = BCTransport(Auth())
    companies = (await transport.get(addresses.build_companies_url(
        environment="production")))["value"]
    found = {"companies": [row["name"] for row in companies]}
    where = {"environment": "production", "company_id": companies[0]["id"],
             "entity_set_name": "customers"}
    url = addresses.build_url(**where)
    found["pages"] = [[row["number"] for row in page] async for page in
                      PageIterator(transport, url, {"$select": "number"})]
    found["since"] = [row["number"] for row in (await transport.get(
        url, params={"$filter": "lastModifiedDateTime gt "
                                "2026-06-09T12:00:00.500Z"}))["value"]]
    try:
        await transport.get(addresses.build_url(**where, record_id=NOBODY))
    except BCLIError as error:
        found["missing"] = [error.status_code, error.bc_message]
    await transport.close()
    return found


print(json.dumps(asyncio.run(read())))
