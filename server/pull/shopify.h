#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/config/source_connection.h"
#include "server/model/settings.h"
#include "server/pull/connector.h"
#include "server/pull/modified_place.h"
#include "server/pull/shopify_admin.h"
#include "server/pull/shopify_pages.h"
#include "server/pull/shopify_place.h"
#include "server/pull/shopify_query.h"

namespace landfall::pull {

// Reads customers, companies and their locations, orders and draft orders of a
// Shopify shop: everything with bulk operations where there may be much of it,
// else in pages; then what was updated since. Deletions only show when
// everything is read. Not thread-safe.
//
// A place is of modified_place.h, its link of shopify_place.h, and a bookmark
// is its KnownChanges.
class Shopify : public Connector {
 public:
  // So long may a change take to be found by its time.
  static constexpr absl::Duration kOverlap = absl::Minutes(5);
  // A connection ends after 25,000 rows. More changes than that are better read
  // with everything.
  static constexpr int kMostChanges = 20'000;
  static constexpr char kDefaultVersion[] = "2026-10";

  // `source` and `settings` must outlive this.
  Shopify(const model::Settings& settings, const model::Source& source,
          const config::SourceConnection& connection);

  std::vector<Part> Parts() const override;
  std::string First(const Part& part, absl::Time started) const override;
  std::string Since(const Part& part, const std::string& bookmark,
                    absl::Time started) const override;
  absl::StatusOr<Page> Read(const Part& part, const std::string& place,
                            Exchange& exchange) override;

 private:
  const ShopifySet& SetOf(const Part& part) const;

  absl::StatusOr<Page> ReadChanges(const ShopifySet& set, ModifiedPlace place,
                                   Exchange& exchange);
  // Of a set whose search finds whole days: the newest come first, until there
  // is one that is known.
  absl::StatusOr<Page> ReadNewest(const ShopifySet& set, ModifiedPlace place,
                                  Exchange& exchange);
  absl::StatusOr<Page> ReadEverything(const Part& part, ModifiedPlace place,
                                      Exchange& exchange);
  // Finds out how everything is read, and how far changes are known.
  absl::Status Begin(const Part& part, ModifiedPlace* place,
                     Exchange& exchange);
  absl::StatusOr<Page> ReadFile(const Part& part, ModifiedPlace place,
                                Exchange& exchange);
  absl::StatusOr<Page> ReadIds(const Part& part, ModifiedPlace place,
                               Exchange& exchange);
  // PERMISSION_DENIED when the app may not see what customers are found by.
  absl::Status CheckSees(const Page& page, absl::Time started,
                         Exchange& exchange);

  const std::string url_;
  const absl::Duration order_window_;
  const std::vector<ShopifySet> sets_;
  ShopifyAdmin admin_;
  ShopifyPages pages_{admin_};
  // The run in which the app was seen to see it.
  absl::Time sees_ = absl::InfinitePast();
};

}  // namespace landfall::pull
