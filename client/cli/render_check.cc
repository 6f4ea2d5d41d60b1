// Checks, records and sources -> views; any message -> JSON.
// Declared in render.h.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/render.h"
#include "client/cli/render_parts.h"
#include "client/cli/text.h"
#include "server/serve/json/json_writer.h"

namespace landfall::cli {
namespace {

// "C-00042 Contoso (EMAIL, blocked)" for each customer.
std::string CustomersText(const v1::EntityOutcome& entity) {
  return absl::StrJoin(
      entity.customers(), "; ",
      [](std::string* out, const v1::MasterMatch& match) {
        std::vector<std::string> notes;
        for (int kind : match.matched_on()) {
          notes.emplace_back(
              v1::KeyKind::Value_Name(static_cast<v1::KeyKind::Value>(kind)));
        }
        if (match.blocked()) notes.push_back("blocked");
        absl::StrAppend(out, match.account(), " ", match.name(), " (",
                        absl::StrJoin(notes, ", "), ")");
      });
}

Table EntityTable(const v1::CheckPromotionResponse& check) {
  Table table{{{"ENTITY"}, {"OUTCOME"}, {"EXPECTED BECAUSE"}, {"CUSTOMERS"}},
              {}};
  for (const v1::EntityOutcome& entity : check.entities()) {
    const std::string because =
        entity.has_expected_because()
            ? v1::ExpectedBecause::Value_Name(entity.expected_because())
            : "";
    table.rows.push_back(
        {entity.entity(), v1::Outcome::Value_Name(entity.outcome()),
         entity.candidate() ? because + " (candidate)" : because,
         CustomersText(entity)});
  }
  return table;
}

Table ReasonTable(const v1::CheckPromotionResponse& check) {
  Table table{{{"REASON"}, {"ENTITY"}, {"WHY"}, {"WHAT TO DO"}}, {}};
  for (const v1::Reason& reason : check.reasons()) {
    table.rows.push_back({v1::ReasonCode::Value_Name(reason.code()),
                          reason.entity(), reason.message(), reason.action()});
  }
  return table;
}

// Both values of each mapped field that differs, and who is right.
Table DriftTable(const v1::CheckPromotionResponse& check) {
  Table table{{{"FIELD"},
               {"VALUE"},
               {"MAP"},
               {"FIELD IN THE LEDGER"},
               {"VALUE THERE"},
               {"ENTITY"},
               {"WINS"}},
              {}};
  for (const v1::FieldDrift& drift : check.drift()) {
    table.rows.push_back({drift.upstream_field(), drift.upstream_value(),
                          drift.map_type(), drift.master_field(),
                          drift.master_value(), drift.entity(),
                          v1::DriftWinner::Value_Name(drift.winner())});
  }
  return table;
}

Table PreflightTable(const v1::CheckPromotionResponse& check) {
  Table table{
      {{"TABLE MAP"}, {"WOULD STOP IT"}, {"ENTITY"}, {"WHY"}, {"WHAT TO DO"}},
      {}};
  for (const v1::PreflightFinding& finding : check.preflight()) {
    table.rows.push_back(
        {finding.map(), v1::ReasonCode::Value_Name(finding.code()),
         finding.entity(), finding.message(), finding.action()});
  }
  return table;
}

Table KeyTable(const v1::CheckPromotionResponse& check) {
  Table table{{{"KEY"}, {"VALUE"}, {"PROBLEM"}}, {}};
  for (const v1::KeyReport& key : check.keys()) {
    table.rows.push_back({v1::KeyKind::Value_Name(key.kind()),
                          key.usable() ? key.normalized() : key.raw(),
                          key.problem()});
  }
  return table;
}

// An answer in the view BASIC has nothing to show in many columns.
void DropEmptyColumns(Table* table) {
  for (size_t i = table->columns.size(); i-- > 0;) {
    const bool empty =
        std::all_of(table->rows.begin(), table->rows.end(),
                    [i](const auto& row) { return row[i].empty(); });
    if (!empty) continue;
    table->columns.erase(table->columns.begin() + static_cast<ptrdiff_t>(i));
    for (auto& row : table->rows) {
      row.erase(row.begin() + static_cast<ptrdiff_t>(i));
    }
  }
}

void AppendTable(Table table, bool basic, Colors colors, std::string* text) {
  if (table.rows.empty()) return;
  if (basic) DropEmptyColumns(&table);
  absl::StrAppend(text, "\n", RenderTable(table, colors));
}

void AddOthers(const v1::CheckPromotionResponse& check, FactList* facts) {
  for (const v1::NearMatch& near : check.near_matches()) {
    facts->Add("near match", absl::StrCat(RefText(near.record()), " ",
                                          near.rule(), ": ", near.detail()));
  }
  for (const v1::Counterpart& other : check.counterparts()) {
    facts->Add("also", absl::StrCat(RefText(other.record()), " ",
                                    v1::Verdict::Value_Name(other.verdict())));
  }
}

// Where each customer of the ledger opens in its system.
void AddLinks(const v1::CheckPromotionResponse& check, FactList* facts) {
  for (const v1::EntityOutcome& entity : check.entities()) {
    for (const v1::MasterMatch& match : entity.customers()) {
      if (match.url().empty()) continue;
      facts->Add("open", absl::StrCat(match.account(), " ", match.url()));
    }
  }
}

std::string ReasonCodes(const v1::CheckPromotionResponse& check) {
  return absl::StrJoin(check.reasons(), " ",
                       [](std::string* out, const v1::Reason& reason) {
                         out->append(v1::ReasonCode::Value_Name(reason.code()));
                       });
}

// What the ids of legal entities stand for.
std::string EntitiesText(const v1::ListSourcesResponse& answer, Colors colors) {
  Table table{
      {{"LEGAL ENTITY"}, {"NAME"}, {"COUNTRY"}, {"CURRENCY"}, {"SOURCE"}}, {}};
  for (const v1::LegalEntity& entity : answer.legal_entities()) {
    table.rows.push_back({entity.id(), entity.name(), entity.country(),
                          entity.currency_code(), entity.source()});
  }
  return RenderTable(table, colors);
}

// What could not be read of the source, a line each.
std::string UnreadText(const v1::Source& source) {
  std::string text;
  for (const v1::UnreadRows& unread : source.unread()) {
    absl::StrAppend(&text, "\n", Printable(source.id()), ": ");
    if (unread.rows() > 0 || !unread.cut_short()) {
      absl::StrAppend(&text, CountText(unread.rows()),
                      unread.rows() == 1 ? " row" : " rows", " of type ",
                      Printable(unread.type()), " could not be read");
    }
    if (unread.cut_short()) {
      absl::StrAppend(&text, unread.rows() > 0 ? ", and " : "",
                      "more rows were not given");
    }
    if (!unread.entity().empty()) {
      absl::StrAppend(&text, " of ", Printable(unread.entity()));
    }
    absl::StrAppend(&text, ", since ", TimeText(unread.since()),
                    unread.accepted() ? " (accepted)" : "", "\n");
  }
  return text;
}

}  // namespace

View ViewCheck(const v1::CheckPromotionResponse& check, Colors colors) {
  View view;
  const std::string verdict = v1::Verdict::Value_Name(check.verdict());
  const std::string expectation =
      v1::Expectation::Value_Name(check.expectation());
  const std::string since = check.has_since() ? TimeText(check.since()) : "";
  FactList facts;
  facts.Add("expectation", expectation);
  if (check.blocked_value().amount() != 0 || check.unpriced_orders() > 0) {
    facts.Add("blocked",
              BlockedText(check.blocked_value(), check.unpriced_orders()));
  }
  facts.Add("unpriced", absl::StrJoin(check.unpriced_currencies(), ", "));
  facts.Add("since", since);
  facts.Add("as of", TimeText(check.as_of()));
  AddOthers(check, &facts);
  AddLinks(check, &facts);
  const bool basic = check.explanation().empty();
  view.text = absl::StrCat(Colored(verdict, colors), basic ? "" : "  ",
                           Printable(check.explanation()), "\n\n",
                           facts.Render(colors));
  AppendTable(EntityTable(check), basic, colors, &view.text);
  AppendTable(ReasonTable(check), basic, colors, &view.text);
  AppendTable(PreflightTable(check), basic, colors, &view.text);
  AppendTable(DriftTable(check), basic, colors, &view.text);
  AppendTable(KeyTable(check), basic, colors, &view.text);
  view.csv = {{{"verdict"},
               {"promoted"},
               {"expectation"},
               {"since"},
               {"blocked_currency"},
               {"blocked_amount", Align::kRight},
               {"reasons"},
               {"explanation"},
               {"as_of"}},
              {{verdict, check.promoted() ? "true" : "false", expectation,
                since, check.blocked_value().currency_code(),
                PlainAmount(check.blocked_value()), ReasonCodes(check),
                check.explanation(), TimeText(check.as_of())}}};
  return view;
}

View ViewRecord(const v1::GetRecordResponse& answer, Colors colors) {
  View view;
  const v1::HeldRecord& record = answer.record();
  Table fields{{{"FIELD"}, {"VALUE"}}, {}};
  for (const v1::RecordField& field : record.fields()) {
    fields.rows.push_back({field.name(), absl::StrJoin(field.values(), "; ")});
  }
  view.text = absl::StrCat(Printable(RefText(record.ref())), "  ",
                           Printable(record.name()), "\n\n",
                           ViewCheck(answer.check(), colors).text, "\n",
                           RenderTable(fields, colors));
  view.csv = {{{"field"}, {"value"}}, {}};
  for (const v1::RecordField& field : record.fields()) {
    for (const std::string& value : field.values()) {
      view.csv.rows.push_back({field.name(), value});
    }
  }
  return view;
}

View ViewSources(const v1::ListSourcesResponse& answer, Colors colors) {
  View view;
  Table table{{{"SOURCE"},
               {"SYSTEM"},
               {"CHANNEL"},
               {"STATE"},
               {"LAST READ"},
               {"LAST CHANGE"},
               {"ROWS"}},
              {}};
  view.csv = {{{"source"},
               {"system"},
               {"channel"},
               {"state"},
               {"last_read"},
               {"last_change"},
               {"rows"}},
              {}};
  for (const v1::Source& source : answer.sources()) {
    const std::string rows = absl::StrJoin(
        source.row_counts(), ", ",
        [](std::string* out, const v1::RowCount& row) {
          absl::StrAppend(out, CountText(row.count()), " ", row.type());
        });
    const std::vector<std::string> cells = {
        source.id(),
        source.system(),
        source.channel(),
        v1::SourceState::Value_Name(source.state()),
        source.has_last_read() ? TimeText(source.last_read()) : "",
        source.has_last_change() ? TimeText(source.last_change()) : "",
        rows};
    table.rows.push_back(cells);
    view.csv.rows.push_back(cells);
  }
  view.text = RenderTable(table, colors);
  for (const v1::Source& source : answer.sources()) {
    absl::StrAppend(&view.text, UnreadText(source));
  }
  if (answer.legal_entities_size() > 0) {
    absl::StrAppend(&view.text, "\n", EntitiesText(answer, colors));
  }
  if (answer.has_exchange_rates()) {
    absl::StrAppend(&view.text, "\n", RatesText(answer.exchange_rates()));
  }
  return view;
}

View ViewSourceKeys(const v1::ListSourcesResponse& answer, Colors colors) {
  View view;
  Table table{{{"SOURCE"}, {"KEY"}, {"FIELD"}, {"OF"}}, {}};
  for (const v1::Source& source : answer.sources()) {
    for (const std::string& field : source.keys().email()) {
      table.rows.push_back({source.id(), "EMAIL", field, ""});
    }
    for (const v1::ExternalIdField& field : source.keys().external_id()) {
      table.rows.push_back(
          {source.id(), "EXTERNAL_ID", field.field(), field.of()});
    }
    for (const std::string& field : source.keys().tax_id()) {
      table.rows.push_back({source.id(), "TAX_ID", field, ""});
    }
  }
  view.text = RenderTable(table, colors);
  view.csv = {{{"source"}, {"key"}, {"field"}, {"of"}}, table.rows};
  return view;
}

std::string JsonText(const google::protobuf::Message& message) {
  return serve::json::JsonOf(message);
}

}  // namespace landfall::cli
