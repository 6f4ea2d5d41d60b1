"""The data entities that this environment has."""

import dataclasses

NO_YES = ("No", "Yes")


@dataclasses.dataclass
class Entity:
    name: str              # singular, as in the types of $metadata
    set_name: str
    key: tuple
    columns: dict          # name -> "text", "number", "time", "date", "enum"
    per_company: bool = True


def _columns(text, **enums):
    """`Name` is a text, `Name:kind` something else."""
    columns = {}
    for word in text.split():
        name, _, kind = word.partition(":")
        columns[name] = kind or "text"
    columns.update({name: "enum" for name in enums})
    return columns


def entities():
    """New ones each time: a test may add columns."""
    found = [
        Entity("CustomerV3", "CustomersV3", ("dataAreaId", "CustomerAccount"),
               _columns(
                   "dataAreaId CustomerAccount PartyType:enum "
                   "OrganizationName NameAlias KnownAs OrganizationNumber "
                   "PersonFirstName PersonMiddleName PersonLastName "
                   "PartyNumber PrimaryContactEmail PrimaryContactPhone "
                   "AddressCountryRegionId AddressCountryRegionISOCode "
                   "AddressZipCode AddressCity AddressStreet AddressState "
                   "DeliveryAddressCountryRegionId "
                   "DeliveryAddressCountryRegionISOCode "
                   "InvoiceAddressCountryRegionId TaxExemptNumber "
                   "IdentificationNumber TaxRegistrationId "
                   "NationalRegistryNumber FiscalCode RFCNumber "
                   "BrazilianCNPJOrCPF PANNumber CustomerGroupId "
                   "SalesCurrencyCode PaymentTerms PaymentMethod "
                   "InvoiceAccount OnHoldStatus:enum IsOneTimeCustomer:enum "
                   "ContactPersonId SalesTaxGroup IsExternallyMaintained:enum "
                   "PartyRecordId:number CreditLimit:number PartyCountry "
                   "PartyState VendorAccount SiteId WarehouseId "
                   "InvoiceAddressCity InvoiceAddressCounty "
                   "InvoiceAddressLatitude:number "
                   "InvoiceAddressLongitude:number InvoiceAddressState "
                   "InvoiceAddressStreet InvoiceAddressZipCode "
                   "DeliveryAddressCity DeliveryAddressCounty "
                   "DeliveryAddressLatitude:number "
                   "DeliveryAddressLongitude:number "
                   "DeliveryAddressZipCode PrimaryContactTwitter "
                   "PrimaryContactURL SalesMemo "
                   "CreditLimitIsMandatory:enum CreditRating "
                   "InvoiceAddress:enum PaymentDay PaymentSchedule "
                   "PaymentTermsBaseDays:number PrimaryContactFacebook "
                   "PrimaryContactFaxExtension PrimaryContactLinkedIn "
                   "PrimaryContactEmailDescription "
                   "PrimaryContactFacebookDescription "
                   "PrimaryContactFaxDescription "
                   "PrimaryContactLinkedInDescription "
                   "PrimaryContactPhoneDescription "
                   "PrimaryContactPhoneExtension "
                   "PrimaryContactTwitterDescription "
                   "PrimaryContactURLDescription DeliveryAddressStreet "
                   "DeliveryAddressState PersonGender:enum "
                   "PersonMaritalStatus:enum AddressCounty "
                   "AddressLatitude:number AddressLongitude:number "
                   "AddressPostBox")),
        Entity("CustomerGroup", "CustomerGroups",
               ("dataAreaId", "CustomerGroupId"),
               _columns("dataAreaId CustomerGroupId Description "
                        "PaymentTermId ClearingPeriodPaymentTermName "
                        "IsSalesTaxIncludedInPrice:enum")),
        Entity("PaymentTerm", "PaymentTerms", ("dataAreaId", "Name"),
               _columns("dataAreaId Name Description NumberOfDays:number")),
        Entity("Currency", "Currencies", ("CurrencyCode",),
               _columns("CurrencyCode Name Symbol"), per_company=False),
        Entity("LegalEntity", "LegalEntities", ("LegalEntityId",),
               _columns("LegalEntityId Name AddressCountryRegionId"),
               per_company=False),
        Entity("ExchangeRate", "ExchangeRates",
               ("RateTypeName", "FromCurrency", "ToCurrency", "StartDate"),
               _columns("RateTypeName RateTypeDescription FromCurrency "
                        "ToCurrency StartDate:date EndDate:date Rate:number "
                        "ConversionFactor:enum"), per_company=False),
        Entity("SalesOrderHeaderV2", "SalesOrderHeadersV2",
               ("dataAreaId", "SalesOrderNumber"),
               _columns("dataAreaId SalesOrderNumber SalesOrderStatus:enum "
                        "SalesOrderProcessingStatus:enum "
                        "OrderingCustomerAccountNumber "
                        "InvoiceCustomerAccountNumber "
                        "CustomersOrderReference CustomerRequisitionNumber "
                        "SalesOrderName SalesOrderOriginCode QuotationNumber "
                        "CurrencyCode OrderTotalAmount:number "
                        "OrderTotalTaxAmount:number "
                        "OrderTotalChargesAmount:number "
                        "OrderTotalDiscountAmount:number "
                        "AreTotalsCalculated:enum "
                        "ArePricesIncludingSalesTax:enum "
                        "OrderCreationDateTime:time")),
        Entity("SalesInvoiceHeaderV2", "SalesInvoiceHeadersV2",
               ("dataAreaId", "InvoiceNumber"),
               _columns("dataAreaId InvoiceNumber InvoiceDate:date "
                        "SalesOrderNumber CustomersOrderReference "
                        "InvoiceCustomerAccountNumber CurrencyCode "
                        "TotalInvoiceAmount:number TotalTaxAmount:number "
                        "TotalChargeAmount:number LedgerVoucher")),
    ]
    return {entity.set_name: entity for entity in found}


# What the system fills in. NoYes columns are "No".
DEFAULTS = {"PartyType": "Organization", "OnHoldStatus": "No",
            "SalesOrderStatus": "Backorder", "ConversionFactor": "One",
            "SalesOrderProcessingStatus": "Active"}
# The types of the enums, for typed literals.
ENUM_TYPES = {"PartyType": "PartyType", "OnHoldStatus": "CustVendorBlocked",
              "SalesOrderStatus": "SalesStatus"}
