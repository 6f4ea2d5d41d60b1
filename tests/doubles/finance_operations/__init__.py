"""Finance & Operations: OData under /data."""

from .double import FinanceOperationsDouble

__all__ = ["FinanceOperationsDouble"]
