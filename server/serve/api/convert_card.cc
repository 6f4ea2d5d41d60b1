// Cards and their records -> messages. Declared in convert.h.
#include "server/serve/api/convert.h"

namespace landfall::serve::api {
namespace {

void FillStages(const model::Stages& stages, v1::Stages* message) {
  message->set_in_window(stages.in_window);
  message->set_promoted(stages.promoted);
  message->set_not_promoted(stages.not_promoted);
  message->set_awaiting_sync(stages.awaiting_sync);
  message->set_out_of_scope(stages.out_of_scope);
  message->set_unknown(stages.unknown);
}

void FillBreakdown(const std::vector<model::Breakdown>& lines,
                   google::protobuf::RepeatedPtrField<v1::Breakdown>* message) {
  for (const model::Breakdown& line : lines) {
    v1::Breakdown* row = message->Add();
    row->set_key(line.key);
    row->set_count(line.count);
    row->set_blocked_amount(line.blocked_amount.ToDouble());
  }
}

void FillTwin(const model::TwinReport& twin, v1::TwinReport* message) {
  message->set_card(twin.card);
  message->set_count(twin.count);
  message->set_agrees(twin.agrees);
  message->set_only_here(twin.only_here);
  message->set_only_there(twin.only_there);
  for (const std::string& name : twin.differing_keys) {
    const std::optional<model::KeyKind> kind = model::ParseKeyKind(name);
    if (kind.has_value()) message->add_differing_keys(FromKeyKind(*kind));
  }
}

void FillOrder(const model::ListedOrder& order, v1::ListedOrder* message) {
  message->set_id(order.id);
  if (order.placed_at) FillTime(*order.placed_at, message->mutable_placed_at());
  if (order.amount) {
    message->set_amount(order.amount->ToDouble());
  } else {
    message->set_unpriced(true);
  }
  message->set_currency_code(order.currency);
  message->set_entity(order.entity);
  for (const model::ListedDocument& document : order.documents) {
    v1::ListedDocument* row = message->add_documents();
    FillRef(document.record, row->mutable_record());
    row->set_number(document.number);
  }
}

void FillTimeToPromotion(const model::TimeToPromotion& time,
                         v1::TimeToPromotion* message) {
  message->set_landed(time.landed);
  if (time.landed == 0) return;
  message->set_p50_seconds(time.p50_seconds);
  message->set_p90_seconds(time.p90_seconds);
  message->set_p99_seconds(time.p99_seconds);
}

}  // namespace

void FillCardHistory(const model::CardHistory& history,
                     v1::GetCardHistoryResponse* message) {
  for (const model::CardHistoryPoint& point : history.points) {
    v1::CardHistoryPoint* row = message->add_points();
    FillTime(point.as_of, row->mutable_as_of());
    row->set_count(point.count);
    row->set_not_promoted(point.not_promoted);
    row->set_awaiting_sync(point.awaiting_sync);
    row->set_in_window(point.in_window);
    FillMoney(point.blocked_value, row->mutable_blocked_value());
    row->set_unpriced_orders(point.unpriced_orders);
    row->set_alert_firing(point.alert_firing);
    FillTimeToPromotion(point.time_to_promotion,
                        row->mutable_time_to_promotion());
  }
  FillTimeToPromotion(history.time_to_promotion,
                      message->mutable_time_to_promotion());
  if (history.seen_since) {
    FillTime(*history.seen_since, message->mutable_seen_since());
  }
}

void FillCard(const model::Card& card, v1::Card* message) {
  message->set_card(card.id);
  message->set_title(card.title);
  FillTime(card.window_start, message->mutable_window_start());
  FillTime(card.window_end, message->mutable_window_end());
  FillTime(card.as_of, message->mutable_as_of());
  message->set_revision(card.revision);
  message->set_cursor(card.cursor);
  message->set_count(card.count);
  v1::Alert* alert = message->mutable_alert();
  if (card.alert.above) alert->set_above(*card.alert.above);
  alert->set_firing(card.alert.firing);
  FillStages(card.stages, message->mutable_stages());
  message->set_with_open_activity(card.with_open_activity);
  FillBreakdown(card.by_channel, message->mutable_by_channel());
  FillBreakdown(card.by_source, message->mutable_by_source());
  FillBreakdown(card.by_entity, message->mutable_by_entity());
  FillBreakdown(card.by_reason, message->mutable_by_reason());
  message->set_ambiguous_entity(card.ambiguous_entity);
  message->set_also_in_dataverse(card.also_in_dataverse);
  FillMoney(card.blocked_value, message->mutable_blocked_value());
  for (const model::Money& money : card.blocked_by_currency) {
    FillMoney(money, message->add_blocked_by_currency());
  }
  for (const std::string& currency : card.unpriced_currencies) {
    message->add_unpriced_currencies(currency);
  }
  message->set_unpriced_orders(card.unpriced_orders);
  for (const model::UsedRate& rate : card.exchange_rates) {
    v1::ExchangeRate* used = message->add_exchange_rates();
    used->set_currency_code(rate.currency);
    used->set_rate(rate.rate.ToDouble());
    used->set_date(rate.date);
    used->set_source(rate.source);
  }
  if (card.largest) {
    v1::LargestBlocked* largest = message->mutable_largest();
    largest->set_name(card.largest->name);
    largest->set_amount(card.largest->amount.ToDouble());
    FillRef(card.largest->record, largest->mutable_record());
  }
  if (card.twin) FillTwin(*card.twin, message->mutable_twin());
  message->set_complete(card.complete);
  for (const std::string& source : card.stale_sources) {
    message->add_stale_sources(source);
  }
}

void FillCardRecord(const model::CardRecord& record, v1::CardRecord* message) {
  FillRef(record.record, message->mutable_record());
  message->set_name(record.name);
  message->set_source(record.source);
  message->set_channel(record.channel);
  message->set_verdict(FromVerdict(record.verdict));
  message->set_explanation(record.explanation);
  message->set_expectation(FromClarity(record.clarity));
  for (const auto& entity : record.entities) {
    FillEntity(entity, message->add_entities());
  }
  for (const auto& reason : record.reasons) {
    FillReason(reason, message->add_reasons());
  }
  if (record.since) FillTime(*record.since, message->mutable_since());
  FillMoney(record.blocked_value, message->mutable_blocked_value());
  for (const auto& money : record.blocked_by_currency) {
    FillMoney(money, message->add_blocked_by_currency());
  }
  message->set_unpriced_orders(record.unpriced_orders);
  for (const auto& order : record.orders) {
    FillOrder(order, message->add_orders());
  }
  for (const auto& counterpart : record.counterparts) {
    FillCounterpart(counterpart, message->add_counterparts());
  }
  for (const auto& drift : record.drift) {
    FillDrift(drift, message->add_drift());
  }
}

}  // namespace landfall::serve::api
