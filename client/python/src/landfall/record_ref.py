"""The name of one record."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, order=True)
class RecordRef:
    """Names one record: "source/type/id" as text."""

    source: str
    """The id of a configured source, "crm"."""
    type: str
    """A record type of that source, "account"."""
    id: str
    """The id as the system gives it; answers use one spelling."""

    @classmethod
    def parse(cls, text: str) -> RecordRef:
        """Reads "source/type/id"; only the id may contain more slashes.

        Raises ValueError when a part is missing.
        """
        parts = text.split("/", 2)
        if len(parts) != 3 or not all(parts):
            raise ValueError("a record is named source/type/id")
        return cls(*parts)

    def __str__(self) -> str:
        return f"{self.source}/{self.type}/{self.id}"
