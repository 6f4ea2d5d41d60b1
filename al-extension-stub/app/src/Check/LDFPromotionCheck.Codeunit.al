namespace Landfall.BusinessCentral;

using Microsoft.CRM.Contact;
using Microsoft.Sales.Customer;

/// <summary>
/// Asks the server about customers and contacts. All of a call go into one request: a check by keys, and a check of each coupled Dataverse
/// record, because only that says what failed about the record.
/// </summary>
codeunit 50121 "LDF Promotion Check"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;
    Permissions = tabledata Contact = r,
                  tabledata Customer = r;

    var
        Setup: Record "LDF Setup";
        Checks: JsonArray;
        Owners: List of [Integer];
        FirstOfOwner: List of [Boolean];
        AccountTok: Label 'account', Locked = true;
        BatchPathTok: Label '/v1/batch-check', Locked = true;
        CheckPathTok: Label '/v1/check', Locked = true;
        ContactTok: Label 'contact', Locked = true;
        NoKeysTxt: Label 'There is nothing to find the customer by: no email address, no VAT number and no id of another system.';
        PrivacyBlockedTxt: Label 'Blocked for privacy. Nothing was sent.';
        TooManyErr: Label 'Select at most %1 customers.', Comment = '%1 = number';

    /// <summary>
    /// Checks the customers within the filters or the marks of the record. Each gets a row, in their order.
    /// </summary>
    procedure CheckCustomers(var Customer: Record Customer; var TempCheckResult: Record "LDF Check Result" temporary)
    begin
        Start(TempCheckResult);
        if Customer.Count() > MaxCustomers() then
            Error(TooManyErr, MaxCustomers());
        if Customer.FindSet() then
            repeat
                AddCustomer(Customer, TempCheckResult);
            until Customer.Next() = 0;
        Ask(TempCheckResult);
    end;

    /// <summary>
    /// Checks one contact.
    /// </summary>
    procedure CheckContact(Contact: Record Contact; var TempCheckResult: Record "LDF Check Result" temporary)
    var
        Keys: Codeunit "LDF Customer Keys";
        Coupling: Codeunit "LDF Coupling";
        KeyCollector: Codeunit "LDF Key Collector";
    begin
        Start(TempCheckResult);
        NewRow(TempCheckResult, Contact.SystemId, Contact."No.", Contact.Name);
        if Contact."Privacy Blocked" then
            KeepUnasked(TempCheckResult, PrivacyBlockedTxt)
        else begin
            KeyCollector.CollectContactKeys(Contact, Keys);
            TempCheckResult.Coupling := CopyStr(Coupling.Describe(Database::Contact, Contact.SystemId), 1, MaxStrLen(TempCheckResult.Coupling));
            AddChecks(Keys, ContactTok, TempCheckResult);
        end;
        Ask(TempCheckResult);
    end;

    /// <summary>
    /// Checks a customer that is named by keys alone.
    /// </summary>
    procedure CheckKeys(var Keys: Codeunit "LDF Customer Keys"; var TempCheckResult: Record "LDF Check Result" temporary)
    var
        AnswerReader: Codeunit "LDF Answer Reader";
        Http: Codeunit "LDF Http";
        RequestBuilder: Codeunit "LDF Request Builder";
        NoId: Guid;
    begin
        Start(TempCheckResult);
        NewRow(TempCheckResult, NoId, '', '');
        AnswerReader.ReadCheck(
            Http.Post(CheckPathTok, RequestBuilder.CheckOfKeys(Keys, Setup."Legal Entity ID")), TempCheckResult);
        TempCheckResult.Modify(true);
    end;

    /// <summary>
    /// How many customers one call may name.
    /// </summary>
    procedure MaxCustomers(): Integer
    var
        RequestBuilder: Codeunit "LDF Request Builder";
    begin
        exit(RequestBuilder.MaxChecks() div (1 + MaxCouplings()));
    end;

    local procedure Start(var TempCheckResult: Record "LDF Check Result" temporary)
    var
        Errors: Codeunit "LDF Errors";
    begin
        if not Setup.IsReady() then
            Error(Errors.NotSetUp());
        Clear(Checks);
        Clear(Owners);
        Clear(FirstOfOwner);
        TempCheckResult.Reset();
        TempCheckResult.DeleteAll(true);
    end;

    local procedure AddCustomer(Customer: Record Customer; var TempCheckResult: Record "LDF Check Result" temporary)
    var
        Coupling: Codeunit "LDF Coupling";
        Keys: Codeunit "LDF Customer Keys";
        KeyCollector: Codeunit "LDF Key Collector";
    begin
        NewRow(TempCheckResult, Customer.SystemId, Customer."No.", Customer.Name);
        if Customer."Privacy Blocked" then begin
            KeepUnasked(TempCheckResult, PrivacyBlockedTxt);
            exit;
        end;
        KeyCollector.CollectCustomerKeys(Customer, Keys);
        TempCheckResult.Coupling := CopyStr(Coupling.Describe(Database::Customer, Customer.SystemId), 1, MaxStrLen(TempCheckResult.Coupling));
        AddChecks(Keys, AccountTok, TempCheckResult);
    end;

    local procedure NewRow(var TempCheckResult: Record "LDF Check Result" temporary; RecordSystemId: Guid; No: Code[20]; Name: Text[100])
    var
        EntryNo: Integer;
    begin
        if TempCheckResult.FindLast() then
            EntryNo := TempCheckResult."Entry No.";
        TempCheckResult.Init();
        TempCheckResult."Entry No." := EntryNo + 1;
        TempCheckResult."Record System ID" := RecordSystemId;
        TempCheckResult."No." := No;
        TempCheckResult.Name := Name;
        TempCheckResult.Insert(true);
    end;

    local procedure KeepUnasked(var TempCheckResult: Record "LDF Check Result" temporary; Explanation: Text[2048])
    begin
        TempCheckResult.Verdict := TempCheckResult.Verdict::"Not Asked";
        TempCheckResult.Explanation := Explanation;
        TempCheckResult.Modify(true);
    end;

    local procedure AddChecks(var Keys: Codeunit "LDF Customer Keys"; DataverseType: Text; var TempCheckResult: Record "LDF Check Result" temporary)
    var
        RequestBuilder: Codeunit "LDF Request Builder";
        CouplingsLeft: Integer;
        DataverseId: Text;
    begin
        if not Keys.HasKeys() then begin
            KeepUnasked(TempCheckResult, NoKeysTxt);
            exit;
        end;
        TempCheckResult.Modify(true);
        AddCheck(RequestBuilder.CheckOfKeys(Keys, Setup."Legal Entity ID"), TempCheckResult."Entry No.", true);
        if Setup."Dataverse Source ID" = '' then
            exit;
        CouplingsLeft := MaxCouplings();
        foreach DataverseId in Keys.GetExternalIds(Setup."Dataverse Source ID") do
            if CouplingsLeft > 0 then begin
                AddCheck(
                    RequestBuilder.CheckOfRecord(Setup."Dataverse Source ID", DataverseType, DataverseId, Setup."Legal Entity ID"),
                    TempCheckResult."Entry No.", false);
                CouplingsLeft -= 1;
            end;
    end;

    local procedure MaxCouplings(): Integer
    begin
        exit(4);
    end;

    local procedure AddCheck(Check: JsonObject; EntryNo: Integer; IsFirst: Boolean)
    begin
        Checks.Add(Check);
        Owners.Add(EntryNo);
        FirstOfOwner.Add(IsFirst);
    end;

    local procedure Ask(var TempCheckResult: Record "LDF Check Result" temporary)
    var
        AnswerReader: Codeunit "LDF Answer Reader";
        Http: Codeunit "LDF Http";
        RequestBuilder: Codeunit "LDF Request Builder";
        Answers: List of [JsonObject];
        Index: Integer;
    begin
        if Checks.Count() > 0 then begin
            Answers := AnswerReader.ReadBatch(Http.Post(BatchPathTok, RequestBuilder.BatchOfChecks(Checks)));
            // A server that answers more or less than it was asked breaks nothing here.
            for Index := 1 to Owners.Count() do
                if Index <= Answers.Count() then begin
                    TempCheckResult.Get(Owners.Get(Index));
                    ReadAnswer(Answers.Get(Index), FirstOfOwner.Get(Index), TempCheckResult);
                    TempCheckResult.Modify(true);
                end;
        end;
        if TempCheckResult.FindFirst() then;
    end;

    local procedure ReadAnswer(Answer: JsonObject; IsFirst: Boolean; var TempCheckResult: Record "LDF Check Result" temporary)
    var
        AnswerReader: Codeunit "LDF Answer Reader";
    begin
        if Answer.Contains('error') then begin
            if not IsFirst then
                exit;
            TempCheckResult.Verdict := TempCheckResult.Verdict::Unknown;
            TempCheckResult.Explanation := CopyStr(AnswerReader.ReadErrorMessage(Answer), 1, MaxStrLen(TempCheckResult.Explanation));
            exit;
        end;
        if IsFirst then
            AnswerReader.ReadCheck(AnswerReader.GetObject(Answer, 'check'), TempCheckResult)
        else
            AnswerReader.AddReasons(AnswerReader.GetObject(Answer, 'check'), TempCheckResult);
    end;
}
