"""Identifiers that look real, are the same on every run and pass their checks.

Nothing here is random: a name always gives the same GUID, phone number or tax
number. Mail addresses live under Microsoft's fictitious company domains, which
belong to nobody's customer.
"""

import hashlib
import uuid

_NAMESPACE = uuid.UUID("6c616e64-6661-4c6c-8000-64656d6f0001")


def guid(name):
    """A GUID for `name`, as Dataverse and Business Central write it."""
    return str(uuid.uuid5(_NAMESPACE, name))


def number(name, digits):
    """A decimal number of `digits` digits that does not start with zero."""
    seed = int(hashlib.sha256(name.encode()).hexdigest(), 16)
    low = 10 ** (digits - 1)
    return low + seed % (9 * low)


def canadian_business_number(name):
    """BN9 with a valid Luhn digit, and the GST account suffix."""
    body = str(number("bn " + name, 8))
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{body}{-total % 10}RT0001"


def british_vat_number(name):
    """A nine-digit GB number of the modulus-97 series, with its prefix."""
    body = str(number("gb " + name, 7))
    total = sum(int(d) * w for d, w in zip(body, range(8, 1, -1)))
    return f"GB{body}{(-total) % 97:02d}"


def etag(name):
    """A row version in the manner of Dataverse."""
    return f'W/"{number("etag " + name, 8)}"'
