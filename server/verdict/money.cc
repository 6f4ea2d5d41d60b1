#include "server/verdict/money.h"

#include <algorithm>

#include "server/base/product_sum.h"
#include "server/index/rulebook.h"

namespace landfall::verdict {
namespace {

std::string CodeOf(uint16_t currency) {
  return currency == 0 ? "XXX" : index::UnpackCurrency(currency);
}

}  // namespace

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

base::Decimal MoneySum::InReportingCurrency(const rates::Prices& prices) const {
  base::ProductSum total;
  for (const Part& part : sums_) {
    const rates::Price* const price = prices.Find(part.currency);
    if (price != nullptr) total.Add(part.amount, price->rate);
  }
  return total.Rounded(prices.minor_digits());
}

std::vector<std::string> MoneySum::Unpriced(const rates::Prices& prices) const {
  std::vector<std::string> codes;
  for (const Part& part : sums_) {
    if (part.unpriced > 0 || prices.Find(part.currency) == nullptr) {
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

std::vector<model::UsedRate> MoneySum::RatesUsed(
    const rates::Prices& prices) const {
  std::vector<model::UsedRate> used;
  for (const Part& part : sums_) {
    const rates::Price* const price = prices.Find(part.currency);
    if (price == nullptr || part.priced == 0 ||
        part.currency == prices.reporting()) {
      continue;
    }
    used.push_back({CodeOf(part.currency), price->rate,
                    price->date ? absl::FormatCivilTime(*price->date) : "",
                    price->date ? prices.feed() : ""});
  }
  std::sort(used.begin(), used.end(),
            [](const model::UsedRate& a, const model::UsedRate& b) {
              return a.currency < b.currency;
            });
  return used;
}

bool MoneySum::OnlyUnpriced(const rates::Prices& prices) const {
  return !sums_.empty() &&
         std::none_of(sums_.begin(), sums_.end(), [&](const Part& part) {
           return part.priced > 0 && prices.Find(part.currency) != nullptr;
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
