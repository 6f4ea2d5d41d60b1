namespace Landfall.BusinessCentral;

/// <summary>
/// The setup of the company.
/// </summary>
page 50100 "LDF Setup"
{
    AboutText = 'Enter the address of your Landfall server and an API key, then test the connection.';
    AboutTitle = 'About Landfall';
    ApplicationArea = All;
    Caption = 'Landfall Setup';
    DeleteAllowed = false;
    InsertAllowed = false;
    PageType = Card;
    SourceTable = "LDF Setup";
    UsageCategory = Administration;

    layout
    {
        area(Content)
        {
            group(Connection)
            {
                Caption = 'Connection';

                field(Enabled; Rec.Enabled)
                {
                }
                field("Server URL"; Rec."Server URL")
                {
                }
                field(ApiKey; ApiKeyText)
                {
                    Caption = 'API Key';
                    ExtendedDatatype = Masked;
                    ToolTip = 'Specifies the API key of this company. Make one with "landfall keys new". The role reader is enough for questions; sending evidence needs the role ingester.';

                    trigger OnValidate()
                    begin
                        StoreApiKey();
                    end;
                }
                field("Timeout (Seconds)"; Rec."Timeout (Seconds)")
                {
                }
                field("Last Tested At"; Rec."Last Tested At")
                {
                }
            }
            group(Names)
            {
                Caption = 'Names on the Server';

                field("Legal Entity ID"; Rec."Legal Entity ID")
                {
                }
                field("Bus. Central Source ID"; Rec."Bus. Central Source ID")
                {
                }
                field("Dataverse Source ID"; Rec."Dataverse Source ID")
                {
                }
                field("Contact External ID Source"; Rec."Contact External ID Source")
                {
                }
            }
            group(Behavior)
            {
                Caption = 'Behavior';

                field("Check on Cards"; Rec."Check on Cards")
                {
                }
                field("Send Evidence"; Rec."Send Evidence")
                {
                    trigger OnValidate()
                    begin
                        CurrPage.SaveRecord();
                        JobQueue.Schedule();
                    end;
                }
            }
        }
    }

    actions
    {
        area(Processing)
        {
            action(TestConnection)
            {
                Caption = 'Test connection';
                Image = TestDatabase;
                ToolTip = 'Asks the server for its sources and compares the names that are set up here with those that it knows.';

                trigger OnAction()
                var
                    ConnectionTest: Codeunit "LDF Connection Test";
                begin
                    Message(ConnectionTest.TestConnection(Rec));
                    CurrPage.Update(false);
                end;
            }
            action(ScheduleJobs)
            {
                Caption = 'Schedule jobs';
                Image = Job;
                ToolTip = 'Creates the job queue entries that refresh the counts of the cards and send evidence, or removes them if they are not needed.';

                trigger OnAction()
                begin
                    JobQueue.Schedule();
                end;
            }
        }
        area(Navigation)
        {
            action(ShopSources)
            {
                Caption = 'Shops';
                Image = Web;
                RunObject = page "LDF Shop Sources";
                ToolTip = 'Opens the list that says which source on the server stands for which shop of the Shopify Connector.';
            }
            action(EvidenceState)
            {
                Caption = 'Evidence';
                Image = Log;
                RunObject = page "LDF Evidence Cursors";
                ToolTip = 'Opens the list that shows how far each kind of evidence has been sent.';
            }
        }
        area(Promoted)
        {
            actionref(TestConnection_Promoted; TestConnection)
            {
            }
            actionref(ScheduleJobs_Promoted; ScheduleJobs)
            {
            }
            actionref(ShopSources_Promoted; ShopSources)
            {
            }
            actionref(EvidenceState_Promoted; EvidenceState)
            {
            }
        }
    }

    var
        JobQueue: Codeunit "LDF Job Queue";
        SecretStore: Codeunit "LDF Secret Store";
        [NonDebuggable]
        ApiKeyText: Text;
        StoredTok: Label '********', Locked = true;

    trigger OnOpenPage()
    begin
        Rec.GetOrInsert();
        ShowWhetherStored();
    end;

    [NonDebuggable]
    local procedure StoreApiKey()
    begin
        if ApiKeyText = StoredTok then
            exit;
        SecretStore.SetApiKey(ApiKeyText);
        ShowWhetherStored();
    end;

    [NonDebuggable]
    local procedure ShowWhetherStored()
    begin
        ApiKeyText := '';
        if SecretStore.HasApiKey() then
            ApiKeyText := StoredTok;
    end;
}
