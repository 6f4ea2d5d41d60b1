#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/config/source_connection.h"
#include "server/model/settings.h"
#include "server/pull/connector.h"
#include "server/pull/document_columns.h"
#include "server/pull/error_log.h"
#include "server/pull/modified_place.h"

namespace landfall::pull {

// Reads the customers of the companies of Business Central (API v2.0) that are
// legal entities: everything, then what was modified since. Deletions only show
// when everything is read. With `errors` it also reads the log of errors of
// each company, see ErrorLog. With `documents` it also reads the sales orders
// and the sales invoices of each company in the same way. An order that was
// invoiced completely is gone from its set, so that orders come and go; of
// invoices only those are read that were changed within `order_window`. Not
// thread-safe.
//
// Of customers and documents a place is of modified_place.h, and a bookmark is
// its KnownChanges.
class BusinessCentral : public Connector {
 public:
  // So long may a transaction take.
  static constexpr absl::Duration kOverlap = absl::Minutes(5);

  // All must outlive this.
  BusinessCentral(const model::Settings& settings, const model::Source& source,
                  const config::SourceConnection& connection);

  std::vector<Part> Parts() const override;
  std::string Question(const Part& part) const override;
  std::string First(const Part& part, absl::Time started) const override;
  std::string Since(const Part& part, const std::string& bookmark,
                    absl::Time started) const override;
  absl::StatusOr<Page> Read(const Part& part, const std::string& place,
                            Exchange& exchange) override;

  // The address of the part's company, without a slash at its end.
  absl::StatusOr<std::string> CompanyUrl(const Part& part, Exchange& exchange);

 private:
  // The newest modification of the part's rows; without any, `otherwise`.
  absl::StatusOr<absl::Time> Newest(const Part& part,
                                    const std::string& company,
                                    absl::Time otherwise, Exchange& exchange);
  absl::StatusOr<Page> ReadErrors(const Part& part, const std::string& place,
                                  Exchange& exchange);
  void AddDocuments(std::vector<Part>* parts) const;
  std::vector<std::string> ColumnsOf(absl::string_view type) const;
  // The answer to the request of a place; of the first page without the columns
  // that the system turns out to lack.
  absl::StatusOr<Exchange::Page> AskFor(const Part& part, ModifiedPlace* place,
                                        Exchange& exchange);
  // Fills in the link of a place that has none.
  absl::Status Begin(const Part& part, ModifiedPlace* place,
                     Exchange& exchange);

  const model::Settings& settings_;
  const model::Source& source_;
  const std::string root_;
  const config::SourceConnection& connection_;
  std::optional<ErrorLog> errors_;
  std::map<std::string, std::string> company_urls_;  // by the name of the part
  MissingColumns missing_columns_;                   // found out while reading
};

}  // namespace landfall::pull
