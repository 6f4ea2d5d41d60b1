// Turns keys into the blocks by which near customers and masters meet. Entry
// points: the functions of the header.
#include "server/match/near_blocks.h"

#include <algorithm>
#include <string>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "server/index/derive.h"
#include "server/normalize/near.h"

namespace landfall::match {
namespace {

using normalize::NearForm;
using normalize::NearRule;
using normalize::NormalKey;

// What a spelling is; spellings of different kinds do not meet.
enum class Spelling { kText, kOneLess, kNumber, kRoot, kBareId };

class Blocks {
 public:
  explicit Blocks(std::vector<NearBlock>* blocks) : blocks_(*blocks) {}

  void AddSubject(const NormalKey& key) {
    AddShared(key);
    for (const NearForm& form : normalize::NearForms(key)) {
      if (IsOwnText(form.rule)) {
        AddText(key.kind(), key.scope(), index::NearText(form, key));
      }
    }
    if (normalize::MostEmailOneEdits(key) > 0) AddOneLess(key);
  }

  // The numbers that a tax ID may have been meant to be.
  void AddRepairs(absl::string_view raw, absl::string_view country) {
    for (const normalize::Repair& repair :
         normalize::TaxIdRepairs(raw, country)) {
      AddText(repair.key.kind(), repair.key.scope(), repair.key.text());
    }
  }

  void AddMaster(const NormalKey& key) {
    AddShared(key);
    AddText(key.kind(), key.scope(), key.text());
    for (const NearForm& form : normalize::NearForms(key)) {
      if (IsOwnText(form.rule) && index::IsIndexedNearForm(form, key)) {
        AddText(key.kind(), key.scope(), index::NearText(form, key));
      }
    }
    if (key.kind() == model::KeyKind::kEmail) AddOneLess(key);
  }

 private:
  // Forms that are compared with the spellings of other keys.
  static bool IsOwnText(NearRule rule) {
    switch (rule) {
      case NearRule::kTaxIdOtherIssuer:
      case NearRule::kTaxIdOtherBranch:
      case NearRule::kExternalIdOtherScope:
      case NearRule::kExternalIdOtherObject:
        return false;
      default:
        return true;
    }
  }

  // What both sides have in common whatever else differs.
  void AddShared(const NormalKey& key) {
    if (key.kind() == model::KeyKind::kExternalId) {
      Add(Spelling::kBareId, "", key.text());
    }
    if (key.kind() != model::KeyKind::kTaxId) return;
    for (const NearForm& form : normalize::NearForms(key)) {
      const bool root = form.rule == NearRule::kTaxIdOtherBranch;
      Add(root ? Spelling::kRoot : Spelling::kNumber, "", form.text);
    }
  }

  // An address itself and without each of its letters, of which equal
  // neighbours are one.
  void AddOneLess(const NormalKey& key) {
    const std::string& text = key.text();
    const size_t end = text.rfind('@');
    Add(Spelling::kOneLess, "", text);
    for (size_t i = 0; i < end; ++i) {
      if (i > 0 && text[i] == text[i - 1]) continue;
      std::string less = text;
      Add(Spelling::kOneLess, "", less.erase(i, 1));
    }
  }

  void AddText(model::KeyKind kind, absl::string_view scope,
               absl::string_view text) {
    Add(Spelling::kText, absl::StrCat(model::KeyKindName(kind), scope), text);
  }

  void Add(Spelling spelling, absl::string_view scope, absl::string_view text) {
    blocks_.push_back(static_cast<NearBlock>(
        absl::HashOf(static_cast<int>(spelling), scope, text)));
  }

  std::vector<NearBlock>& blocks_;
};

const index::CustomerFacts* MasterIn(const index::Facts& facts) {
  const auto* customer = std::get_if<index::CustomerFacts>(&facts);
  return customer != nullptr && customer->master ? customer : nullptr;
}

}  // namespace

std::vector<NearBlock> BlocksOfSubject(
    const std::vector<normalize::KeyOutcome>& outcomes,
    absl::string_view country) {
  std::vector<NearBlock> found;
  Blocks blocks(&found);
  for (const normalize::KeyOutcome& outcome : outcomes) {
    if (outcome.key) {
      blocks.AddSubject(*outcome.key);
    } else if (outcome.kind == model::KeyKind::kTaxId) {
      blocks.AddRepairs(outcome.raw, country);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

void AddBlocksOfMaster(const std::vector<normalize::KeyOutcome>& outcomes,
                       std::vector<NearBlock>* found) {
  Blocks blocks(found);
  for (const normalize::KeyOutcome& outcome : outcomes) {
    if (outcome.key) blocks.AddMaster(*outcome.key);
  }
}

bool ChangesNear(const index::Facts& before, const index::Facts& after) {
  const index::CustomerFacts* const was = MasterIn(before);
  const index::CustomerFacts* const is = MasterIn(after);
  if (was == nullptr || is == nullptr) return was != is;
  return was->catch_all != is->catch_all || was->keys != is->keys;
}

}  // namespace landfall::match
