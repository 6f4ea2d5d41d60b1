// Events -> a table. Declared in render.h.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/render.h"
#include "client/cli/render_parts.h"
#include "client/cli/text.h"

namespace landfall::cli {
namespace {

std::string BecauseText(const v1::Event& event) {
  if (!event.has_because()) return "";
  return v1::EventCause::Value_Name(event.because());
}

std::string VerdictText(const v1::Event& event) {
  if (!event.has_verdict()) return "";
  return v1::Verdict::Value_Name(event.verdict());
}

std::string ReasonsText(const v1::Event& event) {
  return absl::StrJoin(
      event.reasons(), " ", [](std::string* out, const v1::Reason& reason) {
        absl::StrAppend(out, v1::ReasonCode::Value_Name(reason.code()));
      });
}

// Who or what it is about.
std::string SubjectText(const v1::Event& event) {
  if (event.has_record()) return RefText(event.record());
  if (event.has_count()) {
    return absl::StrCat(event.count(), " counted, alert above ", event.above());
  }
  return event.source();
}

std::string NumberText(bool known, int number) {
  return known ? absl::StrCat(number) : "";
}

Table EmptyCsv() {
  return {{{"event_id"},
           {"cursor"},
           {"at"},
           {"type"},
           {"because"},
           {"card"},
           {"source"},
           {"record_type"},
           {"record_id"},
           {"name"},
           {"verdict"},
           {"reasons"},
           {"entities"},
           {"blocked_currency"},
           {"blocked_amount", Align::kRight},
           {"since"},
           {"count", Align::kRight},
           {"above", Align::kRight}},
          {}};
}

std::vector<std::string> CsvRow(const v1::Event& event) {
  return {event.event_id(),
          event.cursor(),
          TimeText(event.at()),
          v1::EventType::Value_Name(event.type()),
          BecauseText(event),
          event.card(),
          event.source(),
          event.record().type(),
          event.record().id(),
          event.name(),
          VerdictText(event),
          ReasonsText(event),
          absl::StrJoin(event.entities(), " "),
          event.blocked_value().currency_code(),
          event.has_blocked_value() ? PlainAmount(event.blocked_value()) : "",
          event.has_since() ? TimeText(event.since()) : "",
          NumberText(event.has_count(), event.count()),
          NumberText(event.has_above(), event.above())};
}

// Wide enough for most, so that the lines of a stream stand below each other.
std::string Padded(const std::string& text, int width) {
  const int missing = width - DisplayWidth(text);
  return missing > 0 ? text + std::string(missing, ' ') : text;
}

}  // namespace

View ViewEvents(const v1::ListEventsResponse& answer, Colors colors) {
  View view;
  Table table{{{"AT"},
               {"EVENT"},
               {"BECAUSE"},
               {"CARD"},
               {"ABOUT"},
               {"NAME"},
               {"BLOCKED", Align::kRight}},
              {}};
  for (const v1::Event& event : answer.value()) {
    table.rows.push_back({TimeText(event.at()),
                          v1::EventType::Value_Name(event.type()),
                          BecauseText(event), event.card(), SubjectText(event),
                          event.name(), MoneyText(event.blocked_value())});
  }
  view.text = RenderTable(table, colors);
  if (answer.more()) {
    absl::StrAppend(&view.text, "\nthere is more: --cursor ",
                    Printable(answer.next_cursor()), "\n");
  }
  view.csv = EmptyCsv();
  for (const v1::Event& event : answer.value()) {
    view.csv.rows.push_back(CsvRow(event));
  }
  return view;
}

View ViewEvent(const v1::Event& event, Colors colors) {
  View view;
  // The colour takes no room, so it comes after the padding.
  std::string type = v1::EventType::Value_Name(event.type());
  const std::string gap = Padded(type, 16).substr(type.size());
  const std::string money = MoneyText(event.blocked_value());
  view.text = absl::StrCat(
      TimeText(event.at()), "  ", Colored(type, colors), gap, "  ",
      Padded(BecauseText(event), 13), "  ", Padded(event.card(), 22), "  ",
      Padded(Printable(SubjectText(event)), 30), "  ",
      Padded(Printable(event.name()), 24), money.empty() ? "" : "  ", money);
  view.text.erase(view.text.find_last_not_of(' ') + 1);
  view.csv = EmptyCsv();
  view.csv.rows.push_back(CsvRow(event));
  return view;
}

}  // namespace landfall::cli
