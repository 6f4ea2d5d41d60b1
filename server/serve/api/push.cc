// Payloads of a push -> records in the store, rejects, and the legal entities
// that they complete. Entry point: Push::Apply.
#include "server/serve/api/push.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "server/base/status_macros.h"
#include "server/decode/decoder.h"
#include "server/serve/api/convert.h"
#include "server/serve/api/errors.h"
#include "server/serve/api/key_columns.h"
#include "server/serve/api/validate.h"

namespace landfall::serve::api {
namespace {

using model::LegalEntity;
using model::RecordKind;

// Of the records of one call, in memory: a payload may say much with few bytes.
constexpr size_t kMaxDecodedBytes = size_t{64} << 20;

// What to write into `company` for this entity.
const std::string& CompanyName(const LegalEntity& entity) {
  return entity.company.empty() ? entity.id : entity.company;
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

absl::Status Push::Name(const std::string& name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' ||
           c == '-' || c == '_';
  });
  if (!plain || name.size() > kMaxPushName) {
    return InvalidField(Reason::INVALID_VALUE, "push",
                        absl::StrCat("at most ", kMaxPushName,
                                     " letters, digits, dots, dashes and "
                                     "underscores"));
  }
  name_ = name;
  return absl::OkStatus();
}

absl::Status Push::Resume(
    const google::protobuf::RepeatedPtrField<std::string>& entities) {
  part_ = !entities.empty();
  LF_RETURN_IF_ERROR(ValidateTexts("entities", entities));
  for (int i = 0; i < entities.size(); ++i) {
    LF_ASSIGN_OR_RETURN(
        const LegalEntity* entity,
        FindEntity(settings_, absl::StrCat("entities[", i, "]"), entities[i]));
    AddEntity(entity->id);
  }
  return absl::OkStatus();
}

absl::StatusOr<Push::Target> Push::ReadTarget(const PushChunk& chunk) const {
  const model::Settings& settings = settings_;
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

absl::Status Push::ValidateNumbers(const PushChunk& chunk) const {
  if (chunk.unread_rows < 0) {
    return InvalidField(Reason::INVALID_VALUE, "unreadRows",
                        "must not be negative");
  }
  const int percent = chunk.max_gone_percent.value_or(0);
  if (percent < 0 || percent > 100) {
    return InvalidField(Reason::INVALID_VALUE, "maxGonePercent",
                        "0 to 100 are allowed");
  }
  return absl::OkStatus();
}

absl::Status Push::AddFull(const PushChunk& chunk, const model::Source& source,
                           ingest::UpsertBatch* batch) const {
  batch->dry_run = chunk.dry_run;
  if (!chunk.full) return absl::OkStatus();
  if (chunk.type == "error_event") {
    return InvalidField(Reason::FIELD_NOT_ALLOWED, "full",
                        "error events are never everything");
  }
  if (name_.empty() && !batch->push.whole) {
    return InvalidField(Reason::FIELD_REQUIRED, "push",
                        "a full push of several calls needs a name");
  }
  const int percent = chunk.max_gone_percent.value_or(source.max_gone_percent);
  const bool unsure = rejected_ > 0 || chunk.HasGap();
  batch->full = {true, chunk.complete, unsure, percent};
  return absl::OkStatus();
}

absl::Status Push::Apply(const PushChunk& chunk, absl::Time now) {
  LF_RETURN_IF_ERROR(
      ValidateCount("payloads", chunk.payloads.size(), kMaxPayloads));
  LF_ASSIGN_OR_RETURN(const Target target, ReadTarget(chunk));
  LF_RETURN_IF_ERROR(ValidateNumbers(chunk));
  const decode::DecodeContext context{
      target.source, target.type,
      target.entity == nullptr ? "" : CompanyName(*target.entity), now};
  PushGaps gaps(settings_, context, target.entity);
  gaps.AddUnread(chunk.unread_rows, chunk.cut_short);
  ingest::UpsertBatch batch;
  LF_RETURN_IF_ERROR(DecodeAll(context, chunk, &gaps, &batch));
  // Whoever pushes an empty, complete list of customers says that there are
  // none.
  const bool says_none = chunk.complete && read_ == 0 && !chunk.HasGap() &&
                         target.entity != nullptr &&
                         model::KindOf(target.source->system, target.type) ==
                             RecordKind::kMasterCustomer;
  if (says_none) AddEntity(target.entity->id);
  batch.unread = gaps.Take(
      entities_, batch.records.empty() ? "" : batch.records[0].ref.type);
  batch.accept_rejects = chunk.accept_rejects;
  batch.push = {name_, chunk.complete && !part_ && name_.empty()};
  if (chunk.complete) batch.entities_read = EntitiesEnding(batch.unread);
  LF_RETURN_IF_ERROR(AddFull(chunk, *target.source, &batch));
  part_ = true;
  if (batch.records.empty() && batch.entities_read.empty() &&
      batch.unread.empty() && !chunk.full) {
    return absl::OkStatus();
  }
  absl::StatusOr<ingest::UpsertCounts> stored =
      ingest_.Upsert(std::move(batch), now);
  if (absl::IsFailedPrecondition(stored.status())) {
    return WithReason(stored.status(), Reason::TOO_MANY_GONE);
  }
  if (absl::IsAborted(stored.status())) {
    return WithReason(stored.status(), Reason::NOT_COMPARED);
  }
  LF_ASSIGN_OR_RETURN(const ingest::UpsertCounts counts, std::move(stored));
  inserted_ += counts.inserted;
  updated_ += counts.updated;
  unchanged_ += counts.unchanged;
  skipped_ += counts.skipped;
  last_ = counts;
  return absl::OkStatus();
}

// A legal entity none of whose rows could be read is in the push all the same.
std::vector<std::string> Push::EntitiesEnding(
    const std::vector<ingest::UnreadRows>& unread) const {
  std::vector<std::string> ending = entities_;
  for (const ingest::UnreadRows& rows : unread) {
    if (rows.entity.empty()) continue;
    const bool known =
        std::find(ending.begin(), ending.end(), rows.entity) != ending.end();
    if (!known) ending.push_back(rows.entity);
  }
  return ending;
}

absl::Status Push::DecodeAll(const decode::DecodeContext& context,
                             const PushChunk& chunk, PushGaps* gaps,
                             ingest::UpsertBatch* batch) {
  KeyColumns columns(*context.source);
  size_t bytes = 0;
  for (const v1::Payload& payload : chunk.payloads) {
    absl::StatusOr<std::vector<model::Record>> records =
        decode::Decode(context, payload.json());
    if (!records.ok()) {
      Reject(payload.line(), records.status());
      gaps->Reject(payload.json());
      continue;
    }
    for (const auto& record : *records) {
      NoteEntity(*context.source, record);
      bytes += BytesOf(record);
    }
    if (bytes > kMaxDecodedBytes) return TooManyBytes();
    if (!records->empty()) columns.AddRow(payload, records->front());
    AddRecords(*std::move(records), batch);
  }
  return columns.Check();
}

void Push::AddRecords(std::vector<model::Record> records,
                      ingest::UpsertBatch* batch) {
  const bool part = decode::IsPart(records);
  if (part) {
    ++parts_;
  } else {
    ++read_;
    parts_ += static_cast<int64_t>(records.size()) - 1;
  }
  for (size_t i = 0; i < records.size(); ++i) {
    if (part || i > 0) batch->parts.push_back(batch->records.size());
    batch->records.push_back(std::move(records[i]));
  }
}

void Push::NoteEntity(const model::Source& source,
                      const model::Record& record) {
  const auto* customer = std::get_if<model::MasterCustomer>(&record.body);
  if (customer == nullptr) return;
  for (const LegalEntity& entity : settings_.legal_entities) {
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
  ++read_;
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
  response->set_read(CutCount(read_));
  response->set_inserted(CutCount(inserted_));
  response->set_updated(CutCount(updated_));
  response->set_unchanged(CutCount(unchanged_));
  response->set_rejected(CutCount(rejected_));
  response->set_skipped(CutCount(skipped_));
  response->set_parts(CutCount(parts_));
  for (const v1::Reject& reject : rejects_) *response->add_rejects() = reject;
  for (const std::string& entity : entities_) response->add_entities(entity);
  for (const std::string& entity : last_.incomplete) {
    response->add_incomplete_entities(entity);
  }
}

void Push::Fill(v1::BatchUpsertRecordsResponse* response) const {
  FillSums(response);
  response->set_gone(CutCount(last_.gone));
  response->set_held(CutCount(last_.held));
  response->set_gone_unsure(last_.gone_unsure);
}

void Push::Fill(v1::UpsertRecordsResponse* response) const {
  FillSums(response);
}

}  // namespace landfall::serve::api
