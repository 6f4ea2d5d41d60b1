// Power Automate's failures in Dataverse -> pages of rows. Entry point:
// FlowRuns::Read.
#include "server/pull/flow_runs.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/percent_encode.h"
#include "server/base/status_macros.h"
#include "server/pull/request.h"
#include "server/pull/row_text.h"

namespace landfall::pull {
namespace {

using http_client::Request;
using http_client::Response;

constexpr absl::string_view kPurpose = "read runs of flows";
constexpr absl::string_view kModified = "modifiedon";
constexpr absl::string_view kColumns[] = {
    "flowrunid", "name",       "status",         "starttime",
    "endtime",   "errorcode",  "errormessage",   "workflowid",
    "createdon", "modifiedon", "_workflow_value"};
// How long the table keeps its rows unless the organization says otherwise.
constexpr absl::Duration kUsuallyKept = absl::Hours(24 * 28);

Request RequestFor(std::string url, bool pages) {
  Request request = JsonRequest(std::move(url), ODataVersions());
  if (pages) {
    request.headers.push_back(
        {"Prefer",
         "odata.maxpagesize=5000,odata.include-annotations=\""
         "OData.Community.Display.V1.FormattedValue\""});
  }
  return request;
}

// What the application may not see, or the environment does not have.
bool IsKeptFrom(const Response& response) {
  return response.status == 400 || response.status == 403 ||
         response.status == 404;
}

}  // namespace

std::string FlowRuns::First(absl::Time started) const {
  return EncodePlace(PlaceOfEverything(started));
}

std::string FlowRuns::Since(const std::string& bookmark,
                            absl::Time started) const {
  return EncodePlace(PlaceOfChanges(bookmark, started));
}

std::string FlowRuns::StartUrl(const ModifiedPlace& place) const {
  std::vector<absl::string_view> columns;
  for (absl::string_view column : kColumns) {
    if (missing_columns_.count(std::string(column)) == 0) {
      columns.push_back(column);
    }
  }
  std::string filter = "status eq 'Failed'";
  if (place.changes) {
    absl::StrAppend(&filter, " and ", kModified, " ge ",
                    FilterTime(place.known.newest - kOverlap));
  }
  return absl::StrCat(root_, "flowruns?$select=", absl::StrJoin(columns, ","),
                      "&$filter=", base::PercentEncode(filter));
}

absl::StatusOr<Exchange::Page> FlowRuns::Ask(const ModifiedPlace& place,
                                             Exchange& exchange) {
  while (true) {
    LF_ASSIGN_OR_RETURN(
        Exchange::Page answer,
        exchange.AskPage(
            RequestFor(place.link.empty() ? StartUrl(place) : place.link, true),
            kPurpose,
            [](const Response& response) { return response.status == 400; }));
    if (answer.response.status != 400) return answer;
    const std::string column = MissingColumnOf(answer.response);
    if (std::find(std::begin(kColumns), std::end(kColumns), column) ==
            std::end(kColumns) ||
        !missing_columns_.insert(column).second) {
      return Refused(answer.response, kPurpose);
    }
  }
}

absl::StatusOr<Page> FlowRuns::Read(const std::string& text,
                                    Exchange& exchange) {
  ModifiedPlace place = DecodePlace(text);
  LF_ASSIGN_OR_RETURN(Exchange::Page answer, Ask(place, exchange));
  Page page;
  page.rows = std::move(answer.rows.rows);
  page.unread_rows = answer.rows.unread_rows;
  place.found = std::max(place.found, NewestOf(page.rows, kModified));
  const std::string& next = answer.rows.page.next_link;
  if (!next.empty()) {
    place.link = next;
    page.next = EncodePlace(place);
    return page;
  }
  // Pages come in no order: a row that was modified while they were read may
  // have hidden behind them.
  const absl::Duration took =
      std::max(exchange.Now() - place.started, absl::ZeroDuration());
  const absl::Time sure = place.found == absl::InfinitePast()
                              ? place.started - kClocksDiffer
                              : place.found - took;
  page.bookmark =
      EncodeKnown({std::max(sure, place.known.newest), absl::InfinitePast()});
  LF_ASSIGN_OR_RETURN(page.cut_short, HasGaps(place.started, exchange));
  return page;
}

absl::StatusOr<bool> FlowRuns::HasGaps(absl::Time started,
                                       Exchange& exchange) const {
  constexpr absl::string_view kKept = "flowruntimetoliveinseconds";
  LF_ASSIGN_OR_RETURN(
      const Exchange::Page organization,
      exchange.AskPage(
          RequestFor(absl::StrCat(root_, "organizations?$select=", kKept),
                     false),
          "read how long runs of flows are kept", IsKeptFrom));
  if (IsKeptFrom(organization.response) || organization.rows.rows.empty()) {
    return true;
  }
  absl::Duration kept = kUsuallyKept;
  int64_t seconds = 0;
  if (absl::SimpleAtoi(TextOf(organization.rows.rows[0], kKept), &seconds)) {
    kept = absl::Seconds(seconds);
  }
  if (kept <= absl::ZeroDuration()) return true;
  const std::string filter =
      absl::StrCat("eventtype eq 'FlowRunIngestion' and createdon ge ",
                   FilterTime(started - kept - kClocksDiffer));
  LF_ASSIGN_OR_RETURN(
      const Exchange::Page events,
      exchange.AskPage(
          RequestFor(
              absl::StrCat(root_, "flowevents?$select=eventcode,createdon",
                           "&$filter=", base::PercentEncode(filter), "&$top=1"),
              false),
          "read gaps in the runs of flows", IsKeptFrom));
  return IsKeptFrom(events.response) || !events.rows.rows.empty();
}

}  // namespace landfall::pull
