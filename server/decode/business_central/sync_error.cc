// Turns a row of Business Central's synchronisation errors into an error event.
// Entry point: DecodeSyncError.
#include "server/decode/business_central/sync_error.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/base/field_error.h"
#include "server/base/status_macros.h"
#include "server/decode/content_id.h"
#include "server/decode/odata.h"
#include "server/decode/record_builder.h"
#include "server/normalize/system_id.h"

namespace landfall::decode {
namespace {

using model::Fields;

// "Integration Synch. Job ID" and integrationSynchJobId: integrationsynchjobid.
std::string Letters(absl::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      letters.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    }
  }
  return letters;
}

Fields ByLetters(const Fields& fields) {
  Fields plain;
  for (const auto& [path, value] : fields.entries()) {
    if (!absl::StrContains(path, '@')) plain.Add(Letters(path), value);
  }
  plain.Sort();
  return plain;
}

// "CRM Account: {7B9C…}" or "Dataverse Contact: 7b9c…".
std::optional<model::RecordRef> DataverseRecord(absl::string_view record_id) {
  const size_t colon = record_id.find(':');
  if (colon == absl::string_view::npos) return std::nullopt;
  const std::string table = absl::AsciiStrToLower(record_id.substr(0, colon));
  const std::optional<std::string> guid =
      normalize::CanonicalGuid(record_id.substr(colon + 1));
  if (!guid.has_value()) return std::nullopt;
  for (absl::string_view type : {"account", "contact"}) {
    if (absl::EndsWith(table, type)) {
      return model::RecordRef{"", std::string(type), *guid};
    }
  }
  return std::nullopt;
}

model::ErrorEvent ReadEvent(const DecodeContext& context,
                            const Fields& fields) {
  model::ErrorEvent event;
  event.system = "business_central";
  event.flow = "Integration Synchronization Job";
  const absl::string_view company =
      FirstText(fields, {"company", "companyname", "companyid"});
  event.entity = company.empty() ? context.company : std::string(company);
  event.message = std::string(FirstText(fields, {"errormessage", "message"}));
  for (absl::string_view column : {"sourcerecordid", "destinationrecordid"}) {
    const auto record = DataverseRecord(FirstText(fields, {column}));
    if (!record.has_value()) continue;
    event.record = *record;
    break;
  }
  return event;
}

}  // namespace

bool LooksLikeSyncError(const Fields& fields) {
  const Fields plain = ByLetters(fields);
  return plain.Find("integrationsynchjobid") != nullptr ||
         plain.Find("sourcerecordid") != nullptr;
}

absl::StatusOr<model::Record> DecodeSyncError(const DecodeContext& context,
                                              const Fields& fields) {
  const Fields plain = ByLetters(fields);
  model::ErrorEvent event = ReadEvent(context, plain);
  if (event.message.empty()) {
    return base::FieldError(
        "Error Message",
        "missing, and so is Message; an error has to say what "
        "failed");
  }
  std::string id = ContentId(plain);
  const absl::string_view given = FirstText(plain, {"id", "systemid"});
  if (!given.empty()) {
    LF_ASSIGN_OR_RETURN(id, normalize::EventId(given));
  }
  model::Record record = StartRecord(context, "sync_error", std::move(id));
  LF_RETURN_IF_ERROR(ReadTimes(
      context, plain, {"datetime", "at", "systemcreatedat"}, {}, &record));
  record.body = std::move(event);
  record.fields = WithoutAnnotations(fields);
  return record;
}

}  // namespace landfall::decode
