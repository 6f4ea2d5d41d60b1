namespace Landfall.BusinessCentral;

using Microsoft.CRM.Contact;

/// <summary>
/// What the server says about the contact of the page. It asks in a page background task, so the page never waits.
/// </summary>
page 50105 "LDF Contact FactBox"
{
    Caption = 'Landfall';
    Editable = false;
    PageType = CardPart;
    SourceTable = Contact;

    layout
    {
        area(Content)
        {
            field(State; StateText)
            {
                ApplicationArea = All;
                Caption = 'State';
                ToolTip = 'Specifies whether the server has been asked.';
                Visible = StateText <> '';
            }
            field(Verdict; TempCheckResult.Verdict)
            {
                ApplicationArea = All;
                Caption = 'Verdict';
                StyleExpr = VerdictStyle;
                ToolTip = 'Specifies whether the customer has landed in every legal entity that is expected to hold it.';
            }
            field(Explanation; TempCheckResult.Explanation)
            {
                ApplicationArea = All;
                Caption = 'Explanation';
                MultiLine = true;
                ToolTip = 'Specifies the verdict in a sentence of the server.';
            }
            field(Entities; TempCheckResult.Entities)
            {
                ApplicationArea = All;
                Caption = 'Legal Entities';
                MultiLine = true;
                ToolTip = 'Specifies what is known about each legal entity, and the customer numbers there.';
            }
            field(Reasons; TempCheckResult.Reasons)
            {
                ApplicationArea = All;
                Caption = 'Reasons';
                MultiLine = true;
                ToolTip = 'Specifies why the verdict is what it is.';
            }
            field(NextAction; TempCheckResult."Next Action")
            {
                ApplicationArea = All;
                Caption = 'Next Action';
                MultiLine = true;
                ToolTip = 'Specifies what to do about it.';
            }
            field(Counterparts; TempCheckResult.Counterparts)
            {
                ApplicationArea = All;
                Caption = 'Counterparts';
                MultiLine = true;
                ToolTip = 'Specifies the records of other systems that are the same customer, and their verdicts.';
            }
            field(Coupling; TempCheckResult.Coupling)
            {
                ApplicationArea = All;
                Caption = 'Coupling';
                MultiLine = true;
                ToolTip = 'Specifies what the coupling with Dataverse knows about the record.';
            }
            field(Link; TempCheckResult."Link URL")
            {
                ApplicationArea = All;
                Caption = 'Link';
                ExtendedDatatype = URL;
                ToolTip = 'Specifies the address of the customer in the ledger where it was found.';
            }
        }
    }

    actions
    {
        area(Processing)
        {
            action(CheckAgain)
            {
                ApplicationArea = All;
                Caption = 'Check again';
                Image = Refresh;
                ToolTip = 'Asks the server again.';

                trigger OnAction()
                begin
                    StartTask();
                end;
            }
        }
    }

    var
        TempCheckResult: Record "LDF Check Result" temporary;
        FactBoxTask: Codeunit "LDF FactBox Task";
        ResultTexts: Codeunit "LDF Result Texts";
        CurrentTaskId: Integer;
        AskingTxt: Label 'Asking the server…';
        NotAskedTxt: Label 'Not asked. Choose Check again.';
        NotReadyTxt: Label 'Landfall is not set up in this company.';
        StateText: Text;
        VerdictStyle: Text;

    trigger OnAfterGetCurrRecord()
    var
        Setup: Record "LDF Setup";
    begin
        Show(NotAskedTxt);
        if not Setup.IsReady() then
            Show(NotReadyTxt)
        else
            if Setup."Check on Cards" then
                StartTask();
    end;

    trigger OnPageBackgroundTaskCompleted(TaskId: Integer; Results: Dictionary of [Text, Text])
    begin
        if TaskId <> CurrentTaskId then
            exit;
        Show('');
        ResultTexts.FromTexts(Results, TempCheckResult);
        VerdictStyle := TempCheckResult.GetStyle();
    end;

    trigger OnPageBackgroundTaskError(TaskId: Integer; ErrorCode: Text; ErrorText: Text; ErrorCallStack: Text; var IsHandled: Boolean)
    begin
        if TaskId <> CurrentTaskId then
            exit;
        Show(ErrorText);
        IsHandled := true;
    end;

    local procedure StartTask()
    begin
        if IsNullGuid(Rec.SystemId) then
            exit;
        Show(AskingTxt);
        CurrPage.EnqueueBackgroundTask(
            CurrentTaskId, Codeunit::"LDF FactBox Task", FactBoxTask.GetParameters(Database::Contact, Rec.SystemId), 60000,
            PageBackgroundTaskErrorLevel::Ignore);
    end;

    local procedure Show(NewState: Text)
    begin
        StateText := NewState;
        VerdictStyle := '';
        Clear(TempCheckResult);
    end;
}
