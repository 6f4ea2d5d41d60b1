#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "server/base/decimal.h"
#include "server/model/document.h"
#include "server/model/fields.h"
#include "server/model/record_ref.h"
#include "server/model/system.h"

namespace landfall::model {

// A tax ID whose country is next to it in the payload (an address, a company
// location), under the path where it was found.
struct QualifiedTaxId {
  std::string field;
  std::string value;
  std::string country;  // as the system writes it
};

// A lookup column: the target's id, its code, or both, as far as the payload
// says. An empty lookup is a null column.
struct Lookup {
  std::string id;
  std::string code;
  bool empty() const { return id.empty() && code.empty(); }
  friend bool operator==(const Lookup& a, const Lookup& b) {
    return a.id == b.id && a.code == b.code;
  }
};

// Why a row of the selling side is not live, whatever its type says.
enum class LifeState { kLive, kInactive, kMerged };

struct UpstreamCustomer {
  std::string country;  // ship-to for Dataverse, home for shops; as written
  std::string postal_code;
  LifeState state = LifeState::kLive;
  std::string merged_into;  // id of the survivor, for kMerged
  std::vector<std::string> tags;
  Lookup company;            // Dataverse: cdm_company or bcbi_company
  Lookup customer_group;     // Dataverse
  Lookup payment_terms;      // Dataverse
  Lookup currency;           // Dataverse
  std::string shop_company;  // Adobe Commerce: id of the customer's company
};

struct MasterCustomer {
  std::string entity;   // F&O dataAreaId, BC company name or id; as written
  std::string account;  // F&O CustomerAccount, BC number
  std::string country;
  std::string postal_code;
  bool blocked = false;  // F&O on hold All or Invoice; BC anything but blank
};

struct Order {
  bool quote = false;         // draft order, quote: never active
  std::string number;         // what people call it: "#1001"
  std::string customer_type;  // "customer" or "company"
  std::string customer_id;    // empty for a guest
  std::string customer_name;  // as the order has it
  std::string email;          // the order's contact address
  std::string state;          // what the source's active list is compared with
  bool dead = false;     // cancelled, archived or replaced whatever the state
  bool ignored = false;  // test order or incomplete basket: does not exist
  std::optional<absl::Time> cancelled_at;
  std::optional<absl::Time> placed_at;
  // What the order is worth now; nullopt when it does not say, or nothing that
  // is a number. Fits base::kAmountLimits.
  std::optional<base::Decimal> amount;
  std::string currency;                     // ISO 4217 of the amount
  std::vector<std::string> ship_countries;  // as written; several if the order
  std::string billing_country;              // goes to several addresses
  std::vector<std::string> tags;            // of the order and its customer
};

struct Activity {
  std::vector<std::pair<std::string, std::string>> customers;  // type, id
  bool open = false;
};

struct Reference {
  std::string code;  // cdm_companycode, CustomerGroupId, ISO currency code …
  std::string entity;  // F&O dataAreaId; empty for Dataverse
  std::string name;
};

struct CompanyLocation {
  std::string company_id;
  std::string country;
};

// Keys as somebody typed them: a check's question, or an error event's subject.
struct GivenKeys {
  struct ExternalId {
    std::string source;
    std::string value;
  };
  struct TaxId {
    std::string country;
    std::string value;
  };
  std::string name;
  std::vector<std::string> emails;
  std::vector<ExternalId> external_ids;
  std::vector<TaxId> tax_ids;
  std::string country;
  std::string postal_code;
};

struct ErrorEvent {
  std::string system;  // dual_write | business_central | power_automate | other
  std::string flow;
  std::string map;
  std::string entity;
  // The record that failed. With an empty source it is the record of that type
  // and id in any Dataverse source.
  RecordRef record;
  std::optional<GivenKeys> customer;
  std::string message;
  std::string code;
};

// One record as a decoder hands it on and the store keeps it. Value type.
struct Record {
  using Body = std::variant<UpstreamCustomer, MasterCustomer, Order, Activity,
                            Reference, CompanyLocation, ErrorEvent, Document>;

  RecordRef ref;
  std::string name;
  std::optional<absl::Time> created;  // error events: when it happened
  std::optional<absl::Time> modified;
  // Exists until then. absl::InfinitePast(): a system said that the record is
  // deleted, but not since when; the caller that stores it fills in the time.
  std::optional<absl::Time> deleted;
  std::vector<QualifiedTaxId> tax_ids;
  Fields fields;  // every scalar of the payload, for filters and the key map
  Body body;
};

}  // namespace landfall::model
