"""Reference rates of the European Central Bank: files of XML."""

from .double import EcbDouble

__all__ = ["EcbDouble"]
