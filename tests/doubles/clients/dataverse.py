"""Microsoft's own client for Dataverse, with MSAL for its tokens.

    dataverse.py FACTS    FACTS: {"url", "authority", "ca", …} as JSON
"""

import json
import sys

import msal
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.core.errors import HttpError

FACTS = json.loads(sys.argv[1])


class Token:
    def __init__(self, token):
        self.token = token


class Credential:
    """What azure-identity would be, on MSAL and the double's authority."""

    def __init__(self):
        self._app = msal.ConfidentialClientApplication(
            FACTS["client_id"], client_credential=FACTS["client_secret"],
            authority=f"{FACTS['authority']}/{FACTS['tenant']}",
            instance_discovery=False, verify=FACTS["ca"])

    def get_token(self, *scopes):
        result = self._app.acquire_token_for_client(list(scopes))
        if "access_token" not in result:
            raise RuntimeError(result)
        return Token(result["access_token"])


def main():
    client = DataverseClient(FACTS["url"], Credential())
    found = {}
    found["pages"] = [
        [row["name"] for row in page] for page in client.records.get(
            "account", select=["name", "customertypecode"],
            filter="customertypecode eq 3", orderby=["name asc"],
            page_size=3, include_annotations="*")]
    made = client.records.create("account", {"name": "Made"})
    client.records.update("account", made, {"name": "Changed"})
    found["one"] = client.records.get("account", made, select=["name"])["name"]
    client.records.delete("account", made)
    for name, call in (
            ("missing", lambda: client.records.get("account", made)),
            ("column", lambda: list(client.records.get(
                "account", select=["nothing"]))),
            ("throttled", lambda: list(client.records.get(
                "contact", select=["fullname"])))):
        try:
            call()
        except HttpError as error:
            details = error.details or {}
            found[name] = {"status": error.status_code,
                           "transient": error.is_transient,
                           "code": details.get("service_error_code"),
                           "retryAfter": details.get("retry_after")}
    print(json.dumps(found))


main()
