"""Dataverse Web API v9.2."""

from .double import DataverseDouble

__all__ = ["DataverseDouble"]
