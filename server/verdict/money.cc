#include "server/verdict/money.h"

#include <algorithm>
#include <optional>

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

void AddTo(std::vector<std::pair<uint16_t, base::Decimal>>* sums,
           uint16_t currency, const base::Decimal& amount) {
  auto it = std::lower_bound(
      sums->begin(), sums->end(), currency,
      [](const auto& entry, uint16_t code) { return entry.first < code; });
  if (it == sums->end() || it->first != currency) {
    it = sums->insert(it, {currency, base::Decimal()});
  }
  it->second += amount;
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

void MoneySum::Add(const index::OrderRow& order) {
  if (!order.has_amount) return;
  AddTo(&sums_, order.currency, base::Decimal(order.amount, order.scale));
}

void MoneySum::Add(const MoneySum& other) {
  for (const auto& [currency, amount] : other.sums_) {
    AddTo(&sums_, currency, amount);
  }
}

base::Decimal MoneySum::InReportingCurrency(
    const model::Settings& settings) const {
  base::Decimal total;
  for (const auto& [currency, amount] : sums_) {
    if (auto rate = RateOf(settings, currency)) total += amount * *rate;
  }
  return total.RoundHalfEven(MinorDigits(settings.reporting_currency));
}

std::vector<std::string> MoneySum::Unpriced(
    const model::Settings& settings) const {
  std::vector<std::string> codes;
  for (const auto& [currency, amount] : sums_) {
    if (!RateOf(settings, currency)) codes.push_back(CodeOf(currency));
  }
  std::sort(codes.begin(), codes.end());
  return codes;
}

bool MoneySum::OnlyUnpriced(const model::Settings& settings) const {
  return !sums_.empty() &&
         std::none_of(sums_.begin(), sums_.end(), [&](const auto& entry) {
           return RateOf(settings, entry.first).has_value();
         });
}

std::vector<model::Money> MoneySum::ByCurrency() const {
  std::vector<model::Money> list;
  for (const auto& [currency, amount] : sums_) {
    list.push_back({CodeOf(currency), amount});
  }
  std::sort(list.begin(), list.end(),
            [](const model::Money& a, const model::Money& b) {
              return a.currency < b.currency;
            });
  return list;
}

}  // namespace landfall::verdict
