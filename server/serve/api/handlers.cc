// Requests -> responses: validate, ask the reconciler, convert.
// Entry points: the functions of Handlers, one per RPC.
#include "server/serve/api/handlers.h"

#include <utility>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/serve/api/convert.h"
#include "server/serve/api/errors.h"
#include "server/serve/api/page_token.h"
#include "server/serve/api/read_query.h"

namespace landfall::serve::api {

using absl::StatusCode;

namespace {

// The record that a path names.
template <typename Request>
v1::RecordRef NamedBy(const Request& request) {
  v1::RecordRef ref;
  ref.set_source(request.source());
  ref.set_type(request.type());
  ref.set_id(request.id());
  return ref;
}

// Everything else was validated before, so what is left is the token.
absl::Status ListError(const model::CardRecordsQuery& query,
                       const absl::Status& status) {
  if (query.page_token.empty() ||
      status.code() != StatusCode::kInvalidArgument) {
    return status;
  }
  return InvalidField(Reason::INVALID_PAGE_TOKEN, "pageToken",
                      status.message());
}

}  // namespace

template <typename Request>
bool Handlers::MayGetCursor(const Request& request, const std::string& cursor,
                            int attempt) const {
  // So often the log of events is waited for.
  constexpr int kMostAttempts = 3;
  if (!cursor.empty() || attempt >= kMostAttempts || request.has_as_of() ||
      request.window_days() != 0 || !request.keys().empty()) {
    return false;
  }
  base::Budget endless;
  return reconciler_.CatchUp(BudgetOr(endless));
}

absl::Status Handlers::CheckPromotion(
    const v1::CheckPromotionRequest& request,
    v1::CheckPromotionResponse* response) const {
  LF_ASSIGN_OR_RETURN(const model::CheckQuery query,
                      ReadCheckQuery(Scope(), request));
  LF_ASSIGN_OR_RETURN(const reconcile::AnswerRef answer,
                      reconciler_.Check(query));
  FillCheck(*answer, query.as_of, response);
  return absl::OkStatus();
}

absl::StatusOr<bool> Handlers::TryCheckPromotion(
    const v1::CheckPromotionRequest& request,
    v1::CheckPromotionResponse* response) const {
  LF_ASSIGN_OR_RETURN(const model::CheckQuery query,
                      ReadCheckQuery(Scope(), request));
  const auto answer = reconciler_.TryCheck(query);
  if (!answer.has_value()) return false;
  LF_RETURN_IF_ERROR(answer->status());
  FillCheck(***answer, query.as_of, response);
  return true;
}

absl::Status Handlers::BatchCheckPromotion(
    const v1::BatchCheckPromotionRequest& request,
    v1::BatchCheckPromotionResponse* response) const {
  return CheckAll(request.checks(), response->mutable_results());
}

absl::Status Handlers::StreamCheckPromotion(
    const v1::StreamCheckPromotionRequest& request,
    v1::StreamCheckPromotionResponse* response) const {
  return CheckAll(request.checks(), response->mutable_results());
}

absl::Status Handlers::CheckAll(
    const google::protobuf::RepeatedPtrField<v1::CheckPromotionRequest>& checks,
    google::protobuf::RepeatedPtrField<v1::CheckResult>* results) const {
  if (checks.empty()) {
    return InvalidField(Reason::FIELD_REQUIRED, "checks",
                        "at least one check is required");
  }
  LF_RETURN_IF_ERROR(ValidateCount("checks", checks.size(), kMaxChecks));
  const RequestScope scope = Scope();
  std::vector<model::CheckQuery> queries;
  std::vector<int> positions;  // of each query among the results
  queries.reserve(checks.size());
  results->Reserve(checks.size());
  for (const v1::CheckPromotionRequest& check : checks) {
    v1::CheckResult* result = results->Add();
    absl::StatusOr<model::CheckQuery> query = ReadCheckQuery(scope, check);
    if (!query.ok()) {
      FillError(query.status(), result->mutable_error());
      continue;
    }
    queries.push_back(*std::move(query));
    positions.push_back(results->size() - 1);
  }
  base::Budget endless;
  LF_ASSIGN_OR_RETURN(const auto answers,
                      reconciler_.CheckBatch(queries, BudgetOr(endless)));
  for (size_t i = 0; i < answers.size(); ++i) {
    v1::CheckResult& result = (*results)[positions[i]];
    if (answers[i].ok()) {
      FillCheck(**answers[i], queries[i].as_of, result.mutable_check());
    } else {
      FillError(answers[i].status(), result.mutable_error());
    }
  }
  return absl::OkStatus();
}

absl::Status Handlers::ListCards(const v1::ListCardsRequest& request,
                                 v1::ListCardsResponse* response) const {
  LF_ASSIGN_OR_RETURN(
      const absl::Time as_of,
      ReadAsOf(Scope(), request.has_as_of() ? &request.as_of() : nullptr));
  base::Budget endless;
  LF_ASSIGN_OR_RETURN(
      const std::vector<model::Card> cards,
      reconciler_.ListCards(as_of, clock_.Now(), BudgetOr(endless)));
  for (const model::Card& card : cards) {
    FillCard(card, response->add_cards());
  }
  return absl::OkStatus();
}

absl::Status Handlers::GetCard(const v1::GetCardRequest& request,
                               v1::Card* response) const {
  base::Budget endless;
  for (int attempt = 1;; ++attempt) {
    LF_ASSIGN_OR_RETURN(const model::CardQuery query,
                        ReadCardQuery(Scope(), request));
    LF_ASSIGN_OR_RETURN(const model::Card card,
                        reconciler_.GetCard(query, BudgetOr(endless)));
    if (MayGetCursor(request, card.cursor, attempt)) continue;
    FillCard(card, response);
    return absl::OkStatus();
  }
}

absl::Status Handlers::ListCardRecords(
    const v1::ListCardRecordsRequest& request,
    v1::ListCardRecordsResponse* response) const {
  base::Budget endless;
  for (int attempt = 1;; ++attempt) {
    LF_ASSIGN_OR_RETURN(const model::CardRecordsQuery query,
                        ReadCardRecordsQuery(Scope(), request));
    const auto page = reconciler_.ListCardRecords(query, BudgetOr(endless));
    if (!page.ok()) return ListError(query, page.status());
    const bool first = request.page_token().empty();
    if (first && MayGetCursor(request, page->cursor, attempt)) continue;
    for (const model::CardRecord& record : page->records) {
      FillCardRecord(record, response->add_value());
    }
    response->set_next_page_token(
        WritePageToken(query.card.as_of, page->next_page_token));
    response->set_total_count(page->total_count);
    response->set_cursor(page->cursor);
    return absl::OkStatus();
  }
}

absl::Status Handlers::GetRecord(const v1::GetRecordRequest& request,
                                 v1::GetRecordResponse* response) const {
  const RequestScope scope = Scope();
  LF_ASSIGN_OR_RETURN(const model::RecordRef ref,
                      ReadRecordRef(scope.settings, "", NamedBy(request),
                                    StatusCode::kNotFound));
  LF_ASSIGN_OR_RETURN(
      const absl::Time as_of,
      ReadAsOf(scope, request.has_as_of() ? &request.as_of() : nullptr));
  model::RecordQuery query{ref, as_of};
  LF_ASSIGN_OR_RETURN(query.keys, ReadKeys(request.keys()));
  LF_ASSIGN_OR_RETURN(const auto window_days,
                      ReadWindowDays(request.window_days()));
  query.window_days = window_days.value_or(kDefaultWindowDays);
  query.now = scope.now;
  LF_ASSIGN_OR_RETURN(const reconcile::RecordView view,
                      reconciler_.GetRecord(query));
  FillHeldRecord(view.record, response->mutable_record());
  FillCheck(*view.check, as_of, response->mutable_check());
  return absl::OkStatus();
}

absl::Status Handlers::BatchUpsertRecords(
    const v1::BatchUpsertRecordsRequest& request,
    v1::BatchUpsertRecordsResponse* response) const {
  const bool complete = !request.has_complete() || request.complete();
  const bool gap = request.unread_rows() > 0 || request.cut_short();
  if (!complete && !gap && !request.entities().empty()) {
    return InvalidField(Reason::FIELD_NOT_ALLOWED, "entities",
                        "only together with complete = true, unreadRows or "
                        "cutShort");
  }
  Push push = StartPush();
  LF_RETURN_IF_ERROR(push.Name(request.push()));
  LF_RETURN_IF_ERROR(push.Resume(request.entities()));
  PushMessage message{request.source(), request.type(), request.company(),
                      request.payloads(), complete};
  message.accept_rejects = request.accept_rejects();
  message.unread_rows = request.unread_rows();
  message.cut_short = request.cut_short();
  message.full = request.full();
  if (request.has_max_gone_percent()) {
    message.max_gone_percent = request.max_gone_percent();
  }
  message.dry_run = request.dry_run();
  LF_RETURN_IF_ERROR(push.Apply(message, clock_.Now()));
  push.Fill(response);
  return absl::OkStatus();
}

absl::Status Handlers::PushRecords(v1::UpsertRecordsRequest& request,
                                   const v1::UpsertRecordsRequest& last,
                                   Push& push) const {
  if (request.source().empty()) {
    request.set_source(last.source());
    if (request.type().empty()) request.set_type(last.type());
    if (request.company().empty()) request.set_company(last.company());
  }
  if (!push.named()) {
    // A stream is a push whose calls belong together.
    thread_local absl::InsecureBitGen random;
    LF_RETURN_IF_ERROR(push.Name(
        absl::StrCat("stream-", absl::Hex(absl::Uniform<uint64_t>(random)))));
  }
  return push.Apply(
      {request.source(), request.type(), request.company(), request.payloads(),
       request.complete(), request.accept_rejects(), request.unread_rows(),
       request.cut_short()},
      clock_.Now());
}

absl::Status Handlers::EraseRecord(const v1::EraseRecordRequest& request,
                                   v1::EraseRecordResponse*) const {
  LF_ASSIGN_OR_RETURN(const model::RecordRef ref,
                      ReadRecordRef(reconciler_.settings(), "",
                                    NamedBy(request), StatusCode::kNotFound));
  return ingest_.Erase(ref, clock_.Now());
}

std::string Handlers::Target(const v1::EraseRecordRequest& request) const {
  const absl::StatusOr<model::RecordRef> ref = ReadRecordRef(
      reconciler_.settings(), "", NamedBy(request), StatusCode::kNotFound);
  if (ref.ok()) return ref->ToString();
  const model::RecordRef written{request.source(), request.type(),
                                 request.id()};
  return written.empty() ? "" : written.ToString();
}

}  // namespace landfall::serve::api
