#include "server/filter/filter.h"

#include <algorithm>
#include <utility>

#include "server/base/status_macros.h"
#include "server/filter/internal/evaluate.h"
#include "server/filter/internal/parser.h"

namespace landfall::filter {
namespace {

using internal::Node;
using internal::Operand;

void AddPaths(const Operand& operand, std::vector<std::string>* paths) {
  if (operand.kind == Operand::Kind::kField &&
      std::find(paths->begin(), paths->end(), operand.field) == paths->end()) {
    paths->push_back(operand.field);
  }
  for (const Operand& argument : operand.arguments) AddPaths(argument, paths);
}

void AddPaths(const Node& node, std::vector<std::string>* paths) {
  for (const Node& child : node.children) AddPaths(child, paths);
  AddPaths(node.left, paths);
  AddPaths(node.right, paths);
}

}  // namespace

Filter::Filter(std::shared_ptr<const internal::Node> root)
    : root_(std::move(root)) {}

absl::StatusOr<Filter> Filter::Parse(absl::string_view text) {
  LF_ASSIGN_OR_RETURN(internal::Node root, internal::ParseFilter(text));
  return Filter(std::make_shared<const internal::Node>(std::move(root)));
}

bool Filter::Matches(const model::Fields& fields) const {
  return internal::Holds(*root_, fields);
}

std::vector<std::string> Filter::Paths() const {
  std::vector<std::string> paths;
  AddPaths(*root_, &paths);
  return paths;
}

std::optional<std::string> Filter::FirstFailingClause(
    const model::Fields& fields) const {
  if (internal::Holds(*root_, fields)) return std::nullopt;
  if (root_->kind != internal::Node::Kind::kAnd) return root_->source;
  for (const internal::Node& clause : root_->children) {
    if (!internal::Holds(clause, fields)) return clause.source;
  }
  return std::nullopt;
}

}  // namespace landfall::filter
