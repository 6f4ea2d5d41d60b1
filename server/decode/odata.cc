// Turns OData annotations into what they say about an element.
#include "server/decode/odata.h"

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace landfall::decode {
namespace {

constexpr absl::string_view kMetadata = "$metadata#";
constexpr absl::string_view kCompanies = "companies(";

absl::string_view ContextPath(const model::Fields& fields) {
  const absl::string_view context = fields.Text("@odata.context");
  const size_t start = context.find(kMetadata);
  return start == absl::string_view::npos
             ? absl::string_view()
             : context.substr(start + kMetadata.size());
}

std::string WithoutParentheses(absl::string_view text) {
  std::string plain;
  int64_t depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (depth <= 0) plain.push_back(c);
    if (c == ')') --depth;
  }
  return plain;
}

}  // namespace

std::string ODataSet(const model::Fields& fields) {
  const std::string path = WithoutParentheses(ContextPath(fields));
  std::string set;
  for (absl::string_view segment : absl::StrSplit(path, '/')) {
    if (!segment.empty() && segment.front() != '$') set = std::string(segment);
  }
  return set;
}

std::string ODataCompany(const model::Fields& fields) {
  absl::string_view path = ContextPath(fields);
  const size_t start = path.find(kCompanies);
  if (start == absl::string_view::npos) return "";
  path.remove_prefix(start + kCompanies.size());
  const size_t end = path.find(')');
  if (end == absl::string_view::npos) return "";
  path = path.substr(0, end);
  absl::ConsumePrefix(&path, "'");
  absl::ConsumeSuffix(&path, "'");
  return std::string(path);
}

model::Fields WithoutAnnotations(const model::Fields& fields) {
  model::Fields plain;
  for (const auto& [path, value] : fields.entries()) {
    if (!absl::StrContains(path, '@')) plain.Add(path, value);
  }
  return plain;
}

}  // namespace landfall::decode
