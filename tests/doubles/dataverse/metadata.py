"""What the environment says about itself."""

import re
import uuid

from ..core.messages import json_answer, text_answer
from ..core.odata_filter import Dialect, FilterError, compile_filter
from . import protocol as system
from .tables import BY_NAME, DEFINITIONS

ONE = re.compile(r"EntityDefinitions\(LogicalName='(\w+)'\)(/.*)?$")
TYPES = {"key": "Uniqueidentifier", "text": "String", "int": "Integer",
         "big": "BigInt", "bool": "Boolean", "time": "DateTime",
         "money": "Money", "decimal": "Decimal", "choice": "Picklist",
         "lookup": "Lookup"}
EDM = {"key": "Edm.Guid", "text": "Edm.String", "int": "Edm.Int32",
       "big": "Edm.Int64", "bool": "Edm.Boolean",
       "time": "Edm.DateTimeOffset", "money": "Edm.Decimal",
       "decimal": "Edm.Decimal", "choice": "Edm.Int32", "lookup": "Edm.Guid"}
TRACKING = "Org.OData.Capabilities.V1.ChangeTracking"


def answer(double, request, path):
    context = f"{request.origin}{system.BASE}/$metadata#"
    if path == "WhoAmI":
        return json_answer({
            "@odata.context": context
            + "Microsoft.Dynamics.CRM.WhoAmIResponse",
            "BusinessUnitId": _guid("unit"), "UserId": _guid("user"),
            "OrganizationId": _guid("organization")}, content_type=system.JSON)
    if path == "$metadata":
        return text_answer(_edmx(double), content_type="application/xml")
    match = ONE.match(path)
    if match is None:
        if path != "EntityDefinitions":
            double.refuse("Resource not found for the segment.", 404)
        rows = _filtered(double, request, [_entity(double, definition)
                                           for definition in DEFINITIONS])
        return json_answer({"@odata.context": context + "EntityDefinitions",
                            "value": rows}, content_type=system.JSON)
    if match[1] not in BY_NAME:
        double.refuse("Could not find an entity with name "
                      f"{match[1]}.", 404, "0x80060888")
    definition = BY_NAME[match[1]]
    if match[2] is None:
        return json_answer({
            "@odata.context": context + "EntityDefinitions/$entity",
            **_filtered(double, request, [_entity(double, definition)])[0]},
            content_type=system.JSON)
    rows = [_attribute(column) for column in
            double.lists.visible(definition).values()]
    if match[2].endswith("Microsoft.Dynamics.CRM.PicklistAttributeMetadata"):
        rows = [row for row in rows if row["AttributeType"] == "Picklist"]
    return json_answer({
        "@odata.context": f"{context}EntityDefinitions('{match[1]}')"
        "/Attributes", "value": _filtered(double, request, rows)},
        content_type=system.JSON)


def _guid(name):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "landfall/" + name))


def _entity(double, definition):
    return {"MetadataId": _guid(definition.logical_name),
            "LogicalName": definition.logical_name,
            "SchemaName": definition.logical_name.capitalize(),
            "EntitySetName": definition.set_name,
            "PrimaryIdAttribute": definition.key,
            "PrimaryNameAttribute": definition.name,
            "ChangeTrackingEnabled": definition.tracked
            and double.options["track_changes"],
            "TableType": "Elastic" if definition.elastic else "Standard"}


def _attribute(column):
    return {"MetadataId": _guid("attribute/" + column.name),
            "LogicalName": column.name, "SchemaName": column.name,
            "AttributeType": TYPES[column.type],
            "OptionSet": {"Options": [
                {"Value": value, "Label": {"UserLocalizedLabel": {
                    "Label": label, "LanguageCode": 1033}}}
                for value, label in column.labels]}
            if column.type == "choice" else None}


def _filtered(double, request, rows):
    text = request.query.get("$filter")
    try:
        matches = compile_filter(text, Dialect()) if text else None
    except FilterError as error:
        double.refuse(str(error))
    rows = [row for row in rows if matches is None or matches(row)]
    names = [name.strip() for name in
             request.query.get("$select", "").split(",") if name.strip()]
    if not names:
        return rows
    return [{name: row[name] for name in ["MetadataId", *names]
             if name in row} for row in rows]


def _edmx(double):
    types, sets = [], []
    for definition in DEFINITIONS:
        properties = "".join(
            f'<Property Name="{name}" Type="{EDM[column.type]}"/>'
            for name, column in double.lists.visible(definition).items())
        types.append(
            f'<EntityType Name="{definition.logical_name}"><Key><PropertyRef '
            f'Name="{definition.key}"/></Key>{properties}</EntityType>')
        tracking = (f'<Annotation Term="{TRACKING}"><Record><PropertyValue '
                    'Property="Supported" Bool="true"/></Record></Annotation>'
                    if definition.tracked and double.options["track_changes"]
                    else "")
        sets.append(
            f'<EntitySet Name="{definition.set_name}" EntityType='
            f'"Microsoft.Dynamics.CRM.{definition.logical_name}">{tracking}'
            "</EntitySet>")
    return ('<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="4.0" '
            'xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:Data'
            'Services><Schema Namespace="Microsoft.Dynamics.CRM" xmlns='
            '"http://docs.oasis-open.org/odata/ns/edm">' + "".join(types)
            + '<EntityContainer Name="System">' + "".join(sets)
            + "</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>")
