#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/config/source_connection.h"
#include "server/model/settings.h"
#include "server/pull/connector.h"
#include "server/pull/document_columns.h"
#include "server/pull/error_log.h"

namespace landfall::pull {

// Reads the customers of each legal entity of Finance & Operations, and the
// reference sets of all of them, over OData. The entities have no time of
// change, so there are no bookmarks: everything is read each time. Not
// thread-safe.
//
// The service's own next links count rows, so that a row that is deleted
// between two pages hides another one. Customers are therefore read by key:
// each page begins after the last account of the one before.
//
// With `errors` it also reads a log of errors, see ErrorLog. With `documents`
// it also reads the sales orders and invoices of each legal entity that came to
// be within `order_window`, by key as well: they say when that was, so that
// later only newer ones are read. What changes in older ones, and what is
// deleted, shows when everything is read.
//
// A place is "first", "after ACCOUNT", or "page " and a link (reference sets).
// Of documents a place is of modified_place.h, with the number of the last
// document in place of a link, and a bookmark is its KnownChanges.
class FinanceOperations : public Connector {
 public:
  // All must outlive this.
  FinanceOperations(const model::Settings& settings,
                    const model::Source& source,
                    const config::SourceConnection& connection);

  std::vector<Part> Parts() const override;
  std::string Question(const Part& part) const override;
  std::string First(const Part& part, absl::Time started) const override;
  std::string Since(const Part& part, const std::string& bookmark,
                    absl::Time started) const override;
  absl::StatusOr<Page> Read(const Part& part, const std::string& place,
                            Exchange& exchange) override;

 private:
  void AddDocuments(std::vector<Part>* parts) const;
  std::string UrlOfDocuments(const Part& part, const std::string& place) const;
  absl::StatusOr<Page> PageOf(const Part& part, Exchange::Page answer) const;
  Page PageOfDocuments(const Part& part, const std::string& place,
                       Exchange::Page answer) const;
  // The request of a page, without the columns that are known to be missing.
  std::string UrlOf(const Part& part, absl::string_view place) const;
  std::string SetOf(absl::string_view type) const;
  std::vector<std::string> AllColumnsOf(absl::string_view type) const;

  const model::Settings& settings_;
  const model::Source& source_;
  const config::SourceConnection& connection_;
  const std::string root_;
  std::optional<ErrorLog> errors_;
  MissingColumns missing_columns_;  // found out while reading
};

}  // namespace landfall::pull
