// Turns a customer's keys into the masters that stand for it, entity by entity.
// Entry point: LookEverywhere.

#include "tests/oracle/naive_matching.h"

#include <algorithm>
#include <string>

#include "absl/strings/string_view.h"
#include "server/filter/filter.h"
#include "server/normalize/normalize.h"
#include "tests/oracle/naive_keys.h"

namespace landfall::oracle {
namespace {

using model::KeyKind;
using normalize::NormalKey;

bool FilterMatches(absl::string_view text, const model::Record& record) {
  const auto filter = filter::Filter::Parse(text);
  return filter.ok() && filter->Matches(record.fields);
}

bool ExcludedByRule(const NaiveView& view, const model::Record& record) {
  for (const model::ScopeRule& rule : view.settings().scope) {
    if (rule.source == record.ref.source && rule.type == record.ref.type &&
        FilterMatches(rule.exclude, record)) {
      return true;
    }
  }
  return false;
}

// "A guest is not a second holder beside the registered one."
bool StandsBesideRegistered(const NaiveView& view, const NaiveCustomer& guest) {
  if (guest.keys.empty() || !guest.keys[0].key.has_value()) return false;
  for (const NaiveCustomer& other : view.customers()) {
    if (!other.guest && other.ref.source == guest.ref.source &&
        other.ref.type == "customer" && Holds(other.keys, *guest.keys[0].key)) {
      return true;
    }
  }
  return false;
}

// Live, in-scope, distinct customers of a source that hold the key, other than
// `except`.
int HoldersInSource(const NaiveView& view, const std::string& source,
                    const NormalKey& key, const NaiveCustomer* except) {
  int holders = 0;
  for (const NaiveCustomer& customer : view.customers()) {
    if (&customer == except || customer.ref.source != source) continue;
    if (!Holds(customer.keys, key)) continue;
    if (RowOutOfScope(view, customer).has_value()) continue;
    if (customer.guest && StandsBesideRegistered(view, customer)) continue;
    ++holders;
  }
  return holders;
}

// The same for the masters of an entity; catch-all masters do not count.
int HoldersInEntity(const NaiveView& view, const model::LegalEntity& entity,
                    const NormalKey& key, const NaiveMaster* except) {
  int holders = 0;
  for (const NaiveMaster& master : view.masters()) {
    if (&master == except || master.entity != &entity) continue;
    if (!master.catch_all && Holds(master.keys, key)) ++holders;
  }
  return holders;
}

bool SameText(const std::string& a, const std::string& b) {
  return !a.empty() && a == b;
}

bool NameOrPostcodeAgrees(const std::string& name, const std::string& postcode,
                          const std::string& other_name,
                          const std::string& other_postcode) {
  return SameText(normalize::FoldName(name), normalize::FoldName(other_name)) ||
         SameText(normalize::FoldPostalCode(postcode),
                  normalize::FoldPostalCode(other_postcode));
}

// "Matches only when it is unique on both sides and the name or the postcode
// agrees." Typed keys have nobody beside them.
bool WeakKeyProves(const NaiveView& view, const NaiveCustomer& customer,
                   const NaiveMaster& master, const NormalKey& key) {
  if (HoldersInEntity(view, *master.entity, key, &master) > 0) return false;
  if (customer.source != nullptr &&
      HoldersInSource(view, customer.ref.source, key, &customer) > 0) {
    return false;
  }
  return NameOrPostcodeAgrees(customer.name, customer.postal_code,
                              master.record->name, master.body->postal_code);
}

// The tax IDs that say something, hubs left out.
std::vector<NormalKey> TellingTaxIds(const NaiveView& view,
                                     const KeyOutcomes& outcomes) {
  std::vector<NormalKey> keys;
  for (const NormalKey& key :
       UsableKeys(outcomes, model::KeyKinds().With(KeyKind::kTaxId))) {
    if (!IsHub(view, key)) keys.push_back(key);
  }
  return keys;
}

// "A master whose tax ID of the same issuer is usable and different": with
// several numbers only if none is equal; another branch is no clash.
bool TaxIdsClash(const NaiveView& view, const NaiveCustomer& customer,
                 const NaiveMaster& master) {
  const auto ours = TellingTaxIds(view, customer.keys);
  const auto theirs = TellingTaxIds(view, master.keys);
  for (const NormalKey& issuer_of : ours) {
    bool both_have = false;
    bool agree = false;
    for (const NormalKey& a : ours) {
      if (a.scope() != issuer_of.scope()) continue;
      for (const NormalKey& b : theirs) {
        if (b.scope() != issuer_of.scope()) continue;
        both_have = true;
        if (a == b || normalize::DifferOnlyInBranch(a, b)) agree = true;
      }
    }
    if (both_have && !agree) return true;
  }
  return false;
}

// "A master found by email whose external id equals that of another live
// upstream customer": another customer of the source that the id is of, which
// is the customer's own.
bool CarriesIdOfAnother(const NaiveView& view, const NaiveCustomer& customer,
                        const NaiveMatch& match, model::KeyKinds kinds) {
  if (customer.source == nullptr || !kinds.Has(KeyKind::kExternalId) ||
      !match.kinds.Has(KeyKind::kEmail) ||
      match.kinds.Has(KeyKind::kExternalId)) {
    return false;
  }
  for (const NormalKey& id : UsableKeys(
           match.master->keys, model::KeyKinds().With(KeyKind::kExternalId))) {
    if (IsHub(view, id)) continue;
    for (const NaiveCustomer& other : view.customers()) {
      if (&other == &customer || other.ref.source != customer.ref.source) {
        continue;
      }
      if (Holds(other.keys, id) && !RowOutOfScope(view, other).has_value()) {
        return true;
      }
    }
  }
  return false;
}

// What one master adds to its entity's presence.
void LookAt(const NaiveView& view, const NaiveCustomer& customer,
            const NaiveMaster& master, model::KeyKinds kinds,
            NaivePresence* presence) {
  NaiveMatch match;
  match.master = &master;
  bool weak = false;
  for (const NormalKey& key : UsableKeys(customer.keys, kinds)) {
    if (!Holds(master.keys, key) || IsHub(view, key)) continue;
    if (key.weak() && !WeakKeyProves(view, customer, master, key)) {
      weak = true;
      continue;
    }
    match.kinds = match.kinds.With(key.kind());
    match.keys.push_back(key);
  }
  if (master.catch_all) {
    if (!match.keys.empty()) presence->catch_all = true;
    return;
  }
  if (match.keys.empty()) {
    if (weak) presence->weak_only = true;
    return;
  }
  if (kinds.Has(KeyKind::kTaxId) && TaxIdsClash(view, customer, master)) {
    presence->contradicted = true;
    return;
  }
  if (CarriesIdOfAnother(view, customer, match, kinds)) {
    presence->id_of_another = true;
  }
  presence->matches.push_back(match);
}

bool ShareProvingKey(const NaiveView& view, const NaiveCustomer& a,
                     const NaiveCustomer& b, model::KeyKinds kinds) {
  for (const NormalKey& key : UsableKeys(a.keys, kinds)) {
    if (!Holds(b.keys, key) || IsHub(view, key)) continue;
    if (!key.weak()) return true;
    if (a.source != nullptr &&
        HoldersInSource(view, a.ref.source, key, &a) > 0) {
      continue;
    }
    if (HoldersInSource(view, b.ref.source, key, &b) > 0) continue;
    if (NameOrPostcodeAgrees(a.name, a.postal_code, b.name, b.postal_code)) {
      return true;
    }
  }
  return false;
}

bool HasKey(const NaiveMatch& match, const NormalKey& key) {
  return std::find(match.keys.begin(), match.keys.end(), key) !=
         match.keys.end();
}

}  // namespace

std::optional<model::ReasonCode> RowOutOfScope(const NaiveView& view,
                                               const NaiveCustomer& customer) {
  if (customer.record == nullptr) return std::nullopt;
  switch (customer.body->state) {
    case model::LifeState::kMerged:
      return model::ReasonCode::kMerged;
    case model::LifeState::kInactive:
      return model::ReasonCode::kInactive;
    case model::LifeState::kLive:
      break;
  }
  if (customer.source->system == model::System::kDataverse) {
    if (customer.ref.type == "account" &&
        !FilterMatches("customertypecode eq 3", *customer.record)) {
      return model::ReasonCode::kNotACustomerType;
    }
    if (customer.ref.type == "contact" &&
        !FilterMatches("msdyn_sellable eq true", *customer.record)) {
      return model::ReasonCode::kNotSellable;
    }
  }
  if (ExcludedByRule(view, *customer.record)) {
    return model::ReasonCode::kOutOfScopeRule;
  }
  return std::nullopt;
}

bool IsHub(const NaiveView& view, const NormalKey& key) {
  const model::HubLimits& hubs = view.settings().hubs;
  int limit = hubs.external_id;
  if (key.kind() == KeyKind::kEmail) limit = hubs.email;
  if (key.kind() == KeyKind::kTaxId) limit = hubs.tax_id;
  for (const model::LegalEntity& entity : view.settings().legal_entities) {
    if (HoldersInEntity(view, entity, key, nullptr) >= limit) return true;
  }
  for (const model::Source& source : view.settings().sources) {
    if (HoldersInSource(view, source.id, key, nullptr) >= limit) return true;
  }
  return false;
}

std::vector<NaivePresence> LookEverywhere(const NaiveView& view,
                                          const NaiveCustomer& customer,
                                          model::KeyKinds kinds) {
  std::vector<NaivePresence> everywhere;
  for (const model::LegalEntity& entity : view.settings().legal_entities) {
    NaivePresence presence;
    presence.entity = &entity;
    for (const NaiveMaster& master : view.masters()) {
      if (master.entity == &entity) {
        LookAt(view, customer, master, kinds, &presence);
      }
    }
    everywhere.push_back(presence);
  }
  return everywhere;
}

bool SeveralOnOneKey(const NaivePresence& presence) {
  for (size_t i = 0; i < presence.matches.size(); ++i) {
    for (const NormalKey& key : presence.matches[i].keys) {
      for (size_t j = i + 1; j < presence.matches.size(); ++j) {
        if (HasKey(presence.matches[j], key)) return true;
      }
    }
  }
  return false;
}

bool KeysLeadApart(const NaivePresence& presence) {
  std::vector<NormalKey> keys;
  for (const NaiveMatch& match : presence.matches) {
    keys.insert(keys.end(), match.keys.begin(), match.keys.end());
  }
  for (const NormalKey& a : keys) {
    for (const NormalKey& b : keys) {
      bool meet = false;
      for (const NaiveMatch& match : presence.matches) {
        if (HasKey(match, a) && HasKey(match, b)) meet = true;
      }
      if (!meet) return true;
    }
  }
  return false;
}

std::vector<const NaiveCustomer*> Counterparts(const NaiveView& view,
                                               const NaiveCustomer& customer,
                                               model::KeyKinds kinds) {
  std::vector<const NaiveCustomer*> found;
  for (const NaiveCustomer& other : view.customers()) {
    if (other.ref.source == customer.ref.source) continue;
    if (RowOutOfScope(view, other).has_value()) continue;
    if (ShareProvingKey(view, customer, other, kinds)) found.push_back(&other);
  }
  return found;
}

}  // namespace landfall::oracle
