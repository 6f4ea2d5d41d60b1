#include "tests/support/big_decimal.h"

#include <algorithm>
#include <vector>

namespace landfall::testing {
namespace {

std::string Stripped(const std::string& digits) {
  const size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? "" : digits.substr(first);
}

int CompareDigits(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return a < b ? -1 : a == b ? 0 : 1;
}

std::string AddDigits(std::string a, std::string b) {
  if (a.size() < b.size()) std::swap(a, b);
  b.insert(0, a.size() - b.size(), '0');
  int carry = 0;
  for (size_t i = a.size(); i-- > 0;) {
    const int sum = a[i] - '0' + b[i] - '0' + carry;
    a[i] = static_cast<char>('0' + sum % 10);
    carry = sum / 10;
  }
  if (carry > 0) a.insert(a.begin(), '1');
  return a;
}

// REQUIRES: a >= b.
std::string SubtractDigits(std::string a, std::string b) {
  b.insert(0, a.size() - b.size(), '0');
  int borrow = 0;
  for (size_t i = a.size(); i-- > 0;) {
    int difference = a[i] - b[i] - borrow;
    borrow = difference < 0 ? 1 : 0;
    if (difference < 0) difference += 10;
    a[i] = static_cast<char>('0' + difference);
  }
  return Stripped(a);
}

}  // namespace

BigDecimal::BigDecimal(const std::string& text) {
  bool point = false;
  for (char c : text) {
    if (c == '-') {
      negative_ = true;
    } else if (c == '.') {
      point = true;
    } else {
      digits_.push_back(c);
      if (point) ++decimals_;
    }
  }
  Tidy();
}

void BigDecimal::Tidy() {
  digits_ = Stripped(digits_);
  if (digits_.empty()) negative_ = false;
}

void BigDecimal::AppendZeros(int decimals) {
  if (!digits_.empty()) digits_.append(decimals - decimals_, '0');
  decimals_ = decimals;
}

BigDecimal BigDecimal::Plus(const BigDecimal& other) const {
  BigDecimal a = *this;
  BigDecimal b = other;
  const int decimals = std::max(decimals_, other.decimals_);
  a.AppendZeros(decimals);
  b.AppendZeros(decimals);
  if (a.negative_ == b.negative_) {
    a.digits_ = AddDigits(a.digits_, b.digits_);
  } else {
    if (CompareDigits(a.digits_, b.digits_) < 0) std::swap(a, b);
    a.digits_ = SubtractDigits(a.digits_, b.digits_);
  }
  a.Tidy();
  return a;
}

BigDecimal BigDecimal::Times(const BigDecimal& other) const {
  BigDecimal product;
  product.negative_ = negative_ != other.negative_;
  product.decimals_ = decimals_ + other.decimals_;
  std::vector<int> columns(digits_.size() + other.digits_.size() + 1);
  for (size_t i = 0; i < digits_.size(); ++i) {
    for (size_t j = 0; j < other.digits_.size(); ++j) {
      columns[i + j + 2] += (digits_[i] - '0') * (other.digits_[j] - '0');
    }
  }
  for (size_t i = columns.size(); i-- > 1;) {
    columns[i - 1] += columns[i] / 10;
    columns[i] %= 10;
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    product.digits_.push_back(static_cast<char>('0' + columns[i]));
  }
  product.Tidy();
  return product;
}

BigDecimal BigDecimal::Rounded(int decimals) const {
  BigDecimal rounded = *this;
  if (decimals >= decimals_) {
    rounded.AppendZeros(decimals);
    return rounded;
  }
  const size_t drop = static_cast<size_t>(decimals_ - decimals);
  std::string all = digits_;
  if (all.size() < drop + 1) all.insert(0, drop + 1 - all.size(), '0');
  const std::string tail = all.substr(all.size() - drop);
  rounded.digits_ = all.substr(0, all.size() - drop);
  rounded.decimals_ = decimals;
  const int half = tail.compare("5" + std::string(drop - 1, '0'));
  const bool odd = (rounded.digits_.back() - '0') % 2 == 1;
  if (half > 0 || (half == 0 && odd)) {
    rounded.digits_ = AddDigits(rounded.digits_, "1");
  }
  rounded.Tidy();
  return rounded;
}

int BigDecimal::Compare(const BigDecimal& other) const {
  BigDecimal minus = other;
  minus.negative_ = !other.negative_;
  const BigDecimal difference = Plus(minus);
  if (difference.digits_.empty()) return 0;
  return difference.negative_ ? -1 : 1;
}

std::string BigDecimal::ToString() const {
  const size_t behind = static_cast<size_t>(decimals_);
  std::string text = digits_;
  if (text.size() < behind + 1) text.insert(0, behind + 1 - text.size(), '0');
  if (behind > 0) {
    text.insert(text.size() - behind, ".");
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return negative_ ? "-" + text : text;
}

}  // namespace landfall::testing
