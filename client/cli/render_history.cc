// A card's history -> a picture of the counts and a table. Declared in
// render.h.
#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/cli/render.h"
#include "client/cli/render_parts.h"
#include "client/cli/text.h"

namespace landfall::cli {
namespace {

// What fits on the narrowest terminal.
constexpr int kMostBars = 72;
constexpr absl::string_view kBars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr int kHighest = 7;

// One bar a point from 0 to the largest count, of the newest points if there
// are too many. A count above 0 is never as low as none.
std::string Sparkline(const v1::GetCardHistoryResponse& answer) {
  const int size = answer.points_size();
  const int first = std::max(0, size - kMostBars);
  int largest = 1;
  for (int i = first; i < size; ++i) {
    largest = std::max(largest, answer.points(i).count());
  }
  std::string bars;
  for (int i = first; i < size; ++i) {
    const double share =
        static_cast<double>(answer.points(i).count()) / largest;
    bars.append(
        std::string(kBars[static_cast<int>(std::ceil(share * kHighest))]));
  }
  return bars;
}

// 45 as "45 s", 5400 as "1.5 h".
std::string WaitText(double seconds) {
  if (seconds < 60) return absl::StrFormat("%.0f s", seconds);
  if (seconds < 3600) return absl::StrFormat("%.1f min", seconds / 60);
  if (seconds < 86400) return absl::StrFormat("%.1f h", seconds / 3600);
  return absl::StrFormat("%.1f d", seconds / 86400);
}

std::string PlainSeconds(bool known, double seconds) {
  return known ? absl::StrCat(seconds) : "";
}

std::string HalfText(const v1::TimeToPromotion& time) {
  return time.landed() == 0 ? "" : WaitText(time.p50_seconds());
}

std::string MostText(const v1::TimeToPromotion& time) {
  return time.landed() == 0 ? "" : WaitText(time.p90_seconds());
}

Table HistoryCsv(const v1::GetCardHistoryResponse& answer) {
  Table csv{{{"as_of"},
             {"count"},
             {"not_promoted"},
             {"awaiting_sync"},
             {"in_window"},
             {"blocked_currency"},
             {"blocked_amount", Align::kRight},
             {"firing"},
             {"landed"},
             {"p50_seconds"},
             {"p90_seconds"},
             {"p99_seconds"}},
            {}};
  for (const v1::CardHistoryPoint& point : answer.points()) {
    const v1::TimeToPromotion& time = point.time_to_promotion();
    csv.rows.push_back(
        {TimeText(point.as_of()), absl::StrCat(point.count()),
         absl::StrCat(point.not_promoted()),
         absl::StrCat(point.awaiting_sync()), absl::StrCat(point.in_window()),
         point.blocked_value().currency_code(),
         PlainAmount(point.blocked_value()),
         point.alert_firing() ? "true" : "false", absl::StrCat(time.landed()),
         PlainSeconds(time.has_p50_seconds(), time.p50_seconds()),
         PlainSeconds(time.has_p90_seconds(), time.p90_seconds()),
         PlainSeconds(time.has_p99_seconds(), time.p99_seconds())});
  }
  return csv;
}

}  // namespace

View ViewCardHistory(const v1::GetCardHistoryResponse& answer, Colors colors) {
  View view;
  Table table{{{"AS OF"},
               {"COUNT", Align::kRight},
               {"ALERT"},
               {"IN WINDOW", Align::kRight},
               {"BLOCKED", Align::kRight},
               {"LANDED", Align::kRight},
               {"HALF WITHIN", Align::kRight},
               {"9 OF 10", Align::kRight}},
              {}};
  for (const v1::CardHistoryPoint& point : answer.points()) {
    const v1::TimeToPromotion& time = point.time_to_promotion();
    table.rows.push_back(
        {TimeText(point.as_of()), CountText(point.count()),
         point.alert_firing() ? "FIRING" : "", CountText(point.in_window()),
         BlockedText(point.blocked_value(), point.unpriced_orders()),
         CountText(time.landed()), HalfText(time), MostText(time)});
  }
  const v1::TimeToPromotion& all = answer.time_to_promotion();
  view.text =
      absl::StrCat(Sparkline(answer), "\n\n", RenderTable(table, colors), "\n",
                   CountText(all.landed()), " landed");
  if (all.landed() > 0) {
    absl::StrAppend(&view.text, ": half within ", WaitText(all.p50_seconds()),
                    ", 9 of 10 within ", WaitText(all.p90_seconds()),
                    ", 99 of 100 within ", WaitText(all.p99_seconds()));
  }
  view.text.append("\n");
  view.csv = HistoryCsv(answer);
  return view;
}

}  // namespace landfall::cli
