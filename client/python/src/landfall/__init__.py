"""Asks Landfall whether customers have landed in the ledger.

    with landfall.Client("landfall.contoso.com:7450", tls=True) as client:
        check = client.check("crm/account/7d2f0f5e-…")
        if not check.promoted:
            print(check.explanation, check.reasons[0].action)
"""

from landfall._generated.enums import (
    ErrorReason, Expectation, ExpectedBecause, KeyKind, Outcome, ReasonCode,
    SourceState, Verdict)
from landfall._generated.results import (
    Alert, Breakdown, Card, CardRecord, Check, CheckError, Counterpart,
    EntityOutcome, Explanation, ExternalIdField, HeldRecord, KeyFields,
    KeyReport, LargestBlocked, ListedOrder, MasterMatch, Money, NearMatch,
    Reason, RecordField, Reject, RowCount, Source, Stages, TwinReport)
from landfall.client import CardPage, Client
from landfall.connection import Retry, Tls
from landfall.errors import (
    DeadlineExceeded, InvalidRequest, LandfallError, NotFound, Overloaded,
    PermissionDenied, ServerError, StoreFull, Unauthenticated, Unavailable)
from landfall.queries import CheckQuery, Customer, ExternalId, TaxId
from landfall.record_ref import RecordRef
from landfall.upsert import UpsertSummary

__version__ = "0.1.0"

__all__ = [
    "Alert", "Breakdown", "Card", "CardPage", "CardRecord", "Check",
    "CheckError", "CheckQuery", "Client", "Counterpart", "Customer",
    "DeadlineExceeded", "EntityOutcome", "ErrorReason", "Expectation",
    "ExpectedBecause", "Explanation", "ExternalId", "ExternalIdField",
    "HeldRecord", "InvalidRequest", "KeyFields", "KeyKind", "KeyReport",
    "LandfallError", "LargestBlocked", "ListedOrder", "MasterMatch", "Money",
    "NearMatch", "NotFound", "Outcome", "Overloaded", "PermissionDenied",
    "Reason", "ReasonCode", "RecordField", "RecordRef", "Reject", "Retry",
    "RowCount", "ServerError", "Source", "SourceState", "Stages", "StoreFull",
    "TaxId", "Tls", "TwinReport", "Unauthenticated", "Unavailable",
    "UpsertSummary", "Verdict",
]
