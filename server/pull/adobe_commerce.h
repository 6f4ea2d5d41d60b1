#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/config/source_connection.h"
#include "server/pull/connector.h"
#include "server/pull/modified_walk.h"

namespace landfall::pull {

// Reads the customers, the orders and, where the B2B modules are installed, the
// companies and negotiable quotes of Adobe Commerce (Magento 2): everything, of
// orders and quotes as far back as the connection says, then what was updated
// since. Companies have no time of change, so they are read as a whole each
// time. Deletions only show when everything is read. Not thread-safe.
//
// Places and bookmarks are of modified_walk.h; a place of companies is the last
// id of the page before.
class AdobeCommerce : public Connector {
 public:
  // Must outlive this.
  explicit AdobeCommerce(const config::SourceConnection& connection);

  std::vector<Part> Parts() const override;
  std::string First(const Part& part, absl::Time started) const override;
  std::string Since(const Part& part, const std::string& bookmark,
                    absl::Time started) const override;
  absl::StatusOr<Page> Read(const Part& part, const std::string& place,
                            Exchange& exchange) override;

 private:
  // The answer to a search, with as many rows as the system hands out at once,
  // at most `page_size_`.
  absl::StatusOr<Exchange::Page> Ask(const Part& part,
                                     absl::string_view criteria,
                                     Exchange& exchange);
  absl::StatusOr<Page> ReadCompanies(const Part& part, const std::string& place,
                                     Exchange& exchange);
  absl::StatusOr<Page> ReadWalk(const Part& part, const std::string& place,
                                Exchange& exchange);
  absl::StatusOr<bool> HasB2b(Exchange& exchange);

  const config::SourceConnection& connection_;
  const std::string root_;
  // Found out while reading.
  int page_size_;
  std::optional<bool> has_b2b_;  // whether the B2B modules are installed
};

}  // namespace landfall::pull
