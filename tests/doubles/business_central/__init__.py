"""Business Central: API v2.0, online and on-premises."""

from .double import BusinessCentralDouble

__all__ = ["BusinessCentralDouble"]
