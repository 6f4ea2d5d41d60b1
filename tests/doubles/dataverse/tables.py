"""The tables and columns that this environment has.

A column is written `name type`; the types are key, text, int, big, bool,
time, money, decimal, choice and lookup. A lookup names its targets, and its
navigation property where that is not the column's own name: their case is
inconsistent in the real system too.
"""

import dataclasses

STATE = {0: "Active", 1: "Inactive"}
CUSTOMER_TYPES = dict(enumerate(
    ("Competitor", "Consultant", "Customer", "Investor", "Partner",
     "Influencer", "Press", "Prospect", "Reseller", "Supplier", "Vendor",
     "Other"), 1))


@dataclasses.dataclass(frozen=True)
class Column:
    name: str            # logical name
    type: str
    targets: tuple = ()  # logical names of tables
    navigation: str = ""
    labels: tuple = ()   # (number, label)

    @property
    def wire_name(self):
        """Its name in the Web API."""
        return f"_{self.name}_value" if self.type == "lookup" else self.name


@dataclasses.dataclass(frozen=True)
class Definition:
    logical_name: str
    set_name: str
    key: str
    name: str            # primary name column
    columns: dict        # by wire name
    tracked: bool        # change tracking is on
    elastic: bool = False


def _column(text, labels):
    name, kind, *rest = text.split()
    targets = tuple(rest[0].split("|")) if rest else ()
    navigation = rest[1] if len(rest) > 1 else name
    return Column(name, kind, targets, navigation,
                  tuple(labels.get(name, {}).items()))


def _define(logical_name, set_name, name, columns, labels=None, tracked=True,
            elastic=False):
    key = logical_name + "id"
    base = (f"{key} key,createdon time,modifiedon time,versionnumber big,"
            "statecode choice,statuscode choice,ownerid lookup "
            "systemuser|team")
    labels = {"statecode": STATE, "statuscode": {1: "Active", 2: "Inactive"},
              **(labels or {})}
    parsed = [_column(text.strip(), labels)
              for text in f"{base},{columns}".split(",")]
    return Definition(logical_name, set_name, key, name,
                      {column.wire_name: column for column in parsed},
                      tracked, elastic)


_CUSTOMER = ("emailaddress1 text,emailaddress2 text,emailaddress3 text,"
             "telephone1 text,merged bool,address1_country text,"
             "address1_stateorprovince text,address1_postalcode text,"
             "address1_city text,address1_line1 text,"
             "transactioncurrencyid lookup transactioncurrency,"
             "msdyn_company lookup cdm_company,msdyn_partynumber text,"
             "msdyn_identificationnumber text,"
             "msdyn_customergroupid lookup msdyn_customergroup,"
             "bcbi_companyid lookup bcbi_company")

# What the table maps of dual-write carry beside these.
_ACCOUNT_MAPPED = (
    "address2_city text,address2_county text,"
    "address2_latitude decimal,address2_longitude decimal,"
    "address2_stateorprovince text,address2_line1 text,"
    "address2_postalcode text,creditlimit decimal,"
    "address1_county text,address1_latitude decimal,"
    "address1_longitude decimal,primarytwitterid text,"
    "description text,msdyn_creditlimitismandatory bool,"
    "msdyn_invoiceaddress int,msdyn_partycountry text,"
    "msdyn_partystateprovince text,"
    "msdyn_paymentday lookup msdyn_paymentday,"
    "msdyn_customerpaymentmethod lookup msdyn_customerpaymentmethod,"
    "msdyn_paymentschedule lookup msdyn_paymentschedule,"
    "msdyn_paymenttermsbasedays decimal,msdyn_primaryfacebookid text,"
    "msdyn_faxextension text,msdyn_primarylinkedinid text,"
    "msdyn_vendor lookup msdyn_vendor,"
    "msdyn_emailaddress1description text,"
    "msdyn_primaryfacebookdescription text,msdyn_faxdescription text,"
    "msdyn_primarylinkedindescrption text,"
    "msdyn_telephone1description text,msdyn_telephone1extension text,"
    "msdyn_primarytwitteriddescription text,"
    "msdyn_websiteurldescription text")
_CONTACT_MAPPED = (
    "gendercode int,familystatuscode int,address1_county text,"
    "address1_latitude decimal,address1_longitude decimal,"
    "address1_postofficebox text,address2_city text,"
    "address2_county text,address2_latitude decimal,"
    "address2_longitude decimal,address2_stateorprovince text,"
    "address2_line1 text,address2_postalcode text,address3_city text,"
    "address3_county text,address3_latitude decimal,"
    "address3_longitude decimal,address3_stateorprovince text,"
    "address3_line1 text,address3_postalcode text,"
    "msdyn_emailaddress1description text,msdyn_faxdescription text,"
    "msdyn_faxextension text,msdyn_partycountry text,"
    "msdyn_partystateprovince text,msdyn_primaryfacebookid text,"
    "msdyn_primaryfacebookdescription text,"
    "msdyn_primaryinkedinid text,msdyn_primarylinkedindescrption text,"
    "msdyn_telephone1description text,msdyn_telephone1extension text,"
    "msdyn_primarytwitterid text,"
    "msdyn_primarytwitteriddescription text,websiteurl text,"
    "msdyn_websiteurldescription text,description text,"
    "msdyn_vendorcontactid lookup msdyn_vendorcontactid,"
    "department text,donotemail bool,spousesname text")

