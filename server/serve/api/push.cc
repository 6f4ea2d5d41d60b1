// Messages of a push -> what ingest plans and stores -> the answer.
// Entry point: Push::Apply.
#include "server/serve/api/push.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/field_error.h"
#include "server/base/status_macros.h"
#include "server/ingest/company.h"
#include "server/serve/api/convert.h"
#include "server/serve/api/errors.h"
#include "server/serve/api/validate.h"

namespace landfall::serve::api {
namespace {

using ingest::CompanyFit;
using model::LegalEntity;

absl::Status CompanyError(v1::ErrorReason::Value reason,
                          absl::string_view message,
                          const std::vector<const LegalEntity*>& entities) {
  std::vector<std::string> names;
  names.reserve(entities.size());
  for (const LegalEntity* entity : entities) {
    names.push_back(ingest::CompanyName(*entity));
  }
  return MakeError(
      absl::StatusCode::kInvalidArgument, reason, "company",
      absl::StrCat("company: ", message, absl::StrJoin(names, ", ")), names);
}

absl::Status ValidateNumbers(const PushMessage& message) {
  if (message.unread_rows < 0) {
    return InvalidField(Reason::INVALID_VALUE, "unreadRows",
                        "must not be negative");
  }
  const int percent = message.max_gone_percent.value_or(0);
  if (percent < 0 || percent > 100) {
    return InvalidField(Reason::INVALID_VALUE, "maxGonePercent",
                        "0 to 100 are allowed");
  }
  return absl::OkStatus();
}

// What stands in the way of a plan is in the payloads.
absl::Status PlanError(const absl::Status& status) {
  return MakeError(status.code(),
                   absl::IsInvalidArgument(status) ? Reason::FIELD_REQUIRED
                                                   : Reason::TOO_MANY_ITEMS,
                   "payloads", absl::StrCat("payloads: ", status.message()));
}

absl::Status StoreError(absl::Status status) {
  if (absl::IsFailedPrecondition(status)) {
    return WithReason(std::move(status), Reason::TOO_MANY_GONE);
  }
  if (absl::IsAborted(status)) {
    return WithReason(std::move(status), Reason::NOT_COMPARED);
  }
  return status;
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
  push_.Name(name);
  return absl::OkStatus();
}

absl::Status Push::Resume(
    const google::protobuf::RepeatedPtrField<std::string>& entities) {
  LF_RETURN_IF_ERROR(ValidateTexts("entities", entities));
  std::vector<std::string> ids;
  for (int i = 0; i < entities.size(); ++i) {
    LF_ASSIGN_OR_RETURN(
        const LegalEntity* entity,
        FindEntity(settings_, absl::StrCat("entities[", i, "]"), entities[i]));
    ids.push_back(entity->id);
  }
  push_.Resume(ids);
  return absl::OkStatus();
}

absl::StatusOr<const LegalEntity*> Push::ReadCompany(
    const PushMessage& message, const model::Source& source) const {
  LF_RETURN_IF_ERROR(ValidateText("company", message.company));
  const CompanyFit fit =
      ingest::FitCompany(settings_, source, message.type, message.company);
  const auto entities = ingest::EntitiesOf(settings_, source);
  switch (fit.kind) {
    case CompanyFit::Kind::kFits:
      return fit.entity;
    case CompanyFit::Kind::kRequired:
      return CompanyError(Reason::COMPANY_REQUIRED,
                          "the source has several; known: ", entities);
    case CompanyFit::Kind::kUnknown:
      break;
  }
  return CompanyError(Reason::UNKNOWN_COMPANY,
                      entities.empty() ? "the source has none; leave it empty"
                                       : "not one of the source; known: ",
                      entities);
}

absl::StatusOr<ingest::PushChunk> Push::ReadMessage(
    const PushMessage& message) const {
  LF_RETURN_IF_ERROR(
      ValidateCount("payloads", message.payloads.size(), kMaxPayloads));
  LF_RETURN_IF_ERROR(ValidateRequired("source", message.source));
  ingest::PushChunk chunk;
  LF_ASSIGN_OR_RETURN(chunk.source,
                      FindSource(settings_, "source", message.source,
                                 absl::StatusCode::kInvalidArgument));
  LF_RETURN_IF_ERROR(ValidateText("type", message.type));
  if (!message.type.empty()) {
    LF_RETURN_IF_ERROR(ValidateType(*chunk.source, "type", message.type,
                                    absl::StatusCode::kInvalidArgument));
  }
  chunk.type = message.type;
  LF_ASSIGN_OR_RETURN(chunk.entity, ReadCompany(message, *chunk.source));
  LF_RETURN_IF_ERROR(ValidateNumbers(message));
  LF_RETURN_IF_ERROR(ValidateFull(message));
  chunk.rows.reserve(static_cast<size_t>(message.payloads.size()));
  for (const v1::Payload& payload : message.payloads) {
    chunk.rows.push_back(
        {payload.json(), payload.line(), payload.all_columns()});
  }
  chunk.complete = message.complete;
  chunk.accept_rejects = message.accept_rejects;
  chunk.unread_rows = message.unread_rows;
  chunk.cut_short = message.cut_short;
  chunk.full = message.full;
  chunk.max_gone_percent = message.max_gone_percent;
  chunk.dry_run = message.dry_run;
  return chunk;
}

absl::Status Push::ValidateFull(const PushMessage& message) const {
  if (!message.full) return absl::OkStatus();
  if (message.type == "error_event") {
    return InvalidField(Reason::FIELD_NOT_ALLOWED, "full",
                        "error events are never everything");
  }
  if (!push_.named() && !push_.IsWhole(message.complete)) {
    return InvalidField(Reason::FIELD_REQUIRED, "push",
                        "a full push of several calls needs a name");
  }
  return absl::OkStatus();
}

absl::Status Push::Apply(const PushMessage& message, absl::Time now) {
  LF_ASSIGN_OR_RETURN(const ingest::PushChunk chunk, ReadMessage(message));
  absl::StatusOr<ingest::UpsertBatch> batch = push_.Plan(chunk, now);
  if (!batch.ok()) return PlanError(batch.status());
  if (batch->IsNone()) return absl::OkStatus();
  absl::StatusOr<ingest::UpsertCounts> counts =
      ingest_.Upsert(*std::move(batch), now);
  if (!counts.ok()) return StoreError(counts.status());
  push_.Add(*counts);
  last_ = *std::move(counts);
  return absl::OkStatus();
}

template <typename Response>
void Push::FillSums(Response* response) const {
  const ingest::PushSums& sums = push_.sums();
  response->set_read(CutCount(sums.read));
  response->set_inserted(CutCount(sums.inserted));
  response->set_updated(CutCount(sums.updated));
  response->set_unchanged(CutCount(sums.unchanged));
  response->set_rejected(CutCount(sums.rejected));
  response->set_skipped(CutCount(sums.skipped));
  response->set_parts(CutCount(sums.parts));
  for (const ingest::Reject& reject : sums.rejects) {
    v1::Reject* added = response->add_rejects();
    added->set_line(reject.line);
    added->set_field(base::FieldOf(reject.why.message()));
    added->set_cause(PublicMessage(reject.why));
  }
  for (const std::string& entity : sums.entities) {
    response->add_entities(entity);
  }
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
