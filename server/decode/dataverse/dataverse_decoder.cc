// Turns a Dataverse row into an upstream customer, an activity or a row of a
// reference set. Entry point: DecodeDataverse.
#include "server/decode/dataverse/dataverse_decoder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "server/base/check.h"
#include "server/base/status_macros.h"
#include "server/decode/dataverse/dataverse_lookups.h"
#include "server/decode/dataverse/dataverse_types.h"
#include "server/decode/dataverse/flow_run.h"
#include "server/decode/flatten.h"
#include "server/decode/odata.h"
#include "server/decode/record_builder.h"
#include "server/normalize/system_id.h"

namespace landfall::decode {
namespace {

using model::Fields;
using model::LifeState;
using model::Record;

absl::string_view TableType(absl::string_view lookup_type) {
  return lookup_type == "account" || lookup_type == "contact" ? lookup_type
                                                              : "";
}

void SetLifeState(const Fields& fields, model::UpstreamCustomer* customer) {
  if (IsTrue(fields, "merged")) {
    const absl::string_view survivor =
        FirstText(fields, {"_masterid_value", "masterid", "masterid.accountid",
                           "masterid.contactid"});
    customer->state = LifeState::kMerged;
    customer->merged_into =
        normalize::CanonicalGuid(survivor).value_or(std::string(survivor));
  } else if (FirstText(fields, {"statecode"}) == "1") {
    customer->state = LifeState::kInactive;
  }
}

// Also adds the lookup codes to `fields`.
model::UpstreamCustomer ReadCustomer(Fields* fields) {
  model::UpstreamCustomer customer;
  customer.country = std::string(
      FirstText(*fields, {"address1_country", "msdyn_partycountry"}));
  customer.postal_code =
      std::string(FirstText(*fields, {"address1_postalcode"}));
  SetLifeState(*fields, &customer);
  ResolveLookups(fields, &customer);
  return customer;
}

// A lookup that may point to an account or a contact says which one in an
// annotation (or, in exports, in a column of its own). Without that it may be
// either: GUIDs of two tables do not meet.
void AddCustomer(const Fields& fields, absl::string_view column,
                 absl::string_view fixed_type, model::Activity* activity) {
  const std::string value = absl::StrCat("_", column, "_value");
  const std::optional<std::string> id =
      normalize::CanonicalGuid(FirstText(fields, {value, column}));
  if (!id.has_value()) return;
  absl::string_view type = fixed_type;
  if (type.empty()) {
    type = TableType(FirstText(
        fields,
        {absl::StrCat(value, "@Microsoft.Dynamics.CRM.lookuplogicalname"),
         absl::StrCat(column, "type"), absl::StrCat(column, "_type")}));
  }
  for (absl::string_view candidate : {"account", "contact"}) {
    if (!type.empty() && type != candidate) continue;
    std::pair<std::string, std::string> customer(candidate, *id);
    auto& customers = activity->customers;
    if (std::find(customers.begin(), customers.end(), customer) ==
        customers.end()) {
      customers.push_back(std::move(customer));
    }
  }
}

model::Activity ReadActivity(const DataverseTable& table,
                             const Fields& fields) {
  model::Activity activity;
  AddCustomer(fields, "customerid", "", &activity);
  AddCustomer(fields, "parentaccountid", "account", &activity);
  AddCustomer(fields, "parentcontactid", "contact", &activity);
  AddCustomer(fields, "accountid", "account", &activity);
  AddCustomer(fields, "contactid", "contact", &activity);
  const absl::string_view state = FirstText(fields, {"statecode"});
  // A submitted sales order (1) is open, a won opportunity (1) is not.
  activity.open = state == "0" || (state == "1" && table.type == "salesorder");
  return activity;
}

model::Reference ReadReference(const DataverseTable& table,
                               const Fields& fields) {
  model::Reference reference;
  reference.code = std::string(FirstText(fields, {table.code}));
  reference.name = std::string(FirstText(fields, {table.name}));
  return reference;
}

std::string ReadName(const DataverseTable& table, const Fields& fields) {
  std::string name(FirstText(fields, {table.name}));
  if (!name.empty() || table.type != "contact") return name;
  return FullName(fields, "firstname", "lastname");
}

void ReadBody(const DataverseTable& table, Fields* fields, Record* record) {
  const auto kind = model::KindOf(model::System::kDataverse, table.type);
  LF_CHECK(kind.has_value());
  switch (*kind) {
    case model::RecordKind::kUpstreamCustomer:
      record->body = ReadCustomer(fields);
      return;
    case model::RecordKind::kActivity:
      record->body = ReadActivity(table, *fields);
      return;
    case model::RecordKind::kReference:
      record->body = ReadReference(table, *fields);
      return;
    case model::RecordKind::kMasterCustomer:
    case model::RecordKind::kOrder:
    case model::RecordKind::kCompanyLocation:
    case model::RecordKind::kErrorEvent:
    case model::RecordKind::kDocument:
      break;
  }
  LF_CHECK(false);
}

// A row of change tracking that says only that a row is gone.
bool IsDeletion(const DataverseTable& table, const Fields& fields) {
  return fields.Text("reason") == "deleted" &&
         fields.Find(table.primary_key) == nullptr;
}

}  // namespace

absl::StatusOr<std::vector<Record>> DecodeDataverse(
    const DecodeContext& context, absl::string_view element) {
  const MappedColumns mapped(*context.source);
  LF_ASSIGN_OR_RETURN(Fields raw, FlattenJson(element, {}, {}, &mapped));
  const DataverseTable* table = context.type.empty()
                                    ? InferDataverseTable(raw)
                                    : FindDataverseTable(context.type);
  if (table == nullptr) {
    return normalize::TypeError(model::System::kDataverse, context.type);
  }
  if (table->type == "flow_run") return DecodeFlowRun(context, raw);
  Fields fields = WithTypedChoices(*table, raw);
  const bool deleted = IsDeletion(*table, fields);
  const absl::string_view key = deleted ? "id" : table->primary_key;
  LF_ASSIGN_OR_RETURN(std::string id,
                      normalize::GuidId(key, FirstText(fields, {key})));
  Record record = StartRecord(context, table->type, std::move(id));
  if (deleted) record.deleted = absl::InfinitePast();
  record.name = ReadName(*table, fields);
  LF_RETURN_IF_ERROR(
      ReadTimes(context, fields, {"createdon"}, {"modifiedon"}, &record));
  ReadBody(*table, &fields, &record);
  record.fields = WithoutAnnotations(fields);
  return std::vector<Record>{std::move(record)};
}

}  // namespace landfall::decode
