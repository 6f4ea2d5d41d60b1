namespace Landfall.BusinessCentral;

using Microsoft.CRM.Contact;
using Microsoft.Sales.Customer;

/// <summary>
/// The page background task of the FactBoxes. It runs in a session of its own that may only read.
/// </summary>
codeunit 50123 "LDF FactBox Task"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;
    Permissions = tabledata Contact = r,
                  tabledata Customer = r;

    var
        SystemIdTok: Label 'SystemId', Locked = true;
        TableTok: Label 'Table', Locked = true;

    trigger OnRun()
    begin
        Page.SetBackgroundTaskResult(Check(Page.GetBackgroundParameters()));
    end;

    /// <summary>
    /// What a FactBox hands to the task: which record it stands on.
    /// </summary>
    procedure GetParameters(TableId: Integer; RecordSystemId: Guid) Parameters: Dictionary of [Text, Text]
    begin
        Parameters.Add(TableTok, Format(TableId, 0, 9));
        Parameters.Add(SystemIdTok, Format(RecordSystemId));
    end;

    /// <summary>
    /// Checks the record that the parameters name.
    /// </summary>
    procedure Check(Parameters: Dictionary of [Text, Text]) Results: Dictionary of [Text, Text]
    var
        TempCheckResult: Record "LDF Check Result" temporary;
        ResultTexts: Codeunit "LDF Result Texts";
        TableId: Integer;
        RecordSystemId: Guid;
    begin
        if not Evaluate(TableId, Parameters.Get(TableTok)) or not Evaluate(RecordSystemId, Parameters.Get(SystemIdTok)) then
            exit;
        case TableId of
            Database::Customer:
                CheckCustomer(RecordSystemId, TempCheckResult);
            Database::Contact:
                CheckContact(RecordSystemId, TempCheckResult);
        end;
        if TempCheckResult.FindFirst() then
            Results := ResultTexts.ToTexts(TempCheckResult);
    end;

    local procedure CheckCustomer(RecordSystemId: Guid; var TempCheckResult: Record "LDF Check Result" temporary)
    var
        Customer: Record Customer;
        PromotionCheck: Codeunit "LDF Promotion Check";
    begin
        if not Customer.GetBySystemId(RecordSystemId) then
            exit;
        Customer.SetRecFilter();
        PromotionCheck.CheckCustomers(Customer, TempCheckResult);
    end;

    local procedure CheckContact(RecordSystemId: Guid; var TempCheckResult: Record "LDF Check Result" temporary)
    var
        Contact: Record Contact;
        PromotionCheck: Codeunit "LDF Promotion Check";
    begin
        if Contact.GetBySystemId(RecordSystemId) then
            PromotionCheck.CheckContact(Contact, TempCheckResult);
    end;
}
