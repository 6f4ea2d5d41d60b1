// Turns the text of an integration error into a reason. Entry point:
// ClassifyMessage.
#include "server/classify/message.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace landfall::classify {
namespace {

using model::ReasonCode;

// One known fragment. The first row that is found wins, so the most specific
// rows come first: a message often wraps a precise cause in a general one.
struct Known {
  // Lower case; "a|b" is found where "b" stands somewhere behind "a".
  absl::string_view fragment;
  ReasonCode code;
  // Text between these two marks (lower case) is the detail; "" = none.
  absl::string_view before;
  absl::string_view after;
  absl::string_view action;
};

constexpr absl::string_view kFill =
    "Fill the field on the record, then save it again.";
constexpr absl::string_view kCreateValue =
    "Create the value in the legal entity or correct it on the record, then "
    "save the record again.";
constexpr absl::string_view kMerge =
    "Find the record that already uses the number or party and merge or "
    "correct one of the two.";
constexpr absl::string_view kGrant =
    "Check the integration user's licence, security role and connection.";
constexpr absl::string_view kMap =
    "Open the table map, refresh its columns, correct the mapping and run it.";
constexpr absl::string_view kRetry =
    "Look at the plug-in trace; if the cause was passing, save the record "
    "again.";
constexpr absl::string_view kOpenRun =
    "Open the run of the flow: it shows which action failed, and why.";
constexpr absl::string_view kMapOrder =
    "Open the order in the Shopify connector and map its customer, company and "
    "items, then create the document.";
constexpr absl::string_view kCompare =
    "Compare the order in the shop with the document that it became.";
constexpr absl::string_view kMend =
    "Correct the value on the record, then save it again.";
constexpr absl::string_view kShorten =
    "Shorten the value on the record, then save it again.";
constexpr absl::string_view kCouple =
    "Couple the record in Business Central and synchronise it.";

constexpr Known kKnown[] = {
    {"is not found in the related table", ReasonCode::kReferenceDataMissing,
     "the value '", "' in field", kCreateValue},
    {"unable to lookup", ReasonCode::kReferenceDataMissing, "unable to lookup ",
     ".", kCreateValue},
    {"the lookup was not found", ReasonCode::kReferenceDataMissing,
     "for the field: ", ". the lookup", kCreateValue},
    {"the lookup value was not found", ReasonCode::kReferenceDataMissing,
     "for the field: ", ". the lookup", kCreateValue},
    {"couldn't resolve the guid for the field",
     ReasonCode::kReferenceDataMissing, "for the field: ", ".", kCreateValue},
    {"that cannot be found in the related table",
     ReasonCode::kReferenceDataMissing, "contains a value (", ")",
     kCreateValue},
    {"must be coupled to a", ReasonCode::kReferenceDataMissing, "", "",
     kCouple},
    {"must be filled in", ReasonCode::kMandatoryFieldMissing, "field '",
     "' must", kFill},
    {"must have a value in", ReasonCode::kMandatoryFieldMissing, "",
     " must have", kFill},
    {"is mandatory", ReasonCode::kMandatoryFieldMissing, "", " is mandatory",
     kFill},
    {"must have a contact company", ReasonCode::kMandatoryFieldMissing, "", "",
     kFill},
    {"party record not found", ReasonCode::kReferenceDataMissing, "", "",
     kMerge},
    {"already exists", ReasonCode::kDuplicateInTarget, "attribute values ",
     " already", kMerge},
    {"cannot insert duplicate key", ReasonCode::kDuplicateInTarget, "", "",
     kMerge},
    {"0x80040237", ReasonCode::kDuplicateInTarget, "", "", kMerge},
    {"-2147220937", ReasonCode::kDuplicateInTarget, "", "", kMerge},
    {"0x80060892", ReasonCode::kDuplicateInTarget, "", "", kMerge},
    {"0x80040333", ReasonCode::kDuplicateInTarget, "", "", kMerge},
    {"cannot create customer with account number",
     ReasonCode::kDuplicateInTarget, "account number '", "'", kMerge},
    {"cannot update a party's type", ReasonCode::kDuplicateInTarget, "", "",
     kMerge},
    {"no unique uncoupled matching", ReasonCode::kDuplicateInTarget, "", "",
     kCouple},
    {"is coupled to a deleted record", ReasonCode::kSyncSkipped, "", "",
     kCouple},
    {"one or both values have changed", ReasonCode::kSyncSkipped, "", "",
     kCouple},
    {"synchronization is skipped", ReasonCode::kSyncSkipped, "", "", kCouple},
    {"skipped", ReasonCode::kSyncSkipped, "", "", kCouple},
    // Privileges: what the integration user may not do.
    {"is missing prv| privilege", ReasonCode::kPermissionError, "is missing ",
     " privilege", kGrant},
    {"missing prv| privilege", ReasonCode::kPermissionError, "missing ",
     " privilege", kGrant},
    {"with the prv| privilege", ReasonCode::kPermissionError, "with the ",
     " privilege", kGrant},
    {"privilegename: prv", ReasonCode::kPermissionError, "privilegename: ", ",",
     kGrant},
    {"seclib::|accessrights: ", ReasonCode::kPermissionError, "", "", kGrant},
    {"seclib::", ReasonCode::kPermissionError, "", "", kGrant},
    {"does not have |access right", ReasonCode::kPermissionError,
     "does not have ", " right", kGrant},
    {"not have |privilege", ReasonCode::kPermissionError, "", "", kGrant},
    {"not have |permission", ReasonCode::kPermissionError, "", "", kGrant},
    {"n't have |permission", ReasonCode::kPermissionError, "", "", kGrant},
    {"not enough privilege", ReasonCode::kPermissionError, "", "", kGrant},
    {"missing privilege", ReasonCode::kPermissionError, "", "", kGrant},
    {"insufficient privilege", ReasonCode::kPermissionError, "", "", kGrant},
    {"insufficient permission", ReasonCode::kPermissionError, "", "", kGrant},
    {"sufficient authorization", ReasonCode::kPermissionError, "", "", kGrant},
    {"insufficient authorization", ReasonCode::kPermissionError, "", "",
     kGrant},
    {"license does not grant", ReasonCode::kPermissionError, "", "", kGrant},
    {"has not been assigned any", ReasonCode::kPermissionError, "", "", kGrant},
    {"has not used any roles", ReasonCode::kPermissionError, "", "", kGrant},
    {"access is denied", ReasonCode::kPermissionError, "", "", kGrant},
    {"access denied", ReasonCode::kPermissionError, "", "", kGrant},
    {"user is disabled", ReasonCode::kPermissionError, "", "", kGrant},
    {"user is either disabled", ReasonCode::kPermissionError, "", "", kGrant},
    {"0x80040220", ReasonCode::kPermissionError, "", "", kGrant},
    {"-2147220960", ReasonCode::kPermissionError, "", "", kGrant},
    {"0x80048306", ReasonCode::kPermissionError, "", "", kGrant},
    {"-2147187962", ReasonCode::kPermissionError, "", "", kGrant},
    {"0x80040225", ReasonCode::kPermissionError, "", "", kGrant},
    {"0x80042f09", ReasonCode::kPermissionError, "", "", kGrant},
    {"0x80048405", ReasonCode::kPermissionError, "", "", kGrant},
    {"0x80072560", ReasonCode::kPermissionError, "", "", kGrant},
    {"not a member of the organization", ReasonCode::kPermissionError, "", "",
     kGrant},
    {"(403)", ReasonCode::kPermissionError, "", "", kGrant},
    {"403 (forbidden)", ReasonCode::kPermissionError, "", "", kGrant},
    {"403 forbidden", ReasonCode::kPermissionError, "", "", kGrant},
    {"\"status\": 403", ReasonCode::kPermissionError, "", "", kGrant},
    {"\"status\":403", ReasonCode::kPermissionError, "", "", kGrant},
    {"status code 403", ReasonCode::kPermissionError, "", "", kGrant},
    {"forbidden", ReasonCode::kPermissionError, "", "", kGrant},
    {"401 (unauthorized)", ReasonCode::kPermissionError, "", "", kGrant},
    {"unauthorized", ReasonCode::kPermissionError, "", "", kGrant},
    {"aadsts", ReasonCode::kPermissionError, "", "", kGrant},
    {"secureconfig organization", ReasonCode::kMapNotRunning, "", "", kMap},
    {"project validation failed", ReasonCode::kMapNotRunning, "", "", kMap},
    {"missing destination field", ReasonCode::kMapNotRunning, "", "", kMap},
    {"missing source field", ReasonCode::kMapNotRunning, "", "", kMap},
    {"unable to generate payload", ReasonCode::kMapNotRunning, "", "", kMap},
    {"could not find a property named", ReasonCode::kMapNotRunning, "", "",
     kMap},
    {"column|does not exist", ReasonCode::kMapNotRunning, "", "", kMap},
    {"attribute with|does not exist", ReasonCode::kMapNotRunning, "", "", kMap},
    {"map is not running", ReasonCode::kMapNotRunning, "", "", kMap},
    {"map is stopped", ReasonCode::kMapNotRunning, "", "", kMap},
    {"map is paused", ReasonCode::kMapNotRunning, "", "", kMap},
    {"dipv1010", ReasonCode::kMandatoryFieldMissing, "", "", kMap},
    {"dipv1031", ReasonCode::kMandatoryFieldMissing, "", "", kMap},
    {"dipv10", ReasonCode::kMapNotRunning, "", "", kMap},
    // What somebody refers to and is not there. Behind the maps: a column or an
    // environment that does not exist is no value.
    {" with id = | does not exist", ReasonCode::kReferenceDataMissing, "",
     " with id", kCreateValue},
    {" with ids = | do not exist", ReasonCode::kReferenceDataMissing, "",
     " with ids", kCreateValue},
    {"record with| does not exist", ReasonCode::kReferenceDataMissing, "", "",
     kCreateValue},
    {"no record|with the specified key", ReasonCode::kReferenceDataMissing, "",
     "", kCreateValue},
    {" does not exist. identification fields",
     ReasonCode::kReferenceDataMissing, "", " does not exist", kCreateValue},
    {"cannot find ", ReasonCode::kReferenceDataMissing, "cannot find ", ".",
     kCreateValue},
    {"does not exist", ReasonCode::kReferenceDataMissing, "", "", kCreateValue},
    {"doesn't exist", ReasonCode::kReferenceDataMissing, "", "", kCreateValue},
    {"do not exist", ReasonCode::kReferenceDataMissing, "", "", kCreateValue},
    {"could not be resolved", ReasonCode::kReferenceDataMissing, "", "",
     kCreateValue},
    {"could not resolve", ReasonCode::kReferenceDataMissing, "", "",
     kCreateValue},
    {"record not found", ReasonCode::kReferenceDataMissing, "", "",
     kCreateValue},
    {"record was not found", ReasonCode::kReferenceDataMissing, "", "",
     kCreateValue},
    {"0x80040217", ReasonCode::kReferenceDataMissing, "", "", kCreateValue},
    {"-2147220969", ReasonCode::kReferenceDataMissing, "", "", kCreateValue},
    {"0x80060891", ReasonCode::kReferenceDataMissing, "", "", kCreateValue},
    {"unable to sync with entity", ReasonCode::kReferenceDataMissing,
     "unable to sync with ", ".", kCreateValue},
    // What the Shopify connector of Business Central says of an order.
    {"not everything can be mapped", ReasonCode::kReferenceDataMissing, "", "",
     kMapOrder},
    {"has already been processed in business central|edition was received",
     ReasonCode::kSyncSkipped, "", "", kCompare},
    {"isv code", ReasonCode::kPluginError, "", "", kRetry},
    {"plug-in", ReasonCode::kPluginError, "", "", kRetry},
    {"plugin", ReasonCode::kPluginError, "", "", kRetry},
    {"failed to process entity", ReasonCode::kPluginError, "", "", kRetry},
    {"0x80040265", ReasonCode::kPluginError, "", "", kRetry},
    // A value in a form that the other side does not take: what is wrong stands
    // in the text.
    {"cannot convert the literal", ReasonCode::kOtherError, "literal '", "'",
     kMend},
    {"the length of the string is", ReasonCode::kOtherError, "", "", kShorten},
    {"cannot start with", ReasonCode::kOtherError, "", "", kMend},
    // What the engine of flows says of every cause.
    {"no dependent actions succeeded", ReasonCode::kOtherError, "", "",
     kOpenRun},
    {"application_fieldvalidationexception", ReasonCode::kMandatoryFieldMissing,
     "", "", kFill},
};

constexpr size_t kMostDetail = 80;

// Where the fragment begins in `lower`, or npos.
size_t Find(absl::string_view lower, absl::string_view fragment) {
  const size_t bar = fragment.find('|');
  if (bar == absl::string_view::npos) return lower.find(fragment);
  const absl::string_view first = fragment.substr(0, bar);
  const absl::string_view second = fragment.substr(bar + 1);
  const size_t at = lower.find(first);
  if (at == absl::string_view::npos) return at;
  const size_t behind = lower.find(second, at + first.size());
  return behind == absl::string_view::npos ? behind : at;
}

// The text between two marks around `at`, from the original spelling.
std::string Detail(absl::string_view text, absl::string_view lower,
                   const Known& known, size_t at) {
  if (known.after.empty()) return "";
  size_t begin = 0;
  if (!known.before.empty()) {
    const size_t first =
        known.fragment.substr(0, known.fragment.find('|')).size();
    begin = lower.rfind(known.before, at + first);
    if (begin == absl::string_view::npos) return "";
    begin += known.before.size();
  } else {
    // The sentence or line in which the fragment stands.
    for (absl::string_view mark : {". ", ": ", "\n", "- "}) {
      const size_t found = lower.rfind(mark, at);
      if (found != absl::string_view::npos && found < at) {
        begin = std::max(begin, found + mark.size());
      }
    }
  }
  const size_t end = lower.find(known.after, begin);
  if (end == absl::string_view::npos || end - begin > kMostDetail) return "";
  return std::string(
      absl::StripAsciiWhitespace(text.substr(begin, end - begin)));
}

// The first `most` bytes in one line; no UTF-8 sequence is cut in two.
std::string OneLine(absl::string_view message, size_t most) {
  size_t end = std::min(message.size(), most);
  while (end < message.size() && end > 0 && (message[end] & 0xc0) == 0x80) {
    --end;
  }
  std::string text =
      absl::StrReplaceAll(message.substr(0, end), {{"\r", " "}, {"\n", " "}});
  absl::StripAsciiWhitespace(&text);
  return text;
}

}  // namespace

Finding ClassifyMessage(absl::string_view message, absl::string_view code) {
  const std::string text = absl::StrCat(message, "\n", code);
  const std::string lower = absl::AsciiStrToLower(text);
  for (const Known& known : kKnown) {
    const size_t at = Find(lower, known.fragment);
    if (at == std::string::npos) continue;
    return {known.code, Detail(text, lower, known, at),
            std::string(known.action)};
  }
  return {ReasonCode::kOtherError, "",
          "Read the message, correct the cause and save the record again."};
}

std::string WholeMessage(absl::string_view message) {
  constexpr size_t kMost = 4000;
  std::string text = OneLine(message, kMost);
  if (message.size() > kMost) absl::StrAppend(&text, "…");
  return text;
}

std::string ShortMessage(absl::string_view message) {
  constexpr size_t kMost = 300;
  size_t end = message.size();
  for (absl::string_view tail : {"For more information on troubleshooting",
                                 "Activity ID", "CorrelationId:"}) {
    const size_t found = message.find(tail);
    if (found != absl::string_view::npos) end = std::min(end, found);
  }
  return OneLine(message.substr(0, end), kMost);
}

}  // namespace landfall::classify
