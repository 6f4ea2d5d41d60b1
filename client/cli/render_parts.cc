#include "client/cli/render_parts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "client/cli/text.h"
#include "server/base/time_text.h"

namespace landfall::cli {

std::string TimeText(const google::protobuf::Timestamp& time) {
  return base::FormatTime(absl::FromUnixSeconds(time.seconds()) +
                          absl::Nanoseconds(time.nanos()));
}

std::string RefText(const v1::RecordRef& ref) {
  return absl::StrCat(ref.source(), "/", ref.type(), "/", ref.id());
}

std::string MoneyText(const v1::Money& money) {
  if (money.currency_code().empty()) return "";
  const char* const beyond = !money.saturated()   ? ""
                             : money.amount() < 0 ? "<= "
                                                  : ">= ";
  return absl::StrCat(beyond, AmountText(money.amount(), money.currency_code()),
                      " ", money.currency_code());
}

std::string BlockedText(const v1::Money& value, int unpriced_orders) {
  std::string text = MoneyText(value);
  if (unpriced_orders > 0) {
    absl::StrAppend(&text, " + ", CountText(unpriced_orders), " unpriced");
  }
  return text;
}

std::string PlainAmount(const v1::Money& money) {
  return absl::StrReplaceAll(AmountText(money.amount(), money.currency_code()),
                             {{",", ""}});
}

void FactList::Add(const std::string& label, const std::string& value) {
  if (!value.empty()) facts_.emplace_back(label, value);
}

void FactList::AddCount(const std::string& label, int count) {
  if (count != 0) Add(label, CountText(count));
}

std::string FactList::Render(Colors colors) const {
  int width = 0;
  for (const auto& [label, value] : facts_) {
    width = std::max(width, DisplayWidth(label));
  }
  std::string text;
  for (const auto& [label, value] : facts_) {
    const std::string padding(width - DisplayWidth(label) + 2, ' ');
    absl::StrAppend(&text, "  ", Colored(label, colors), padding,
                    Colored(Printable(value), colors), "\n");
  }
  return text;
}

}  // namespace landfall::cli
