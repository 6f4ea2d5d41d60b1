namespace Landfall.BusinessCentral.Test;

using Landfall.BusinessCentral;
using System.TestLibraries.Utilities;

/// <summary>
/// What becomes of keys on their way into a request.
/// </summary>
codeunit 50152 "LDF Keys Tests"
{
    Subtype = Test;
    TestHttpRequestPolicy = BlockOutboundRequests;
    TestPermissions = Disabled;

    var
        Assert: Codeunit "Library Assert";
        Library: Codeunit "LDF Library";

    [Test]
    procedure NothingIsAnEmptyObject()
    var
        Keys: Codeunit "LDF Customer Keys";
    begin
        // [SCENARIO] A customer without any key is an object without members.
        Assert.AreEqual('{}', Library.AsText(Keys.ToJson()), 'An empty object');
        Assert.IsFalse(Keys.HasKeys(), 'There are no keys');
    end;

    [Test]
    procedure NameAndAddressAreNoKeys()
    var
        Keys: Codeunit "LDF Customer Keys";
    begin
        // [SCENARIO] A name and an address confirm keys, but are none.
        Keys.SetName('  Adventure Works ');
        Keys.SetAddress(' GB', 'N16 34Z ');

        Assert.IsFalse(Keys.HasKeys(), 'A name is no key');
        Assert.AreEqual(
            '{"name":"Adventure Works","country":"GB","postalCode":"N16 34Z"}', Library.AsText(Keys.ToJson()), 'Without blanks around');
    end;

    [Test]
    procedure OneFieldMayHoldSeveralAddresses()
    var
        Keys: Codeunit "LDF Customer Keys";
    begin
        // [SCENARIO] Business Central allows several addresses in one field.
        Keys.AddEmails('a@contoso.com; b@contoso.com,c@contoso.com;;  ');

        Assert.AreEqual(
            '{"emails":["a@contoso.com","b@contoso.com","c@contoso.com"]}', Library.AsText(Keys.ToJson()), 'Three addresses');
    end;

    [Test]
    procedure WhatComesTwiceIsSentOnce()
    var
        Keys: Codeunit "LDF Customer Keys";
    begin
        // [SCENARIO] The same values from two providers are one value.
        Keys.AddEmails('a@contoso.com');
        Keys.AddEmails('a@contoso.com');
        Keys.AddTaxId('GB', 'GB390204771');
        Keys.AddTaxId('GB', ' GB390204771 ');
        Keys.AddExternalId('crm', '1');
        Keys.AddExternalId('crm', '1');

        Assert.AreEqual(
            '{"emails":["a@contoso.com"],"externalIds":[{"source":"crm","value":"1"}],"taxIds":[{"country":"GB","value":"GB390204771"}]}',
            Library.AsText(Keys.ToJson()), 'Each once');
    end;

    [Test]
    procedure TheSameNumberOfTwoCountriesIsTwoNumbers()
    var
        Keys: Codeunit "LDF Customer Keys";
    begin
        Keys.AddTaxId('GB', '390204771');
        Keys.AddTaxId('IE', '390204771');

        Assert.AreEqual(
            '{"taxIds":[{"country":"GB","value":"390204771"},{"country":"IE","value":"390204771"}]}',
            Library.AsText(Keys.ToJson()), 'Both');
    end;

    [Test]
    procedure ATaxIdWithoutCountryHasNone()
    var
        Keys: Codeunit "LDF Customer Keys";
    begin
        // [SCENARIO] Without a country, the server takes that of the address.
        Keys.AddTaxId('', 'GB390204771');

        Assert.AreEqual('{"taxIds":[{"value":"GB390204771"}]}', Library.AsText(Keys.ToJson()), 'No country');
        Assert.IsTrue(Keys.HasKeys(), 'A tax number is a key');
    end;

    [Test]
    procedure EmptyValuesAreLeftOut()
    var
        Keys: Codeunit "LDF Customer Keys";
    begin
        Keys.AddEmails('');
        Keys.AddTaxId('GB', '');
        Keys.AddExternalId('crm', '');

        Assert.IsFalse(Keys.HasKeys(), 'No keys');
        Assert.AreEqual('{}', Library.AsText(Keys.ToJson()), 'Nothing');
    end;

    [Test]
    procedure AnIdWithoutSourceIsLeftOut()
    var
        Keys: Codeunit "LDF Customer Keys";
    begin
        // [SCENARIO] Nobody said which system gave the id out, so it says nothing.
        Keys.AddExternalId('', '7001');
        Keys.AddExternalId('  ', '7001');

        Assert.IsFalse(Keys.HasKeys(), 'No keys');
    end;

    [Test]
    procedure IdsOfASource()
    var
        Keys: Codeunit "LDF Customer Keys";
        Ids: List of [Text];
    begin
        // [SCENARIO] The check of coupled records needs the ids of Dataverse.
        Keys.AddExternalId('crm', 'a');
        Keys.AddExternalId('shop', 'b');
        Keys.AddExternalId('crm', 'c');

        Ids := Keys.GetExternalIds('crm');

        Assert.AreEqual(2, Ids.Count(), 'Two of crm');
        Assert.AreEqual('a', Ids.Get(1), 'The first');
        Assert.AreEqual('c', Ids.Get(2), 'The second');
        Ids := Keys.GetExternalIds('other');
        Assert.AreEqual(0, Ids.Count(), 'None of another source');
    end;

    [Test]
    procedure NoListIsLongerThanTheServerTakes()
    var
        Keys: Codeunit "LDF Customer Keys";
        Emails: JsonToken;
        TaxIds: JsonToken;
        Number: Integer;
    begin
        // [SCENARIO] The server takes at most 100 values of a kind.
        for Number := 1 to 120 do begin
            Keys.AddEmails(StrSubstNo('a%1@contoso.com', Number));
            Keys.AddTaxId('GB', Format(Number, 0, 9));
        end;

        Keys.ToJson().Get('emails', Emails);
        Keys.ToJson().Get('taxIds', TaxIds);
        Assert.AreEqual(100, Emails.AsArray().Count(), 'At most 100 addresses');
        Assert.AreEqual(100, TaxIds.AsArray().Count(), 'At most 100 numbers');
    end;

    [Test]
    procedure KeysAreThoseOfTheSample()
    var
        Keys: Codeunit "LDF Customer Keys";
        AnswerReader: Codeunit "LDF Answer Reader";
    begin
        // [SCENARIO] Byte for byte what the server's tests send.
        Library.AdventureWorksKeys(Keys);

        Assert.AreEqual(
            Library.AsText(AnswerReader.GetObject(Library.SampleObject('check-customer.request'), 'customer')),
            Library.AsText(Keys.ToJson()), 'The customer of the sample');
    end;
}
