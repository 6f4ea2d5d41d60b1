"""A row as the Web API writes it."""

from ..core import clock
from .tables import BY_NAME

FORMATTED = "OData.Community.Display.V1.FormattedValue"
LOOKUP_NAME = "Microsoft.Dynamics.CRM.lookuplogicalname"
NAVIGATION = "Microsoft.Dynamics.CRM.associatednavigationproperty"


class Annotations:
    """Which annotations a Prefer header asks for."""

    def __init__(self, wanted=""):
        self._wanted = [word.strip() for word in wanted.split(",")
                        if word.strip()]

    def has(self, name):
        return any(word == "*" or word == name
                   or (word.endswith("*") and name.startswith(word[:-1]))
                   for word in self._wanted)

    def __bool__(self):
        return bool(self._wanted)


def wire_columns(definition, columns):
    """The columns that come for these: also the key, and the currency of
    every sum, which is of no use without it."""
    names = dict.fromkeys(columns)
    names[definition.key] = None
    if any(definition.columns[name].type == "money" for name in names):
        names["_transactioncurrencyid_value"] = None
    return list(names)


def render(world, definition, key, names, annotations, with_etag=True):
    """The row with the columns of wire_columns()."""
    table = world.tables[definition.set_name]
    row = table.rows[key]
    version = table.versions[key]
    written = {"@odata.etag": f'W/"{version}"'} if with_etag else {}
    for name in names:
        value = version if name == "versionnumber" else row.get(name)
        if annotations and value is not None:
            written.update(_annotated(world, definition.columns[name], name,
                                      value, annotations))
        written[name] = value
    return written


def _annotated(world, column, name, value, annotations):
    notes = {}
    if column.type == "lookup":
        target = target_of(world, column, value)
        if annotations.has(LOOKUP_NAME):
            notes[f"{name}@{LOOKUP_NAME}"] = target.logical_name
        if annotations.has(NAVIGATION) and column.name != "ownerid":
            notes[f"{name}@{NAVIGATION}"] = (
                column.navigation if len(column.targets) == 1
                else f"{column.navigation}_{target.logical_name}")
    if annotations.has(FORMATTED):
        text = formatted(world, column, value)
        if text is not None:
            notes[f"{name}@{FORMATTED}"] = text
    return notes


def target_of(world, column, value):
    """The definition of the table that holds the row of a lookup."""
    for target in column.targets:
        definition = BY_NAME[target]
        if value in world.tables[definition.set_name].rows:
            return definition
    return BY_NAME[column.targets[0]]


def formatted(world, column, value):
    """What a form would show, or None where it would show nothing else."""
    if column.type == "lookup":
        definition = target_of(world, column, value)
        row = world.tables[definition.set_name].rows.get(value)
        return row.get(definition.name) if row else None
    if column.type == "choice":
        return dict(column.labels).get(value)
    if column.type == "bool":
        return "Yes" if value else "No"
    if column.type == "money":
        return f"${float(value):,.2f}"
    if column.type in ("int", "big"):
        return f"{int(value):,}"
    if column.type == "time":
        day, _, time = clock.iso(clock.parse(value)).partition("T")
        year, month, of_month = day.split("-")
        hour = int(time[:2])
        return (f"{int(month)}/{int(of_month)}/{year} {(hour + 11) % 12 + 1}"
                f":{time[3:5]} {'AM' if hour < 12 else 'PM'}")
    return None
