"""m2-sdk against Adobe Commerce."""

import json
import sys

from m2_sdk.auth import AuthManager
from m2_sdk.client import M2Client
from m2_sdk.config import M2Config

FACTS = json.loads(sys.argv[1])


def client(token):
    config = M2Config(api_url=FACTS["url"] + "/V1", api_key=token)
    return M2Client(config, AuthManager(config))


def main():
    good = client(FACTS["access_token"])
    found = {}
    found["since"] = [row["entity_id"] for row in good.orders().where(
        "updated_at", ">=", "2026-06-09 12:00:30").limit(100).get()["items"]]
    found["pages"] = [
        [row["entity_id"] for row in page["items"]]
        for page in good.orders().limit(2).iter_pages()]
    # Two conditions fall into one group, which is an OR.
    found["either"] = [row["entity_id"] for row in good.orders().where(
        "state", "==", "new").where("entity_id", "==", "2").get()["items"]]
    found["one"] = good.orders(id=1).get()["base_grand_total"]
    try:
        client("wrong").orders().limit(1).get()
    except Exception as error:  # noqa: B902  it has many of them
        found["refused"] = type(error).__name__
    print(json.dumps(found, default=str))


main()
