"""Shopify: Admin GraphQL API, bulk operations, webhooks."""

from .double import ShopifyDouble

__all__ = ["ShopifyDouble"]
