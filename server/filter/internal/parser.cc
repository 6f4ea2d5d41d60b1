// Tokens -> a tree of nodes, by recursive descent. Entry point: ParseFilter.
#include "server/filter/internal/parser.h"

#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/base/status_macros.h"
#include "server/filter/internal/lexer.h"
#include "server/filter/internal/literal.h"

namespace landfall::filter::internal {
namespace {

template <typename T>
struct NameRow {
  absl::string_view name;
  T value;
};

constexpr NameRow<Operator> kOperators[] = {
    {"eq", Operator::kEq}, {"ne", Operator::kNe}, {"gt", Operator::kGt},
    {"ge", Operator::kGe}, {"lt", Operator::kLt}, {"le", Operator::kLe}};

constexpr NameRow<Function> kFunctions[] = {
    {"contains", Function::kContains}, {"startswith", Function::kStartsWith},
    {"endswith", Function::kEndsWith}, {"tolower", Function::kToLower},
    {"toupper", Function::kToUpper},   {"trim", Function::kTrim}};

template <typename T, size_t N>
std::optional<T> Lookup(const NameRow<T> (&rows)[N], const Token& token) {
  if (token.kind != TokenKind::kName) return std::nullopt;
  for (const NameRow<T>& row : rows) {
    if (absl::EqualsIgnoreCase(row.name, token.text)) return row.value;
  }
  return std::nullopt;
}

bool IsWord(const Token& token, absl::string_view word) {
  return token.kind == TokenKind::kName &&
         absl::EqualsIgnoreCase(token.text, word);
}

// Words that cannot be fields.
bool IsReserved(const Token& token) {
  return IsWord(token, "and") || IsWord(token, "or") || IsWord(token, "not") ||
         Lookup(kOperators, token).has_value();
}

class Parser {
 public:
  Parser(absl::string_view text, std::vector<Token> tokens)
      : text_(text), tokens_(std::move(tokens)) {}

  absl::StatusOr<Node> Run() {
    LF_ASSIGN_OR_RETURN(Node root, Or(0));
    if (Peek().kind != TokenKind::kEnd) {
      return Expected("'and', 'or' or the end of the filter");
    }
    return root;
  }

 private:
  const Token& Peek() const { return tokens_[position_]; }
  const Token& Take() { return tokens_[position_++]; }

  absl::Status Expected(absl::string_view what) const {
    const Token& found = Peek();
    if (found.kind == TokenKind::kEnd) {
      return ErrorAt(text_, found.begin,
                     absl::StrCat("expected ", what, ", found the end"));
    }
    constexpr size_t kShown = 40;
    const absl::string_view shown =
        text_.substr(found.begin, found.end - found.begin);
    return ErrorAt(
        text_, found.begin,
        absl::StrCat("expected ", what, ", found ",
                     shown.size() > kShown ? "a long value" : shown));
  }

  absl::Status CheckDepth(int depth) const {
    if (depth <= kMaxDepth) return absl::OkStatus();
    return ErrorAt(text_, Peek().begin,
                   absl::StrCat("nested deeper than ", kMaxDepth, " levels"));
  }

  std::string SourceFrom(size_t begin) const {
    return std::string(text_.substr(begin, tokens_[position_ - 1].end - begin));
  }

  absl::StatusOr<Node> Or(int depth) {
    return Chain(depth, Node::Kind::kOr, "or");
  }

  // One or more operands joined by `word`. An `and` in an `and` is one list, so
  // that a failing clause is named as exactly as possible.
  absl::StatusOr<Node> Chain(int depth, Node::Kind kind,
                             absl::string_view word) {
    const size_t begin = Peek().begin;
    Node chain;
    chain.kind = kind;
    do {
      LF_ASSIGN_OR_RETURN(Node operand,
                          kind == Node::Kind::kOr
                              ? Chain(depth, Node::Kind::kAnd, "and")
                              : Unary(depth));
      if (operand.kind == kind) {
        std::move(operand.children.begin(), operand.children.end(),
                  std::back_inserter(chain.children));
      } else {
        chain.children.push_back(std::move(operand));
      }
    } while (TakeWord(word));
    if (chain.children.size() == 1) {
      // Move first: the assignment would destroy its own source.
      Node only = std::move(chain.children.front());
      return only;
    }
    chain.source = SourceFrom(begin);
    return chain;
  }

  bool TakeWord(absl::string_view word) {
    if (!IsWord(Peek(), word)) return false;
    ++position_;
    return true;
  }

