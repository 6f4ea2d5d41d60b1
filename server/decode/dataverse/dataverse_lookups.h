#pragma once

#include "server/model/fields.h"
#include "server/model/record.h"

namespace landfall::decode {

// Fills the company, customer group, payment terms and currency of an account
// or contact from its lookup columns, and adds the codes that are known to
// `fields` under the names of the dual-write maps (which then stay sorted).
//
// The id is `_x_value` (or a plain column with a GUID, as in CSV exports). The
// code comes from an expanded object, from a plain column with anything else,
// or from the FormattedValue annotation: that is the target's primary name,
// which is the code for companies, groups and terms. A currency's name is "US
// Dollar", so there it counts only when it looks like an ISO code; a plain
// column with such a name is kept as the id, so that the lookup is not empty.
// Without a dual-write company the company that Business Central links by
// `bcbi_companyid` or `bcbi_company` is taken. REQUIRES: sorted fields, with
// their annotations.
void ResolveLookups(model::Fields* fields, model::UpstreamCustomer* customer);

}  // namespace landfall::decode
