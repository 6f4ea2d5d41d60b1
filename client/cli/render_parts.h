#pragma once

#include <string>

#include "client/cli/table.h"
#include "google/protobuf/timestamp.pb.h"
#include "landfall/v1/answer.pb.h"
#include "landfall/v1/customer.pb.h"
#include "landfall/v1/source_service.pb.h"
#include "landfall/v1/verdict.pb.h"

namespace landfall::cli {

// Pieces that the views share. All pure.

// "2026-06-09T08:00:00Z".
std::string TimeText(const google::protobuf::Timestamp& time);
// "crm/account/…".
std::string RefText(const v1::RecordRef& ref);
// "18,400.50 USD"; "" without a currency.
std::string MoneyText(const v1::Money& money);
// The same with the orders that name no amount: "10.00 USD + 2 unpriced".
std::string BlockedText(const v1::Money& value, int unpriced_orders);
// "18400.50" with the decimals of the currency.
std::string PlainAmount(const v1::Money& money);

// How the feed of exchange rates is doing, a line.
std::string RatesText(const v1::ExchangeRateFeed& rates);

// Labels with values, one a line.
class FactList {
 public:
  // Left out when `value` is empty.
  void Add(const std::string& label, const std::string& value);
  // Left out when zero.
  void AddCount(const std::string& label, int count);
  std::string Render(Colors colors) const;

 private:
  std::vector<std::pair<std::string, std::string>> facts_;
};

}  // namespace landfall::cli
