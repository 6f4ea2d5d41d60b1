// Turns a reported integration failure into an error event. Entry point:
// DecodeErrorEvent.
#include "server/decode/error_event/error_event_decoder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/field_error.h"
#include "server/base/status_macros.h"
#include "server/decode/content_id.h"
#include "server/decode/flatten.h"
#include "server/decode/record_builder.h"
#include "server/normalize/system_id.h"

namespace landfall::decode {
namespace {

using model::ErrorEvent;
using model::Fields;
using model::GivenKeys;
using model::RecordRef;

constexpr absl::string_view kSystems[] = {"dual_write", "business_central",
                                          "power_automate", "other"};
constexpr absl::string_view kCustomer = "customer.";

bool IsSystem(absl::string_view system) {
  return std::find(std::begin(kSystems), std::end(kSystems), system) !=
         std::end(kSystems);
}

std::string RecordId(absl::string_view id) {
  return normalize::CanonicalGuid(id).value_or(std::string(id));
}

absl::StatusOr<RecordRef> ReadRecord(const Fields& fields) {
  const absl::string_view joined = FirstText(fields, {"record"});
  if (!joined.empty()) {
    absl::StatusOr<RecordRef> record = RecordRef::Parse(joined);
    if (!record.ok()) {
      return base::FieldError("record",
                              "not a reference; allowed is source/type/id");
    }
    record->id = RecordId(record->id);
    return record;
  }
  RecordRef record = {std::string(FirstText(fields, {"record.source"})),
                      std::string(FirstText(fields, {"record.type"})),
                      RecordId(FirstText(fields, {"record.id"}))};
  if (!record.empty() && (record.type.empty() || record.id.empty())) {
    return base::FieldError("record",
                            "incomplete; allowed are source, type and id, "
                            "of which type and id are required");
  }
  return record;
}

// Pairs up the members of a list of objects. One that lacks a member would
// shift the others, so all have to have it, or none.
absl::Status CheckPairs(absl::string_view list, absl::string_view member,
                        size_t members, size_t values) {
  if (members == values || members == 0) return absl::OkStatus();
  return base::FieldError(list, absl::StrCat("'", member,
                                             "' has to stand beside "
                                             "every value or beside none"));
}

absl::Status ReadExternalIds(const Fields& fields, GivenKeys* keys) {
  const auto sources = fields.All("customer.externalIds.source");
  const auto values = fields.All("customer.externalIds.value");
  LF_RETURN_IF_ERROR(CheckPairs("customer.externalIds", "source",
                                sources.size(), values.size()));
  for (size_t i = 0; i < values.size(); ++i) {
    keys->external_ids.push_back(
        {sources.empty() ? "" : std::string(sources[i]),
         std::string(values[i])});
  }
  return absl::OkStatus();
}

absl::Status ReadTaxIds(const Fields& fields, GivenKeys* keys) {
  const auto countries = fields.All("customer.taxIds.country");
  const auto values = fields.All("customer.taxIds.value");
  LF_RETURN_IF_ERROR(CheckPairs("customer.taxIds", "country", countries.size(),
                                values.size()));
  for (size_t i = 0; i < values.size(); ++i) {
    keys->tax_ids.push_back({countries.empty() ? "" : std::string(countries[i]),
                             std::string(values[i])});
  }
  return absl::OkStatus();
}

absl::StatusOr<GivenKeys> ReadCustomer(const Fields& fields) {
  GivenKeys keys;
  keys.name = std::string(FirstText(fields, {"customer.name"}));
  keys.emails = DistinctTexts(fields, {"customer.emails", "customer.email"});
  keys.country = std::string(FirstText(fields, {"customer.country"}));
  keys.postal_code = std::string(FirstText(fields, {"customer.postalCode"}));
  LF_RETURN_IF_ERROR(ReadExternalIds(fields, &keys));
  LF_RETURN_IF_ERROR(ReadTaxIds(fields, &keys));
  return keys;
}

bool NamesCustomer(const Fields& fields) {
  return std::any_of(fields.entries().begin(), fields.entries().end(),
                     [](const Fields::Entry& entry) {
                       return absl::StartsWithIgnoreCase(entry.first,
                                                         kCustomer);
                     });
}

Fields WithoutCustomer(const Fields& fields) {
  Fields kept;
  for (const auto& [path, value] : fields.entries()) {
    if (!absl::StartsWithIgnoreCase(path, kCustomer)) kept.Add(path, value);
  }
  return kept;
}

absl::StatusOr<ErrorEvent> ReadEvent(const Fields& fields) {
  ErrorEvent event;
  event.system = std::string(FirstText(fields, {"system"}));
  if (event.system.empty()) event.system = "other";
  if (!IsSystem(event.system)) {
    return base::FieldError(
        "system",
        absl::StrCat("unknown; allowed are ", absl::StrJoin(kSystems, ", ")));
  }
  event.flow = std::string(FirstText(fields, {"flow"}));
  event.map = std::string(FirstText(fields, {"map"}));
  event.entity = std::string(FirstText(fields, {"entity"}));
  event.message = std::string(FirstText(fields, {"message"}));
  event.code = std::string(FirstText(fields, {"code"}));
  if (event.message.empty() && event.code.empty()) {
    return base::FieldError("message",
                            "missing, and so is code; an error event has "
                            "to say what failed");
  }
  LF_ASSIGN_OR_RETURN(event.record, ReadRecord(fields));
  if (NamesCustomer(fields)) {
    LF_ASSIGN_OR_RETURN(event.customer, ReadCustomer(fields));
  }
  return event;
}

}  // namespace

absl::StatusOr<std::vector<model::Record>> DecodeErrorEvent(
    const DecodeContext& context, absl::string_view element) {
  LF_ASSIGN_OR_RETURN(const Fields fields, FlattenJson(element, {}));
  LF_ASSIGN_OR_RETURN(ErrorEvent event, ReadEvent(fields));
  const absl::string_view given = FirstText(fields, {"id"});
  std::string id = ContentId(fields);
  if (!given.empty()) {
    LF_ASSIGN_OR_RETURN(id, normalize::EventId(given));
  }
  model::Record record = StartRecord(context, "error_event", std::move(id));
  LF_ASSIGN_OR_RETURN(record.created, ReadTime(fields, "at"));
  if (!record.created.has_value()) {
    return base::FieldError("at", "missing; an error event has to say when");
  }
  record.name = event.flow.empty() ? event.map : event.flow;
  record.body = std::move(event);
  record.fields = WithoutCustomer(fields);
  return std::vector<model::Record>{std::move(record)};
}

bool LooksLikeErrorEvent(absl::string_view element) {
  // A look at the text spares reading every order twice.
  if (!absl::StrContains(element, "\"system\"") ||
      !absl::StrContains(element, "\"at\"")) {
    return false;
  }
  const absl::StatusOr<Fields> fields = FlattenJson(element, {});
  return fields.ok() && IsSystem(FirstText(*fields, {"system"})) &&
         fields->Find("at") != nullptr;
}

}  // namespace landfall::decode
