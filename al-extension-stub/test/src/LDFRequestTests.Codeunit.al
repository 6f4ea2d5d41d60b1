namespace Landfall.BusinessCentral.Test;

using Landfall.BusinessCentral;
using System.TestLibraries.Utilities;

/// <summary>
/// The requests are byte for byte those of the shared samples, which the server's tests send to a real server.
/// </summary>
codeunit 50153 "LDF Request Tests"
{
    Subtype = Test;
    TestHttpRequestPolicy = BlockOutboundRequests;
    TestPermissions = Disabled;

    var
        Assert: Codeunit "Library Assert";
        Library: Codeunit "LDF Library";
        EventBuilder: Codeunit "LDF Event Builder";
        RequestBuilder: Codeunit "LDF Request Builder";

    [Test]
    procedure CheckOfACustomer()
    var
        Keys: Codeunit "LDF Customer Keys";
    begin
        Library.AdventureWorksKeys(Keys);

        VerifySample('check-customer.request', RequestBuilder.CheckOfKeys(Keys, 'UKCO'));
    end;

    [Test]
    procedure CheckOfACustomerWhoIsMissing()
    var
        Keys: Codeunit "LDF Customer Keys";
    begin
        Library.LucerneKeys(Keys);

        VerifySample('check-customer-missing.request', RequestBuilder.CheckOfKeys(Keys, 'UKCO'));
    end;

    [Test]
    procedure CheckOfAContact()
    var
        Keys: Codeunit "LDF Customer Keys";
    begin
        Keys.SetName('Ida Fletcher');
        Keys.AddEmails('finance@treyresearch.net');
        Keys.AddEmails('ida@treyresearch.net');
        Keys.SetAddress('GB', 'SE1 0AA');

        VerifySample('check-contact.request', RequestBuilder.CheckOfKeys(Keys, 'UKCO'));
    end;

    [Test]
    procedure CheckForAnUnknownEntity()
    var
        Keys: Codeunit "LDF Customer Keys";
    begin
        Keys.AddEmails('ap@adventure-works.com');

        VerifySample('refused-request.request', RequestBuilder.CheckOfKeys(Keys, 'NOWHERE'));
    end;

    [Test]
    procedure CheckForAnyEntity()
    var
        Keys: Codeunit "LDF Customer Keys";
    begin
        // [SCENARIO] Without a legal entity, any counts.
        Keys.AddEmails('ap@adventure-works.com');

        Assert.AreEqual(
            '{"customer":{"emails":["ap@adventure-works.com"]}}', Library.AsText(RequestBuilder.CheckOfKeys(Keys, '')), 'No entity');
    end;

    [Test]
    procedure CheckOfARecord()
    begin
        Assert.AreEqual(
            '{"record":{"source":"crm","type":"account","id":"7b9c1d20-0000-4000-8000-000000000001"},"expectedEntities":["UKCO"]}',
            Library.AsText(RequestBuilder.CheckOfRecord('crm', 'account', '7b9c1d20-0000-4000-8000-000000000001', 'UKCO')), 'By reference');
    end;

    [Test]
    procedure ReferenceToARecord()
    begin
        Assert.AreEqual(
            '{"source":"shop","type":"order","id":"450789"}',
            Library.AsText(RequestBuilder.RecordReference('shop', 'order', '450789')), 'Source, type and id');
    end;

    [Test]
    procedure BatchOfManyChecks()
    var
        AdventureWorks: Codeunit "LDF Customer Keys";
        Lucerne: Codeunit "LDF Customer Keys";
        Unknown: Codeunit "LDF Customer Keys";
        Checks: JsonArray;
    begin
        // [GIVEN] Two customers with a coupled account each, and a check that the server refuses
        Library.AdventureWorksKeys(AdventureWorks);
        Library.LucerneKeys(Lucerne);
        Unknown.AddEmails('ap@adventure-works.com');
        Checks.Add(RequestBuilder.CheckOfKeys(AdventureWorks, 'UKCO'));
        Checks.Add(RequestBuilder.CheckOfRecord('crm', 'account', '7b9c1d20-0000-4000-8000-000000000001', 'UKCO'));
        Checks.Add(RequestBuilder.CheckOfKeys(Lucerne, 'UKCO'));
        Checks.Add(RequestBuilder.CheckOfRecord('crm', 'account', '7b9c1d20-0000-4000-8000-000000000003', 'UKCO'));
        Checks.Add(RequestBuilder.CheckOfKeys(Unknown, 'NOWHERE'));

        // [THEN] They are the request of the sample
        VerifySample('batch-check.request', RequestBuilder.BatchOfChecks(Checks));
        Assert.AreEqual(1000, RequestBuilder.MaxChecks(), 'As many as the server takes');
    end;

    [Test]
    procedure PushOfSynchronizationErrors()
    var
        Payloads: List of [Text];
    begin
        Payloads.Add(Library.AsText(EventBuilder.SyncError(
            'c0ffee00-0000-4000-8000-000000000017', '48ae5ce5-8830-5d46-96cb-432c5bcf5ca6',
            'CRM Account: {7B9C1D20-0000-4000-8000-000000000003}', '', Library.At('2026-06-09T14:31:00Z'), Library.BidirectionalError())));

        VerifySample('push-sync-errors.request', RequestBuilder.Push('bc', 'sync_error', 'UKCO', Payloads));
    end;

    [Test]
    procedure PushOfCustomerErrors()
    var
        Payloads: List of [Text];
    begin
        // [GIVEN] An error about a customer who was never created in Dataverse, and a coupling that is skipped
        Payloads.Add(Library.AsText(Event(
            'sync', '18', '2026-06-09T14:35:00Z', 'Integration Synchronization Job', 'CUSTOMER', 'bc', 'customer',
            'ukco:5d1c2a7e-0000-4000-8000-000000000002', 'Payment Terms must be coupled to a record in Dataverse.', '')));
        Payloads.Add(Library.AsText(Event(
            'skipped', '7b9c1d20-0000-4000-8000-000000000003', '2026-06-09T14:40:00Z', 'Coupled data synchronization', 'CUSTOMER', 'crm',
            'account', '7b9c1d20-0000-4000-8000-000000000003', 'The coupled record is skipped after repeated failures.', 'COUPLING_SKIPPED')));

        VerifySample('push-customer-errors.request', RequestBuilder.Push('bc', 'error_event', 'UKCO', Payloads));
    end;

    [Test]
    procedure PushOfShopOrders()
    var
        Payloads: List of [Text];
    begin
        // [GIVEN] An order with an error of the connector, and one that it left alone without a word
        Payloads.Add(Library.AsText(Event(
            'shop-order', '450789', '2026-06-09T15:02:00Z', 'Shopify Connector', 'order', 'shop', 'order', '450789',
            'Not everything can be mapped.', 'SHOP_ORDER_ERROR')));
        Payloads.Add(Library.AsText(Event(
            'shop-order', '450790', '2026-06-09T15:04:00Z', 'Shopify Connector', 'order', 'shop', 'order', '450790',
            'The order was imported, but no customer was found for it. The connector reported no error.', 'SHOP_ORDER_WITHOUT_CUSTOMER')));

        VerifySample('push-shop-orders.request', RequestBuilder.Push('shop', 'error_event', '', Payloads));
    end;

    [Test]
    procedure PushThatTheRoleDoesNotAllow()
    var
        Payloads: List of [Text];
    begin
        Payloads.Add('{"id":"bc-ukco-sync-21","at":"2026-06-09T14:35:00Z","system":"business_central","entity":"UKCO","message":"A text."}');

        VerifySample('refused-role.request', RequestBuilder.Push('bc', 'error_event', 'UKCO', Payloads));
    end;

    [Test]
    procedure PushOfARowThatCannotBeRead()
    var
        Payloads: List of [Text];
    begin
        Payloads.Add('{"id":"bc-ukco-sync-19","at":"2026-06-09T14:35:00Z","system":"business_central","entity":"UKCO","message":"A text."}');
        Payloads.Add('{"id":"bc-ukco-sync-20","system":"business_central","entity":"UKCO","message":"A text without a time."}');

        VerifySample('push-rejected.request', RequestBuilder.Push('bc', 'error_event', 'UKCO', Payloads));
    end;

    [Test]
    procedure EventWithoutMap()
    begin
        Assert.AreEqual(
            '{"id":"bc-ukco-report-1","at":"2026-06-09T14:35:00Z","system":"business_central","flow":"My flow","entity":"UKCO"}',
            Library.AsText(EventBuilder.ErrorEvent('UKCO', 'report', '1', Library.At('2026-06-09T14:35:00Z'), 'My flow', '')), 'No map');
    end;

    [Test]
    procedure EventAboutAContactNamesItByKeys()
    var
        Keys: Codeunit "LDF Customer Keys";
        Payload: JsonObject;
    begin
        // [SCENARIO] The server holds no contacts of Business Central.
        Keys.AddEmails('ida@treyresearch.net');

        EventBuilder.AddCustomer(Payload, Keys);

        Assert.AreEqual('{"customer":{"emails":["ida@treyresearch.net"]}}', Library.AsText(Payload), 'By keys');
    end;

    [Test]
    procedure EventAboutNobodyHasNoKeys()
    var
        Keys: Codeunit "LDF Customer Keys";
        Payload: JsonObject;
    begin
        Keys.SetName('Ida Fletcher');

        EventBuilder.AddCustomer(Payload, Keys);

        Assert.AreEqual('{}', Library.AsText(Payload), 'A name alone names nobody');
    end;

    [Test]
    procedure IdOfACustomer()
    begin
        Assert.AreEqual(
            'ukco:5d1c2a7e-0000-4000-8000-000000000002', EventBuilder.CustomerId('UKCO', Library.TreyResearchId()), 'As the server spells it');
    end;

    [Test]
    procedure ErrorsWithoutTheTimeOfDay()
    begin
        // [SCENARIO] The connector writes the time of day in front of its errors.
        Assert.AreEqual('Not everything can be mapped.', EventBuilder.WithoutTime('14:05:31 Not everything can be mapped.'), '24 hours');
        Assert.AreEqual('Not everything can be mapped.', EventBuilder.WithoutTime('14:05:31: Not everything can be mapped.'), 'A colon');
        Assert.AreEqual('Not everything can be mapped.', EventBuilder.WithoutTime('2:05:31 PM Not everything can be mapped.'), '12 hours');
    end;

    [Test]
    procedure ErrorsThatBeginWithNoTime()
    begin
        Assert.AreEqual('Not everything can be mapped.', EventBuilder.WithoutTime('Not everything can be mapped.'), 'No time');
        Assert.AreEqual('Order: 1 failed', EventBuilder.WithoutTime('Order: 1 failed'), 'A word with a colon');
        Assert.AreEqual('12 items failed', EventBuilder.WithoutTime('12 items failed'), 'A number');
        Assert.AreEqual('', EventBuilder.WithoutTime(' '), 'Nothing');
    end;

    local procedure Event(KindName: Text; Id: Text; AtText: Text; Flow: Text; Map: Text; SourceId: Text; RecordType: Text; RecordId: Text; ErrorText: Text; ErrorCode: Text) Payload: JsonObject
    begin
        Payload := EventBuilder.ErrorEvent('UKCO', KindName, Id, Library.At(AtText), Flow, Map);
        EventBuilder.AddRecord(Payload, SourceId, RecordType, RecordId);
        EventBuilder.AddMessage(Payload, ErrorText, ErrorCode);
    end;

    local procedure VerifySample(SampleName: Text; Request: JsonObject)
    begin
        Assert.AreEqual(Library.Sample(SampleName), Library.AsText(Request), SampleName);
    end;
}
