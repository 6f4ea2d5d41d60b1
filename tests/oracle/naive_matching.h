#pragma once

#include <optional>
#include <vector>

#include "server/model/key_kind.h"
#include "server/model/verdict.h"
#include "tests/oracle/naive_view.h"

namespace landfall::oracle {

// Why the row itself is nobody's business: type, state or a scope rule. For a
// shop customer this says nothing about its orders.
std::optional<model::ReasonCode> RowOutOfScope(const NaiveView& view,
                                               const NaiveCustomer& customer);

// A master that stands for the customer, and the keys that prove it.
struct NaiveMatch {
  const NaiveMaster* master = nullptr;
  model::KeyKinds kinds;
  std::vector<normalize::NormalKey> keys;
};

// What one legal entity says about a customer.
struct NaivePresence {
  const model::LegalEntity* entity = nullptr;
  std::vector<NaiveMatch> matches;
  bool contradicted = false;   // a master with another tax ID of the issuer
  bool weak_only = false;      // a weak tax ID that nothing else confirms
  bool catch_all = false;      // mapped to everybody's account
  bool id_of_another = false;  // a master found by email is somebody else's
};

// "Held by `hubs` or more customers of one legal entity, or of one upstream
// source": such a value proves nothing.
bool IsHub(const NaiveView& view, const normalize::NormalKey& key);

// One presence per configured legal entity, in their order.
std::vector<NaivePresence> LookEverywhere(const NaiveView& view,
                                          const NaiveCustomer& customer,
                                          model::KeyKinds kinds);

// "Several masters on one key": one of the matches' keys leads to two of them.
bool SeveralOnOneKey(const NaivePresence& presence);
// "Keys that lead to different masters."
bool KeysLeadApart(const NaivePresence& presence);

// In-scope upstream customers of other sources with a usable key in common.
std::vector<const NaiveCustomer*> Counterparts(const NaiveView& view,
                                               const NaiveCustomer& customer,
                                               model::KeyKinds kinds);

}  // namespace landfall::oracle
