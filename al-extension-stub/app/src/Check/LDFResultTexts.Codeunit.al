namespace Landfall.BusinessCentral;

/// <summary>
/// Carries a result from a page background task to its page, which exchange texts by name.
/// </summary>
codeunit 50122 "LDF Result Texts"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    /// <summary>
    /// The result as texts.
    /// </summary>
    procedure ToTexts(var TempCheckResult: Record "LDF Check Result" temporary) Texts: Dictionary of [Text, Text]
    begin
        Texts.Add(TempCheckResult.FieldName(Verdict), Format(TempCheckResult.Verdict.AsInteger()));
        Texts.Add(TempCheckResult.FieldName(Explanation), TempCheckResult.Explanation);
        Texts.Add(TempCheckResult.FieldName(Entities), TempCheckResult.Entities);
        Texts.Add(TempCheckResult.FieldName(Reasons), TempCheckResult.Reasons);
        Texts.Add(TempCheckResult.FieldName("Next Action"), TempCheckResult."Next Action");
        Texts.Add(TempCheckResult.FieldName(Counterparts), TempCheckResult.Counterparts);
        Texts.Add(TempCheckResult.FieldName("Link URL"), TempCheckResult."Link URL");
        Texts.Add(TempCheckResult.FieldName(Coupling), TempCheckResult.Coupling);
    end;

    /// <summary>
    /// The result of texts. What is missing is empty.
    /// </summary>
    procedure FromTexts(Texts: Dictionary of [Text, Text]; var TempCheckResult: Record "LDF Check Result" temporary)
    var
        Ordinal: Integer;
    begin
        TempCheckResult.Init();
        if Evaluate(Ordinal, GetText(Texts, TempCheckResult.FieldName(Verdict))) then
            TempCheckResult.Verdict := Enum::"LDF Verdict".FromInteger(Ordinal);
        TempCheckResult.Explanation := GetText(Texts, TempCheckResult.FieldName(Explanation));
        TempCheckResult.Entities := GetText(Texts, TempCheckResult.FieldName(Entities));
        TempCheckResult.Reasons := GetText(Texts, TempCheckResult.FieldName(Reasons));
        TempCheckResult."Next Action" := GetText(Texts, TempCheckResult.FieldName("Next Action"));
        TempCheckResult.Counterparts := GetText(Texts, TempCheckResult.FieldName(Counterparts));
        TempCheckResult."Link URL" := GetText(Texts, TempCheckResult.FieldName("Link URL"));
        TempCheckResult.Coupling := GetText(Texts, TempCheckResult.FieldName(Coupling));
    end;

    local procedure GetText(Texts: Dictionary of [Text, Text]; Name: Text): Text[2048]
    begin
        if Texts.ContainsKey(Name) then
            exit(CopyStr(Texts.Get(Name), 1, 2048));
        exit('');
    end;
}
