#include "server/classify/message.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace landfall::classify {
namespace {

using model::ReasonCode;

struct Case {
  const char* message;
  ReasonCode code;
  const char* detail;
};

void ExpectFindings(const std::vector<Case>& cases) {
  for (const Case& test : cases) {
    SCOPED_TRACE(test.message);
    const Finding finding = ClassifyMessage(test.message, "");
    EXPECT_EQ(model::ReasonName(finding.code), model::ReasonName(test.code));
    EXPECT_EQ(finding.detail, test.detail);
    EXPECT_NE(finding.action, "");
  }
}

TEST(ClassifyMessageTest, FindsTheMandatoryField) {
  ExpectFindings({
      {"Write failed for entity CDS Contacts V2 with unknown exception - Field "
       "'Associated party number' must be filled in.\nField 'Associated party "
       "number' must be filled in.validateWrite failed on data source "
       "'smmContactPersonV2Entity (smmContactPersonV2Entity)",
       ReasonCode::kMandatoryFieldMissing, "Associated party number"},
      {"Results. Field 'Relation type field' must be filled in. Results. "
       "validateWrite failed on data source 'X'",
       ReasonCode::kMandatoryFieldMissing, "Relation type field"},
      {"Inventory dimension Site is mandatory and must consequently be "
       "specified.",
       ReasonCode::kMandatoryFieldMissing, "Inventory dimension Site"},
      {"Customer Posting Group must have a value in Customer: No.=C00690. It "
       "cannot be zero or empty.",
       ReasonCode::kMandatoryFieldMissing, "Customer Posting Group"},
      {"The contact CT01 must have a contact company that has a business "
       "relation to a customer or vendor.",
       ReasonCode::kMandatoryFieldMissing, ""},
      {"DIPV1010: a mandatory destination field is not mapped",
       ReasonCode::kMandatoryFieldMissing, ""},
  });
}

TEST(ClassifyMessageTest, FindsTheValueThatTheTargetLacks) {
  ExpectFindings({
      {"Write failed for table row of type 'CustCustomerV3Entity'. Infolog: "
       "Warning: The value 'Local' in field 'Customer group' is not found in "
       "the related table 'Customer groups'.; Warning: validateField failed on "
       "field 'CustCustomerV3Entity.CustomerGroupId'.",
       ReasonCode::kReferenceDataMissing, "Local"},
      {"Unable to write data to entity accounts. Unable to lookup "
       "msdyn_parties "
       "with values {000006057}. Writes to CustCustomerV3Entity failed with "
       "error message X",
       ReasonCode::kReferenceDataMissing,
       "msdyn_parties with values {000006057}"},
      {"Couldn't resolve the guid for the field: "
       "primarycontactid.msdyn_contactpersonid. The lookup was not found: "
       "000056. Try this URL(s) to check if the reference data exists: "
       "https://contoso.example",
       ReasonCode::kReferenceDataMissing,
       "primarycontactid.msdyn_contactpersonid"},
      {"Couldn't resolve the guid for the field: "
       "msdyn_billingaccount.accountnumber. The lookup value was not found: "
       "A|B.",
       ReasonCode::kReferenceDataMissing, "msdyn_billingaccount.accountnumber"},
      {"Customer C00010 must be coupled to a Dataverse row.",
       ReasonCode::kReferenceDataMissing, ""},
      {"Cannot find NET30 in table Payment Terms.",
       ReasonCode::kReferenceDataMissing, "NET30 in table Payment Terms"},
      {"\"RecordError0\":\"Write failed for entity Customers V3 with unknown "
       "exception - Party record not found for party type 'Organization'\"",
       ReasonCode::kReferenceDataMissing, ""},
  });
}

TEST(ClassifyMessageTest, FindsDuplicates) {
  ExpectFindings({
      {"Cannot update a party's type from 'DirOrganization' to 'DirPerson', a "
       "delete of the existing party followed by an insert with the new type "
       "should be performed instead.",
       ReasonCode::kDuplicateInTarget, ""},
      {"Cannot create customer with account number 'CAUT-000761' with same "
       "party number as prospect 'CON-01757-D4W5'. The customer and prospect "
       "should have the same account number..",
       ReasonCode::kDuplicateInTarget, "CAUT-000761"},
      // The plug-in only reports it.
      {"Request failed with status code BadRequest and CDS error code : "
       "0x80040265 response message: An error occurred in plugin. A record "
       "that "
       "has the attribute values Location ID already exists. The entity key "
       "Location ID Key requires that this set of attributes contains unique "
       "values.",
       ReasonCode::kDuplicateInTarget, "Location ID"},
      {"Failed to couple 3 record(s), because no unique uncoupled matching "
       "entity was found with the specified matching criteria.",
       ReasonCode::kDuplicateInTarget, ""},
  });
}

TEST(ClassifyMessageTest, FindsPluginsThatFailed) {
  ExpectFindings({
      {"An unexpected error occurred from ISV code. (ErrorType = ClientError) "
       "Unexpected exception from plug-in (Execute): "
       "Microsoft.Dynamics.Integrator.DualWriteRuntime.Plugins."
       "PostCommitPlugin: System.Exception: failed to process entity account - "
       "(A connection attempt failed because the connected party did not "
       "properly respond)",
       ReasonCode::kPluginError, ""},
      {"CDS error code : 0x80040265 response message: An error occurred in "
       "plugin. X",
       ReasonCode::kPluginError, ""},
  });
}

TEST(ClassifyMessageTest, FindsMissingPermissions) {
  ExpectFindings({
      {"{\"error\":{\"code\":\"0x80072560\",\"message\":\"The user is not a "
       "member of the organization.\"}}, The remote server returned an error: "
       "(403) Forbidden.",
       ReasonCode::kPermissionError, ""},
      {"Response status code does not indicate success: 401 (Unauthorized).",
       ReasonCode::kPermissionError, ""},
  });
}

TEST(ClassifyMessageTest, FindsMissingPrivileges) {
  ExpectFindings({
      {"Principal user (Id=7d2f7c0e-0000-4000-8000-0000000000ff, type=8, "
       "roleCount=3, privilegeCount=1454, accessMode=0), is missing "
       "prvReadAccount privilege (Id=bd57cfa5-0000-4000-8000-0000000000ee) on "
       "OTC=1 for entity 'account'.",
       ReasonCode::kPermissionError, "prvReadAccount"},
      {"SecLib::AccessCheckEx2 failed. Returned hr = -2147187962, ObjectID: "
       "16476d24-0000-4000-8000-0050568077fb, OwnerIdType: 8 and CallingUser: "
       "400b5cdc-0000-4000-8000-0050568077fb. ObjectTypeCode: 1, AccessRights: "
       "AppendAccess",
       ReasonCode::kPermissionError, ""},
      {"SecLib::CheckPrivilege failed. User: "
       "07161f6f-0000-4000-8000-000d3aaaeebf, PrivilegeName: "
       "prvWriteAccount, PrivilegeId: a3311f47-0000-4000-8000-6774018d4bc3",
       ReasonCode::kPermissionError, "prvWriteAccount"},
      {"Principal with id 7d2f7c0e-0000-4000-8000-0000000000ff does not have "
       "WriteAccess right(s) for record with id "
       "a0000000-0000-4000-8000-000000000001 of entity account",
       ReasonCode::kPermissionError, "WriteAccess"},
      {"The user with id 5aa9ce67-0000-4000-8000-002248df2fb1 has not used any "
       "roles. They need a role with the prvCreateAccount privilege.",
       ReasonCode::kPermissionError, "prvCreateAccount"},
      {"You do not have permission to access these records.",
       ReasonCode::kPermissionError, ""},
      {"Sorry, the current permissions prevented the action. You do not have "
       "the following permissions on TableData Customer: Insert.",
       ReasonCode::kPermissionError, ""},
      {"Not enough privilege to access the object or perform the operation.",
       ReasonCode::kPermissionError, ""},
      {"You don't have permission to create this row.",
       ReasonCode::kPermissionError, ""},
      {"Access denied: insufficient authorization.",
       ReasonCode::kPermissionError, ""},
      {"{\"status\": 403, \"message\": \"no\"}", ReasonCode::kPermissionError,
       ""},
      // A privilege stays one inside a plug-in.
      {"Exception from plug-in: Principal user is missing prvReadTerm "
       "privilege. Entity 'x' With Id = 1 Does Not Exist",
       ReasonCode::kPermissionError, "prvReadTerm"},
  });
}

TEST(ClassifyMessageTest, FindsWhatDoesNotExist) {
  ExpectFindings({
      {"account With Id = a0000000-0000-4000-8000-000000000001 Does Not Exist",
       ReasonCode::kReferenceDataMissing, "account"},
      {"Entity 'SystemUser' With Id = 7d2f7c0e-0000-4000-8000-0000000000ff "
       "Does Not Exist",
       ReasonCode::kReferenceDataMissing, "Entity 'SystemUser'"},
      {"Contact With Ids = 7d2f7c0e-0000-4000-8000-0000000000ff Do Not Exist",
       ReasonCode::kReferenceDataMissing, "Contact"},
      {"The record with id 7d2f7c0e does not exist.",
       ReasonCode::kReferenceDataMissing, ""},
      {"The contact cannot be created because the company does not exist.",
       ReasonCode::kReferenceDataMissing, ""},
      {"A record with the specified key values does not exist in account "
       "entity",
       ReasonCode::kReferenceDataMissing, ""},
      {"The Payment Terms does not exist. Identification fields and values: "
       "Code='NET99'",
       ReasonCode::kReferenceDataMissing, "The Payment Terms"},
      {"The field Customer Posting Group of table Customer contains a value "
       "(EU) that cannot be found in the related table (Customer Posting "
       "Group).",
       ReasonCode::kReferenceDataMissing, "EU"},
      // A plug-in only hands it on; a column that does not exist is no value.
      {"An error occurred in plugin. territory With Id = 81b3de06 Does Not "
       "Exist",
       ReasonCode::kReferenceDataMissing, "territory"},
      {"The column msdyn_x does not exist in the table.",
       ReasonCode::kMapNotRunning, ""},
      {"Could not find a property named 'msdyn_company' on type "
       "'Microsoft.Dynamics.CRM.account'.",
       ReasonCode::kMapNotRunning, ""},
  });
}

TEST(ClassifyMessageTest, FindsMapsThatDoNotRun) {
  ExpectFindings({
      {"{\"entityName\":\"CustCustomerV3Entity\",\"executionStatus\":2,"
       "\"recordResponses\":[{\"errorMessage\":\"Unable to generate payload "
       "for "
       "entity CustCustomerV3Entity\",\"verboseError\":\"Payload creation "
       "failed with error Invalid URI: The URI is empty.\"}]}",
       ReasonCode::kMapNotRunning, ""},
      {"Customers V3 (accounts): Project validation failed. Missing "
       "destination "
       "field msdyn_billingaccount.accountnumber in the schema.",
       ReasonCode::kMapNotRunning, ""},
      {"Missing source field CUSTOMERGROUPID in the schema.",
       ReasonCode::kMapNotRunning, ""},
      {"SecureConfig Organization (a) does not match actual CRM Organization "
       "(b).",
       ReasonCode::kMapNotRunning, ""},
      {"DIPV1003 integration keys are missing", ReasonCode::kMapNotRunning, ""},
  });
}

TEST(ClassifyMessageTest, FindsRecordsThatTheSynchronisationLeavesAlone) {
  ExpectFindings({
      {"The Customer record cannot be updated because it is coupled to a "
       "deleted record.",
       ReasonCode::kSyncSkipped, ""},
      {"Cannot update a record in the Customer table. The mapping between the "
       "two fields is bi-directional, and one or both values have changed "
       "since the last synchronization.",
       ReasonCode::kSyncSkipped, ""},
  });
}

TEST(ClassifyMessageTest, OwnsUpToWhatItDoesNotKnow) {
  ExpectFindings({
      {"Cannot convert the literal '' to the expected type 'Edm.Int32'",
       ReasonCode::kOtherError, ""},
      {"([Bad Request], The remote server returned an error: (400) Bad "
       "Request.), AX export encountered an error",
       ReasonCode::kOtherError, ""},
      {"Feld 'Kundengruppe' muss ausgef\xC3\xBCllt werden.",
       ReasonCode::kOtherError, ""},
      {"", ReasonCode::kOtherError, ""},
  });
}

TEST(ClassifyMessageTest, FindsUnitsThatCouldNotBeSynchronised) {
  ExpectFindings({
      {"Cannot save the changes to the database. Unit of Work can not commit "
       "transaction. Unable to write data to entity uoms. Writes to "
       "UnitOfMeasureEntity failed with error message Unable to sync with "
       "entity uoms.",
       ReasonCode::kReferenceDataMissing, "entity uoms"},
      {"Could not resolve project task.", ReasonCode::kReferenceDataMissing,
       ""},
      {"Modifying Customer failed because of the following error: Customer "
       "Posting Group must have a value in Customer: No.=C00690.",
       ReasonCode::kMandatoryFieldMissing, "Customer Posting Group"},
      {"Product id is mandatory and must be given",
       ReasonCode::kMandatoryFieldMissing, "Product id"},
  });
}

// What the Shopify connector of Business Central notes at an order.
TEST(ClassifyMessageTest, FindsWhyAnOrderBecameNoDocument) {
  ExpectFindings({
      {"Not everything can be mapped.", ReasonCode::kReferenceDataMissing, ""},
      {"The order has already been processed in Business Central, but an "
       "edition was received from Shopify. Changes were made.",
       ReasonCode::kSyncSkipped, ""},
      {"Sell-to Customer No. must have a value in Shopify Order Header: "
       "Shopify Order Id=1. It cannot be zero or empty.",
       ReasonCode::kMandatoryFieldMissing, ""},
  });
  // No code of ours: the text says it all, and the action what to do.
  for (const char* message :
       {"Sales Order No. cannot start with @.",
        "10:15:02 The length of the string is 45, but it must be less than or "
        "equal to 35 characters. Value: PO-1",
        "Cannot convert the literal '' to the expected type 'Edm.Int32'"}) {
    const Finding finding = ClassifyMessage(message, "");
    EXPECT_EQ(finding.code, ReasonCode::kOtherError) << message;
    EXPECT_NE(finding.action, ClassifyMessage("something new", "").action)
        << message;
  }
}

// Every code of the validation of a map, with the two that name the cause.
TEST(ClassifyMessageTest, KnowsTheCodesOfMapsThatDoNotValidate) {
  for (int code = 1000; code <= 1031; ++code) {
    const bool mandatory = code == 1010 || code == 1031;
    EXPECT_EQ(ClassifyMessage(absl::StrCat("DIPV", code, ": no"), "").code,
              mandatory ? ReasonCode::kMandatoryFieldMissing
                        : ReasonCode::kMapNotRunning)
        << code;
  }
}

// The roll-up that the engine of flows writes for every cause.
TEST(ClassifyMessageTest, SendsToTheRunOfAFlow) {
  const Finding finding = ClassifyMessage(
      "{\"code\":\"ActionFailed\",\"message\":\"An action failed. No "
      "dependent actions succeeded.\"}",
      "ActionFailed");
  EXPECT_EQ(finding.code, ReasonCode::kOtherError);
  EXPECT_EQ(finding.action.find("Open the run"), 0u) << finding.action;
}

TEST(WholeMessageTest, LeavesNothingOut) {
  const std::string tail = "Activity ID for troubleshooting {0}";
  EXPECT_EQ(WholeMessage("a\r\nb " + tail + "\n"), "a  b " + tail);
  const std::string long_text(400, 'x');
  EXPECT_EQ(WholeMessage(long_text), long_text);
  // Beyond a bound it says that there is more.
  const std::string cut = WholeMessage(std::string(5000, 'x'));
  EXPECT_EQ(cut, std::string(4000, 'x') + "…");
  EXPECT_EQ(WholeMessage(std::string(3999, 'x') + "ä"),
            std::string(3999, 'x') + "…");
}

TEST(ClassifyMessageTest, ReadsTheCodeOfTheEvent) {
  EXPECT_EQ(ClassifyMessage("X", "0x80040265").code, ReasonCode::kPluginError);
  EXPECT_EQ(ClassifyMessage("X", "0x80072560").code,
            ReasonCode::kPermissionError);
  EXPECT_EQ(ClassifyMessage("X", "Application_FieldValidationException").code,
            ReasonCode::kMandatoryFieldMissing);
  EXPECT_EQ(ClassifyMessage("X", "0x80040220").code,
            ReasonCode::kPermissionError);
  EXPECT_EQ(ClassifyMessage("X", "-2147187962").code,
            ReasonCode::kPermissionError);
  EXPECT_EQ(ClassifyMessage("X", "0x80040217").code,
            ReasonCode::kReferenceDataMissing);
  EXPECT_EQ(ClassifyMessage("X", "0x80040237").code,
            ReasonCode::kDuplicateInTarget);
  EXPECT_EQ(ClassifyMessage("X", "dipv1031").code,
            ReasonCode::kMandatoryFieldMissing);
}

TEST(ClassifyMessageTest, IgnoresCase) {
  const Finding finding =
      ClassifyMessage("FIELD 'Customer Group' MUST BE FILLED IN.", "");
  EXPECT_EQ(finding.code, ReasonCode::kMandatoryFieldMissing);
  EXPECT_EQ(finding.detail, "Customer Group");
}

TEST(ClassifyMessageTest, GivesNoDetailThatGoesOnAndOn) {
  const std::string field(200, 'x');
  const Finding finding =
      ClassifyMessage("Field '" + field + "' must be filled in.", "");
  EXPECT_EQ(finding.code, ReasonCode::kMandatoryFieldMissing);
  EXPECT_EQ(finding.detail, "");
}

TEST(ShortMessageTest, DropsTheTroubleshootingTail) {
  EXPECT_EQ(ShortMessage("Field 'A' must be filled in. For more information on "
                         "troubleshooting, see https://contoso.example. "
                         "Activity ID for troubleshooting {0}"),
            "Field 'A' must be filled in.");
  EXPECT_EQ(ShortMessage("One.\r\nTwo.\n"), "One.  Two.");
}

TEST(ShortMessageTest, CutsBetweenCharacters) {
  // 299 bytes, then a character of two.
  const std::string text = std::string(299, 'a') + "\xC3\xBC and more";
  EXPECT_EQ(ShortMessage(text), std::string(299, 'a'));
  EXPECT_EQ(ShortMessage(std::string(1000, 'a')).size(), 300u);
}

}  // namespace
}  // namespace landfall::classify
