namespace Landfall.BusinessCentral.Test;

using Landfall.BusinessCentral;
using Microsoft.CRM.Contact;
using Microsoft.Finance.VAT.Registration;
using Microsoft.Foundation.Address;
using Microsoft.Integration.D365Sales;
using Microsoft.Integration.Dataverse;
using Microsoft.Integration.Shopify;
using Microsoft.Integration.SyncEngine;
using Microsoft.Sales.Customer;

/// <summary>
/// Makes the world of the shared samples in this company.
/// </summary>
codeunit 50151 "LDF Library"
{
    /// <summary>
    /// A shared sample, without the line feed at its end.
    /// </summary>
    procedure Sample(SampleName: Text): Text
    begin
        exit(NavApp.GetResourceAsText(SampleName + '.json', TextEncoding::UTF8).TrimEnd());
    end;

    /// <summary>
    /// A shared sample as an object.
    /// </summary>
    procedure SampleObject(SampleName: Text) Result: JsonObject
    begin
        Result.ReadFrom(Sample(SampleName));
    end;

    /// <summary>
    /// An object as the text that is sent.
    /// </summary>
    procedure AsText(Value: JsonObject) Result: Text
    begin
        Value.WriteTo(Result);
    end;

    /// <summary>
    /// A check of a batch answer, from 1.
    /// </summary>
    procedure CheckOfBatch(Number: Integer): JsonObject
    var
        AnswerReader: Codeunit "LDF Answer Reader";
        Answers: List of [JsonObject];
    begin
        Answers := AnswerReader.ReadBatch(SampleObject('batch-check.response'));
        exit(AnswerReader.GetObject(Answers.Get(Number), 'check'));
    end;

    /// <summary>
    /// Deletes what earlier tests left.
    /// </summary>
    procedure Clean()
    var
        Setup: Record "LDF Setup";
        ShopSource: Record "LDF Shop Source";
        EvidenceCursor: Record "LDF Evidence Cursor";
        PushLog: Record "LDF Push Log";
        CardCount: Record "LDF Card Count";
        CRMIntegrationRecord: Record "CRM Integration Record";
        JobErrors: Record "Integration Synch. Job Errors";
        SecretStore: Codeunit "LDF Secret Store";
    begin
        Setup.DeleteAll(false);
        ShopSource.DeleteAll(false);
        EvidenceCursor.DeleteAll(false);
        PushLog.DeleteAll(false);
        CardCount.DeleteAll(false);
        CRMIntegrationRecord.DeleteAll(false);
        JobErrors.DeleteAll(false);
        SecretStore.DeleteApiKey();
    end;

    /// <summary>
    /// Sets Landfall up as the samples have it, without asking anybody.
    /// </summary>
    procedure Enable()
    var
        Setup: Record "LDF Setup";
        SecretStore: Codeunit "LDF Secret Store";
    begin
        Setup.GetOrInsert();
        Setup."Server URL" := 'https://landfall.example.com';
        Setup."Legal Entity ID" := 'UKCO';
        Setup."Bus. Central Source ID" := 'bc';
        Setup."Dataverse Source ID" := 'crm';
        Setup."Send Evidence" := true;
        Setup.Enabled := true;
        Setup.Modify(false);
        SecretStore.SetApiKey('lf_test');
    end;

    /// <summary>
    /// The customer of the samples that has landed, with two addresses and two VAT numbers.
    /// </summary>
    procedure CreateAdventureWorks(var Customer: Record Customer)
    begin
        CreateCustomer(Customer, 'C00010', AdventureWorksId(), 'Adventure Works', 'ap@adventure-works.com;orders@adventure-works.com');
        Customer."VAT Registration No." := 'GB390204771';
        Customer."Post Code" := 'N16 34Z';
        Customer.Modify(false);
        AddAlternativeVAT(Customer, 'DE', 'DE136695976');
        Couple(Customer.SystemId, Database::Customer, AdventureWorksAccount());
    end;

    /// <summary>
    /// The customer of the samples that is missing.
    /// </summary>
    procedure CreateLucerne(var Customer: Record Customer)
    begin
        CreateCustomer(Customer, 'C00030', LucerneId(), 'Lucerne Publishing', 'billing@lucernepublishing.com');
        Customer."Post Code" := 'W1 3AL';
        Customer.Modify(false);
        Couple(Customer.SystemId, Database::Customer, LucerneAccount());
    end;

    /// <summary>
    /// A customer with a number, a system id, a name and addresses.
    /// </summary>
    procedure CreateCustomer(var Customer: Record Customer; No: Code[20]; RecordSystemId: Guid; Name: Text[100]; Email: Text[80])
    begin
        if Customer.Get(No) then
            Customer.Delete(false);
        Clear(Customer);
        CreateCountry('GB');
        Customer."No." := No;
        Customer.SystemId := RecordSystemId;
        Customer.Name := Name;
        Customer."E-Mail" := Email;
        Customer."Country/Region Code" := 'GB';
        Customer.Insert(false, true);
    end;

    /// <summary>
    /// The contact of the samples: a person with two addresses.
    /// </summary>
    procedure CreateContact(var Contact: Record Contact)
    begin
        if Contact.Get('CT00010') then
            Contact.Delete(false);
        Clear(Contact);
        CreateCountry('GB');
        Contact."No." := 'CT00010';
        Contact.Type := Contact.Type::Person;
        Contact.Name := 'Ida Fletcher';
        Contact."E-Mail" := 'finance@treyresearch.net';
        Contact."E-Mail 2" := 'ida@treyresearch.net';
        Contact."Country/Region Code" := 'GB';
        Contact."Post Code" := 'SE1 0AA';
        Contact.Insert(false);
    end;

    /// <summary>
    /// A country whose ISO code is its code.
    /// </summary>
    procedure CreateCountry(IsoCode: Code[2])
    var
        CountryRegion: Record "Country/Region";
    begin
        if not CountryRegion.Get(IsoCode) then begin
            CountryRegion.Code := IsoCode;
            CountryRegion.Insert(false);
        end;
        CountryRegion."ISO Code" := IsoCode;
        CountryRegion.Modify(false);
    end;

    /// <summary>
    /// A further VAT number of a customer.
    /// </summary>
    procedure AddAlternativeVAT(Customer: Record Customer; IsoCode: Code[2]; VATNumber: Text[20])
    var
        AltCustVATReg: Record "Alt. Cust. VAT Reg.";
    begin
        CreateCountry(IsoCode);
        AltCustVATReg.SetRange("Customer No.", Customer."No.");
        AltCustVATReg.SetRange("VAT Country/Region Code", IsoCode);
        AltCustVATReg.DeleteAll(false);
        AltCustVATReg.Init();
        AltCustVATReg."Customer No." := Customer."No.";
        AltCustVATReg."VAT Country/Region Code" := IsoCode;
        AltCustVATReg."VAT Registration No." := VATNumber;
        AltCustVATReg.Insert(false);
    end;

    /// <summary>
    /// Couples a record with a Dataverse record.
    /// </summary>
    procedure Couple(RecordSystemId: Guid; TableId: Integer; DataverseId: Guid)
    var
        CRMIntegrationRecord: Record "CRM Integration Record";
    begin
        CRMIntegrationRecord.Init();
        CRMIntegrationRecord."CRM ID" := DataverseId;
        CRMIntegrationRecord."Integration ID" := RecordSystemId;
        CRMIntegrationRecord."Table ID" := TableId;
        CRMIntegrationRecord.Insert(false);
    end;

    /// <summary>
    /// Makes a coupling skipped, with an error of its last job.
    /// </summary>
    procedure SkipCoupling(DataverseId: Guid; RecordSystemId: Guid; ErrorText: Text[2048])
    var
        CRMIntegrationRecord: Record "CRM Integration Record";
        JobErrors: Record "Integration Synch. Job Errors";
    begin
        CRMIntegrationRecord.Get(DataverseId, RecordSystemId);
        CRMIntegrationRecord.Skipped := true;
        CRMIntegrationRecord."Last Synch. CRM Result" := CRMIntegrationRecord."Last Synch. CRM Result"::Failure;
        CRMIntegrationRecord."Last Synch. CRM Job ID" := CreateGuid();
        CRMIntegrationRecord.Modify(false);
        if ErrorText = '' then
            exit;
        JobErrors.Init();
        JobErrors."No." := NextErrorNo();
        JobErrors."Integration Synch. Job ID" := CRMIntegrationRecord."Last Synch. CRM Job ID";
        JobErrors."Error Message" := ErrorText;
        JobErrors.Insert(false);
    end;

    /// <summary>
    /// The error of the samples about a Dataverse account.
    /// </summary>
    procedure CreateAccountError(ErrorNo: Integer)
    var
        CRMAccount: Record "CRM Account";
        JobErrors: Record "Integration Synch. Job Errors";
    begin
        CRMAccount.AccountId := LucerneAccount();
        JobErrors.Init();
        JobErrors."No." := ErrorNo;
        Evaluate(JobErrors.SystemId, 'c0ffee00-0000-4000-8000-000000000017');
        Evaluate(JobErrors."Integration Synch. Job ID", '48ae5ce5-8830-5d46-96cb-432c5bcf5ca6');
        JobErrors."Source Record ID" := CRMAccount.RecordId();
        JobErrors."Date/Time" := At('2026-06-09T14:31:00Z');
        JobErrors."Error Message" := BidirectionalError();
        JobErrors.Insert(false, true);
    end;

    /// <summary>
    /// An error about a customer that has no coupling yet, of the mapping CUSTOMER.
    /// </summary>
    procedure CreateCustomerError(ErrorNo: Integer; Customer: Record Customer)
    var
        SynchJob: Record "Integration Synch. Job";
        JobErrors: Record "Integration Synch. Job Errors";
    begin
        SynchJob.ID := CreateGuid();
        SynchJob."Integration Table Mapping Name" := 'CUSTOMER';
        SynchJob.Insert(false);
        JobErrors.Init();
        JobErrors."No." := ErrorNo;
        JobErrors."Integration Synch. Job ID" := SynchJob.ID;
        JobErrors."Source Record ID" := Customer.RecordId();
        JobErrors."Date/Time" := At('2026-06-09T14:35:00Z');
        JobErrors.Message := 'Payment Terms must be coupled to a record in Dataverse.';
        JobErrors.Insert(false);
    end;

    /// <summary>
    /// A shop of the Shopify Connector, with the source that stands for it.
    /// </summary>
    procedure CreateShop(ShopCode: Code[20]; ShopId: Integer; SourceId: Text[50])
    var
        ShpfyShop: Record "Shpfy Shop";
        ShopSource: Record "LDF Shop Source";
    begin
        if not ShpfyShop.Get(ShopCode) then begin
            ShpfyShop.Code := ShopCode;
            ShpfyShop.Insert(false);
        end;
        ShpfyShop."Shop Id" := ShopId;
        ShpfyShop.Modify(false);
        if SourceId = '' then
            exit;
        ShopSource."Shop Code" := ShopCode;
        ShopSource."Source ID" := SourceId;
        ShopSource.Insert(false);
    end;

    /// <summary>
    /// A shop customer that is linked with a customer.
    /// </summary>
    procedure CreateShopCustomer(ShopCustomerId: BigInteger; ShopId: Integer; CustomerSystemId: Guid)
    var
        ShpfyCustomer: Record "Shpfy Customer";
    begin
        if ShpfyCustomer.Get(ShopCustomerId) then
            ShpfyCustomer.Delete(false);
        ShpfyCustomer.Init();
        ShpfyCustomer.Id := ShopCustomerId;
        ShpfyCustomer."Shop Id" := ShopId;
        ShpfyCustomer."Customer SystemId" := CustomerSystemId;
        ShpfyCustomer.Insert(false);
    end;

    /// <summary>
    /// An order that the connector imported.
    /// </summary>
    procedure CreateShopOrder(var ShpfyOrderHeader: Record "Shpfy Order Header"; OrderId: BigInteger; ShopCode: Code[20])
    begin
        if ShpfyOrderHeader.Get(OrderId) then
            ShpfyOrderHeader.Delete(false);
        ShpfyOrderHeader.Init();
        ShpfyOrderHeader."Shopify Order Id" := OrderId;
        ShpfyOrderHeader."Shop Code" := ShopCode;
        ShpfyOrderHeader.Insert(false);
    end;

    /// <summary>
    /// A point in time, the same in every time zone.
    /// </summary>
    procedure At(Written: Text) Result: DateTime
    begin
        Evaluate(Result, Written, 9);
    end;

    /// <summary>
    /// A number that no error has yet.
    /// </summary>
    procedure NextErrorNo(): Integer
    var
        JobErrors: Record "Integration Synch. Job Errors";
    begin
        if JobErrors.FindLast() then
            exit(JobErrors."No." + 1);
        exit(1);
    end;

    /// <summary>
    /// The text of the error of the samples.
    /// </summary>
    procedure BidirectionalError(): Text[2048]
    begin
        exit('Cannot update a record in the Customer table. The mapping between Customer and Account is bi-directional, and one or both values have changed.');
    end;

    /// <summary>
    /// The system id of the customer that has landed.
    /// </summary>
    procedure AdventureWorksId() Result: Guid
    begin
        Evaluate(Result, '5d1c2a7e-0000-4000-8000-000000000001');
    end;

    /// <summary>
    /// The system id of a customer of the samples that is blocked.
    /// </summary>
    procedure TreyResearchId() Result: Guid
    begin
        Evaluate(Result, '5d1c2a7e-0000-4000-8000-000000000002');
    end;

    /// <summary>
    /// A system id that the samples do not have.
    /// </summary>
    procedure LucerneId() Result: Guid
    begin
        Evaluate(Result, '5d1c2a7e-0000-4000-8000-000000000003');
    end;

    /// <summary>
    /// The account of the customer that has landed.
    /// </summary>
    procedure AdventureWorksAccount() Result: Guid
    begin
        Evaluate(Result, '7b9c1d20-0000-4000-8000-000000000001');
    end;

    /// <summary>
    /// The account of the customer that is missing.
    /// </summary>
    procedure LucerneAccount() Result: Guid
    begin
        Evaluate(Result, '7b9c1d20-0000-4000-8000-000000000003');
    end;

    /// <summary>
    /// The keys of the customer that has landed.
    /// </summary>
    procedure AdventureWorksKeys(var Keys: Codeunit "LDF Customer Keys")
    begin
        Keys.SetName('Adventure Works');
        Keys.AddEmails('ap@adventure-works.com;orders@adventure-works.com');
        Keys.AddExternalId('crm', '7b9c1d20-0000-4000-8000-000000000001');
        Keys.AddExternalId('shop', '7001');
        Keys.AddTaxId('GB', 'GB390204771');
        Keys.AddTaxId('DE', 'DE136695976');
        Keys.SetAddress('GB', 'N16 34Z');
    end;

    /// <summary>
    /// The keys of the customer that is missing.
    /// </summary>
    procedure LucerneKeys(var Keys: Codeunit "LDF Customer Keys")
    begin
        Keys.SetName('Lucerne Publishing');
        Keys.AddEmails('billing@lucernepublishing.com');
        Keys.AddExternalId('crm', '7b9c1d20-0000-4000-8000-000000000003');
        Keys.SetAddress('GB', 'W1 3AL');
    end;
}
