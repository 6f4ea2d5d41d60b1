// Cards, their records and sources -> views. Declared in render.h.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/cli/render.h"
#include "client/cli/render_parts.h"
#include "client/cli/text.h"

namespace landfall::cli {
namespace {

std::string AlertText(const v1::Alert& alert) {
  if (!alert.has_above()) return "";
  return alert.firing() ? "FIRING" : "quiet";
}

// Reason codes of a record, first the most specific.
std::string ReasonCodes(const v1::CardRecord& record) {
  return absl::StrJoin(record.reasons(), " ",
                       [](std::string* out, const v1::Reason& reason) {
                         out->append(v1::ReasonCode::Value_Name(reason.code()));
                       });
}

// "CAD 0.7319 (2026-07-09, ecb)", and without what the configuration says.
void AppendRate(std::string* out, const v1::ExchangeRate& rate) {
  absl::StrAppend(out, rate.currency_code(), " ");
  // As many digits as the number has.
  absl::StrAppendFormat(out, "%.15g", rate.rate());
  if (rate.date().empty()) return;
  absl::StrAppend(out, " (", Printable(rate.date()), ", ",
                  Printable(rate.source()), ")");
}

using BreakdownLines = google::protobuf::RepeatedPtrField<v1::Breakdown>;

void AppendBreakdown(absl::string_view title, const BreakdownLines& lines,
                     const std::string& currency, Colors colors,
                     std::string* text) {
  if (lines.empty()) return;
  Table table{{{std::string(title)},
               {"COUNT", Align::kRight},
               {absl::StrCat("BLOCKED ", currency), Align::kRight}},
              {}};
  for (const v1::Breakdown& line : lines) {
    table.rows.push_back({line.key().empty() ? "-" : line.key(),
                          CountText(line.count()),
                          AmountText(line.blocked_amount(), currency)});
  }
  absl::StrAppend(text, "\n", RenderTable(table, colors));
}

Table CardCsv() {
  return {{{"card"},
           {"count"},
           {"alert_above"},
           {"firing"},
           {"in_window"},
           {"promoted"},
           {"not_promoted"},
           {"awaiting_sync"},
           {"out_of_scope"},
           {"unknown"},
           {"blocked_currency"},
           {"blocked_amount", Align::kRight},
           {"complete"},
           {"as_of"},
           {"unpriced_orders"}},
          {}};
}

void AddCardRow(const v1::Card& card, Table* csv) {
  const v1::Stages& stages = card.stages();
  csv->rows.push_back(
      {card.card(), absl::StrCat(card.count()),
       card.alert().has_above() ? absl::StrCat(card.alert().above()) : "",
       card.alert().firing() ? "true" : "false",
       absl::StrCat(stages.in_window()), absl::StrCat(stages.promoted()),
       absl::StrCat(stages.not_promoted()),
       absl::StrCat(stages.awaiting_sync()),
       absl::StrCat(stages.out_of_scope()), absl::StrCat(stages.unknown()),
       card.blocked_value().currency_code(), PlainAmount(card.blocked_value()),
       card.complete() ? "true" : "false", TimeText(card.as_of()),
       absl::StrCat(card.unpriced_orders())});
}

void AddCardFacts(const v1::Card& card, FactList* facts) {
  const v1::Stages& stages = card.stages();
  facts->Add("count", CountText(card.count()));
  if (card.alert().has_above()) {
    facts->Add("alert", absl::StrCat(AlertText(card.alert()), " (above ",
                                     card.alert().above(), ")"));
  }
  facts->Add("window", absl::StrCat(TimeText(card.window_start()), " to ",
                                    TimeText(card.window_end())));
  facts->Add("in window",
             absl::StrCat(CountText(stages.in_window()), " = ",
                          CountText(stages.promoted()), " promoted + ",
                          CountText(stages.not_promoted()), " not promoted + ",
                          CountText(stages.awaiting_sync()), " awaiting + ",
                          CountText(stages.unknown()), " unknown; ",
                          CountText(stages.out_of_scope()), " out of scope"));
  facts->Add("blocked", MoneyText(card.blocked_value()));
  facts->Add("rates", absl::StrJoin(card.exchange_rates(), ", ", AppendRate));
  facts->Add("unpriced", absl::StrJoin(card.unpriced_currencies(), ", "));
  facts->AddCount("unpriced orders", card.unpriced_orders());
  if (card.has_largest()) {
    facts->Add("largest",
               absl::StrCat(card.largest().name(), ", ",
                            AmountText(card.largest().amount(),
                                       card.blocked_value().currency_code())));
  }
  facts->AddCount("open activity", card.with_open_activity());
  facts->AddCount("also in Dataverse", card.also_in_dataverse());
  facts->AddCount("ambiguous entity", card.ambiguous_entity());
  if (card.has_twin()) {
    const v1::TwinReport& twin = card.twin();
    facts->Add(
        "twin",
        twin.agrees()
            ? absl::StrCat(twin.card(), " agrees")
            : absl::StrCat(twin.card(), " counts ", CountText(twin.count()),
                           "; only here ", CountText(twin.only_here()),
                           ", only there ", CountText(twin.only_there())));
  }
  if (!card.complete()) {
    facts->Add("INCOMPLETE",
               absl::StrCat("not read in time: ",
                            absl::StrJoin(card.stale_sources(), ", ")));
  }
}

}  // namespace

View ViewCard(const v1::Card& card, Colors colors) {
  View view;
  FactList facts;
  AddCardFacts(card, &facts);
  view.text =
      absl::StrCat(Printable(card.card()), "  ", Printable(card.title()),
                   "\n\n", facts.Render(colors));
  const std::string& currency = card.blocked_value().currency_code();
  AppendBreakdown("CHANNEL", card.by_channel(), currency, colors, &view.text);
  AppendBreakdown("SOURCE", card.by_source(), currency, colors, &view.text);
  AppendBreakdown("ENTITY", card.by_entity(), currency, colors, &view.text);
  AppendBreakdown("REASON", card.by_reason(), currency, colors, &view.text);
  view.csv = CardCsv();
  AddCardRow(card, &view.csv);
  return view;
}

View ViewCards(const v1::ListCardsResponse& answer, Colors colors) {
  View view;
  Table table{{{"CARD"},
               {"COUNT", Align::kRight},
               {"ALERT"},
               {"BLOCKED", Align::kRight},
               {"", Align::kLeft},
               {"TITLE"}},
              {}};
  view.csv = CardCsv();
  for (const v1::Card& card : answer.cards()) {
    table.rows.push_back(
        {card.card(), CountText(card.count()), AlertText(card.alert()),
         BlockedText(card.blocked_value(), card.unpriced_orders()),
         card.complete() ? "" : "INCOMPLETE", card.title()});
    AddCardRow(card, &view.csv);
  }
  view.text = RenderTable(table, colors);
  return view;
}

View ViewCardRecords(const v1::ListCardRecordsResponse& answer, Colors colors) {
  View view;
  Table table{{{"RECORD"},
               {"NAME"},
               {"VERDICT"},
               {"BLOCKED", Align::kRight},
               {"SINCE"},
               {"REASONS"}},
              {}};
  view.csv = {{{"source"},
               {"type"},
               {"id"},
               {"name"},
               {"channel"},
               {"verdict"},
               {"expectation"},
               {"since"},
               {"blocked_currency"},
               {"blocked_amount", Align::kRight},
               {"reasons"},
               {"explanation"},
               {"unpriced_orders"}},
              {}};
  for (const v1::CardRecord& record : answer.value()) {
    const std::string verdict = v1::Verdict::Value_Name(record.verdict());
    const std::string since =
        record.has_since() ? TimeText(record.since()) : "";
    table.rows.push_back(
        {RefText(record.record()), record.name(), verdict,
         BlockedText(record.blocked_value(), record.unpriced_orders()), since,
         ReasonCodes(record)});
    view.csv.rows.push_back(
        {record.record().source(), record.record().type(), record.record().id(),
         record.name(), record.channel(), verdict,
         v1::Expectation::Value_Name(record.expectation()), since,
         record.blocked_value().currency_code(),
         PlainAmount(record.blocked_value()), ReasonCodes(record),
         record.explanation(), absl::StrCat(record.unpriced_orders())});
  }
  view.text = absl::StrCat(RenderTable(table, colors), "\n",
                           CountText(answer.value_size()), " of ",
                           CountText(answer.total_count()), "\n");
  return view;
}

}  // namespace landfall::cli
