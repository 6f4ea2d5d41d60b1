// Runs of sources -> a view. Declared in render.h.
#include "absl/strings/str_cat.h"
#include "client/cli/render.h"
#include "client/cli/render_parts.h"
#include "client/cli/text.h"

namespace landfall::cli {

std::string RatesText(const v1::ExchangeRateFeed& rates) {
  std::string text = absl::StrCat("exchange rates: ", Printable(rates.feed()));
  if (rates.newest_date().empty()) {
    absl::StrAppend(&text, ", none are held");
  } else {
    absl::StrAppend(&text, ", ", CountText(rates.currencies()),
                    " currencies, newest of ", Printable(rates.newest_date()));
  }
  absl::StrAppend(&text,
                  rates.has_read_at()
                      ? absl::StrCat(", read at ", TimeText(rates.read_at()))
                      : ", never read");
  if (!rates.error().empty()) {
    absl::StrAppend(&text,
                    "; the last read failed: ", Printable(rates.error()));
  }
  return absl::StrCat(text, "\n");
}

View ViewSync(const v1::SyncReport& report, Colors colors) {
  View view;
  Table table{{{"SOURCE"},
               {"STATE"},
               {"FULL"},
               {"READ"},
               {"INSERTED"},
               {"UPDATED"},
               {"UNCHANGED"},
               {"DELETED"},
               {"REJECTED"}},
              {}};
  view.csv = {{{"source"},
               {"state"},
               {"full"},
               {"read"},
               {"inserted"},
               {"updated"},
               {"unchanged"},
               {"deleted"},
               {"rejected"},
               {"error"}},
              {}};
  std::string errors;
  for (const v1::SyncSourceResponse& answer : report.runs()) {
    const v1::SourceRun& run = answer.run();
    std::vector<std::string> cells = {answer.source(),
                                      v1::RunState::Value_Name(run.state()),
                                      run.full() ? "yes" : "no"};
    for (int count : {run.read(), run.inserted(), run.updated(),
                      run.unchanged(), run.deleted(), run.rejected()}) {
      cells.push_back(absl::StrCat(count));
    }
    table.rows.push_back(cells);
    cells.push_back(run.error());
    view.csv.rows.push_back(std::move(cells));
    if (!run.error().empty()) {
      absl::StrAppend(&errors, Printable(answer.source()), ": ",
                      Printable(run.error()), "\n");
    }
  }
  view.text = RenderTable(table, colors);
  absl::StrAppend(&view.text, errors.empty() ? "" : "\n", errors);
  return view;
}

}  // namespace landfall::cli
