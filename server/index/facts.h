#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "server/base/decimal.h"
#include "server/base/hash128.h"
#include "server/index/document_facts.h"
#include "server/index/entity_set.h"
#include "server/index/key_sketch.h"
#include "server/index/micros.h"
#include "server/model/key_kind.h"
#include "server/model/record.h"
#include "server/model/verdict.h"
#include "server/preflight/table_map.h"

namespace landfall::index {

// What a hashed value is good for.
enum class KeyRole : uint8_t {
  kExact,    // the normal form itself: the only role that can match
  kTaxRoot,  // a tax ID without its branch: excuses a difference
  kNear,     // a coarser form: explains a difference
};

// The 96 bits of a hash by which keys are known. There are many more keys than
// records; among a hundred million of them two still do not meet by chance.
inline base::Hash128 KeyHash(const base::Hash128& hash) {
  return {hash.high & 0xffffffff, hash.low};
}

// One hashed key of a customer.
struct KeyFact {
  base::Hash128 hash;
  model::KeyKind kind = model::KeyKind::kEmail;
  KeyRole role = KeyRole::kExact;
  bool weak = false;      // tax ID of a weak issuer
  bool fallback = false;  // an order's email: counts if the customer has none
  uint16_t issuer = 0;    // of a tax ID; equal for equal issuers
  bool own = false;       // the id that its own source knows it by
  // Of a master's email its normalize::SpellingHash; else 0.
  uint64_t spelling = 0;

  friend bool operator==(const KeyFact& a, const KeyFact& b) {
    return a.hash == b.hash && a.role == b.role && a.fallback == b.fallback;
  }
};

// A customer of either side, boiled down to what the rules compare.
struct CustomerFacts {
  base::Hash128 id;
  uint16_t source = 0;
  bool master = false;
  bool is_company = false;  // a shop company: keeps its group by its own id
  bool in_scope = true;     // upstream: type, state and scope rules
  model::ReasonCode scope_reason = model::ReasonCode::kOutOfScopeRule;
  bool sendable = true;  // Dataverse: the table map would send it
  bool catch_all = false;
  bool blocked = false;
  EntityIndex entity = kNoEntity;  // masters
  Micros created = kNoTime;
  Micros deleted = kNoTime;
  Seconds changed = 0;       // rows of a mapped table: last time; 0: unknown
  uint32_t name_hash = 0;    // 0: no name
  uint32_t postal_hash = 0;  // 0: no postcode
  EntitySet override_set;
  EntitySet tag_set;
  EntitySet country_set;  // what its own country leads to
  model::Lookup company;  // Dataverse
  base::Hash128 group;    // company it borrows keys from; zero if none
  std::vector<KeyFact> keys;
  KeySketch key_sketch;  // upstream records
  // Dataverse, rows of a mapped table; else nullptr.
  std::shared_ptr<const preflight::MappedValues> mapped_values;
};

struct OrderFacts {
  base::Hash128 id;
  uint16_t source = 0;
  base::Hash128 customer;  // registered, company or guest
  bool guest = false;
  bool active = false;  // state is active; see `cancelled`
  bool quote = false;
  uint64_t rank = 0;  // orders of one moment sort by it
  Micros placed = kNoTime;
  Micros cancelled = kNoTime;
  Micros deleted = kNoTime;
  bool has_amount = false;
  int64_t amount = 0;  // mantissa of the decimal
  uint8_t scale = 0;
  uint16_t currency = 0;
  EntitySet tag_set;
  EntitySet ship_set;
  bool ship_from_customer = false;  // the order names no country itself
  bool unusable_key = false;        // it says something that was meant as a key
  std::vector<uint64_t> names;      // that a document may call it by
  CustomerFacts implied;            // what the order says of its customer
};

struct ActivityFacts {
  base::Hash128 id;
  bool open = false;
  Micros created = kNoTime;
  Micros deleted = kNoTime;
  std::vector<base::Hash128> customers;
};

struct ReferenceFacts {
  uint16_t source = 0;
  std::string set;  // record type
  std::string id;   // lower case
  std::string code;
  std::string entity;  // F&O area, lower case; "" for Dataverse
};

struct LocationFacts {
  base::Hash128 id;
  base::Hash128 group;
  std::vector<KeyFact> keys;
};

struct EventFacts {
  base::Hash128 id;
  uint16_t source = 0;
  EntityIndex entity = kNoEntity;
  Micros at = kNoTime;
  std::vector<base::Hash128> subjects;  // record ids and key hashes
};

// std::monostate: a record that changes no answer (a test order).
using Facts =
    std::variant<std::monostate, CustomerFacts, OrderFacts, ActivityFacts,
                 ReferenceFacts, LocationFacts, EventFacts, DocumentFacts>;

}  // namespace landfall::index
