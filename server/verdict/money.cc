#include "server/verdict/money.h"

#include <algorithm>
#include <optional>

#include "server/base/product_sum.h"
#include "server/index/rulebook.h"

namespace landfall::verdict {
namespace {

constexpr absl::string_view kNoMinorUnit[] = {
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
    "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr absl::string_view kThreeDigits[] = {"BHD", "IQD", "JOD", "KWD",
                                              "LYD", "OMR", "TND"};

std::string CodeOf(uint16_t currency) {
  return currency == 0 ? "XXX" : index::UnpackCurrency(currency);
}

std::optional<base::Decimal> RateOf(const model::Settings& settings,
                                    uint16_t currency) {
  const std::string code = CodeOf(currency);
  if (code == settings.reporting_currency) return base::Decimal(1, 0);
  auto it = settings.exchange_rates.find(code);
  if (it == settings.exchange_rates.end()) return std::nullopt;
  return it->second;
}

}  // namespace

int MinorDigits(absl::string_view currency) {
  for (absl::string_view code : kNoMinorUnit) {
    if (code == currency) return 0;
  }
  for (absl::string_view code : kThreeDigits) {
    if (code == currency) return 3;
  }
  return 2;
}

MoneySum::Part& MoneySum::PartOf(uint16_t currency) {
  auto it = std::lower_bound(
      sums_.begin(), sums_.end(), currency,
      [](const Part& part, uint16_t code) { return part.currency < code; });
  if (it == sums_.end() || it->currency != currency) {
    it = sums_.insert(it, Part{currency, base::Decimal()});
  }
  return *it;
}

void MoneySum::Add(const index::OrderRow& order) {
  Part& part = PartOf(order.currency);
  if (!order.has_amount) {
    ++part.unpriced;
    return;
  }
  ++part.priced;
  part.amount += base::Decimal(order.amount, order.scale);
}

void MoneySum::Add(const MoneySum& other) {
  for (const Part& theirs : other.sums_) {
    Part& part = PartOf(theirs.currency);
    part.amount += theirs.amount;
    part.priced += theirs.priced;
    part.unpriced += theirs.unpriced;
  }
}

base::Decimal MoneySum::InReportingCurrency(
    const model::Settings& settings) const {
  base::ProductSum total;
  for (const Part& part : sums_) {
    if (auto rate = RateOf(settings, part.currency)) {
      total.Add(part.amount, *rate);
    }
  }
  return total.Rounded(MinorDigits(settings.reporting_currency));
}

std::vector<std::string> MoneySum::Unpriced(
    const model::Settings& settings) const {
  std::vector<std::string> codes;
  for (const Part& part : sums_) {
    if (part.unpriced > 0 || !RateOf(settings, part.currency)) {
      codes.push_back(CodeOf(part.currency));
    }
  }
  std::sort(codes.begin(), codes.end());
  return codes;
}

int MoneySum::UnpricedOrders() const {
  int orders = 0;
  for (const Part& part : sums_) orders += part.unpriced;
  return orders;
}

bool MoneySum::OnlyUnpriced(const model::Settings& settings) const {
  return !sums_.empty() &&
         std::none_of(sums_.begin(), sums_.end(), [&](const Part& part) {
           return part.priced > 0 && RateOf(settings, part.currency);
         });
}

std::vector<model::Money> MoneySum::ByCurrency() const {
  std::vector<model::Money> list;
  for (const Part& part : sums_) {
    if (part.priced > 0) list.push_back({CodeOf(part.currency), part.amount});
  }
  std::sort(list.begin(), list.end(),
            [](const model::Money& a, const model::Money& b) {
              return a.currency < b.currency;
            });
  return list;
}

}  // namespace landfall::verdict
