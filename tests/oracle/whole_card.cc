// A card -> all that it says, as text. Entry point: WholeText.
#include "tests/oracle/whole_card.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"

namespace landfall::oracle {
namespace {

std::string Lines(const char* name,
                  const std::vector<model::Breakdown>& lines) {
  std::string text;
  for (const model::Breakdown& line : lines) {
    absl::StrAppend(&text, name, " ", line.key, " ", line.count, " ",
                    line.blocked_amount.ToString(), "\n");
  }
  return text;
}

std::string Sums(const std::vector<model::Money>& sums) {
  std::string text;
  for (const model::Money& sum : sums) {
    absl::StrAppend(&text, "sum ", sum.amount.ToString(), " ", sum.currency,
                    "\n");
  }
  return text;
}

std::string Twin(const model::TwinReport& twin) {
  return absl::StrCat("twin ", twin.card, " ", twin.count, " ", twin.agrees,
                      " ", twin.only_here, " ", twin.only_there, " ",
                      absl::StrJoin(twin.differing_keys, ","), "\n");
}

}  // namespace

std::string WholeText(const model::Card& card) {
  const model::Stages& stages = card.stages;
  std::string text = absl::StrCat(
      card.id, " ", card.title, "\nwindow ",
      absl::FormatTime(card.window_start, absl::UTCTimeZone()), " ",
      absl::FormatTime(card.window_end, absl::UTCTimeZone()), " ",
      absl::FormatTime(card.as_of, absl::UTCTimeZone()), "\ncount ", card.count,
      " firing ", card.alert.firing, "\nstages ");
  absl::StrAppend(&text, stages.in_window, " ", stages.promoted, " ",
                  stages.not_promoted, " ", stages.awaiting_sync, " ",
                  stages.out_of_scope, " ", stages.unknown, "\nactivity ",
                  card.with_open_activity, " ambiguous ", card.ambiguous_entity,
                  " both ", card.also_in_dataverse, "\n");
  absl::StrAppend(
      &text, Lines("channel", card.by_channel), Lines("source", card.by_source),
      Lines("entity", card.by_entity), Lines("reason", card.by_reason),
      "blocked ", card.blocked_value.amount.ToString(), " ",
      card.blocked_value.currency, "\n");
  absl::StrAppend(&text, Sums(card.blocked_by_currency), "unpriced ",
                  absl::StrJoin(card.unpriced_currencies, ","), " ",
                  card.unpriced_orders, "\n");
  for (const model::UsedRate& rate : card.exchange_rates) {
    absl::StrAppend(&text, "rate ", rate.currency, " ", rate.rate.ToString(),
                    " ", rate.date, " ", rate.source, "\n");
  }
  if (card.largest) {
    absl::StrAppend(&text, "largest ", card.largest->name, " ",
                    card.largest->amount.ToString(), " ",
                    card.largest->record.ToString(), "\n");
  }
  if (card.twin) absl::StrAppend(&text, Twin(*card.twin));
  absl::StrAppend(&text, "complete ", card.complete, " ",
                  absl::StrJoin(card.stale_sources, ","), "\n");
  return text;
}

}  // namespace landfall::oracle
