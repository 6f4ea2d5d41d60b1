"""BigCommerce's own Python client, and Standard Webhooks' for what the
store sends."""

import json
import os
import sys

FACTS = json.loads(sys.argv[1])
os.environ["BC_API_ENDPOINT"] = FACTS["host"]

import bigcommerce.api  # noqa: E402
from bigcommerce.exception import RateLimitingException  # noqa: E402
from standardwebhooks import Webhook, WebhookVerificationError  # noqa: E402


def main():
    api = bigcommerce.api.BigcommerceApi(
        client_id="landfall", store_hash=FACTS["store_hash"],
        access_token=FACTS["access_token"])
    found = {}
    # 250 at a time, until an answer without a body.
    found["all"] = [order["id"] for order in api.Orders.iterall()]
    found["filtered"] = [order["id"] for order in api.Orders.all(
        status_id=5, min_date_modified="2026-06-01T00:00:00Z")]
    order = api.Orders.get(1)
    found["money"] = order["total_inc_tax"]
    found["ship_to"] = [address["country_iso2"]
                        for address in order.shipping_addresses()]
    found["limit"] = api.connection.rate_limit
    try:
        api.Orders.all()
    except RateLimitingException as error:
        found["throttled"] = str(error)[:3]
    patient = bigcommerce.api.BigcommerceApi(
        client_id="landfall", store_hash=FACTS["store_hash"],
        access_token=FACTS["access_token"], rate_limiting_management={
            "min_requests_remaining": 0, "wait": True})
    patient.connection.host = FACTS["patient_host"]
    found["patient"] = [patient.Orders.all(limit=1)[0]["id"]
                        for _ in range(5)]
    hook = Webhook(FACTS["client_secret"].encode())
    found["hook"] = hook.verify(FACTS["body"], FACTS["headers"])["data"]
    try:
        hook.verify(FACTS["body"].replace("250", "251"), FACTS["headers"])
    except WebhookVerificationError:
        found["changed"] = "refused"
    print(json.dumps(found))


main()
