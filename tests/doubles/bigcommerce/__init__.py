"""BigCommerce: V2, V3, B2B Edition, webhooks."""

from .double import BigCommerceDouble

__all__ = ["BigCommerceDouble"]
