// Checks: keys of a request -> domain, answer of the domain -> message.
// Declared in convert.h.
#include "server/serve/api/convert.h"

namespace landfall::serve::api {
namespace {

// The enums of the wire are those of the domain one higher, because zero means
// "unspecified". A test compares every name.
template <typename Wire, typename Domain>
Wire OneHigher(Domain value) {
  return static_cast<Wire>(static_cast<int>(value) + 1);
}

static_assert(static_cast<int>(model::ReasonCode::kSourceIncomplete) + 1 ==
              v1::ReasonCode::SOURCE_INCOMPLETE);
static_assert(v1::ReasonCode::SOURCE_INCOMPLETE == v1::ReasonCode::Value_MAX);
static_assert(static_cast<int>(model::Verdict::kUnknown) + 1 ==
              v1::Verdict::UNKNOWN);
static_assert(static_cast<int>(model::ExpectationClarity::kAny) + 1 ==
              v1::Expectation::ANY);
static_assert(static_cast<int>(model::Outcome::kUnknown) + 1 ==
              v1::Outcome::UNKNOWN);
static_assert(static_cast<int>(model::ExpectedBecause::kCallerRequest) ==
              v1::ExpectedBecause::CALLER_REQUEST);
static_assert(static_cast<int>(model::KeyKind::kTaxId) + 1 ==
              v1::KeyKind::TAX_ID);

void FillMatchedOn(model::KeyKinds kinds, v1::MasterMatch* message) {
  for (model::KeyKind kind :
       {model::KeyKind::kEmail, model::KeyKind::kExternalId,
        model::KeyKind::kTaxId}) {
    if (kinds.Has(kind)) message->add_matched_on(FromKeyKind(kind));
  }
}

void FillKey(const model::KeyReport& key, v1::KeyReport* message) {
  message->set_kind(FromKeyKind(key.kind));
  message->set_normalized(key.normalized);
  message->set_usable(key.usable);
  message->set_problem(key.problem);
  message->set_raw(key.raw);
}

}  // namespace

model::GivenKeys ToGivenKeys(const v1::CustomerKeys& keys) {
  model::GivenKeys given;
  given.name = keys.name();
  given.emails.assign(keys.emails().begin(), keys.emails().end());
  for (const v1::ExternalId& id : keys.external_ids()) {
    given.external_ids.push_back({id.source(), id.value()});
  }
  for (const v1::TaxId& id : keys.tax_ids()) {
    given.tax_ids.push_back({id.country(), id.value()});
  }
  given.country = keys.country();
  given.postal_code = keys.postal_code();
  return given;
}

std::optional<model::ReasonCode> ToReasonCode(v1::ReasonCode::Value code) {
  if (!v1::ReasonCode::Value_IsValid(code) ||
      code == v1::ReasonCode::REASON_CODE_UNSPECIFIED) {
    return std::nullopt;
  }
  return static_cast<model::ReasonCode>(static_cast<int>(code) - 1);
}

v1::Verdict::Value FromVerdict(model::Verdict verdict) {
  return OneHigher<v1::Verdict::Value>(verdict);
}

v1::Expectation::Value FromClarity(model::ExpectationClarity clarity) {
  return OneHigher<v1::Expectation::Value>(clarity);
}

v1::Outcome::Value FromOutcome(model::Outcome outcome) {
  return OneHigher<v1::Outcome::Value>(outcome);
}

v1::ExpectedBecause::Value FromBecause(model::ExpectedBecause because) {
  return static_cast<v1::ExpectedBecause::Value>(because);
}

v1::ReasonCode::Value FromReasonCode(model::ReasonCode code) {
  return OneHigher<v1::ReasonCode::Value>(code);
}

v1::KeyKind::Value FromKeyKind(model::KeyKind kind) {
  return OneHigher<v1::KeyKind::Value>(kind);
}

void FillTime(absl::Time time, google::protobuf::Timestamp* message) {
  const int64_t micros = absl::ToUnixMicros(time);
  const int64_t seconds = absl::ToUnixSeconds(time);
  message->set_seconds(seconds);
  message->set_nanos(static_cast<int32_t>((micros - seconds * 1000000) * 1000));
}

void FillRef(const model::RecordRef& ref, v1::RecordRef* message) {
  message->set_source(ref.source);
  message->set_type(ref.type);
  message->set_id(ref.id);
}

void FillMoney(const model::Money& money, v1::Money* message) {
  message->set_currency_code(money.currency);
  message->set_amount(money.amount.ToDouble());
  if (money.amount.saturated()) message->set_saturated(true);
}

void FillReason(const model::Reason& reason, v1::Reason* message) {
  message->set_code(FromReasonCode(reason.code));
  message->set_entity(reason.entity);
  message->set_message(reason.message);
  message->set_action(reason.action);
}

void FillEntity(const model::EntityOutcome& entity,
                v1::EntityOutcome* message) {
  message->set_entity(entity.entity);
  message->set_outcome(FromOutcome(entity.outcome));
  if (entity.because != model::ExpectedBecause::kNone) {
    message->set_expected_because(FromBecause(entity.because));
  }
  message->set_candidate(entity.candidate);
  for (const model::MasterMatch& match : entity.customers) {
    v1::MasterMatch* customer = message->add_customers();
    FillRef(match.record, customer->mutable_record());
    customer->set_account(match.account);
    customer->set_name(match.name);
    FillMatchedOn(match.matched_on, customer);
    customer->set_blocked(match.blocked);
    customer->set_url(match.url);
  }
}

void FillCounterpart(const model::Counterpart& counterpart,
                     v1::Counterpart* message) {
  FillRef(counterpart.record, message->mutable_record());
  message->set_verdict(FromVerdict(counterpart.verdict));
}

void FillDrift(const model::FieldDrift& drift, v1::FieldDrift* message) {
  message->set_map(drift.map);
  message->set_entity(drift.entity);
  FillRef(drift.master, message->mutable_master());
  message->set_upstream_field(drift.upstream_field);
  message->set_master_field(drift.master_field);
  message->set_upstream_value(drift.upstream_value);
  message->set_master_value(drift.master_value);
  message->set_map_type(drift.map_type);
  message->set_winner(OneHigher<v1::DriftWinner::Value>(drift.winner));
}

void FillFinding(const model::PreflightFinding& finding,
                 v1::PreflightFinding* message) {
  message->set_map(finding.map);
  message->set_code(FromReasonCode(finding.code));
  message->set_entity(finding.entity);
  message->set_upstream_field(finding.upstream_field);
  message->set_master_field(finding.master_field);
  message->set_value(finding.value);
  message->set_message(finding.message);
  message->set_action(finding.action);
}

void FillCheck(const model::CheckAnswer& answer, absl::Time as_of,
               v1::CheckPromotionResponse* message) {
  message->set_verdict(FromVerdict(answer.verdict));
  message->set_promoted(answer.verdict == model::Verdict::kPromoted);
  message->set_explanation(answer.explanation);
  message->set_expectation(FromClarity(answer.clarity));
  for (const auto& entity : answer.entities) {
    FillEntity(entity, message->add_entities());
  }
  for (const auto& reason : answer.reasons) {
    FillReason(reason, message->add_reasons());
  }
  for (const auto& key : answer.keys) FillKey(key, message->add_keys());
  for (const model::NearMatch& near : answer.near_matches) {
    v1::NearMatch* match = message->add_near_matches();
    FillRef(near.record, match->mutable_record());
    match->set_rule(near.rule);
    match->set_detail(near.detail);
  }
  for (const auto& counterpart : answer.counterparts) {
    FillCounterpart(counterpart, message->add_counterparts());
  }
  FillMoney(answer.blocked_value, message->mutable_blocked_value());
  for (const auto& money : answer.blocked_by_currency) {
    FillMoney(money, message->add_blocked_by_currency());
  }
  for (const std::string& currency : answer.unpriced_currencies) {
    message->add_unpriced_currencies(currency);
  }
  message->set_unpriced_orders(answer.unpriced_orders);
  for (const auto& reason : answer.reasons) {
    if (reason.action.empty()) continue;
    message->set_next_action(reason.action);
    break;
  }
  if (answer.since) FillTime(*answer.since, message->mutable_since());
  FillTime(as_of, message->mutable_as_of());
  message->set_revision(answer.revision);
  for (const auto& drift : answer.drift) {
    FillDrift(drift, message->add_drift());
  }
  for (const auto& finding : answer.preflight) {
    FillFinding(finding, message->add_preflight());
  }
}

}  // namespace landfall::serve::api
