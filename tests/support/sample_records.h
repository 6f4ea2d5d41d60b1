#pragma once

#include <string>

#include "server/model/record.h"

namespace landfall::testing {

// An upstream customer of source "shop" with a name and one field.
inline model::Record SampleCustomer(const std::string& id,
                                    const std::string& name) {
  model::Record record;
  record.ref = {"shop", "customer", id};
  record.name = name;
  record.created = absl::FromUnixSeconds(1'780'000'000);
  record.fields.AddString("email", name + "@contoso.com");
  record.fields.Sort();
  model::UpstreamCustomer customer;
  customer.country = "US";
  record.body = customer;
  return record;
}

}  // namespace landfall::testing
