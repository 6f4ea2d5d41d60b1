namespace Landfall.BusinessCentral;

using Microsoft.CRM.Contact;
using Microsoft.Sales.Customer;

/// <summary>
/// The events that other extensions subscribe to. They are raised in the order in which they stand here.
/// </summary>
codeunit 50118 "LDF Events"
{
    Access = Public;
    InherentEntitlements = X;
    InherentPermissions = X;

    /// <summary>
    /// All providers have added their keys of a customer. Add or replace keys here.
    /// </summary>
    [IntegrationEvent(false, false)]
    internal procedure OnAfterCollectCustomerKeys(Customer: Record Customer; var Keys: Codeunit "LDF Customer Keys")
    begin
    end;

    /// <summary>
    /// All providers have added their keys of a contact.
    /// </summary>
    [IntegrationEvent(false, false)]
    internal procedure OnAfterCollectContactKeys(Contact: Record Contact; var Keys: Codeunit "LDF Customer Keys")
    begin
    end;

    /// <summary>
    /// A request is about to be sent. The body of a GET is empty.
    /// </summary>
    [IntegrationEvent(false, false)]
    internal procedure OnBeforeSendRequest(Method: Text; Path: Text; var Body: JsonObject)
    begin
    end;

    /// <summary>
    /// The server has answered with success.
    /// </summary>
    [IntegrationEvent(false, false)]
    internal procedure OnAfterReceiveAnswer(Method: Text; Path: Text; var Answer: JsonObject)
    begin
    end;

    /// <summary>
    /// An answer has been read into a result that people are about to see.
    /// </summary>
    [IntegrationEvent(false, false)]
    internal procedure OnAfterReadCheck(Answer: JsonObject; var TempCheckResult: Record "LDF Check Result" temporary)
    begin
    end;

    /// <summary>
    /// A row of evidence is about to be sent. Set Skip to leave it out.
    /// </summary>
    [IntegrationEvent(false, false)]
    internal procedure OnBeforeSendEvidence(Kind: Enum "LDF Evidence Kind"; var Payload: JsonObject; var Skip: Boolean)
    begin
    end;
}
