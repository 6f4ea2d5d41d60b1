// Held records and sources -> messages. Declared in convert.h.
#include <algorithm>
#include <limits>

#include "server/serve/api/convert.h"

namespace landfall::serve::api {
namespace {

struct StateRow {
  absl::string_view name;
  v1::SourceState::Value state;
};

constexpr StateRow kStates[] = {
    {"NEVER_SYNCED", v1::SourceState::NEVER_SYNCED},
    {"FRESH", v1::SourceState::FRESH},
    {"STALE", v1::SourceState::STALE},
    {"PUSH_ONLY", v1::SourceState::PUSH_ONLY},
    {"INCOMPLETE", v1::SourceState::INCOMPLETE},
};

v1::SourceState::Value StateOf(absl::string_view name) {
  for (const StateRow& row : kStates) {
    if (row.name == name) return row.state;
  }
  return v1::SourceState::SOURCE_STATE_UNSPECIFIED;
}

void FillKeyFields(const model::KeyFields& keys, v1::KeyFields* message) {
  message->mutable_email()->Add(keys.email.begin(), keys.email.end());
  message->mutable_tax_id()->Add(keys.tax_id.begin(), keys.tax_id.end());
  for (const model::ExternalIdField& field : keys.external_id) {
    v1::ExternalIdField* row = message->add_external_id();
    row->set_field(field.field);
    row->set_of(field.of);
  }
}

}  // namespace

int32_t CutCount(int64_t number) {
  constexpr int64_t kMax = std::numeric_limits<int32_t>::max();
  return static_cast<int32_t>(std::clamp<int64_t>(number, 0, kMax));
}

void FillHeldRecord(const model::Record& record, v1::HeldRecord* message) {
  FillRef(record.ref, message->mutable_ref());
  message->set_name(record.name);
  if (record.created) FillTime(*record.created, message->mutable_created());
  if (record.modified) FillTime(*record.modified, message->mutable_modified());
  if (record.deleted) FillTime(*record.deleted, message->mutable_deleted());
  v1::RecordField* field = nullptr;
  for (const auto& [path, value] : record.fields.entries()) {
    if (field == nullptr || field->name() != path) {
      field = message->add_fields();
      field->set_name(path);
    }
    field->add_values(value.text);
  }
}

void FillLegalEntity(const model::LegalEntity& entity,
                     v1::LegalEntity* message) {
  message->set_id(entity.id);
  message->set_name(entity.name);
  message->set_country(entity.country);
  message->set_currency_code(entity.currency);
  message->set_source(entity.source);
}

void FillSource(const reconcile::SourceStatus& status,
                const model::Source* settings, absl::Time now,
                v1::Source* message) {
  message->set_id(status.id);
  message->set_system(std::string(model::SystemName(status.system)));
  message->set_channel(status.channel);
  message->set_master(status.is_master);
  message->set_state(StateOf(status.state));
  if (status.documents_read) {
    FillTime(*status.documents_read, message->mutable_documents_read());
  }
  if (status.last_read) {
    FillTime(*status.last_read, message->mutable_last_read());
    message->set_lag_seconds(
        CutCount(absl::ToInt64Seconds(now - *status.last_read)));
  }
  if (status.last_change) {
    FillTime(*status.last_change, message->mutable_last_change());
  }
  for (const auto& [type, count] : status.row_counts) {
    v1::RowCount* row = message->add_row_counts();
    row->set_type(type);
    row->set_count(CutCount(count));
  }
  message->mutable_companies()->Add(status.companies.begin(),
                                    status.companies.end());
  message->mutable_types()->Add(status.types.begin(), status.types.end());
  for (const live::UnreadStatus& unread : status.unread) {
    v1::UnreadRows* rows = message->add_unread();
    rows->set_entity(unread.entity);
    rows->set_type(unread.type);
    rows->set_rows(CutCount(unread.rows));
    rows->set_cut_short(unread.cut_short);
    rows->set_accepted(unread.accepted);
    FillTime(unread.since, rows->mutable_since());
  }
  if (settings != nullptr) {
    FillKeyFields(settings->keys, message->mutable_keys());
  }
}

}  // namespace landfall::serve::api
