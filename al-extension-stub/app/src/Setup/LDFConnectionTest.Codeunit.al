namespace Landfall.BusinessCentral;

/// <summary>
/// Tests that the server answers, takes the key, and knows the names that are set up.
/// </summary>
codeunit 50102 "LDF Connection Test"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    var
        ConnectedMsg: Label 'The connection works. The server knows the legal entity %1.', Comment = '%1 = id of the legal entity';
        SourcesPathTok: Label '/v1/sources', Locked = true;
        UnknownEntityErr: Label 'The server knows no legal entity %1. It knows: %2.', Comment = '%1 = id of the legal entity, %2 = list of ids';
        UnknownSourceErr: Label 'The server knows no source %1. It knows: %2.', Comment = '%1 = id of the source, %2 = list of ids';

    /// <summary>
    /// Tests the connection. Fails with what is wrong; answers a text for people otherwise.
    /// </summary>
    procedure TestConnection(var Setup: Record "LDF Setup"): Text
    var
        Http: Codeunit "LDF Http";
        Answer: JsonObject;
    begin
        Setup.TestField("Server URL");
        Answer := Http.Get(SourcesPathTok);
        CheckNames(Setup, Answer);
        Setup."Last Tested At" := CurrentDateTime();
        Setup.Modify(true);
        exit(StrSubstNo(ConnectedMsg, Setup."Legal Entity ID"));
    end;

    /// <summary>
    /// Compares the names of the setup with those in an answer of the server.
    /// </summary>
    procedure CheckNames(Setup: Record "LDF Setup"; Answer: JsonObject)
    var
        ShopSource: Record "LDF Shop Source";
        AnswerReader: Codeunit "LDF Answer Reader";
        Entities: List of [Text];
        Sources: List of [Text];
    begin
        Entities := AnswerReader.ReadIds(Answer, 'legalEntities');
        Sources := AnswerReader.ReadIds(Answer, 'sources');
        if not Entities.Contains(Setup."Legal Entity ID") then
            Error(UnknownEntityErr, Setup."Legal Entity ID", AnswerReader.JoinTexts(Entities, ', '));
        CheckSource(Setup."Bus. Central Source ID", Sources);
        CheckSource(Setup."Dataverse Source ID", Sources);
        CheckSource(Setup."Contact External ID Source", Sources);
        if ShopSource.FindSet() then
            repeat
                CheckSource(ShopSource."Source ID", Sources);
            until ShopSource.Next() = 0;
    end;

    local procedure CheckSource(SourceId: Text; Sources: List of [Text])
    var
        AnswerReader: Codeunit "LDF Answer Reader";
    begin
        if (SourceId = '') or Sources.Contains(SourceId) then
            exit;
        Error(UnknownSourceErr, SourceId, AnswerReader.JoinTexts(Sources, ', '));
    end;
}
