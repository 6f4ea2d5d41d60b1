// Turns a tax ID into the part that branches of one taxpayer share. Entry
// points: BranchRootOf(), FamilyRootOf().
#include "server/normalize/tax/root.h"

#include "absl/strings/str_cat.h"
#include "server/normalize/normalize.h"
#include "server/normalize/tax/issuer.h"

namespace landfall::normalize::tax {
namespace {

struct RootRule {
  absl::string_view scope;
  size_t skip;
  size_t length;
};

// British branch, Dutch B-number, Canadian program, Brazilian branch, French
// establishment, Indian state registration of one holder, Vietnamese and
// Philippine branch, Polish unit, Ecuadorian office.
constexpr RootRule kRoots[] = {
    {"GB", 0, 9},    {"NL", 0, 9},  {"CA", 0, 9},  {"BR", 0, 8},
    {"SIRET", 0, 9}, {"IN", 2, 10}, {"VN", 0, 10}, {"PH", 0, 9},
    {"REGON", 0, 9}, {"EC", 0, 10},
};

}  // namespace

absl::string_view BodyOf(const NormalKey& key) {
  const Issuer* issuer = IssuerOfScope(key.scope());
  const size_t prefix = issuer == nullptr ? 0 : issuer->prefix.size();
  return absl::string_view(key.text()).substr(prefix);
}

std::string BranchRootOf(const NormalKey& key) {
  const absl::string_view body = BodyOf(key);
  // Fifteen digits became sixteen with a zero in front.
  if (key.scope() == "ID") {
    return std::string(body.size() == 16 && body[0] == '0' ? body.substr(1)
                                                           : body);
  }
  for (const RootRule& rule : kRoots) {
    if (rule.scope == key.scope() && body.size() >= rule.skip + rule.length) {
      return std::string(body.substr(rule.skip, rule.length));
    }
  }
  return "";
}

std::string FamilyRootOf(const NormalKey& key) {
  const absl::string_view body = BodyOf(key);
  if (key.scope() == "FR") return absl::StrCat("FR:", body.substr(2));
  if (key.scope() == "SIREN") return absl::StrCat("FR:", body);
  if (key.scope() == "SIRET") return absl::StrCat("FR:", body.substr(0, 9));
  if (key.scope() == "AU") return absl::StrCat("AU:", body.substr(2));
  if (key.scope() == "ACN") return absl::StrCat("AU:", body);
  const std::string root = BranchRootOf(key);
  return root.empty() ? "" : absl::StrCat(key.scope(), ":", root);
}

}  // namespace landfall::normalize::tax

namespace landfall::normalize {

bool DifferOnlyInBranch(const NormalKey& a, const NormalKey& b) {
  const bool comparable = a.kind() == model::KeyKind::kTaxId &&
                          b.kind() == model::KeyKind::kTaxId &&
                          a.scope() == b.scope() && a.text() != b.text();
  if (!comparable) return false;
  const std::string root = tax::BranchRootOf(a);
  return !root.empty() && root == tax::BranchRootOf(b);
}

}  // namespace landfall::normalize
