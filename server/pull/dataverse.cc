// Dataverse Web API v9.2 -> pages of rows. Entry point: Dataverse::Read.
#include "server/pull/dataverse.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "server/base/check.h"
#include "server/base/status_macros.h"
#include "server/decode/dataverse/dataverse_types.h"
#include "server/preflight/map_state.h"
#include "server/pull/dataverse_columns.h"
#include "server/pull/request.h"

namespace landfall::pull {
namespace {

using http_client::Request;
using http_client::Response;

constexpr absl::string_view kAll = "all";
constexpr absl::string_view kAllPage = "all ";
constexpr absl::string_view kChangesPage = "changes ";
constexpr absl::string_view kPlainPage = "plain ";
constexpr absl::string_view kFlowRun = "flow_run";
// The most that there can be.
constexpr int kPageSize = 5000;
// Columns that an environment may lack; more are no coincidence.
constexpr int kMostMissing = 64;

// References first: rows that look at them can then be judged at once.
constexpr absl::string_view kTypes[] = {
    "cdm_company", "customer_group", "payment_terms", "transactioncurrency",
    "table_map",   "account",        "contact",       "opportunity",
    "salesorder"};

bool MayBeAbsent(absl::string_view type) {
  return type == "cdm_company" || type == "customer_group" ||
         type == "payment_terms" || type == preflight::kTableMapType;
}

// What nobody has to know: it may be kept from the application, too.
bool MayBeForbidden(absl::string_view type) {
  return type == preflight::kTableMapType;
}

std::string Annotations(bool names) {
  return absl::StrCat("\"Microsoft.Dynamics.CRM.lookuplogicalname",
                      names ? ",OData.Community.Display.V1.FormattedValue" : "",
                      "\"");
}

// `names`: with what a form shows for each lookup.
Request RequestFor(std::string url, bool tracked, bool names) {
  Request request = JsonRequest(std::move(url), ODataVersions());
  // Of every page: without it later ones have the usual size.
  request.headers.push_back(
      {"Prefer",
       absl::StrCat(tracked ? "odata.track-changes," : "",
                    "odata.maxpagesize=", kPageSize,
                    ",odata.include-annotations=", Annotations(names))});
  return request;
}

// The bookmark is too old, or the table has changed since.
bool IsExpired(const Response& response) {
  const std::string code = ErrorCodeOf(response);
  return response.status != 401 &&
         (absl::EqualsIgnoreCase(code, "0x80044352") || code == "-2147204270");
}

Page PageOf(Exchange::Page answer, absl::string_view kind) {
  Page page;
  page.rows = std::move(answer.rows.rows);
  page.unread_rows = answer.rows.unread_rows;
  const std::string& next = answer.rows.page.next_link;
  if (!next.empty()) page.next = absl::StrCat(kind, next);
  return page;
}

}  // namespace

Dataverse::Dataverse(const model::Settings& settings,
                     const model::Source& source,
                     const config::SourceConnection& connection)
    : settings_(settings),
      source_(source),
      connection_(connection),
      root_(
          absl::StrCat(absl::StripSuffix(source.url, "/"), "/api/data/v9.2/")),
      flow_runs_(root_) {}

std::vector<Part> Dataverse::Parts() const {
  std::vector<Part> parts;
  for (absl::string_view type : kTypes) {
    Part part{std::string(type), std::string(type)};
    part.may_vanish = type == preflight::kTableMapType;
    parts.push_back(std::move(part));
  }
  if (connection_.flow_runs) {
    Part part{std::string(kFlowRun), std::string(kFlowRun)};
    part.kept = true;
    parts.push_back(std::move(part));
  }
  return parts;
}

std::string Dataverse::ColumnsOf(const Part& part) const {
  return absl::StrJoin(DataverseColumns(settings_, source_, part.type), ",");
}

bool Dataverse::NeedsNames(const Part& part) const {
  return NamesBusinessCentralCompany(settings_, source_, part.type);
}

std::string Dataverse::StartUrl(const Part& part) const {
  const decode::DataverseTable* table = decode::FindDataverseTable(part.type);
  LF_CHECK(table != nullptr);
  std::vector<std::string> columns;
  const auto missing = missing_columns_.find(part.type);
  for (std::string& column : DataverseColumns(settings_, source_, part.type)) {
    if (missing != missing_columns_.end() && missing->second.count(column)) {
      continue;
    }
    columns.push_back(std::move(column));
  }
  return absl::StrCat(root_, table->set,
                      "?$select=", absl::StrJoin(columns, ","));
}

// Pages go by the key of their last row.
std::string Dataverse::Question(const Part& part) const {
  return part.type == kFlowRun ? "" : ColumnsOf(part);
}

std::string Dataverse::First(const Part& part, absl::Time started) const {
  if (part.type == kFlowRun) return flow_runs_.First(started);
  return std::string(kAll);
}

std::string Dataverse::Since(const Part& part, const std::string& bookmark,
                             absl::Time started) const {
  if (part.type == kFlowRun) return flow_runs_.Since(bookmark, started);
  absl::string_view link = bookmark;
  if (!absl::ConsumePrefix(&link, absl::StrCat(ColumnsOf(part), " "))) {
    return "";
  }
  return absl::StrCat(kChangesPage, link);
}

absl::StatusOr<Page> Dataverse::ReadStart(const Part& part,
                                          Exchange& exchange) {
  for (int i = 0; i < kMostMissing; ++i) {
    const bool tracked = untracked_.count(part.type) == 0;
    LF_ASSIGN_OR_RETURN(
        Exchange::Page answer,
        exchange.AskPage(
            RequestFor(StartUrl(part), tracked, NeedsNames(part)),
            ReadingRows(part.type), [&part](const Response& response) {
              return response.status == 400 || response.status == 404 ||
                     (response.status == 403 && MayBeForbidden(part.type));
            }));
    const Response& response = answer.response;
    if (response.status == 404 || response.status == 403) {
      if (!MayBeAbsent(part.type))
        return Refused(response, ReadingRows(part.type));
      Page page;
      page.absent = true;
      return page;
    }
    if (response.status == 400) {
      const std::string column = MissingColumnOf(response);
      if (!column.empty() &&
          missing_columns_[part.type].insert(column).second) {
        continue;
      }
      // Nothing else says that a table has no change tracking.
      if (!tracked) return Refused(response, ReadingRows(part.type));
      untracked_.insert(part.type);
      continue;
    }
    const std::string delta = answer.rows.page.delta_link;
    Page page = PageOf(std::move(answer), tracked ? kAllPage : kPlainPage);
    if (!delta.empty()) {
      page.bookmark = absl::StrCat(ColumnsOf(part), " ", delta);
    }
    return page;
  }
  return absl::FailedPreconditionError(
      absl::StrCat(ReadingRows(part.type), ": the table lacks most columns"));
}

absl::StatusOr<Page> Dataverse::Read(const Part& part, const std::string& place,
                                     Exchange& exchange) {
  if (part.type == kFlowRun) return flow_runs_.Read(place, exchange);
  if (place == kAll) return ReadStart(part, exchange);
  absl::string_view link = place;
  absl::string_view kind = kAllPage;
  for (absl::string_view other : {kAllPage, kChangesPage, kPlainPage}) {
    if (absl::ConsumePrefix(&link, other)) {
      kind = other;
      break;
    }
  }
  const bool changes = kind == kChangesPage;
  LF_ASSIGN_OR_RETURN(
      Exchange::Page answer,
      exchange.AskPage(
          RequestFor(std::string(link), kind == kAllPage, NeedsNames(part)),
          ReadingRows(part.type), [changes](const Response& response) {
            return changes && IsExpired(response);
          }));
  if (IsExpired(answer.response)) {
    return absl::OutOfRangeError(
        absl::StrCat(ReadingRows(part.type),
                     ": the system no longer knows what has changed"));
  }
  const std::string delta = answer.rows.page.delta_link;
  Page page = PageOf(std::move(answer), kind);
  if (!delta.empty()) page.bookmark = absl::StrCat(ColumnsOf(part), " ", delta);
  if (page.next.empty() && page.bookmark.empty() && kind != kPlainPage) {
    return absl::UnavailableError(absl::StrCat(
        ReadingRows(part.type), ": the last page has no delta link"));
  }
  return page;
}

}  // namespace landfall::pull
