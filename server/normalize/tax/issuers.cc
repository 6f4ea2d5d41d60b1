// Turns a country code or prefix into the issuers behind it. Entry points:
// IssuersOf(), RegisterIssuer().
#include <array>
#include <vector>

#include "absl/strings/match.h"
#include "server/normalize/tax/issuer.h"

namespace landfall::normalize::tax {
namespace {

struct Alias {
  absl::string_view code;
  absl::string_view scope;
};

// Further spellings of an issuer's code, and issuers that a country has beside
// the usual one. Order matters: the first issuer of a code is the usual one.
constexpr Alias kAliases[] = {
    {"GR", "EL"},     {"XI", "GB"},  {"UK", "GB"},    {"IM", "GB"},
    {"MC", "FR"},     {"LI", "CH"},  {"FR", "SIREN"}, {"FR", "SIRET"},
    {"SG", "SG-GST"}, {"AU", "ACN"}, {"PL", "REGON"},
};

struct Generic {
  absl::string_view scope;
  absl::string_view body;
};

// Numbers for the public at large, for foreigners and for the final consumer.
constexpr Generic kGenerics[] = {
    {"MX", "XAXX010101000"}, {"MX", "XEXX010101000"}, {"CL", "666666666"},
    {"CL", "555555555"},     {"CO", "222222222222"},  {"EC", "9999999999999"},
    {"PT", "999999990"},     {"IT", "00000000000"},   {"IT", "99999999999"},
};

size_t Slot(absl::string_view code) {
  return static_cast<size_t>((code[0] - 'A') * 26 + (code[1] - 'A'));
}

bool IsCode(absl::string_view code) {
  return code.size() == 2 && code[0] >= 'A' && code[0] <= 'Z' &&
         code[1] >= 'A' && code[1] <= 'Z';
}

// All issuers, and for each two-letter code those that it stands for.
class Directory {
 public:
  Directory() {
    for (auto table :
         {EuropeAtoE(), EuropeFtoM(), EuropeNtoZ(), EuropeOutsideEu(),
          Americas(), AsiaPacific(), MiddleEastAfrica(), Registers()}) {
      for (const Issuer& issuer : table) {
        all_.push_back(&issuer);
        if (IsCode(issuer.scope))
          by_code_[Slot(issuer.scope)].push_back(&issuer);
      }
    }
    for (const Alias& alias : kAliases) {
      by_code_[Slot(alias.code)].push_back(OfScope(alias.scope));
    }
  }

  const Issuer* OfScope(absl::string_view scope) const {
    for (const Issuer* issuer : all_) {
      if (issuer->scope == scope) return issuer;
    }
    return nullptr;
  }

  absl::Span<const Issuer* const> OfCode(absl::string_view code) const {
    if (!IsCode(code)) return {};
    return by_code_[Slot(code)];
  }

 private:
  std::vector<const Issuer*> all_;
  std::array<std::vector<const Issuer*>, 26 * 26> by_code_;
};

// Built on first use and never destroyed: no order of destruction to mind.
const Directory& TheDirectory() {
  static const auto* const kDirectory = new Directory();
  return *kDirectory;
}

}  // namespace

absl::Span<const Issuer* const> IssuersOf(absl::string_view code) {
  return TheDirectory().OfCode(code);
}

const Issuer* RegisterIssuer(absl::string_view text, size_t& word_length) {
  for (const Issuer& issuer : Registers()) {
    if (absl::StartsWith(text, issuer.scope)) {
      word_length = issuer.scope.size();
      return &issuer;
    }
  }
  return nullptr;
}

const Issuer* IssuerOfScope(absl::string_view scope) {
  return TheDirectory().OfScope(scope);
}

bool IsGovernmentGeneric(const Issuer& issuer, absl::string_view body) {
  for (const Generic& generic : kGenerics) {
    if (generic.scope == issuer.scope && generic.body == body) return true;
  }
  return false;
}

}  // namespace landfall::normalize::tax
