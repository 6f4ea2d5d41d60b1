// Turns a row of the dual-write error log into an error event. Entry point:
// DecodeDualWriteError.
#include "server/decode/finance_operations/dual_write_error.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/field_error.h"
#include "server/base/status_macros.h"
#include "server/decode/content_id.h"
#include "server/decode/flatten.h"
#include "server/decode/odata.h"
#include "server/decode/record_builder.h"
#include "server/normalize/system_id.h"

namespace landfall::decode {
namespace {

using model::ErrorEvent;
using model::Fields;

constexpr absl::string_view kPayload = "CDSPayload";

// "Customers V3 (accounts)": how the table map is called where people see it.
std::string MapName(const Fields& fields) {
  const absl::string_view given = FirstText(fields, {"map"});
  if (!given.empty()) return std::string(given);
  const absl::string_view internal = FirstText(fields, {"InternalEntityName"});
  const absl::string_view external = FirstText(fields, {"ExternalEntityName"});
  if (internal.empty() || external.empty()) {
    return absl::StrCat(internal, external);
  }
  return absl::StrCat(internal, " (", external, ")");
}

// The type that the Dataverse side of the map names, or "".
std::string TypeOfMap(const Fields& fields) {
  const absl::string_view external = FirstText(fields, {"ExternalEntityName"});
  if (absl::StartsWithIgnoreCase(external, "account")) return "account";
  if (absl::StartsWithIgnoreCase(external, "contact")) return "contact";
  const std::string map = absl::AsciiStrToLower(FirstText(fields, {"map"}));
  if (absl::StrContains(map, "(account")) return "account";
  if (absl::StrContains(map, "(contact")) return "contact";
  return "";
}

bool TakeGuid(const Fields& payload, absl::string_view field,
              absl::string_view type, ErrorEvent* event) {
  const std::optional<std::string> guid =
      normalize::CanonicalGuid(FirstText(payload, {field}));
  if (!guid.has_value()) return false;
  event->record = {"", std::string(type), *guid};
  return true;
}

// The payload is JSON in a string; an export may have opened it up.
absl::StatusOr<Fields> ReadPayload(const Fields& fields) {
  const std::string prefix = absl::StrCat(kPayload, ".");
  Fields payload;
  for (const auto& [path, value] : fields.entries()) {
    if (absl::StartsWithIgnoreCase(path, prefix)) {
      payload.Add(path.substr(prefix.size()), value);
    }
  }
  if (payload.entries().empty()) return FlattenJson(fields.Text(kPayload), {});
  payload.Sort();
  return payload;
}

// "crm/account/<guid>", or what else a column of a hand-made entity holds: a
// GUID of the map's table, else the number of the customer.
void TakeRecord(absl::string_view given, const std::string& type,
                ErrorEvent* event) {
  absl::StatusOr<model::RecordRef> ref = model::RecordRef::Parse(given);
  if (ref.ok()) {
    event->record = *std::move(ref);
    return;
  }
  const std::optional<std::string> guid = normalize::CanonicalGuid(given);
  if (guid.has_value()) {
    event->record = {"", type.empty() ? "account" : type, *guid};
    return;
  }
  event->customer.emplace();
  event->customer->external_ids.push_back({"", std::string(given)});
}

// The log is written by hand-made plug-ins too, so a payload that is no JSON,
// or names nobody, is no defect.
void TakeSubject(const Fields& fields, ErrorEvent* event) {
  const std::string type = TypeOfMap(fields);
  const absl::string_view given = FirstText(fields, {"record"});
  if (!given.empty()) return TakeRecord(given, type, event);
  if (!type.empty() && TakeGuid(fields, "recordId", type, event)) return;
  const absl::StatusOr<Fields> payload = ReadPayload(fields);
  if (!payload.ok()) return;
  // A contact's payload may name its account, so the contact goes first unless
  // the map is that of accounts.
  if (type == "account" && TakeGuid(*payload, "accountid", type, event)) return;
  if (TakeGuid(*payload, "contactid", "contact", event)) return;
  if (TakeGuid(*payload, "accountid", "account", event)) return;
  const absl::string_view number =
      FirstText(*payload, {"accountnumber", "msdyn_contactpersonid"});
  if (number.empty()) return;
  event->customer.emplace();
  event->customer->external_ids.push_back({"", std::string(number)});
}

Fields WithoutPayload(const Fields& fields) {
  Fields kept;
  for (const auto& [path, value] : fields.entries()) {
    const bool payload =
        absl::EqualsIgnoreCase(path, kPayload) ||
        absl::StartsWithIgnoreCase(path, absl::StrCat(kPayload, "."));
    if (!payload) kept.Add(path, value);
  }
  return kept;
}

}  // namespace

absl::StatusOr<model::Record> DecodeDualWriteError(const DecodeContext& context,
                                                   const Fields& fields) {
  ErrorEvent event;
  event.system = "dual_write";
  event.flow = std::string(FirstText(fields, {"flow", "ProjectName"}));
  event.map = MapName(fields);
  event.entity = std::string(FirstText(fields, {"entity", "dataAreaId"}));
  event.message = std::string(
      FirstText(fields, {"DetailedErrorMessage", "errorMessage", "Message"}));
  event.code = std::string(FirstText(fields, {"code", "ErrorCode"}));
  if (event.message.empty()) {
    return base::FieldError("DetailedErrorMessage",
                            "missing; an error has to say what failed");
  }
  TakeSubject(fields, &event);
  const absl::string_view given = FirstText(fields, {"id", "RecId"});
  std::string id = ContentId(WithoutAnnotations(fields));
  if (!given.empty()) {
    LF_ASSIGN_OR_RETURN(id, normalize::EventId(given));
  }
  model::Record record = StartRecord(context, "error", std::move(id));
  LF_RETURN_IF_ERROR(ReadTimes(
      context, fields, {"at", "CreatedDateTime", "logDateTime"}, {}, &record));
  record.name = event.map;
  record.body = std::move(event);
  record.fields = WithoutPayload(WithoutAnnotations(fields));
  return record;
}

}  // namespace landfall::decode
