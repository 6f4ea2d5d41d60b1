// Turns what the oracle was told into answers, one fresh view per question.

#include "tests/oracle/naive_reconciler.h"

#include <algorithm>
#include <set>
#include <utility>

#include "tests/oracle/naive_cards.h"
#include "tests/oracle/naive_verdict.h"

namespace landfall::oracle {

NaiveReconciler::NaiveReconciler(model::Settings settings)
    : settings_(std::move(settings)) {}

void NaiveReconciler::Upsert(const ingest::UpsertBatch& batch, absl::Time now) {
  const auto quotes = batch.values.find(rates::kQuotesKey);
  if (quotes != batch.values.end()) {
    facts_.quotes = *rates::DecodeQuotes(*quotes->second);
  }
  for (const model::Record& record : batch.records) {
    auto held = std::find_if(facts_.records.begin(), facts_.records.end(),
                             [&record](const model::Record& other) {
                               return other.ref == record.ref;
                             });
    if (held == facts_.records.end()) {
      facts_.records.push_back(record);
    } else {
      *held = record;
    }
  }
  // The random worlds push in one call, so a batch is a whole push: rows that
  // could not be read tear a hole, and only a batch without any mends it.
  std::set<std::string> torn_now;
  for (const ingest::UnreadRows& unread : batch.unread) {
    const model::LegalEntity* entity = settings_.FindEntity(unread.entity);
    const int limit = settings_.FindSource(entity->source)->accept_rejects;
    if (batch.accept_rejects || (!unread.cut_short && unread.rows <= limit)) {
      continue;
    }
    torn_now.insert(entity->id);
    facts_.entity_torn.emplace(entity->id, now);
  }
  for (const std::string& id : batch.entities_read) {
    const model::LegalEntity* entity = settings_.FindEntity(id);
    if (torn_now.count(entity->id) > 0) continue;
    facts_.entity_torn.erase(entity->id);
    auto [read, first] = facts_.entity_read.emplace(entity->id, now);
    if (!first) read->second = std::max(read->second, now);
  }
}

void NaiveReconciler::ReadSource(const std::string& source, absl::Time now) {
  facts_.source_read[source] = now;
}

void NaiveReconciler::Erase(const model::RecordRef& ref) {
  std::vector<model::RecordRef> gone = {ref};
  const NaiveView view = At(absl::InfiniteFuture());
  if (const NaiveCustomer* customer = view.FindCustomer(ref)) {
    for (const model::Record* order : customer->orders) {
      gone.push_back(order->ref);
    }
  }
  facts_.records.erase(
      std::remove_if(facts_.records.begin(), facts_.records.end(),
                     [&gone](const model::Record& record) {
                       return std::find(gone.begin(), gone.end(), record.ref) !=
                              gone.end();
                     }),
      facts_.records.end());
}

NaiveView NaiveReconciler::At(absl::Time as_of) const {
  return NaiveView(settings_, facts_, as_of);
}

model::CheckAnswer NaiveReconciler::Check(
    const model::CheckQuery& query) const {
  return AnswerCheck(At(query.as_of), query);
}

model::Card NaiveReconciler::GetCard(const model::CardQuery& query) const {
  return MakeCard(At(query.as_of), ScopeOf(settings_, query));
}

std::vector<model::CardRecord> NaiveReconciler::ListCardRecords(
    const model::CardRecordsQuery& query) const {
  return MakeList(At(query.card.as_of), ScopeOf(settings_, query.card), query);
}

}  // namespace landfall::oracle
