#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/base/decimal.h"

namespace landfall::filter::internal {

enum class LiteralType { kNull, kText, kNumber, kBool, kTime, kGuid, kEnum };

// A constant of the filter, read once when parsing.
struct Literal {
  LiteralType type = LiteralType::kNull;
  std::string text;  // kText; kGuid in lower case without braces; kEnum member
  base::Decimal number;  // kNumber
  bool flag = false;     // kBool
  absl::Time time;       // kTime
  bool yes_no = false;   // kEnum: member of an enum called NoYes
};

enum class Function {
  kContains,
  kStartsWith,
  kEndsWith,
  kToLower,
  kToUpper,
  kTrim,
};

// Whether the function answers with true or false instead of text.
constexpr bool IsPredicate(Function function) {
  return function == Function::kContains || function == Function::kStartsWith ||
         function == Function::kEndsWith;
}

// One side of a comparison.
struct Operand {
  enum class Kind { kField, kLiteral, kFunction };
  Kind kind = Kind::kLiteral;
  std::string field;  // a path of Record::fields
  Literal literal;
  Function function = Function::kTrim;
  std::vector<Operand> arguments;
};

enum class Operator { kEq, kNe, kGt, kGe, kLt, kLe };

// A parsed expression. Immutable once the parser is done.
class Node {
 public:
  enum class Kind { kAnd, kOr, kNot, kCompare, kTruth };
  Kind kind = Kind::kAnd;
  std::string source;          // as written, with its parentheses
  std::vector<Node> children;  // kAnd, kOr: two or more; kNot: one
  Operator op = Operator::kEq;
  Operand left;   // kCompare; kTruth: what has to be true
  Operand right;  // kCompare
};

}  // namespace landfall::filter::internal
