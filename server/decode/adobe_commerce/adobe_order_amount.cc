#include "server/decode/adobe_commerce/adobe_order_amount.h"

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "server/decode/record_builder.h"

namespace landfall::decode {
namespace {

using base::Decimal;
using model::Fields;

constexpr int kDecimals = 4;  // of the amounts in its database

bool IsThere(const Fields& fields, absl::string_view path) {
  return !FirstPath(fields, {path}).empty();
}

bool InBaseCurrency(const Fields& fields) {
  const absl::string_view base = FirstText(fields, {"base_currency_code"});
  return !base.empty() && absl::EqualsIgnoreCase(
                              base, FirstText(fields, {"order_currency_code"}));
}

// grand_total is in the currency that the customer paid in.
std::optional<Decimal> ConvertedBack(const Fields& fields) {
  const std::optional<Decimal> total = ReadAmount(fields, "grand_total");
  if (!IsThere(fields, "base_to_order_rate")) {
    return InBaseCurrency(fields) ? total : std::nullopt;
  }
  const std::optional<Decimal> rate = ReadAmount(fields, "base_to_order_rate");
  if (!total || !rate || !(*rate > Decimal())) return std::nullopt;
  return total->DividedBy(*rate, kDecimals);
}

}  // namespace

std::optional<Decimal> AdobeOrderAmount(const Fields& fields) {
  std::optional<Decimal> amount = IsThere(fields, "base_grand_total")
                                      ? ReadAmount(fields, "base_grand_total")
                                      : ConvertedBack(fields);
  for (absl::string_view path :
       {"base_total_canceled", "base_total_refunded"}) {
    if (!amount || !IsThere(fields, path)) continue;
    const std::optional<Decimal> part = ReadAmount(fields, path);
    amount = part ? std::optional<Decimal>(*amount - *part) : std::nullopt;
  }
  if (!amount) return std::nullopt;
  if (*amount < Decimal()) return Decimal();
  if (!amount->Fits(base::kAmountLimits)) return std::nullopt;
  return amount->Shortest();
}

}  // namespace landfall::decode
