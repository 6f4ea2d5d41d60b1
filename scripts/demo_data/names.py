"""Invented companies and people, in a fixed order."""

_FIRST_WORDS = (
    "Alder", "Basalt", "Cedar", "Driftwood", "Ember", "Fernhill", "Glacier",
    "Hawthorn", "Indigo", "Juniper", "Kettle", "Lantern", "Meadow", "Nimbus",
    "Orchard", "Pinecrest", "Quarry", "Riverbend", "Sable", "Tamarack",
    "Umber", "Verdant", "Willow", "Yarrow", "Zephyr", "Amberly", "Brightwater",
    "Copperfield", "Dunmore", "Eastgate", "Foxglove", "Greystone", "Holloway",
    "Inverness", "Jasper", "Kingsley", "Larkspur", "Marlow", "Northgate",
    "Oakhaven", "Primrose", "Quillon", "Rosewood", "Stonebridge")

_SECOND_WORDS = (
    "Bakery Supply", "Outfitters", "Timber", "Ceramics", "Instruments",
    "Nurseries", "Packaging", "Lighting", "Textiles", "Machine Works",
    "Provisions")

_PEOPLE = (
    "Amelia Forsyth", "Benedict Oyelaran", "Camille Durand", "Dario Mancuso",
    "Elena Vasquez", "Felix Aubrey", "Gemma Whitlock", "Hugo Lindgren",
    "Imogen Castle", "Julian Abara", "Katrin Solberg", "Lionel Baptiste",
    "Mira Devereux", "Nathaniel Grove", "Odette Fairweather", "Pascal Renner")


def company(index):
    first = _FIRST_WORDS[index % len(_FIRST_WORDS)]
    second = _SECOND_WORDS[(index * 3 + 1) % len(_SECOND_WORDS)]
    return f"{first} {second}"


def person(index):
    first, last = _PEOPLE[index].split(" ")
    return first, last


def company_mail(name, mailbox="accounts"):
    """accounts@alderoutfitters.contoso.com"""
    host = "".join(c for c in name.lower() if c.isascii() and c.isalnum())
    return f"{mailbox}@{host}.contoso.com"


def personal_mail(name, domain="fabrikam.com"):
    return ".".join(name.lower().split(" ")) + "@" + domain