DEFINITIONS = [
    _define("account", "accounts", "name", f"{_CUSTOMER},name text,"
            "accountnumber text,customertypecode choice,websiteurl text,"
            "masterid lookup account,parentaccountid lookup account,"
            "primarycontactid lookup contact,msdyn_taxexemptnumber text,"
            "msdyn_paymentterm lookup msdyn_paymentterm,"
            "msdyn_billingaccount lookup account,msdyn_onholdstatus int,"
            "msdyn_onetimecustomer bool,msdyn_creditrating text,"
            + _ACCOUNT_MAPPED,
            {"customertypecode": CUSTOMER_TYPES}),
    _define("contact", "contacts", "fullname", f"{_CUSTOMER},fullname text,"
            "firstname text,middlename text,lastname text,"
            "masterid lookup contact,"
            "parentcustomerid lookup account|contact,"
            "externaluseridentifier text,governmentid text,"
            "msdyn_sellable bool,msdyn_contactpersonid text,"
            "msdyn_contactforvendor bool," + _CONTACT_MAPPED),
    _define("opportunity", "opportunities", "name", "name text,"
            "customerid lookup account|contact,"
            "parentaccountid lookup account,parentcontactid lookup contact,"
            "estimatedvalue money,estimatedvalue_base money,"
            "totalamount money,exchangerate decimal,"
            "estimatedclosedate time,"
            "transactioncurrencyid lookup transactioncurrency",
            {"statecode": {0: "Open", 1: "Won", 2: "Lost"},
             "statuscode": {1: "In Progress", 2: "On Hold", 3: "Won",
                            4: "Canceled", 5: "Out-Sold"}}),
    _define("salesorder", "salesorders", "name", "name text,"
            "ordernumber text,customerid lookup account|contact,"
            "accountid lookup account,contactid lookup contact,"
            "totalamount money,exchangerate decimal,"
            "transactioncurrencyid lookup transactioncurrency,"
            "msdyn_salesordernumber text",
            {"statecode": {0: "Active", 1: "Submitted", 2: "Canceled",
                           3: "Fulfilled", 4: "Invoiced"},
             "statuscode": {1: "New", 2: "Pending", 3: "In Progress",
                            4: "No Money", 100001: "Complete",
                            100002: "Partial", 100003: "Invoiced"}}),
    _define("quote", "quotes", "name", "name text,quotenumber text,"
            "customerid lookup account|contact,totalamount money,"
            "transactioncurrencyid lookup transactioncurrency,"
            "msdyn_company lookup cdm_company msdyn_Company",
            {"statecode": {0: "Draft", 1: "Active", 2: "Won", 3: "Closed"}},
            tracked=False),
    _define("cdm_company", "cdm_companies", "cdm_companycode",
            "cdm_companycode text,cdm_name text"),
    # Of the synchronisation with Business Central.
    _define("bcbi_company", "bcbi_companies", "bcbi_name", "bcbi_name text"),
    _define("msdyn_customergroup", "msdyn_customergroups", "msdyn_groupid",
            "msdyn_groupid text,msdyn_description text,"
            "msdyn_company lookup cdm_company"),
    _define("msdyn_paymentterm", "msdyn_paymentterms", "msdyn_name",
            "msdyn_name text,msdyn_description text,"
            "msdyn_company lookup cdm_company"),
    _define("transactioncurrency", "transactioncurrencies", "currencyname",
            "currencyname text,isocurrencycode text,exchangerate decimal,"
            "currencysymbol text"),
    _define("msdyn_party", "msdyn_parties", "msdyn_name",
            "msdyn_name text,msdyn_partynumber text,"
            "msdyn_primaryinkedinid text"),
    _define("msdyn_currencyexchangerate", "msdyn_currencyexchangerates",
            "msdyn_exchangeratetypename", "msdyn_exchangeratetypename text,"
            "msdyn_fromcurrencycode text,msdyn_tocurrencycode text,"
            "msdyn_exchangerate decimal,msdyn_validfrom time,"
            "msdyn_validto time"),
    _define("team", "teams", "name", "name text", tracked=False),
    _define("systemuser", "systemusers", "fullname", "fullname text,"
            "internalemailaddress text", tracked=False),
    _define("organization", "organizations", "name", "name text,"
            "expirechangetrackingindays int,flowruntimetoliveinseconds int",
            tracked=False),
    _define("msdyn_dualwriteruntimeconfig", "msdyn_dualwriteruntimeconfigs",
            "msdyn_name", "msdyn_name text,msdyn_internalentityname text,"
            "msdyn_externalentityname text,msdyn_unsecure text,"
            "msdyn_status int", tracked=False),
    _define("msdyn_dualwriteentitymap", "msdyn_dualwriteentitymaps",
            "msdyn_name", "msdyn_name text,msdyn_displayname text,"
            "msdyn_version text,msdyn_mapping text", tracked=False),
    _define("workflow", "workflows", "name", "name text", tracked=False),
    _define("flowrun", "flowruns", "name", "name text,starttime time,"
            "endtime time,duration big,status text,triggertype text,"
            "errorcode text,errormessage text,"
            "workflow lookup workflow Workflow,workflowid text,"
            "resourceid text,isprimary int,parentrunid text,"
            "partitionid text,ttlinseconds int", tracked=False, elastic=True),
    _define("flowevent", "flowevents", "name", "name text,eventtype text,"
            "eventcode text,level int,eventcontent text,"
            "parentobjectid lookup workflow,completedon time", tracked=False),
]

BY_SET = {definition.set_name: definition for definition in DEFINITIONS}
BY_NAME = {definition.logical_name: definition for definition in DEFINITIONS}
