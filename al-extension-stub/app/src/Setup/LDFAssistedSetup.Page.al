namespace Landfall.BusinessCentral;

using System.Environment.Configuration;

/// <summary>
/// The setup in three steps: connection, names, test.
/// </summary>
page 50101 "LDF Assisted Setup"
{
    ApplicationArea = All;
    Caption = 'Set up Landfall';
    PageType = NavigatePage;
    SourceTable = "LDF Setup";
    UsageCategory = None;

    layout
    {
        area(Content)
        {
            group(ConnectionStep)
            {
                Caption = 'Connect to the server';
                InstructionalText = 'Landfall says for every customer whether it has landed in the customer master of the right legal entity. Ask the person who runs your Landfall server for its address and an API key.';
                Visible = Step = 1;

                field("Server URL"; Rec."Server URL")
                {
                    ShowMandatory = true;
                }
                field(ApiKey; ApiKeyText)
                {
                    Caption = 'API Key';
                    ExtendedDatatype = Masked;
                    ShowMandatory = true;
                    ToolTip = 'Specifies the API key of this company.';

                    trigger OnValidate()
                    begin
                        StoreApiKey();
                    end;
                }
            }
            group(NamesStep)
            {
                Caption = 'Say what this company is called there';
                InstructionalText = 'These names stand in the configuration of the server. The person who runs it can tell you.';
                Visible = Step = 2;

                field("Legal Entity ID"; Rec."Legal Entity ID")
                {
                    ShowMandatory = true;
                }
                field("Bus. Central Source ID"; Rec."Bus. Central Source ID")
                {
                    ShowMandatory = true;
                }
                field("Dataverse Source ID"; Rec."Dataverse Source ID")
                {
                }
            }
            group(LastStep)
            {
                Caption = 'That''s it';
                InstructionalText = 'Choose Finish to test the connection and switch Landfall on. You will be asked for your consent, because keys of customers are sent to the server.';
                Visible = Step = 3;

                field("Send Evidence"; Rec."Send Evidence")
                {
                }
            }
        }
    }

    actions
    {
        area(Processing)
        {
            action(Back)
            {
                Caption = 'Back';
                Enabled = Step > 1;
                Image = PreviousRecord;
                InFooterBar = true;
                ToolTip = 'Goes back to the step before.';

                trigger OnAction()
                begin
                    Step -= 1;
                end;
            }
            action(Next)
            {
                Caption = 'Next';
                Enabled = Step < 3;
                Image = NextRecord;
                InFooterBar = true;
                ToolTip = 'Goes on to the next step.';

                trigger OnAction()
                begin
                    Step += 1;
                end;
            }
            action(Finish)
            {
                Caption = 'Finish';
                Enabled = Step = 3;
                Image = Approve;
                InFooterBar = true;
                ToolTip = 'Tests the connection and switches Landfall on.';

                trigger OnAction()
                begin
                    FinishSetup();
                end;
            }
        }
    }

    var
        SecretStore: Codeunit "LDF Secret Store";
        Step: Integer;
        [NonDebuggable]
        ApiKeyText: Text;

    trigger OnOpenPage()
    begin
        Rec.GetOrInsert();
        Step := 1;
    end;

    [NonDebuggable]
    local procedure StoreApiKey()
    begin
        SecretStore.SetApiKey(ApiKeyText);
    end;

    local procedure FinishSetup()
    var
        ConnectionTest: Codeunit "LDF Connection Test";
        GuidedExperience: Codeunit "Guided Experience";
        JobQueue: Codeunit "LDF Job Queue";
    begin
        ConnectionTest.TestConnection(Rec);
        Rec.Validate(Enabled, true);
        Rec.Modify(true);
        if not Rec.Enabled then
            exit;
        JobQueue.Schedule();
        GuidedExperience.CompleteAssistedSetup(ObjectType::Page, Page::"LDF Assisted Setup");
        CurrPage.Close();
    end;
}
