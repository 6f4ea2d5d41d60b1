#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "server/model/fields.h"

namespace landfall::decode {

// The entity set that an element's `@odata.context` names:
// "…/$metadata#accounts(name)/$deletedEntity" and "accounts" are the same; of
// "companies(…)/customers" it is "customers". "" without a context. Pure.
std::string ODataSet(const model::Fields& fields);

// The company id of a Business Central context "…#companies(<id>)/customers",
// or "".
std::string ODataCompany(const model::Fields& fields);

// The fields without annotations: names with an '@', such as `@odata.etag` and
// `_x_value@OData.Community.Display.V1.FormattedValue`. Keeps the order.
model::Fields WithoutAnnotations(const model::Fields& fields);

}  // namespace landfall::decode
