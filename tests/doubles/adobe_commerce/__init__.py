"""Adobe Commerce (Magento 2): REST."""

from .double import AdobeCommerceDouble

__all__ = ["AdobeCommerceDouble"]
