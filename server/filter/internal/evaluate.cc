// A tree and the fields of a record -> true or false. Entry point: Holds.
// The type of a constant decides how two sides compare, because a field may be
// text only for having come out of a CSV file.
#include "server/filter/internal/evaluate.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "server/base/time_text.h"

namespace landfall::filter::internal {
namespace {

// A constant, the text of a field, or the result of a function.
struct Value {
  const Literal* literal = nullptr;  // set: a constant
  std::string text;
  bool is_number = false;  // a JSON number
};

bool IsAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<signed char>(c) >= 0; });
}

// Text without case; equal results mean equal text.
std::string Fold(absl::string_view text) {
  if (IsAscii(text)) return absl::AsciiStrToLower(text);
  std::string folded;
  icu::StringByteSink<std::string> sink(&folded);
  UErrorCode error = U_ZERO_ERROR;
  icu::CaseMap::utf8Fold(0, {text.data(), static_cast<int32_t>(text.size())},
                         sink, nullptr, error);
  return U_SUCCESS(error) ? folded : std::string(text);
}

std::string Text(const Value& value) {
  if (value.literal == nullptr) return value.text;
  switch (value.literal->type) {
    case LiteralType::kNull:
      return "";
    case LiteralType::kNumber:
      return value.literal->number.ToString();
    case LiteralType::kBool:
      return value.literal->flag ? "true" : "false";
    case LiteralType::kTime:
      return base::FormatTime(value.literal->time);
    case LiteralType::kText:
    case LiteralType::kGuid:
    case LiteralType::kEnum:
      return value.literal->text;
  }
  return "";
}

// CSV cannot tell null from '', so they are one.
bool IsNull(const Value& value) { return Text(value).empty(); }

std::optional<base::Decimal> AsNumber(const Value& value) {
  if (value.literal != nullptr && value.literal->type == LiteralType::kNumber) {
    return value.literal->number;
  }
  const std::string text = Text(value);
  const absl::StatusOr<base::Decimal> number =
      base::Decimal::Parse(absl::StripAsciiWhitespace(text));
  if (!number.ok()) return std::nullopt;
  return *number;
}

std::optional<int> AsBool(const Value& value) {
  const std::string text = absl::AsciiStrToLower(Text(value));
  if (text == "true" || text == "1" || text == "yes") return 1;
  if (text == "false" || text == "0" || text == "no") return 0;
  return std::nullopt;
}

std::optional<absl::Time> AsTime(const Value& value) {
  if (value.literal != nullptr && value.literal->type == LiteralType::kTime) {
    return value.literal->time;
  }
  return base::ParseTime(Text(value));
}

std::string AsGuid(const Value& value) {
  std::string text = absl::AsciiStrToLower(Text(value));
  absl::string_view bare = absl::StripAsciiWhitespace(text);
  if (absl::ConsumePrefix(&bare, "{")) absl::ConsumeSuffix(&bare, "}");
  return std::string(bare);
}

template <typename T>
std::optional<int> Sign(const std::optional<T>& a, const std::optional<T>& b) {
  if (!a.has_value() || !b.has_value()) return std::nullopt;
  if (*a < *b) return -1;
  return *b < *a ? 1 : 0;
}

std::optional<int> SignOfText(const Value& a, const Value& b) {
  const int order = Fold(Text(a)).compare(Fold(Text(b)));
  return order < 0 ? -1 : (order > 0 ? 1 : 0);
}

std::optional<int> SignOfEnum(const Literal& constant, const Value& a,
                              const Value& b) {
  // The same column is "Yes" in one export and true or 1 in another.
  if (constant.yes_no) {
    const std::optional<int> sign = Sign(AsBool(a), AsBool(b));
    if (sign.has_value()) return sign;
  }
  return SignOfText(a, b);
}

