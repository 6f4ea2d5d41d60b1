namespace Landfall.BusinessCentral;

/// <summary>
/// The objects of the extension.
/// </summary>
permissionset 50100 "LDF Objects"
{
    Access = Internal;
    Assignable = false;
    Caption = 'Landfall - Objects';
    Permissions = table "LDF Card Count" = X,
                  table "LDF Check Result" = X,
                  table "LDF Evidence Cursor" = X,
                  table "LDF Push Log" = X,
                  table "LDF Setup" = X,
                  table "LDF Shop Source" = X,
                  codeunit "LDF Answer Reader" = X,
                  codeunit "LDF Bus. Central Keys" = X,
                  codeunit "LDF Card Refresh" = X,
                  codeunit "LDF Connection Test" = X,
                  codeunit "LDF Coupling" = X,
                  codeunit "LDF Customer Keys" = X,
                  codeunit "LDF Dataverse Keys" = X,
                  codeunit "LDF Error Actions" = X,
                  codeunit "LDF Errors" = X,
                  codeunit "LDF Event Builder" = X,
                  codeunit "LDF Events" = X,
                  codeunit "LDF Evidence Batch" = X,
                  codeunit "LDF Evidence Push" = X,
                  codeunit "LDF Evidence Step" = X,
                  codeunit "LDF FactBox Task" = X,
                  codeunit "LDF Http" = X,
                  codeunit "LDF Install" = X,
                  codeunit "LDF Install Tasks" = X,
                  codeunit "LDF Job Queue" = X,
                  codeunit "LDF Key Collector" = X,
                  codeunit "LDF Landfall" = X,
                  codeunit "LDF Promotion Check" = X,
                  codeunit "LDF Request Builder" = X,
                  codeunit "LDF Result Texts" = X,
                  codeunit "LDF Secret Store" = X,
                  codeunit "LDF Setup Events" = X,
                  codeunit "LDF Shop Order Reader" = X,
                  codeunit "LDF Shop Skipped Reader" = X,
                  codeunit "LDF Shopify Keys" = X,
                  codeunit "LDF Shopify Tables" = X,
                  codeunit "LDF Skipped Coupling Reader" = X,
                  codeunit "LDF Sync Error Reader" = X,
                  codeunit "LDF Table Pass" = X,
                  codeunit "LDF Telemetry" = X,
                  codeunit "LDF Telemetry Logger" = X,
                  codeunit "LDF Upgrade" = X,
                  page "LDF Assisted Setup" = X,
                  page "LDF Card Counts" = X,
                  page "LDF Check Results" = X,
                  page "LDF Contact FactBox" = X,
                  page "LDF Customer FactBox" = X,
                  page "LDF Evidence Cursors" = X,
                  page "LDF Push Log" = X,
                  page "LDF Setup" = X,
                  page "LDF Shop Sources" = X;
}
