// Turns answers into comparable text. Entry points: the Render functions.

#include "tests/oracle/rendering.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/base/time_text.h"

namespace landfall::oracle {
namespace {

using model::ReasonCode;
using Lines = std::vector<std::string>;

// What the oracle leaves to others, or what merely fills a gap.
bool IsCompared(ReasonCode code) {
  static const std::set<ReasonCode> kLeftOut = {
      ReasonCode::kMandatoryFieldMissing,
      ReasonCode::kReferenceDataMissing,
      ReasonCode::kPluginError,
      ReasonCode::kPermissionError,
      ReasonCode::kDuplicateInTarget,
      ReasonCode::kMapNotRunning,
      ReasonCode::kSyncSkipped,
      ReasonCode::kOtherError,
      ReasonCode::kNearMatch,
      ReasonCode::kNotFound,
      ReasonCode::kInExpectedEntity};
  return kLeftOut.count(code) == 0;
}

// The reasons that are about one entity; the others may name one or not.
bool NamesEntity(ReasonCode code) {
  static const std::set<ReasonCode> kNaming = {
      ReasonCode::kPresentInOtherEntity, ReasonCode::kSeveralMasters,
      ReasonCode::kConflictingKeys,      ReasonCode::kMasterBlocked,
      ReasonCode::kMappedToCatchAll,     ReasonCode::kWeakKey,
      ReasonCode::kSourceNeverSynced,    ReasonCode::kSourceStale,
      ReasonCode::kSourceIncomplete};
  return kNaming.count(code) > 0;
}

std::string Kinds(model::KeyKinds kinds) {
  Lines names;
  for (const model::KeyKind kind :
       {model::KeyKind::kEmail, model::KeyKind::kExternalId,
        model::KeyKind::kTaxId}) {
    if (kinds.Has(kind)) {
      names.push_back(std::string(model::KeyKindName(kind)));
    }
  }
  return absl::StrJoin(names, "+");
}

std::string Money(const model::Money& money) {
  return absl::StrCat(money.amount.ToString(), " ", money.currency,
                      money.amount.saturated() ? " or beyond" : "");
}

std::string Time(const std::optional<absl::Time>& time) {
  return time.has_value() ? base::FormatTime(*time) : "none";
}

std::string Join(Lines lines) {
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  return absl::StrCat(absl::StrJoin(lines, "\n"), "\n");
}

void AddEntities(const std::vector<model::EntityOutcome>& entities,
                 Lines* lines) {
  for (const model::EntityOutcome& outcome : entities) {
    const std::string head = absl::StrCat("entity ", outcome.entity);
    lines->push_back(absl::StrCat(head, " ",
                                  model::OutcomeName(outcome.outcome), " ",
                                  model::ExpectedBecauseName(outcome.because),
                                  outcome.candidate ? " candidate" : ""));
    for (const model::MasterMatch& match : outcome.customers) {
      lines->push_back(absl::StrCat(
          head, " has ", match.record.ToString(), " account ", match.account,
          " by ", Kinds(match.matched_on), match.blocked ? " blocked" : ""));
    }
  }
}

void AddReasons(const std::vector<model::Reason>& reasons, Lines* lines) {
  for (const model::Reason& reason : reasons) {
    if (!IsCompared(reason.code)) continue;
    lines->push_back(
        absl::StrCat("reason ", model::ReasonName(reason.code),
                     NamesEntity(reason.code) ? " " + reason.entity : ""));
  }
}

void AddCounterparts(const std::vector<model::Counterpart>& counterparts,
                     Lines* lines) {
  for (const model::Counterpart& other : counterparts) {
    lines->push_back(absl::StrCat("counterpart ", other.record.ToString(), " ",
                                  model::VerdictName(other.verdict)));
  }
}

void AddDrift(const std::vector<model::FieldDrift>& drift, Lines* lines) {
  for (const model::FieldDrift& found : drift) {
    lines->push_back(absl::StrCat(
        "drift ", found.map, " ", found.entity, " ", found.master.ToString(),
        " ", found.upstream_field, "='", found.upstream_value, "' ",
        found.map_type, " ", found.master_field, "='", found.master_value, "' ",
        model::DriftWinnerName(found.winner)));
  }
}

// An order without one clear entity has no entity, or the name of its line.
std::string WaitsFor(const model::ListedOrder& order) {
  const bool line = order.entity == "UNMAPPED" || order.entity == "AMBIGUOUS";
  return line ? "" : order.entity;
}

void AddKeys(const std::vector<model::KeyReport>& keys, Lines* lines) {
  for (const model::KeyReport& key : keys) {
    if (key.usable) {
      lines->push_back(absl::StrCat("key ", model::KeyKindName(key.kind), " ",
                                    key.normalized));
    } else if (key.problem != "EMPTY" && key.problem != "NOT_ASKED") {
      lines->push_back(absl::StrCat("no key ", model::KeyKindName(key.kind),
                                    " ", key.problem, " '", key.raw, "'"));
    }
  }
}

void AddBreakdown(const std::string& name,
                  const std::vector<model::Breakdown>& breakdown,
                  Lines* lines) {
  for (const model::Breakdown& line : breakdown) {
    if (line.key.empty()) continue;
    const auto reason = model::ParseReason(line.key);
    if (reason.has_value() && !IsCompared(*reason)) continue;
    lines->push_back(absl::StrCat(name, " ", line.key, " ", line.count,
                                  " blocked ", line.blocked_amount.ToString()));
  }
}

void AddStages(const model::Stages& stages, const std::string& kind,
               Lines* lines) {
  lines->push_back(absl::StrCat("in window ", stages.in_window));
  if (kind == "flow-failures" || kind == "orders-blocked") return;
  lines->push_back(
      absl::StrCat("promoted ", stages.promoted, ", not ", stages.not_promoted,
                   ", awaiting ", stages.awaiting_sync, ", out ",
                   stages.out_of_scope, ", unknown ", stages.unknown));
}

bool IsAbsentCard(const std::string& kind) {
  return kind == "dataverse-not-promoted" || kind == "ecom-absent" ||
         kind == "ecom-absent-connector";
}

void AddCardMoney(const model::Card& card, const std::string& kind,
                  Lines* lines) {
  lines->push_back(absl::StrCat("blocked ", Money(card.blocked_value)));
  for (const model::Money& money : card.blocked_by_currency) {
    lines->push_back(absl::StrCat("blocked in ", Money(money)));
  }
  for (const model::UsedRate& rate : card.exchange_rates) {
    lines->push_back(absl::StrCat("rate ", rate.currency, " ",
                                  rate.rate.ToString(), " ", rate.date, " ",
                                  rate.source));
  }
  for (const std::string& currency : card.unpriced_currencies) {
    lines->push_back(absl::StrCat("unpriced ", currency));
  }
  lines->push_back(absl::StrCat("unpriced orders ", card.unpriced_orders));
  // Whether the largest of blocked orders is an order or its customer, the
  // rules leave open.
  if (card.largest.has_value() && kind != "orders-blocked") {
    lines->push_back(absl::StrCat("largest ", card.largest->record.ToString(),
                                  " ", card.largest->amount.ToString()));
  }
}

void AddTwin(const model::Card& card, Lines* lines) {
  if (!card.twin.has_value()) return;
  const model::TwinReport& twin = *card.twin;
  Lines keys = twin.differing_keys;
  std::sort(keys.begin(), keys.end());
  lines->push_back(absl::StrCat("twin ", twin.card, " ", twin.count,
                                twin.agrees ? " agrees" : " differs", " here ",
                                twin.only_here, " there ", twin.only_there,
                                " keys ", absl::StrJoin(keys, "+")));
}

}  // namespace

std::string Render(const model::CheckAnswer& answer, bool of_master) {
  Lines lines;
  AddCounterparts(answer.counterparts, &lines);
  if (of_master) {
    for (const model::EntityOutcome& outcome : answer.entities) {
      if (outcome.outcome == model::Outcome::kMissing) {
        lines.push_back(absl::StrCat("missing in ", outcome.entity));
      }
    }
    return Join(lines);
  }
  lines.push_back(absl::StrCat("verdict ", model::VerdictName(answer.verdict)));
  AddEntities(answer.entities, &lines);
  AddReasons(answer.reasons, &lines);
  AddKeys(answer.keys, &lines);
  AddDrift(answer.drift, &lines);
  bool held = true;
  for (const model::Reason& reason : answer.reasons) {
    if (reason.code == ReasonCode::kRecordNotHeld) held = false;
  }
  if (!held || answer.verdict == model::Verdict::kOutOfScope) {
    return Join(lines);
  }
  lines.push_back(absl::StrCat("clarity ", model::ClarityName(answer.clarity)));
  lines.push_back(absl::StrCat("since ", Time(answer.since)));
  lines.push_back(absl::StrCat("blocked ", Money(answer.blocked_value)));
  for (const model::Money& money : answer.blocked_by_currency) {
    lines.push_back(absl::StrCat("blocked in ", Money(money)));
  }
  for (const std::string& currency : answer.unpriced_currencies) {
    lines.push_back(absl::StrCat("unpriced ", currency));
  }
  lines.push_back(absl::StrCat("unpriced orders ", answer.unpriced_orders));
  return Join(lines);
}

std::string Render(const model::Card& card, const std::string& kind) {
  Lines lines;
  lines.push_back(
      absl::StrCat("count ", card.count, card.alert.firing ? " firing" : ""));
  lines.push_back(absl::StrCat("window ", base::FormatTime(card.window_start),
                               " to ", base::FormatTime(card.window_end)));
  AddStages(card.stages, kind, &lines);
  AddBreakdown("source", card.by_source, &lines);
  if (kind == "flow-failures") return Join(lines);  // channels are flows there
  AddBreakdown("channel", card.by_channel, &lines);
  AddBreakdown("reason", card.by_reason, &lines);
  if (IsAbsentCard(kind) || kind == "orders-blocked" || kind == "field-drift") {
    AddBreakdown("line", card.by_entity, &lines);
  }
  if (kind == "dataverse-not-promoted") {
    lines.push_back(absl::StrCat("open activity ", card.with_open_activity));
  }
  if (IsAbsentCard(kind)) {
    lines.push_back(absl::StrCat("ambiguous ", card.ambiguous_entity,
                                 ", in Dataverse ", card.also_in_dataverse));
  }
  AddCardMoney(card, kind, &lines);
  AddTwin(card, &lines);
  lines.push_back(absl::StrCat(card.complete ? "complete" : "incomplete ",
                               absl::StrJoin(card.stale_sources, "+")));
  return Join(lines);
}

std::string Render(const model::TimeToPromotion& time) {
  return absl::StrCat("landed ", time.landed, " p50 ", time.p50_seconds,
                      " p90 ", time.p90_seconds, " p99 ", time.p99_seconds,
                      "\n");
}

std::string Render(const std::vector<model::CardRecord>& list,
                   const std::string& kind) {
  std::string text;
  int position = 0;
  for (const model::CardRecord& entry : list) {
    const std::string ref = entry.record.ToString();
    absl::StrAppend(&text, "#", ++position, " ", ref, "\n");
    if (kind == "flow-failures") continue;
    Lines lines;
    lines.push_back(absl::StrCat(model::VerdictName(entry.verdict), " ",
                                 model::ClarityName(entry.clarity), " since ",
                                 Time(entry.since), " from ", entry.source,
                                 " channel ", entry.channel));
    if (kind != "orders-blocked") {
      lines.push_back(absl::StrCat("name ", entry.name));
    }
    AddEntities(entry.entities, &lines);
    AddReasons(entry.reasons, &lines);
    AddCounterparts(entry.counterparts, &lines);
    AddDrift(entry.drift, &lines);
    lines.push_back(absl::StrCat("blocked ", Money(entry.blocked_value)));
    for (const model::Money& money : entry.blocked_by_currency) {
      lines.push_back(absl::StrCat("blocked in ", Money(money)));
    }
    lines.push_back(absl::StrCat("unpriced orders ", entry.unpriced_orders));
    for (const model::ListedOrder& order : entry.orders) {
      const std::string amount =
          order.amount ? order.amount->ToString() : "unpriced";
      lines.push_back(absl::StrCat("order ", order.id, " ",
                                   Time(order.placed_at), " ", amount, " ",
                                   order.currency, " for ", WaitsFor(order)));
      for (const model::ListedDocument& made : order.documents) {
        lines.push_back(absl::StrCat("order ", order.id, " has ", made.number,
                                     ", ", made.record.ToString()));
      }
    }
    for (std::string& line : lines) line = absl::StrCat(ref, ": ", line);
    absl::StrAppend(&text, Join(lines));
  }
  return text;
}

std::string LineDifference(const std::string& engine,
                           const std::string& oracle) {
  const Lines ours = absl::StrSplit(engine, '\n');
  const Lines theirs = absl::StrSplit(oracle, '\n');
  std::string difference;
  const auto add = [&difference](const Lines& from, const Lines& other,
                                 const std::string& who) {
    for (const std::string& line : from) {
      if (std::find(other.begin(), other.end(), line) == other.end()) {
        absl::StrAppend(&difference, who, line, "\n");
      }
    }
  };
  add(ours, theirs, "  engine only: ");
  add(theirs, ours, "  oracle only: ");
  if (difference.empty() && engine != oracle) difference = "  other order\n";
  return difference;
}

}  // namespace landfall::oracle
