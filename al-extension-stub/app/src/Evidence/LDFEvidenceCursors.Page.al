namespace Landfall.BusinessCentral;

/// <summary>
/// How far each kind of evidence has been sent.
/// </summary>
page 50106 "LDF Evidence Cursors"
{
    ApplicationArea = All;
    Caption = 'Landfall Evidence';
    Editable = false;
    PageType = List;
    SourceTable = "LDF Evidence Cursor";
    UsageCategory = Administration;

    layout
    {
        area(Content)
        {
            repeater(Kinds)
            {
                field(Kind; Rec.Kind)
                {
                }
                field("Last Sent At"; Rec."Last Sent At")
                {
                }
                field("Rows Sent"; Rec."Rows Sent")
                {
                }
                field("Rows Rejected"; Rec."Rows Rejected")
                {
                }
                field("Not Before"; Rec."Not Before")
                {
                }
                field("Entry No."; Rec."Entry No.")
                {
                    Visible = false;
                }
                field("Changed From"; Rec."Changed From")
                {
                    Visible = false;
                }
            }
        }
    }

    actions
    {
        area(Processing)
        {
            action(SendNow)
            {
                Caption = 'Send now';
                Image = SendTo;
                ToolTip = 'Sends what is new without waiting for the job.';

                trigger OnAction()
                var
                    EvidencePush: Codeunit "LDF Evidence Push";
                begin
                    EvidencePush.PushAll();
                    CurrPage.Update(false);
                end;
            }
            action(SendAgain)
            {
                Caption = 'Send again from the start';
                Image = ResetStatus;
                ToolTip = 'Forgets how far the selected kind has been sent. The next run sends everything that is still there; the server takes the same rows again without harm.';

                trigger OnAction()
                begin
                    if Confirm(SendAgainQst, false, Rec.Kind) then
                        Rec.Delete(true);
                end;
            }
        }
        area(Navigation)
        {
            action(OpenLog)
            {
                Caption = 'Log';
                Image = Log;
                RunObject = page "LDF Push Log";
                ToolTip = 'Opens the list of what could not be sent.';
            }
        }
        area(Promoted)
        {
            actionref(SendNow_Promoted; SendNow)
            {
            }
            actionref(OpenLog_Promoted; OpenLog)
            {
            }
        }
    }

    var
        SendAgainQst: Label 'Send everything of the kind %1 again?', Comment = '%1 = kind of evidence';
}