  absl::StatusOr<Node> Unary(int depth) {
    LF_RETURN_IF_ERROR(CheckDepth(depth));
    const size_t begin = Peek().begin;
    if (TakeWord("not")) {
      LF_ASSIGN_OR_RETURN(Node child, Unary(depth + 1));
      Node node;
      node.kind = Node::Kind::kNot;
      node.children.push_back(std::move(child));
      node.source = SourceFrom(begin);
      return node;
    }
    if (Peek().kind != TokenKind::kOpen) return Comparison(depth);
    Take();
    LF_ASSIGN_OR_RETURN(Node inner, Or(depth + 1));
    if (Peek().kind != TokenKind::kClose) {
      return Expected("'and', 'or' or ')'");
    }
    Take();
    inner.source = SourceFrom(begin);
    return inner;
  }

  absl::StatusOr<Node> Comparison(int depth) {
    const size_t begin = Peek().begin;
    Node node;
    LF_ASSIGN_OR_RETURN(node.left, ParseOperand(depth));
    const std::optional<Operator> op = Lookup(kOperators, Peek());
    if (op.has_value()) {
      Take();
      node.kind = Node::Kind::kCompare;
      node.op = *op;
      LF_ASSIGN_OR_RETURN(node.right, ParseOperand(depth));
    } else if (CanBeTrue(node.left)) {
      node.kind = Node::Kind::kTruth;
    } else {
      return Expected("one of eq, ne, gt, ge, lt, le");
    }
    node.source = SourceFrom(begin);
    return node;
  }

  static bool CanBeTrue(const Operand& operand) {
    switch (operand.kind) {
      case Operand::Kind::kField:
        return true;
      case Operand::Kind::kLiteral:
        return operand.literal.type == LiteralType::kBool;
      case Operand::Kind::kFunction:
        return IsPredicate(operand.function);
    }
    return false;
  }

  absl::StatusOr<Operand> ParseOperand(int depth) {
    const Token& token = Peek();
    const bool name = token.kind == TokenKind::kName;
    if (name && !IsReserved(token)) return Named(depth);
    if (name || token.kind == TokenKind::kOpen ||
        token.kind == TokenKind::kClose || token.kind == TokenKind::kComma ||
        token.kind == TokenKind::kEnd) {
      return Expected("a field, a value or a function");
    }
    Operand operand;
    LF_ASSIGN_OR_RETURN(operand.literal, ReadLiteral(text_, Take()));
    return operand;
  }

  // true, false, null, a function or a field.
  absl::StatusOr<Operand> Named(int depth) {
    const Token& token = Take();
    if (Peek().kind == TokenKind::kOpen) return Call(token, depth);
    Operand operand;
    if (IsWord(token, "null")) return operand;
    if (IsWord(token, "true") || IsWord(token, "false")) {
      operand.literal.type = LiteralType::kBool;
      operand.literal.flag = IsWord(token, "true");
      return operand;
    }
    operand.kind = Operand::Kind::kField;
    // OData walks into objects with '/', our paths with '.'.
    operand.field = absl::StrReplaceAll(token.text, {{"/", "."}});
    return operand;
  }

  absl::StatusOr<Operand> Call(const Token& name, int depth) {
    const std::optional<Function> function = Lookup(kFunctions, name);
    if (!function.has_value()) {
      return ErrorAt(text_, name.begin,
                     absl::StrCat("unknown function ", name.text,
                                  "; allowed are contains, startswith, "
                                  "endswith, tolower, toupper and trim"));
    }
    LF_RETURN_IF_ERROR(CheckDepth(depth + 1));
    Take();
    Operand call;
    call.kind = Operand::Kind::kFunction;
    call.function = *function;
    const size_t wanted = IsPredicate(*function) ? 2 : 1;
    while (true) {
      LF_ASSIGN_OR_RETURN(Operand argument, ParseOperand(depth + 1));
      call.arguments.push_back(std::move(argument));
      if (call.arguments.size() == wanted) break;
      if (Peek().kind != TokenKind::kComma) return Expected("','");
      Take();
    }
    if (Peek().kind != TokenKind::kClose) return Expected("')'");
    Take();
    return call;
  }

  const absl::string_view text_;
  const std::vector<Token> tokens_;
  size_t position_ = 0;
};

}  // namespace

absl::StatusOr<Node> ParseFilter(absl::string_view text) {
  if (text.size() > kMaxFilterBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("the filter has ", text.size(), " bytes; allowed are ",
                     kMaxFilterBytes));
  }
  LF_ASSIGN_OR_RETURN(std::vector<Token> tokens, Tokenize(text));
  return Parser(text, std::move(tokens)).Run();
}

}  // namespace landfall::filter::internal
