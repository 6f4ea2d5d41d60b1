namespace Landfall.BusinessCentral;

using Microsoft.CRM.Contact;
using Microsoft.Finance.VAT.Registration;
using Microsoft.Foundation.Address;
using Microsoft.Sales.Customer;

/// <summary>
/// The keys that stand in Business Central's own tables: every email address and every VAT number.
/// </summary>
codeunit 50113 "LDF Bus. Central Keys" implements "LDF Key Provider"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;
    Permissions = tabledata "Alt. Cust. VAT Reg." = r,
                  tabledata Contact = r,
                  tabledata "Country/Region" = r;

    /// <summary>
    /// Adds name, address, the addresses of the customer and of its primary contact, and all VAT numbers.
    /// </summary>
    procedure AddCustomerKeys(Customer: Record Customer; var Keys: Codeunit "LDF Customer Keys")
    var
        PrimaryContact: Record Contact;
    begin
        Keys.SetName(Customer.Name);
        Keys.SetAddress(IsoCode(Customer."Country/Region Code"), Customer."Post Code");
        Keys.AddEmails(Customer."E-Mail");
        PrimaryContact.SetLoadFields("E-Mail", "E-Mail 2", "Privacy Blocked");
        if (Customer."Primary Contact No." <> '') and PrimaryContact.Get(Customer."Primary Contact No.") then
            AddContactEmails(PrimaryContact, Keys);
        Keys.AddTaxId(IsoCode(Customer."Country/Region Code"), Customer."VAT Registration No.");
        AddAlternativeVATNumbers(Customer."No.", Keys);
    end;

    /// <summary>
    /// Adds name, address, both addresses of the contact, its VAT number and that of its company.
    /// </summary>
    procedure AddContactKeys(Contact: Record Contact; var Keys: Codeunit "LDF Customer Keys")
    var
        CompanyContact: Record Contact;
        Setup: Record "LDF Setup";
    begin
        Keys.SetName(Contact.Name);
        Keys.SetAddress(IsoCode(Contact."Country/Region Code"), Contact."Post Code");
        AddContactEmails(Contact, Keys);
        Keys.AddTaxId(IsoCode(Contact."Country/Region Code"), Contact."VAT Registration No.");
        if Setup.Get() then
            Keys.AddExternalId(Setup."Contact External ID Source", Contact."External ID");
        if Contact."Company No." in ['', Contact."No."] then
            exit;
        CompanyContact.SetLoadFields("Country/Region Code", "VAT Registration No.", "Privacy Blocked");
        if CompanyContact.Get(Contact."Company No.") and not CompanyContact."Privacy Blocked" then
            Keys.AddTaxId(IsoCode(CompanyContact."Country/Region Code"), CompanyContact."VAT Registration No.");
    end;

    local procedure AddContactEmails(Contact: Record Contact; var Keys: Codeunit "LDF Customer Keys")
    begin
        if Contact."Privacy Blocked" then
            exit;
        Keys.AddEmails(Contact."E-Mail");
        Keys.AddEmails(Contact."E-Mail 2");
    end;

    local procedure AddAlternativeVATNumbers(CustomerNo: Code[20]; var Keys: Codeunit "LDF Customer Keys")
    var
        AltCustVATReg: Record "Alt. Cust. VAT Reg.";
    begin
        AltCustVATReg.SetRange("Customer No.", CustomerNo);
        if AltCustVATReg.FindSet() then
            repeat
                Keys.AddTaxId(IsoCode(AltCustVATReg."VAT Country/Region Code"), AltCustVATReg."VAT Registration No.");
            until AltCustVATReg.Next() = 0;
    end;

    local procedure IsoCode(CountryRegionCode: Code[10]): Text
    var
        CountryRegion: Record "Country/Region";
    begin
        CountryRegion.SetLoadFields("ISO Code");
        if CountryRegion.Get(CountryRegionCode) and (CountryRegion."ISO Code" <> '') then
            exit(CountryRegion."ISO Code");
        exit(CountryRegionCode);
    end;
}
