namespace Landfall.BusinessCentral.Test;

using Landfall.BusinessCentral;
using Microsoft.CRM.Contact;
using Microsoft.Foundation.Address;
using Microsoft.Integration.Shopify;
using Microsoft.Sales.Customer;
using System.TestLibraries.Utilities;

/// <summary>
/// Which keys the records of this company have.
/// </summary>
codeunit 50156 "LDF Provider Tests"
{
    EventSubscriberInstance = Manual;
    Subtype = Test;
    TestHttpRequestPolicy = BlockOutboundRequests;
    TestPermissions = Disabled;

    var
        Assert: Codeunit "Library Assert";
        AnswerReader: Codeunit "LDF Answer Reader";
        Library: Codeunit "LDF Library";

    [Test]
    procedure AllAddressesAndAllNumbersOfACustomer()
    var
        Customer: Record Customer;
        BusCentralKeys: Codeunit "LDF Bus. Central Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        // [GIVEN] A customer with two addresses in one field and an alternative VAT number
        Initialize();
        Library.CreateAdventureWorks(Customer);

        // [WHEN] Its keys are collected
        BusCentralKeys.AddCustomerKeys(Customer, Keys);

        // [THEN] Nothing is left out
        Assert.AreEqual(
            '{"name":"Adventure Works","emails":["ap@adventure-works.com","orders@adventure-works.com"],' +
            '"taxIds":[{"country":"GB","value":"GB390204771"},{"country":"DE","value":"DE136695976"}],' +
            '"country":"GB","postalCode":"N16 34Z"}', Library.AsText(Keys.ToJson()), 'All keys');
    end;

    [Test]
    procedure ThePrimaryContactHasAddressesToo()
    var
        Contact: Record Contact;
        Customer: Record Customer;
        BusCentralKeys: Codeunit "LDF Bus. Central Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Initialize();
        Library.CreateContact(Contact);
        Library.CreateCustomer(Customer, 'C00020', Library.TreyResearchId(), 'Trey Research', '');
        Customer."Primary Contact No." := Contact."No.";

        BusCentralKeys.AddCustomerKeys(Customer, Keys);

        Assert.IsTrue(
            Library.AsText(Keys.ToJson()).Contains('"emails":["finance@treyresearch.net","ida@treyresearch.net"]'), 'Both of the contact');
    end;

    [Test]
    procedure AContactThatIsBlockedForPrivacyIsLeftOut()
    var
        Contact: Record Contact;
        Customer: Record Customer;
        BusCentralKeys: Codeunit "LDF Bus. Central Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Initialize();
        Library.CreateContact(Contact);
        Contact."Privacy Blocked" := true;
        Contact.Modify(false);
        Library.CreateCustomer(Customer, 'C00020', Library.TreyResearchId(), 'Trey Research', '');
        Customer."Primary Contact No." := Contact."No.";

        BusCentralKeys.AddCustomerKeys(Customer, Keys);

        Assert.IsFalse(Keys.HasKeys(), 'Nothing of the contact');
    end;

    [Test]
    procedure APrimaryContactThatIsGone()
    var
        Customer: Record Customer;
        BusCentralKeys: Codeunit "LDF Bus. Central Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Initialize();
        Library.CreateCustomer(Customer, 'C00020', Library.TreyResearchId(), 'Trey Research', 'a@treyresearch.net');
        Customer."Primary Contact No." := 'GONE';

        BusCentralKeys.AddCustomerKeys(Customer, Keys);

        Assert.IsTrue(Keys.HasKeys(), 'Its own address');
    end;

    [Test]
    procedure TheIsoCodeOfTheCountryIsSent()
    var
        CountryRegion: Record "Country/Region";
        Customer: Record Customer;
        BusCentralKeys: Codeunit "LDF Bus. Central Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        // [GIVEN] A country whose code is not its ISO code
        Initialize();
        Library.CreateCustomer(Customer, 'C00020', Library.TreyResearchId(), 'Trey Research', '');
        if not CountryRegion.Get('UK') then begin
            CountryRegion.Code := 'UK';
            CountryRegion.Insert(false);
        end;
        CountryRegion."ISO Code" := 'GB';
        CountryRegion.Modify(false);
        Customer."Country/Region Code" := 'UK';

        BusCentralKeys.AddCustomerKeys(Customer, Keys);

        Assert.IsTrue(Library.AsText(Keys.ToJson()).Contains('"country":"GB"'), 'The ISO code');
    end;

    [Test]
    procedure ACountryWithoutIsoCodeIsSentAsItIs()
    var
        Customer: Record Customer;
        BusCentralKeys: Codeunit "LDF Bus. Central Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Initialize();
        Library.CreateCustomer(Customer, 'C00020', Library.TreyResearchId(), 'Trey Research', '');
        Customer."Country/Region Code" := 'NOISO';

        BusCentralKeys.AddCustomerKeys(Customer, Keys);

        Assert.IsTrue(Library.AsText(Keys.ToJson()).Contains('"country":"NOISO"'), 'The server says what is wrong with it');
    end;

    [Test]
    procedure KeysOfAContact()
    var
        Contact: Record Contact;
        BusCentralKeys: Codeunit "LDF Bus. Central Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Initialize();
        Library.CreateContact(Contact);

        BusCentralKeys.AddContactKeys(Contact, Keys);

        Assert.AreEqual(
            Library.AsText(AnswerReader.GetObject(Library.SampleObject('check-contact.request'), 'customer')),
            Library.AsText(Keys.ToJson()), 'The contact of the sample');
    end;

    [Test]
    procedure APersonHasTheNumberOfItsCompany()
    var
        CompanyContact: Record Contact;
        Contact: Record Contact;
        BusCentralKeys: Codeunit "LDF Bus. Central Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Initialize();
        Library.CreateContact(Contact);
        CreateCompanyContact(CompanyContact, false);
        Contact."Company No." := CompanyContact."No.";

        BusCentralKeys.AddContactKeys(Contact, Keys);

        Assert.IsTrue(Library.AsText(Keys.ToJson()).Contains('{"country":"GB","value":"GB390204771"}'), 'The number of the company');
    end;

    [Test]
    procedure ACompanyThatIsBlockedForPrivacyIsLeftOut()
    var
        CompanyContact: Record Contact;
        Contact: Record Contact;
        BusCentralKeys: Codeunit "LDF Bus. Central Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Initialize();
        Library.CreateContact(Contact);
        CreateCompanyContact(CompanyContact, true);
        Contact."Company No." := CompanyContact."No.";

        BusCentralKeys.AddContactKeys(Contact, Keys);

        Assert.IsFalse(Library.AsText(Keys.ToJson()).Contains('GB390204771'), 'Not the number of the company');
    end;

    [Test]
    procedure TheExternalIdOfAContactNeedsASource()
    var
        Contact: Record Contact;
        Setup: Record "LDF Setup";
        BusCentralKeys: Codeunit "LDF Bus. Central Keys";
        First: Codeunit "LDF Customer Keys";
        Second: Codeunit "LDF Customer Keys";
    begin
        // [GIVEN] A contact with an external id
        Initialize();
        Library.CreateContact(Contact);
        Contact."External ID" := '4711';

        // [WHEN] Nobody has said which system gave it out, then it is left out
        BusCentralKeys.AddContactKeys(Contact, First);
        Assert.IsFalse(Library.AsText(First.ToJson()).Contains('4711'), 'Without source');

        // [WHEN] The setup says so, then it is sent
        Setup.GetOrInsert();
        Setup."Contact External ID Source" := 'shop';
        Setup.Modify(false);
        BusCentralKeys.AddContactKeys(Contact, Second);
        Assert.IsTrue(Library.AsText(Second.ToJson()).Contains('{"source":"shop","value":"4711"}'), 'With source');
    end;

    [Test]
    procedure AllCouplingsOfACustomer()
    var
        Customer: Record Customer;
        DataverseKeys: Codeunit "LDF Dataverse Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        // [GIVEN] A customer that is coupled to two accounts
        Initialize();
        Library.CreateAdventureWorks(Customer);
        Library.Couple(Customer.SystemId, Database::Customer, Library.LucerneAccount());

        // [WHEN] Its ids are collected, [THEN] both are there
        DataverseKeys.AddCustomerKeys(Customer, Keys);
        Assert.AreEqual(2, Keys.GetExternalIds('crm').Count(), 'Both accounts');
    end;

    [Test]
    procedure ACouplingOfAnotherTableIsNotOurs()
    var
        Customer: Record Customer;
        DataverseKeys: Codeunit "LDF Dataverse Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Initialize();
        Library.CreateCustomer(Customer, 'C00020', Library.TreyResearchId(), 'Trey Research', '');
        Library.Couple(Customer.SystemId, Database::Contact, Library.LucerneAccount());

        DataverseKeys.AddCustomerKeys(Customer, Keys);

        Assert.IsFalse(Keys.HasKeys(), 'A coupling of a contact');
    end;

    [Test]
    procedure ACoupledContact()
    var
        Contact: Record Contact;
        DataverseKeys: Codeunit "LDF Dataverse Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Initialize();
        Library.CreateContact(Contact);
        Library.Couple(Contact.SystemId, Database::Contact, Library.LucerneAccount());

        DataverseKeys.AddContactKeys(Contact, Keys);

        Assert.AreEqual('7b9c1d20-0000-4000-8000-000000000003', Keys.GetExternalIds('crm').Get(1), 'As the server spells it');
    end;

    [Test]
    procedure CouplingsWithoutASourceAreLeftOut()
    var
        Customer: Record Customer;
        Setup: Record "LDF Setup";
        DataverseKeys: Codeunit "LDF Dataverse Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Initialize();
        Library.CreateAdventureWorks(Customer);
        Setup.GetOrInsert();
        Setup."Dataverse Source ID" := '';
        Setup.Modify(false);

        DataverseKeys.AddCustomerKeys(Customer, Keys);

        Assert.IsFalse(Keys.HasKeys(), 'Nobody said what Dataverse is called');
    end;

    [Test]
    procedure ShopCustomersThatAreLinked()
    var
        Customer: Record Customer;
        ShopifyKeys: Codeunit "LDF Shopify Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Initialize();
        Library.CreateAdventureWorks(Customer);
        Library.CreateShop('WEB', 17, 'shop');
        Library.CreateShopCustomer(7001, 17, Customer.SystemId);

        ShopifyKeys.AddCustomerKeys(Customer, Keys);

        Assert.AreEqual('{"externalIds":[{"source":"shop","value":"7001"}]}', Library.AsText(Keys.ToJson()), 'The id in the shop');
    end;

    [Test]
    procedure CompaniesThatAreLinked()
    var
        Customer: Record Customer;
        ShpfyCompany: Record "Shpfy Company";
        ShopifyKeys: Codeunit "LDF Shopify Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Initialize();
        Library.CreateAdventureWorks(Customer);
        Library.CreateShop('WEB', 17, 'shop');
        if ShpfyCompany.Get(8001) then
            ShpfyCompany.Delete(false);
        ShpfyCompany.Init();
        ShpfyCompany.Id := 8001;
        ShpfyCompany."Shop Id" := 17;
        ShpfyCompany."Customer SystemId" := Customer.SystemId;
        ShpfyCompany.Insert(false);

        ShopifyKeys.AddCustomerKeys(Customer, Keys);

        Assert.IsTrue(Keys.GetExternalIds('shop').Contains('8001'), 'The id of the company');
        ShpfyCompany.Delete(false);
    end;

    [Test]
    procedure AShopWithoutASourceIsLeftOut()
    var
        Customer: Record Customer;
        ShopifyKeys: Codeunit "LDF Shopify Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Initialize();
        Library.CreateAdventureWorks(Customer);
        Library.CreateShop('WEB', 17, '');
        Library.CreateShopCustomer(7001, 17, Customer.SystemId);

        ShopifyKeys.AddCustomerKeys(Customer, Keys);

        Assert.IsFalse(Keys.HasKeys(), 'Nobody said what the shop is called');
    end;

    [Test]
    procedure AContactHasNoShopIds()
    var
        Contact: Record Contact;
        ShopifyKeys: Codeunit "LDF Shopify Keys";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Library.CreateContact(Contact);

        ShopifyKeys.AddContactKeys(Contact, Keys);

        Assert.IsFalse(Keys.HasKeys(), 'The connector links customers only');
    end;

    [Test]
    procedure AllProvidersTogetherMakeTheSample()
    var
        Customer: Record Customer;
        KeyCollector: Codeunit "LDF Key Collector";
        Keys: Codeunit "LDF Customer Keys";
    begin
        // [GIVEN] The customer of the sample, coupled and linked with a shop
        Initialize();
        Library.CreateAdventureWorks(Customer);
        Library.CreateShop('WEB', 17, 'shop');
        Library.CreateShopCustomer(7001, 17, Customer.SystemId);

        // [WHEN] All providers are asked
        KeyCollector.CollectCustomerKeys(Customer, Keys);

        // [THEN] The keys are byte for byte those that the server's tests send
        Assert.AreEqual(
            Library.AsText(AnswerReader.GetObject(Library.SampleObject('check-customer.request'), 'customer')),
            Library.AsText(Keys.ToJson()), 'The customer of the sample');
    end;

    [Test]
    procedure SubscribersAddKeys()
    var
        Contact: Record Contact;
        Customer: Record Customer;
        ContactKeys: Codeunit "LDF Customer Keys";
        CustomerKeys: Codeunit "LDF Customer Keys";
        KeyCollector: Codeunit "LDF Key Collector";
        ProviderTests: Codeunit "LDF Provider Tests";
    begin
        Initialize();
        Library.CreateLucerne(Customer);
        Library.CreateContact(Contact);
        BindSubscription(ProviderTests);

        KeyCollector.CollectCustomerKeys(Customer, CustomerKeys);
        KeyCollector.CollectContactKeys(Contact, ContactKeys);

        UnbindSubscription(ProviderTests);
        Assert.IsTrue(CustomerKeys.GetExternalIds('loyalty').Contains('C00030'), 'Of the customer');
        Assert.IsTrue(ContactKeys.GetExternalIds('loyalty').Contains('CT00010'), 'Of the contact');
    end;

    [Test]
    procedure WhatIsNotCoupled()
    var
        Coupling: Codeunit "LDF Coupling";
    begin
        Initialize();

        Assert.AreEqual('Not coupled to Dataverse.', Coupling.Describe(Database::Customer, Library.AdventureWorksId()), 'Not coupled');
        Assert.AreEqual(0, Coupling.GetDataverseIds(Database::Customer, Library.AdventureWorksId()).Count(), 'No ids');
    end;

    [Test]
    procedure WhatIsCoupled()
    var
        Coupling: Codeunit "LDF Coupling";
    begin
        Initialize();
        Library.Couple(Library.AdventureWorksId(), Database::Customer, Library.AdventureWorksAccount());

        Assert.AreEqual('Coupled to Dataverse.', Coupling.Describe(Database::Customer, Library.AdventureWorksId()), 'Coupled');
    end;

    [Test]
    procedure WhatIsSkipped()
    var
        Coupling: Codeunit "LDF Coupling";
    begin
        // [GIVEN] Two couplings, of which one is skipped
        Initialize();
        Library.Couple(Library.LucerneId(), Database::Customer, Library.AdventureWorksAccount());
        Library.Couple(Library.LucerneId(), Database::Customer, Library.LucerneAccount());
        Library.SkipCoupling(Library.LucerneAccount(), Library.LucerneId(), 'It failed twice.');

        // [THEN] The worse one is described, with its error
        Assert.AreEqual(
            'Coupled to Dataverse, but skipped after repeated failures: It failed twice.',
            Coupling.Describe(Database::Customer, Library.LucerneId()), 'Skipped');
    end;

    [Test]
    procedure AGuidAsTheServerSpellsIt()
    var
        Coupling: Codeunit "LDF Coupling";
    begin
        Assert.AreEqual('7b9c1d20-0000-4000-8000-000000000003', Coupling.GuidText(Library.LucerneAccount()), 'Lower case, no braces');
    end;

    local procedure Initialize()
    begin
        Library.Clean();
        Library.Enable();
    end;

    local procedure CreateCompanyContact(var CompanyContact: Record Contact; PrivacyBlocked: Boolean)
    begin
        if CompanyContact.Get('CT00011') then
            CompanyContact.Delete(false);
        CompanyContact.Init();
        CompanyContact."No." := 'CT00011';
        CompanyContact."Country/Region Code" := 'GB';
        CompanyContact."VAT Registration No." := 'GB390204771';
        CompanyContact."Privacy Blocked" := PrivacyBlocked;
        CompanyContact.Insert(false);
    end;

    [EventSubscriber(ObjectType::Codeunit, Codeunit::"LDF Events", OnAfterCollectCustomerKeys, '', false, false)]
    local procedure AddLoyaltyNumber(Customer: Record Customer; var Keys: Codeunit "LDF Customer Keys")
    begin
        Keys.AddExternalId('loyalty', Customer."No.");
    end;

    [EventSubscriber(ObjectType::Codeunit, Codeunit::"LDF Events", OnAfterCollectContactKeys, '', false, false)]
    local procedure AddLoyaltyNumberOfContact(Contact: Record Contact; var Keys: Codeunit "LDF Customer Keys")
    begin
        Keys.AddExternalId('loyalty', Contact."No.");
    end;
}
