#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/model/key_kind.h"
#include "server/model/record.h"
#include "server/model/settings.h"
#include "server/normalize/key.h"
#include "server/rates/quote.h"
#include "tests/oracle/naive_rates.h"

namespace landfall::oracle {

// Everything the oracle was told, as it was told.
struct NaiveFacts {
  std::vector<model::Record> records;
  std::map<std::string, absl::Time> entity_read;  // by configured entity id
  // Since when it is known that customers of an entity could not be read.
  std::map<std::string, absl::Time> entity_torn;
  std::map<std::string, absl::Time> source_read;  // as a whole
  rates::Quotes quotes;
};

// A master customer that exists at the time of the view.
struct NaiveMaster {
  const model::Record* record = nullptr;
  const model::MasterCustomer* body = nullptr;
  const model::LegalEntity* entity = nullptr;
  bool catch_all = false;
  std::vector<normalize::KeyOutcome> keys;
};

// An upstream customer that is known at the time of the view: a held record, a
// customer that only its orders name, a guest, or keys that a caller typed.
struct NaiveCustomer {
  model::RecordRef ref;
  const model::Source* source = nullptr;          // nullptr: typed keys
  const model::Record* record = nullptr;          // nullptr: known by orders
  const model::UpstreamCustomer* body = nullptr;  // of `record`
  bool guest = false;
  std::string name;
  std::string postal_code;
  std::optional<absl::Time> created;
  std::vector<const model::Record*> orders;  // placed by then, quotes too
  std::vector<normalize::KeyOutcome> keys;
};

// What existed at one moment, rebuilt from nothing for every question. Plain
// loops, quadratic on purpose: it is read beside the rules, not profiled.
// Immutable. `settings` and `facts` must outlive it.
class NaiveView {
 public:
  NaiveView(const model::Settings& settings, const NaiveFacts& facts,
            absl::Time as_of);

  const model::Settings& settings() const { return settings_; }
  absl::Time as_of() const { return as_of_; }
  const NaiveRates& rates() const { return rates_; }
  const std::vector<const model::Record*>& records() const { return existing_; }
  // Every order that is no test, those of other times included.
  std::vector<const model::Record*> Orders() const;
  const std::vector<NaiveMaster>& masters() const { return masters_; }
  const std::vector<NaiveCustomer>& customers() const { return customers_; }

  // The customer that `ref` names, with guest ids resolved; else nullptr.
  const NaiveCustomer* FindCustomer(const model::RecordRef& ref) const;
  const NaiveMaster* FindMaster(const model::RecordRef& ref) const;

  // Can the entity's source say that a customer is absent?
  bool IsFresh(const model::LegalEntity& entity) const;
  bool WasRead(const model::LegalEntity& entity) const;
  // Is what is held known not to be all of its customers?
  bool IsTorn(const model::LegalEntity& entity) const;
  // Is what is held of an upstream source recent enough?
  bool IsCurrent(const model::Source& source) const;

 private:
  void CollectExisting(const NaiveFacts& facts);
  void AddMasters();
  void AddUpstreamRecords();
  void AttachNamedOrders();
  void AddOwnKeys();
  void AttachGuestOrders();
  void AddUnknownGuest(const model::Record& record,
                       const std::vector<normalize::KeyOutcome>& outcomes);
  void AddOrderTaxIds();
  NaiveCustomer* Named(const model::RecordRef& ref);

  const model::Settings& settings_;
  const std::map<std::string, absl::Time>& entity_read_;
  const std::map<std::string, absl::Time>& entity_torn_;
  const std::map<std::string, absl::Time>& source_read_;
  const absl::Time as_of_;
  const NaiveRates rates_;
  // Orders that tell of the customer's keys, those of other times included.
  std::vector<const model::Record*> AllOrdersOf(
      const NaiveCustomer& customer) const;
  bool OnlyHolder(const normalize::NormalKey& email,
                  const NaiveCustomer& customer) const;

  std::vector<const model::Record*> other_orders_;
  std::vector<const model::Record*> existing_;
  std::vector<NaiveMaster> masters_;
  std::vector<NaiveCustomer> customers_;
};

// "guest-" and 16 hex digits for the normal form of an email in a source.
std::string GuestId(absl::string_view source, absl::string_view email);

}  // namespace landfall::oracle
