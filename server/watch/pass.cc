// The world, and who stood on the cards -> a batch of events. Entry point:
// Pass::Run.
#include "server/watch/pass.h"

#include <algorithm>
#include <chrono>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/store/event_codec.h"
#include "server/watch/alerts.h"
#include "server/watch/arrival.h"
#include "server/watch/departure.h"

namespace landfall::watch {
namespace {

using model::EventCause;
using model::EventType;

// For so long are people described while writers are kept out; that is enough
// for a hundred or two.
constexpr std::chrono::milliseconds kMostAtOnce(2);
// So many events are dropped in one batch.
constexpr int kMostDropped = 10000;

// What a card counts by this id.
Counted Find(const cards::KeptCard& card, const Standing::Arrived& arrived) {
  Counted counted{arrived.id, arrived.row};
  if (card.plan().measure != cards::Measure::kBlockedOrders) return counted;
  for (const cards::CountedOrder& order : card.Find(arrived.row)->orders) {
    if (order.id == arrived.id) counted.order = &order;
  }
  return counted;
}

// True when a source was read and is now too old to answer; what could not be
// read completely is another matter.
bool IsStale(const index::Rulebook& rulebook,
             const verdict::Freshness& freshness,
             const index::SourceRules& rules, index::Micros now) {
  const model::Source& source = *rules.source;
  if (!rules.master) {
    return freshness.LastRead(rules) != index::kNoTime &&
           !freshness.IsCurrent(rules, now);
  }
  for (size_t i = 0; i < rulebook.entity_count(); ++i) {
    const auto entity = static_cast<index::EntityIndex>(i);
    if (rulebook.entity(entity).source == source.id &&
        freshness.EverRead(entity) && !freshness.IsIncomplete(entity, now) &&
        !freshness.CanAnswer(rulebook, entity, now)) {
      return true;
    }
  }
  return false;
}

bool SaySame(const Notes& a, const Notes& b) {
  return a.rules == b.rules && a.alerts == b.alerts && a.stale == b.stale;
}

}  // namespace

absl::StatusOr<Pass::Outcome> Pass::Run(base::Budget& budget) {
  reconcile::LongQuestion question(live_, recall_, options_.now, budget);
  const auto bring_up = [&] { kept_.BringUp(question, options_.now); };
  LF_RETURN_IF_ERROR(question.Settle(
      bring_up, [&](const index::Changes& /*changes*/) { bring_up(); }));
  if (Pending() <= options_.most) {
    // As many as there is time for, with nobody in between, so that nobody is
    // described again because somebody else has changed meanwhile.
    gives_way_ = false;
    full_at_ = std::chrono::steady_clock::now() + kMostAtOnce;
    LF_RETURN_IF_ERROR(Draft(question));
  } else {
    LF_RETURN_IF_ERROR(DraftMany(question, budget));
  }
  LF_RETURN_IF_ERROR(budget.status());
  outcome_.revision = question.state().revision;
  if (!outcome_.batch.empty()) outcome_.batch.worked_out_at = outcome_.revision;
  return std::move(outcome_);
}

// Why somebody has left hangs on more than who is there, so any change begins
// the batch anew.
absl::Status Pass::DraftMany(reconcile::LongQuestion& question,
                             base::Budget& budget) {
  absl::Status drafted;
  const auto draft = [&] {
    kept_.BringUp(question, options_.now);
    if (budget.status().ok()) drafted = Draft(question);
  };
  LF_RETURN_IF_ERROR(question.Settle(
      draft, [&](const index::Changes& /*changes*/) { draft(); }));
  return drafted;
}

size_t Pass::Pending() const {
  size_t pending = 0;
  for (const auto& [card, standing] : last_.standings) {
    const bool lost = rulebook().settings().FindCard(card) == nullptr;
    pending += lost ? standing.written().size() : standing.pending();
  }
  return pending;
}

absl::Status Pass::Draft(reconcile::LongQuestion& question) {
  outcome_ = Outcome();
  outcome_.notes = last_.notes;
  data_changed_ = question.state().revision != last_.quiet_at;
  for (const cards::KeptCard& card : kept_.cards()) {
    LF_RETURN_IF_ERROR(DraftCard(question, card));
  }
  LF_RETURN_IF_ERROR(DraftLostCards(question.state()));
  // What is about all of a card waits until everybody is known.
  if (outcome_.whole) {
    DraftAlerts(question.state());
    DraftSources(question);
    outcome_.notes.rules = options_.rules;
    if (IsFirst()) NoteLogBegins(options_.now);
  }
  LF_RETURN_IF_ERROR(DraftTrim(*question.state().view));
  store::StoreBatch& batch = outcome_.batch;
  if (batch.empty() && SaySame(outcome_.notes, last_.notes)) {
    return absl::OkStatus();
  }
  outcome_.notes.at = options_.now;
  batch.values[kNotesName] = outcome_.notes.Encode();
  return absl::OkStatus();
}

absl::Status Pass::DraftCard(reconcile::LongQuestion& question,
                             const cards::KeptCard& card) {
  const Look look{card.plan(), absl::ToUnixMicros(last_.at)};
  const Standing& standing = last_.standings.at(look.card());
  for (const base::Hash128& id : standing.left()) {
    if (!HasRoom()) return absl::OkStatus();
    LF_RETURN_IF_ERROR(DraftDeparture(question, look, id));
    GiveWay(question);
  }
  for (const Standing::Arrived& arrived : standing.arrived()) {
    if (!HasRoom()) return absl::OkStatus();
    LF_RETURN_IF_ERROR(DraftArrival(question, look, Find(card, arrived)));
    GiveWay(question);
  }
  return absl::OkStatus();
}

absl::Status Pass::DraftArrival(reconcile::LongQuestion& question,
                                const Look& look, const Counted& counted) {
  auto logged = DescribeArrival(question, look, counted, data_changed_);
  if (!logged) return absl::OkStatus();
  if (last_.notes.rules != options_.rules) {
    logged->event.because = EventCause::kConfiguration;
  }
  // Without what an erasure would have to take out.
  model::CardEvent kept = logged->event;
  kept.name.clear();
  kept.reasons.clear();
  // Who stood there before anybody looked did not just come.
  if (last_.notes.rules == options_.rules) kept.entered_at = kept.at;
  outcome_.batch.members[{counted.id, look.card()}] = store::EncodeEvent(kept);
  Log(*std::move(logged));
  return absl::OkStatus();
}

absl::Status Pass::DraftDeparture(reconcile::LongQuestion& question,
                                  const Look& look, base::Hash128 id) {
  const store::MemberKey key = {id, look.card()};
  outcome_.batch.members[key] = std::nullopt;
  LF_ASSIGN_OR_RETURN(const auto text, question.state().view->Member(key));
  // An erasure has taken the member away: nobody may be told of it.
  if (!text) return absl::OkStatus();
  LF_ASSIGN_OR_RETURN(const model::CardEvent entered,
                      store::DecodeEvent(*text));
  LF_ASSIGN_OR_RETURN(
      store::LoggedEvent logged,
      DescribeDeparture(question, look, id, entered,
                        // Who knows what was before the start.
                        last_.erased.contains(id) || last_.quiet_at < 0));
  if (last_.notes.rules != options_.rules) {
    logged.event.because = EventCause::kConfiguration;
  }
  Log(std::move(logged));
  return absl::OkStatus();
}

absl::Status Pass::DraftLostCards(const live::State& state) {
  for (const auto& [card, standing] : last_.standings) {
    if (rulebook().settings().FindCard(card) != nullptr) continue;
    for (const base::Hash128& id : standing.written()) {
      if (!HasRoom()) return absl::OkStatus();
      const store::MemberKey key = {id, card};
      outcome_.batch.members[key] = std::nullopt;
      LF_ASSIGN_OR_RETURN(const auto text, state.view->Member(key));
      if (!text) continue;
      LF_ASSIGN_OR_RETURN(model::CardEvent event, store::DecodeEvent(*text));
      event.type = EventType::kLeft;
      event.because = EventCause::kConfiguration;
      event.at = options_.now;
      event.revision = state.revision;
      event.verdict.reset();
      Log({std::move(event), {id}});
    }
  }
  return absl::OkStatus();
}

void Pass::DraftAlerts(const live::State& state) {
  std::map<std::string, AlertNote> alerts;
  for (const cards::KeptCard& kept : kept_.cards()) {
    const model::CardSettings& card = *kept.plan().card;
    const int now = kept.count();
    AlertNote& note = alerts[card.id];
    const auto before = last_.notes.alerts.find(card.id);
    if (before != last_.notes.alerts.end()) note = before->second;
    const auto turned = NoteCount(card, now, options_.now, &note);
    if (!turned) continue;
    store::LoggedEvent logged;
    logged.event.type = *turned;
    logged.event.at = options_.now;
    logged.event.revision = state.revision;
    logged.event.card = card.id;
    logged.event.count = now;
    logged.event.above = card.alert_above;
    Log(std::move(logged));
  }
  outcome_.notes.alerts = std::move(alerts);
}

void Pass::DraftSources(reconcile::LongQuestion& question) {
  std::map<std::string, bool> stale;
  for (const index::SourceRules& rules : rulebook().sources()) {
    const model::Source& source = *rules.source;
    if (!rules.master && source.url.empty()) continue;
    const bool is = IsStale(rulebook(), question.context().freshness, rules,
                            absl::ToUnixMicros(options_.now));
    stale[source.id] = is;
    const auto before = last_.notes.stale.find(source.id);
    const bool was = before != last_.notes.stale.end() && before->second;
    if (is == was) continue;
    store::LoggedEvent logged;
    logged.event.type =
        is ? EventType::kSourceStale : EventType::kSourceRecovered;
    logged.event.at = options_.now;
    logged.event.revision = question.state().revision;
    logged.event.source = source.id;
    Log(std::move(logged));
  }
  outcome_.notes.stale = std::move(stale);
}

absl::Status Pass::DraftTrim(const store::StoreView& view) {
  int dropped = 0;
  return view.ForEachEvent(
      {}, store::StoreView::EventOrder::kOldestFirst,
      [&](store::EventCursor cursor, const store::LoggedEvent& logged) {
        if (logged.event.at >= options_.now - options_.keep) return false;
        outcome_.batch.drop_events_through = cursor;
        NoteLogBegins(logged.event.at + absl::Microseconds(1));
        return ++dropped < kMostDropped;
      });
}

void Pass::NoteLogBegins(absl::Time at) {
  outcome_.batch.values[store::kEventsBeganName] =
      absl::StrCat(absl::ToUnixMicros(at));
}

bool Pass::HasRoom() {
  const size_t members = outcome_.batch.members.size();
  const bool in_time =
      gives_way_ || members == 0 || std::chrono::steady_clock::now() < full_at_;
  if (members < options_.most && in_time) return true;
  outcome_.whole = false;
  return false;
}

void Pass::Log(store::LoggedEvent logged) {
  // Who stands there from the start did not come.
  if (!IsFirst()) outcome_.batch.events.push_back(std::move(logged));
}

}  // namespace landfall::watch
