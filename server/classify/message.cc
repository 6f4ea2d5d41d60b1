// Turns the text of an integration error into a reason. Entry point:
// ClassifyMessage.
#include "server/classify/message.h"

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
  absl::string_view fragment;  // lower case
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
    {"must be coupled to a", ReasonCode::kReferenceDataMissing, "", "",
     kCouple},
    {"cannot find ", ReasonCode::kReferenceDataMissing, "cannot find ", ".",
     kCreateValue},
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
    {"0x80072560", ReasonCode::kPermissionError, "", "", kGrant},
    {"not a member of the organization", ReasonCode::kPermissionError, "", "",
     kGrant},
    {"(403)", ReasonCode::kPermissionError, "", "", kGrant},
    {"forbidden", ReasonCode::kPermissionError, "", "", kGrant},
    {"401 (unauthorized)", ReasonCode::kPermissionError, "", "", kGrant},
    {"unauthorized", ReasonCode::kPermissionError, "", "", kGrant},
    {"aadsts", ReasonCode::kPermissionError, "", "", kGrant},
    {"secureconfig organization", ReasonCode::kMapNotRunning, "", "", kMap},
    {"project validation failed", ReasonCode::kMapNotRunning, "", "", kMap},
    {"missing destination field", ReasonCode::kMapNotRunning, "", "", kMap},
    {"missing source field", ReasonCode::kMapNotRunning, "", "", kMap},
    {"unable to generate payload", ReasonCode::kMapNotRunning, "", "", kMap},
    {"map is not running", ReasonCode::kMapNotRunning, "", "", kMap},
    {"map is stopped", ReasonCode::kMapNotRunning, "", "", kMap},
    {"map is paused", ReasonCode::kMapNotRunning, "", "", kMap},
    {"dipv1010", ReasonCode::kMandatoryFieldMissing, "", "", kMap},
    {"dipv1031", ReasonCode::kMandatoryFieldMissing, "", "", kMap},
    {"dipv10", ReasonCode::kMapNotRunning, "", "", kMap},
    {"isv code", ReasonCode::kPluginError, "", "", kRetry},
    {"plug-in", ReasonCode::kPluginError, "", "", kRetry},
    {"plugin", ReasonCode::kPluginError, "", "", kRetry},
    {"failed to process entity", ReasonCode::kPluginError, "", "", kRetry},
    {"0x80040265", ReasonCode::kPluginError, "", "", kRetry},
    {"application_fieldvalidationexception", ReasonCode::kMandatoryFieldMissing,
     "", "", kFill},
};

constexpr size_t kMostDetail = 80;

// The text between two marks around `at`, from the original spelling.
std::string Detail(absl::string_view text, absl::string_view lower,
                   const Known& known, size_t at) {
  if (known.after.empty()) return "";
  size_t begin = 0;
  if (!known.before.empty()) {
    begin = lower.rfind(known.before, at + known.fragment.size());
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

}  // namespace

Finding ClassifyMessage(absl::string_view message, absl::string_view code) {
  const std::string text = absl::StrCat(message, "\n", code);
  const std::string lower = absl::AsciiStrToLower(text);
  for (const Known& known : kKnown) {
    const size_t at =
        lower.find(known.fragment.data(), 0, known.fragment.size());
    if (at == std::string::npos) continue;
    return {known.code, Detail(text, lower, known, at),
            std::string(known.action)};
  }
  return {ReasonCode::kOtherError, "",
          "Read the message, correct the cause and save the record again."};
}

std::string ShortMessage(absl::string_view message) {
  constexpr size_t kMost = 300;
  size_t end = message.size();
  for (absl::string_view tail : {"For more information on troubleshooting",
                                 "Activity ID", "CorrelationId:"}) {
    const size_t found = message.find(tail);
    if (found != absl::string_view::npos) end = std::min(end, found);
  }
  end = std::min(end, kMost);
  // Do not cut a UTF-8 sequence in two.
  while (end < message.size() && end > 0 && (message[end] & 0xc0) == 0x80) {
    --end;
  }
  std::string text =
      absl::StrReplaceAll(message.substr(0, end), {{"\r", " "}, {"\n", " "}});
  absl::StripAsciiWhitespace(&text);
  return text;
}

}  // namespace landfall::classify
