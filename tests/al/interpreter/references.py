"""Record and field references: tables and fields by number."""

from .tables import Record
from .values import AlError, NotSupported

class RecordRef:

    def __init__(self):
        self.record = None


class FieldRef:

    def __init__(self, record, key):
        self.record, self.key = record, key


def _field_ref(machine, ref, number):
    if number in SYSTEM_NUMBERS.values():
        key = next(k for k, n in SYSTEM_NUMBERS.items() if n == number)
        return FieldRef(ref.record, key)
    for key, known in ref.record.table.numbers.items():
        if known == number:
            return FieldRef(ref.record, key)
    raise AlError(f"The field {number} does not exist.")


SYSTEM_NUMBERS = {"systemid": 2000000000, "systemcreatedat": 2000000001,
                  "systemmodifiedat": 2000000003}


def of_record_ref(machine, ref, key, given):
    if key == "open":
        table = machine.world.table_by_number(machine.evaluate(given[0]))
        ref.record = Record(table, machine.world)
    elif key == "gettable":
        ref.record = machine.argument(given[0]).value.copy_of()
    elif key == "settable":
        machine.argument(given[0]).value.take(ref.record)
    elif key == "field":
        return _field_ref(machine, ref, machine.evaluate(given[0]))
    elif key.startswith("system") and key.endswith("no"):
        return SYSTEM_NUMBERS[key.removesuffix("no")]
    elif key == "getposition":
        [machine.evaluate(n) for n in given]
        machine.world.positions[str(ref.record.key())] = ref.record.key()
        return str(ref.record.key())
    elif key == "setposition":
        position = machine.world.positions[machine.evaluate(given[0])]
        ref.record.buffer.update(zip(ref.record.table.key, position))
    elif key == "find":
        return ref.record.find_after(ref.record.key())
    else:
        from .methods import of_record
        return of_record(machine, ref.record, key, given, False)
    return None


def of_field_ref(machine, ref, key, given):
    if key == "value":
        return ref.record.get(ref.key)
    if key == "name":
        return next(machine.world.shown_field(ref.record.table, ref.key))
    kind = ref.record.table.fields[ref.key]
    given = [machine.evaluate(n) for n in given]
    if key == "setrange":
        bounds = [machine.world.converted(v, kind, ref.key) for v in given]
        ref.record.filters[ref.key] = [
            ("=", bounds[0] if len(bounds) == 1 else tuple(bounds), False)]
        return None
    if key == "setfilter":
        ref.record.set_filter(ref.key, given[0], given[1:])
        return None
    raise NotSupported(f"FieldRef.{key}")
