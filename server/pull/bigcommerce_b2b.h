#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/decode/payload_splitter.h"
#include "server/pull/exchange.h"
#include "server/pull/modified_walk.h"

namespace landfall::pull {

// The requests to BigCommerce's B2B Edition: another address, another envelope,
// other paging. Not thread-safe.
class BigCommerceB2b {
 public:
  static constexpr int kPageSize = 250;

  // `b2b_url` as the configuration has it: the path of the interface may be
  // left out; "": there is no B2B Edition. `store_url` ends with the hash of
  // the store.
  BigCommerceB2b(absl::string_view b2b_url, absl::string_view store_url);

  bool IsThere() const { return !root_.empty(); }

  // One page, oldest change first.
  absl::StatusOr<AnswerPage> ReadCompanies(const ModifiedWalk::Step& step,
                                           Exchange& exchange) const;
  absl::StatusOr<AnswerPage> ReadQuotes(const ModifiedWalk::Step& step,
                                        Exchange& exchange) const;

  // Says of each customer to which company it belongs, as `companyId`. Of many
  // customers at once it reads all users and remembers them until Forget.
  absl::Status AddCompanies(std::vector<decode::PayloadElement>& customers,
                            Exchange& exchange);
  void Forget() { companies_.clear(); }

 private:
  absl::StatusOr<AnswerPage> Ask(absl::string_view path,
                                 absl::string_view purpose,
                                 Exchange& exchange) const;
  absl::Status ReadUsers(Exchange& exchange);

  std::string root_;
  const std::string store_hash_;
  std::map<std::string, std::string> companies_;  // by id of the customer
};

}  // namespace landfall::pull
