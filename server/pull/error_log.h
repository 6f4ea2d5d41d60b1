#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/config/source_connection.h"
#include "server/http_client/http_client.h"
#include "server/pull/connector.h"

namespace landfall::pull {

// What differs between the systems that have such logs.
struct ErrorLogStyle {
  // The columns that hold the time and the id, where the configuration names
  // none.
  std::string at;
  std::string id;
  // Next links count rows, so that a row that is deleted between two pages
  // hides another one: pages are asked for by time and id instead.
  bool by_key = false;
  std::vector<http_client::Header> headers{};  // of each request
};

// Reads a log of errors that somebody has made an OData entity of: its rows by
// their own names, or by ours where the configuration says which columns these
// are.
//
// If it is known which column holds the time (and which the id, with `by_key`),
// rows are read in that order, and later only new ones, and those of an hour
// before: a transaction may write its row some time after the time that it
// gives it. Otherwise, or while rows have no time, everything is read each
// time. Not thread-safe.
class ErrorLog {
 public:
  static constexpr absl::Duration kOverlap = absl::Hours(1);
  // Of a page.
  static constexpr size_t kRows = 5000;

  // `entity` must outlive this.
  ErrorLog(const config::ErrorEntity& entity, ErrorLogStyle style)
      : entity_(entity), style_(std::move(style)) {}

  std::string First() const;
  std::string Since(const std::string& bookmark) const;
  // As Connector::Read. `url` is that of the set, with or without a query.
  absl::StatusOr<Page> Read(absl::string_view url, const std::string& place,
                            Exchange& exchange);

 private:
  struct Place;

  // The column that holds `ours` or what the log itself calls `theirs`; "" when
  // there is none.
  std::string ColumnOf(absl::string_view ours, absl::string_view theirs) const;
  std::string At() const { return ColumnOf("at", style_.at); }
  std::string Id() const { return ColumnOf("id", style_.id); }
  // Whether it can be told which rows are new.
  bool TellsNews() const;
  bool IsByKey() const { return style_.by_key && TellsNews(); }
  std::string UrlOf(absl::string_view url, const Place& place) const;
  // The place behind a row. FAILED_PRECONDITION: it does not say where it is.
  absl::StatusOr<std::string> Behind(const decode::PayloadElement& row) const;
  // Notes the times of rows in `place`.
  void NoteTimes(const std::vector<decode::PayloadElement>& rows,
                 Place* place) const;
  // The row with our names.
  std::string Renamed(const decode::PayloadElement& row) const;

  const config::ErrorEntity& entity_;
  const ErrorLogStyle style_;
  std::set<std::string> missing_columns_;  // found out while reading
};

}  // namespace landfall::pull
