"""Asks Landfall whether customers have landed in the ledger.

    with landfall.Client("landfall.contoso.com:7450", tls=True) as client:
        check = client.check("crm/account/7d2f0f5e-…")
        if not check.promoted:
            print(check.explanation, check.reasons[0].action)
"""

from landfall._generated import enums, results
from landfall._generated.enums import *
from landfall._generated.results import *
from landfall.client import CardPage, Client, EventPage
from landfall.connection import Retry, Tls
from landfall.errors import (
    DeadlineExceeded, InvalidRequest, LandfallError, NotFound, Overloaded,
    PermissionDenied, ServerError, StoreFull, Unauthenticated, Unavailable)
from landfall.queries import CheckQuery, Customer, ExternalId, TaxId
from landfall.record_ref import RecordRef
from landfall.upsert import UpsertSummary
from landfall.watching import Checkpoint

__version__ = "0.1.0"

__all__ = [
    "CardPage", "CheckQuery", "Checkpoint", "Client", "Customer", "DeadlineExceeded",
    "EventPage", "ExternalId", "InvalidRequest", "LandfallError", "NotFound", "Overloaded",
    "PermissionDenied", "RecordRef", "Retry", "ServerError", "StoreFull",
    "TaxId", "Tls", "Unauthenticated", "Unavailable", "UpsertSummary",
]
__all__ += enums.__all__
__all__ += results.__all__
