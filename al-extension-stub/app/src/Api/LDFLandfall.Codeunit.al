namespace Landfall.BusinessCentral;

using Microsoft.CRM.Contact;
using Microsoft.Sales.Customer;

/// <summary>
/// The way in for other extensions. Its procedures are kept compatible; those of internal objects are not.
/// </summary>
codeunit 50124 "LDF Landfall"
{
    Access = Public;
    InherentEntitlements = X;
    InherentPermissions = X;

    /// <summary>
    /// Whether Landfall is set up and switched on in this company. Never fails.
    /// </summary>
    procedure IsEnabled(): Boolean
    var
        Setup: Record "LDF Setup";
    begin
        exit(Setup.IsReady());
    end;

    /// <summary>
    /// Whether the customer has landed in every legal entity that is expected to hold it. Fails when the server cannot be asked.
    /// </summary>
    procedure IsPromoted(Customer: Record Customer): Boolean
    var
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        Customer.SetRecFilter();
        CheckCustomers(Customer, TempCheckResult);
        exit(TempCheckResult.IsPromoted());
    end;

    /// <summary>
    /// Checks the customers within the filters or marks of the record, at most 200, in one request. Each gets a row, in their order.
    /// </summary>
    procedure CheckCustomers(var Customer: Record Customer; var TempCheckResult: Record "LDF Check Result" temporary)
    var
        PromotionCheck: Codeunit "LDF Promotion Check";
    begin
        PromotionCheck.CheckCustomers(Customer, TempCheckResult);
    end;

    /// <summary>
    /// Checks one contact.
    /// </summary>
    procedure CheckContact(Contact: Record Contact; var TempCheckResult: Record "LDF Check Result" temporary)
    var
        PromotionCheck: Codeunit "LDF Promotion Check";
    begin
        PromotionCheck.CheckContact(Contact, TempCheckResult);
    end;

    /// <summary>
    /// Checks a customer that is no record here, by keys alone: before it is created, for example.
    /// </summary>
    procedure CheckKeys(var Keys: Codeunit "LDF Customer Keys"; var TempCheckResult: Record "LDF Check Result" temporary)
    var
        PromotionCheck: Codeunit "LDF Promotion Check";
    begin
        PromotionCheck.CheckKeys(Keys, TempCheckResult);
    end;

    /// <summary>
    /// Checks customers and shows the answers on a page.
    /// </summary>
    procedure ShowCustomers(var Customer: Record Customer)
    var
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        CheckCustomers(Customer, TempCheckResult);
        ShowResults(TempCheckResult);
    end;

    /// <summary>
    /// Checks a contact and shows the answer on a page.
    /// </summary>
    procedure ShowContact(Contact: Record Contact)
    var
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        CheckContact(Contact, TempCheckResult);
        ShowResults(TempCheckResult);
    end;

    /// <summary>
    /// Tells the server that something about a customer failed, for example in an integration of your own. The same id again replaces the
    /// event before. The API key needs the role ingester.
    /// </summary>
    procedure ReportError(Customer: Record Customer; EventId: Text; FlowName: Text; ErrorText: Text; ErrorCode: Text)
    var
        EvidencePush: Codeunit "LDF Evidence Push";
    begin
        EvidencePush.ReportCustomerError(Customer, EventId, FlowName, ErrorText, ErrorCode);
    end;

    local procedure ShowResults(var TempCheckResult: Record "LDF Check Result" temporary)
    var
        CheckResults: Page "LDF Check Results";
    begin
        CheckResults.SetResults(TempCheckResult);
        CheckResults.RunModal();
    end;
}
