// Turns keys that matched nothing into masters that almost match. Entry point:
// FindNear.
#include "server/match/near_finder.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/index/derive.h"

namespace landfall::match {
namespace {

using index::KeyRole;
using index::Row;
using index::RowIndex;
using normalize::KeyOutcome;
using normalize::NearForm;
using normalize::NearRule;

constexpr size_t kMostHints = 3;
// So many hits, and there is no need to try further spellings.
constexpr size_t kEnough = 16;

// Issuers whose numbers people file under the wrong country.
constexpr absl::string_view kIssuers[] = {
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR",
    "GB", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "NO", "PL",
    "PT", "RO", "RS", "RU", "SE", "SI", "SK", "AU", "NZ", "CA", "US", "MX",
    "BR", "TR", "UA", "JP", "KR", "TW", "ZA", "IL", "IN", "VN"};

class Finder {
 public:
  explicit Finder(const index::World& world) : world_(world) {}

  // False when the key would cost more than what is left.
  bool Consider(const KeyOutcome& outcome, absl::string_view country) {
    const int cost = CostOf(outcome);
    if (spellings_ + cost > kMostSpellings) return false;
    spellings_ += cost;
    if (outcome.key) {
      ConsiderForms(*outcome.key);
      ConsiderOneEdit(*outcome.key);
    } else if (outcome.kind == model::KeyKind::kTaxId) {
      for (const normalize::Repair& repair :
           normalize::TaxIdRepairs(outcome.raw, country)) {
        LookUp(repair.rule,
               Exact(repair.key.kind(), repair.key.scope(), repair.key.text()),
               KeyRole::kExact, outcome.raw);
      }
    }
    return true;
  }

  int look_ups() const { return look_ups_; }

  std::vector<NearHit> Finish() {
    std::stable_sort(
        hits_.begin(), hits_.end(),
        [](const NearHit& a, const NearHit& b) { return a.rule < b.rule; });
    std::vector<NearHit> best;
    for (NearHit& hit : hits_) {
      const bool known = std::any_of(
          best.begin(), best.end(),
          [&](const NearHit& other) { return other.row == hit.row; });
      if (!known) best.push_back(std::move(hit));
    }
    return best;
  }

 private:
  // What the key may cost at most, so that the answer does not hang on what
  // happens to be found.
  static int CostOf(const KeyOutcome& outcome) {
    constexpr int kForms = 16;
    if (!outcome.key) {
      return outcome.kind == model::KeyKind::kTaxId
                 ? static_cast<int>(normalize::MostTaxIdEdits(outcome.raw))
                 : 0;
    }
    switch (outcome.key->kind()) {
      case model::KeyKind::kEmail:
        return kForms +
               static_cast<int>(normalize::MostEmailOneEdits(*outcome.key));
      case model::KeyKind::kTaxId:
        return static_cast<int>(std::size(kIssuers)) + 1;
      case model::KeyKind::kExternalId:
        return kForms;
    }
    return kForms;
  }

  base::Hash128 Exact(model::KeyKind kind, absl::string_view scope,
                      absl::string_view text) const {
    return index::ExactHash(world_.rulebook(), kind, scope, text);
  }

  void ConsiderForms(const normalize::NormalKey& key) {
    for (const NearForm& form : normalize::NearForms(key)) {
      switch (form.rule) {
        case NearRule::kTaxIdOtherIssuer:
          for (absl::string_view issuer : kIssuers) {
            if (issuer == key.scope()) continue;
            LookUp(form.rule,
                   Exact(key.kind(), issuer, absl::StrCat(issuer, form.text)),
                   KeyRole::kExact, key.text());
          }
          break;
        case NearRule::kTaxIdOtherBranch:
          LookUp(form.rule, index::NearHash(world_.rulebook(), form, key),
                 KeyRole::kTaxRoot, key.text());
          break;
        case NearRule::kExternalIdOtherScope:
        case NearRule::kExternalIdOtherObject:
          ConsiderOtherScopes(form.rule, key);
          break;
        default:
          ConsiderForm(form, key);
      }
    }
  }

  // A master has the form as its own key, or only as a form like ours.
  void ConsiderForm(const NearForm& form, const normalize::NormalKey& key) {
    LookUp(form.rule, index::NearHash(world_.rulebook(), form, key),
           KeyRole::kNear, key.text());
    const std::string text = index::NearText(form, key);
    if (text == key.text()) return;
    LookUp(form.rule, Exact(key.kind(), key.scope(), text), KeyRole::kExact,
           key.text());
  }

  void ConsiderOtherScopes(NearRule rule, const normalize::NormalKey& key) {
    const std::pair<std::string, std::string> scope =
        absl::StrSplit(key.scope(), absl::MaxSplits('/', 1));
    for (const index::SourceRules& source : world_.rulebook().sources()) {
      const bool same_source = source.source->id == scope.first;
      if (same_source != (rule == NearRule::kExternalIdOtherObject)) continue;
      for (absl::string_view object : {"customer", "company"}) {
        if (same_source && object == scope.second) continue;
        LookUp(rule,
               Exact(key.kind(), absl::StrCat(source.source->id, "/", object),
                     key.text()),
               KeyRole::kExact, key.text());
      }
    }
  }

  void ConsiderOneEdit(const normalize::NormalKey& key) {
    if (key.kind() != model::KeyKind::kEmail) return;
    // Thousands of addresses, of which hardly any is a master's.
    normalize::ForEachEmailOneEdit(
        key, world_.rulebook().spelling(),
        [&](uint64_t spelling) {
          ++look_ups_;
          return world_.keys().master_emails().MayHold(spelling);
        },
        [&](absl::string_view text) {
          LookUp(NearRule::kEmailOneEdit, Exact(key.kind(), key.scope(), text),
                 KeyRole::kExact, key.text());
          return hits_.size() < kEnough;
        });
  }

  void LookUp(NearRule rule, base::Hash128 hash, KeyRole role,
              absl::string_view ours) {
    ++look_ups_;
    int holders = 0;
    int others = 0;
    const size_t before = hits_.size();
    world_.keys().ForEach(hash, [&](const index::KeySlot& slot) {
      const Row& row = world_.row(slot.row);
      if (slot.role != role || !row.Is(Row::kMaster) ||
          row.Is(Row::kCatchAll)) {
        return ++others <= kMostOthers;
      }
      hits_.push_back({rule, slot.row, hash, std::string(ours)});
      return ++holders <= kMostHolders;
    });
    if (holders > kMostHolders || others > kMostOthers) hits_.resize(before);
  }

  const index::World& world_;
  std::vector<NearHit> hits_;
  int spellings_ = 0;  // what the keys so far may cost
  int look_ups_ = 0;   // what they did
};

}  // namespace

std::vector<NearHit> FindNear(const index::World& world,
                              const std::vector<KeyOutcome>& outcomes,
                              absl::string_view country, model::KeyKinds kinds,
                              int* look_ups) {
  Finder finder(world);
  for (const KeyOutcome& outcome : outcomes) {
    if (kinds.Has(outcome.kind) && !finder.Consider(outcome, country)) break;
  }
  if (look_ups != nullptr) *look_ups = finder.look_ups();
  return finder.Finish();
}

std::vector<NearHit> BestNear(const index::World& world,
                              const std::vector<NearHit>& hits,
                              index::Micros as_of) {
  std::vector<NearHit> best;
  for (const NearHit& hit : hits) {
    if (best.size() == kMostHints) break;
    if (world.Exists(world.row(hit.row), as_of)) best.push_back(hit);
  }
  return best;
}

}  // namespace landfall::match
