#pragma once

// Early return on error, for functions that return absl::Status or
// absl::StatusOr. Abseil 20220623 has no such macros; these carry the names'
// usual meaning so that they can be replaced when Abseil brings its own.

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define LF_CONCAT_INNER(a, b) a##b
#define LF_CONCAT(a, b) LF_CONCAT_INNER(a, b)

// Evaluates `expr` (an absl::Status) and returns it from the enclosing function
// when it is not OK.
#define LF_RETURN_IF_ERROR(expr)                                            \
  do {                                                                      \
    if (absl::Status lf_status = (expr); !lf_status.ok()) return lf_status; \
  } while (false)

// Evaluates `expr` (an absl::StatusOr<T>), returns its status when it is not OK
// and otherwise moves the value into `lhs`, which may be a declaration.
#define LF_ASSIGN_OR_RETURN(lhs, expr) \
  LF_ASSIGN_OR_RETURN_IMPL(LF_CONCAT(lf_status_or_, __LINE__), lhs, expr)

// NOLINTBEGIN(bugprone-macro-parentheses): a declaration stands in none.
#define LF_ASSIGN_OR_RETURN_IMPL(var, lhs, expr) \
  auto var = (expr);                             \
  if (!var.ok()) return std::move(var).status(); \
  lhs = std::move(var).value()
// NOLINTEND(bugprone-macro-parentheses)