// Negative, zero or positive as `a` is less than, equal to or greater than `b`;
// nullopt when the two cannot be compared. REQUIRES: neither is null.
std::optional<int> Compare(const Value& a, const Value& b) {
  const Literal* constant = b.literal != nullptr ? b.literal : a.literal;
  if (constant == nullptr) {
    if (a.is_number || b.is_number) return Sign(AsNumber(a), AsNumber(b));
    return SignOfText(a, b);
  }
  switch (constant->type) {
    case LiteralType::kNumber:
      return Sign(AsNumber(a), AsNumber(b));
    case LiteralType::kBool:
      return Sign(AsBool(a), AsBool(b));
    case LiteralType::kTime:
      return Sign(AsTime(a), AsTime(b));
    case LiteralType::kGuid:
      return Sign(std::optional<std::string>(AsGuid(a)),
                  std::optional<std::string>(AsGuid(b)));
    case LiteralType::kEnum:
      return SignOfEnum(*constant, a, b);
    case LiteralType::kText:
    case LiteralType::kNull:
      return SignOfText(a, b);
  }
  return std::nullopt;
}

bool HoldsBetween(Operator op, const Value& a, const Value& b) {
  const bool a_null = IsNull(a);
  const bool b_null = IsNull(b);
  std::optional<int> order;
  if (a_null || b_null) {
    const bool equal = a_null && b_null;
    return op == Operator::kEq ? equal : op == Operator::kNe && !equal;
  }
  order = Compare(a, b);
  switch (op) {
    case Operator::kEq:
      return order == 0;
    case Operator::kNe:
      return order != 0;
    case Operator::kGt:
      return order.has_value() && *order > 0;
    case Operator::kGe:
      return order.has_value() && *order >= 0;
    case Operator::kLt:
      return order.has_value() && *order < 0;
    case Operator::kLe:
      return order.has_value() && *order <= 0;
  }
  return false;
}

Value Evaluate(const Operand& operand, const model::Fields& fields);

Value Call(const Operand& call, const model::Fields& fields) {
  const std::string first = Text(Evaluate(call.arguments[0], fields));
  const auto second = [&] {
    return Fold(Text(Evaluate(call.arguments[1], fields)));
  };
  const auto truth = [](bool holds) {
    return Value{nullptr, holds ? "true" : "false", false};
  };
  switch (call.function) {
    case Function::kContains:
      return truth(absl::StrContains(Fold(first), second()));
    case Function::kStartsWith:
      return truth(absl::StartsWith(Fold(first), second()));
    case Function::kEndsWith:
      return truth(absl::EndsWith(Fold(first), second()));
    // Text compares without case anyway, so the letters outside ASCII can stay.
    case Function::kToLower:
      return Value{nullptr, absl::AsciiStrToLower(first), false};
    case Function::kToUpper:
      return Value{nullptr, absl::AsciiStrToUpper(first), false};
    case Function::kTrim:
      return Value{nullptr, std::string(absl::StripAsciiWhitespace(first)),
                   false};
  }
  return Value();
}

Value Evaluate(const Operand& operand, const model::Fields& fields) {
  switch (operand.kind) {
    case Operand::Kind::kLiteral:
      return Value{&operand.literal, "", false};
    case Operand::Kind::kField: {
      const model::FieldValue* found = fields.Find(operand.field);
      if (found == nullptr) return Value();
      return Value{nullptr, found->text,
                   found->type == model::FieldValue::Type::kNumber};
    }
    case Operand::Kind::kFunction:
      return Call(operand, fields);
  }
  return Value();
}

}  // namespace

bool Holds(const Node& node, const model::Fields& fields) {
  const auto holds = [&fields](const Node& child) {
    return Holds(child, fields);
  };
  switch (node.kind) {
    case Node::Kind::kAnd:
      return std::all_of(node.children.begin(), node.children.end(), holds);
    case Node::Kind::kOr:
      return std::any_of(node.children.begin(), node.children.end(), holds);
    case Node::Kind::kNot:
      return !holds(node.children.front());
    case Node::Kind::kCompare:
      return HoldsBetween(node.op, Evaluate(node.left, fields),
                          Evaluate(node.right, fields));
    case Node::Kind::kTruth:
      return AsBool(Evaluate(node.left, fields)) == 1;
  }
  return false;
}

}  // namespace landfall::filter::internal
