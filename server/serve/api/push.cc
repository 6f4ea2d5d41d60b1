// Payloads of a push -> records in the store, rejects, and the legal entities
// that they complete. Entry point: Push::Apply.
#include "server/serve/api/push.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "server/base/status_macros.h"
#include "server/decode/decoder.h"
#include "server/serve/api/errors.h"
#include "server/serve/api/key_columns.h"
#include "server/serve/api/validate.h"

namespace landfall::serve::api {
namespace {

using model::LegalEntity;
using model::RecordKind;

// Of the records of one call, in memory: a payload may say much with few bytes.
constexpr size_t kMaxDecodedBytes = size_t{64} << 20;

std::vector<const LegalEntity*> EntitiesOf(const model::Settings& settings,
                                           const model::Source& source) {
  std::vector<const LegalEntity*> entities;
  for (const LegalEntity& entity : settings.legal_entities) {
    if (entity.source == source.id) entities.push_back(&entity);
  }
  return entities;
}

// What to write into `company` for this entity.
const std::string& CompanyName(const LegalEntity& entity) {
  return entity.company.empty() ? entity.id : entity.company;
}

bool IsCalled(const LegalEntity& entity, const std::string& company) {
  return absl::EqualsIgnoreCase(entity.id, company) ||
         absl::EqualsIgnoreCase(entity.company, company);
}

absl::Status CompanyError(v1::ErrorReason::Value reason,
                          absl::string_view message,
                          const std::vector<const LegalEntity*>& entities) {
  std::vector<std::string> names;
  for (const LegalEntity* entity : entities) {
    names.push_back(CompanyName(*entity));
  }
  return MakeError(
      absl::StatusCode::kInvalidArgument, reason, "company",
      absl::StrCat("company: ", message, absl::StrJoin(names, ", ")), names);
}

// Error events say themselves what they are about.
bool NeedsCompany(const model::Source& source, const std::string& type) {
  return source.system == model::System::kBusinessCentral &&
         model::KindOf(source.system, type) != RecordKind::kErrorEvent;
}

// What a record takes in memory, near enough.
size_t BytesOf(const model::Record& record) {
  size_t bytes = sizeof(record);
  for (const auto& [path, value] : record.fields.entries()) {
    bytes += sizeof(model::Fields::Entry) + path.size() + value.text.size();
  }
  return bytes;
}

absl::Status TooManyBytes() {
  return MakeError(
      absl::StatusCode::kResourceExhausted, Reason::TOO_MANY_ITEMS, "payloads",
      absl::StrCat("payloads: they hold more than ", kMaxDecodedBytes >> 20,
                   " MiB of names and values once they are read; "
                   "send fewer at a time"));
}

// A decoder's message about a field begins with "field 'emailaddress1': ".
std::string FieldOf(absl::string_view cause) {
  if (!absl::ConsumePrefix(&cause, "field '")) return "";
  return std::string(cause.substr(0, cause.find('\'')));
}

}  // namespace

absl::Status Push::Resume(
    const google::protobuf::RepeatedPtrField<std::string>& entities) {
  LF_RETURN_IF_ERROR(ValidateTexts("entities", entities));
  for (int i = 0; i < entities.size(); ++i) {
    LF_ASSIGN_OR_RETURN(
        const LegalEntity* entity,
        FindEntity(reconciler_.settings(), absl::StrCat("entities[", i, "]"),
                   entities[i]));
    AddEntity(entity->id);
  }
  return absl::OkStatus();
}

absl::StatusOr<Push::Target> Push::ReadTarget(const PushChunk& chunk) const {
  const model::Settings& settings = reconciler_.settings();
  Target target;
  LF_RETURN_IF_ERROR(ValidateRequired("source", chunk.source));
  LF_ASSIGN_OR_RETURN(target.source,
                      FindSource(settings, "source", chunk.source,
                                 absl::StatusCode::kInvalidArgument));
  LF_RETURN_IF_ERROR(ValidateText("type", chunk.type));
  if (!chunk.type.empty()) {
    LF_RETURN_IF_ERROR(ValidateType(*target.source, "type", chunk.type,
                                    absl::StatusCode::kInvalidArgument));
  }
  target.type = chunk.type;
  LF_RETURN_IF_ERROR(ValidateText("company", chunk.company));
  const std::vector<const LegalEntity*> entities =
      EntitiesOf(settings, *target.source);
  if (chunk.company.empty()) {
    if (entities.size() == 1) target.entity = entities.front();
    if (entities.size() > 1 && NeedsCompany(*target.source, chunk.type)) {
      return CompanyError(Reason::COMPANY_REQUIRED,
                          "the source has several; known: ", entities);
    }
    return target;
  }
  for (const LegalEntity* entity : entities) {
    if (IsCalled(*entity, chunk.company)) target.entity = entity;
  }
  if (target.entity != nullptr) return target;
  return CompanyError(Reason::UNKNOWN_COMPANY,
                      entities.empty() ? "the source has none; leave it empty"
                                       : "not one of the source; known: ",
                      entities);
}

absl::Status Push::Apply(const PushChunk& chunk, absl::Time now) {
  LF_RETURN_IF_ERROR(
      ValidateCount("payloads", chunk.payloads.size(), kMaxPayloads));
  LF_ASSIGN_OR_RETURN(const Target target, ReadTarget(chunk));
  reconcile::UpsertBatch batch;
  LF_ASSIGN_OR_RETURN(batch.records, DecodeAll(target, chunk, now));
  // Whoever pushes an empty, complete list of customers says that there are
  // none.
  const bool says_none = chunk.complete && read_ == 0 &&
                         target.entity != nullptr &&
                         model::KindOf(target.source->system, target.type) ==
                             RecordKind::kMasterCustomer;
  if (says_none) AddEntity(target.entity->id);
  if (chunk.complete) batch.entities_read = entities_;
  if (batch.records.empty() && batch.entities_read.empty()) {
    return absl::OkStatus();
  }
  LF_ASSIGN_OR_RETURN(const reconcile::UpsertCounts counts,
                      reconciler_.Upsert(std::move(batch), now));
  inserted_ += counts.inserted;
  updated_ += counts.updated;
  unchanged_ += counts.unchanged;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<model::Record>> Push::DecodeAll(
    const Target& target, const PushChunk& chunk, absl::Time now) {
  const decode::DecodeContext context{
      target.source, target.type,
      target.entity == nullptr ? "" : CompanyName(*target.entity), now};
  KeyColumns columns(*target.source);
  size_t bytes = 0;
  std::vector<model::Record> all;
  for (const v1::Payload& payload : chunk.payloads) {
    ++read_;
    absl::StatusOr<std::vector<model::Record>> records =
        decode::Decode(context, payload.json());
    if (!records.ok()) {
      Reject(payload.line(), records.status());
      continue;
    }
    for (const auto& record : *records) {
      NoteEntity(*target.source, record);
      bytes += BytesOf(record);
    }
    if (bytes > kMaxDecodedBytes) return TooManyBytes();
    if (!records->empty()) columns.AddRow(payload.json(), records->front());
    all.insert(all.end(), std::make_move_iterator(records->begin()),
               std::make_move_iterator(records->end()));
  }
  LF_RETURN_IF_ERROR(columns.Check());
  return all;
}

void Push::NoteEntity(const model::Source& source,
                      const model::Record& record) {
  const auto* customer = std::get_if<model::MasterCustomer>(&record.body);
  if (customer == nullptr) return;
  for (const LegalEntity& entity : reconciler_.settings().legal_entities) {
    if (entity.source == source.id && IsCalled(entity, customer->entity)) {
      AddEntity(entity.id);
    }
  }
}

void Push::AddEntity(const std::string& id) {
  const bool known =
      std::find(entities_.begin(), entities_.end(), id) != entities_.end();
  if (!known) entities_.push_back(id);
}

void Push::Reject(int line, const absl::Status& status) {
  ++rejected_;
  if (rejects_.size() >= static_cast<size_t>(kMaxRejects)) return;
  v1::Reject reject;
  reject.set_line(line);
  reject.set_field(FieldOf(status.message()));
  reject.set_cause(PublicMessage(status));
  rejects_.push_back(std::move(reject));
}

template <typename Response>
void Push::FillSums(Response* response) const {
  const auto cut = [](int64_t number) {
    constexpr int64_t kMax = std::numeric_limits<int32_t>::max();
    return static_cast<int32_t>(std::min(number, kMax));
  };
  response->set_read(cut(read_));
  response->set_inserted(cut(inserted_));
  response->set_updated(cut(updated_));
  response->set_unchanged(cut(unchanged_));
  response->set_rejected(cut(rejected_));
  for (const v1::Reject& reject : rejects_) *response->add_rejects() = reject;
  for (const std::string& entity : entities_) response->add_entities(entity);
}

void Push::Fill(v1::BatchUpsertRecordsResponse* response) const {
  FillSums(response);
}

void Push::Fill(v1::UpsertRecordsResponse* response) const {
  FillSums(response);
}

}  // namespace landfall::serve::api
