// Turns one element of a payload into records by handing it to the decoder of
// its system. Entry points: Decode and IsPart.
#include "server/decode/decoder.h"

#include <variant>

#include "server/base/check.h"
#include "server/base/status_macros.h"
#include "server/decode/adobe_commerce/adobe_commerce_decoder.h"
#include "server/decode/bigcommerce/bigcommerce_decoder.h"
#include "server/decode/business_central/business_central_decoder.h"
#include "server/decode/dataverse/dataverse_decoder.h"
#include "server/decode/error_event/error_event_decoder.h"
#include "server/decode/finance_operations/finance_operations_decoder.h"
#include "server/decode/shopify/shopify_decoder.h"
#include "server/decode/wild_time.h"

namespace landfall::decode {
namespace {

constexpr absl::string_view kErrorEvent = "error_event";

absl::StatusOr<std::vector<model::Record>> DecodeBySystem(
    const DecodeContext& context, absl::string_view element) {
  // Any source may report failures.
  if (context.type == kErrorEvent ||
      (context.type.empty() && LooksLikeErrorEvent(element))) {
    return DecodeErrorEvent(context, element);
  }
  switch (context.source->system) {
    case model::System::kDataverse:
      return DecodeDataverse(context, element);
    case model::System::kFinanceOperations:
      return DecodeFinanceOperations(context, element);
    case model::System::kBusinessCentral:
      return DecodeBusinessCentral(context, element);
    case model::System::kShopify:
      return DecodeShopify(context, element);
    case model::System::kBigCommerce:
      return DecodeBigCommerce(context, element);
    case model::System::kAdobeCommerce:
      return DecodeAdobeCommerce(context, element);
  }
  return absl::InternalError("a source without a system");
}

}  // namespace

absl::StatusOr<std::vector<model::Record>> Decode(const DecodeContext& context,
                                                  absl::string_view element) {
  LF_CHECK(context.source != nullptr);
  LF_ASSIGN_OR_RETURN(std::vector<model::Record> records,
                      DecodeBySystem(context, element));
  // Here and not where a time is read: no decoder can forget it.
  for (const model::Record& record : records) {
    LF_RETURN_IF_ERROR(CheckTimes(record, context.now + kMaxAhead));
  }
  return records;
}

bool IsPart(const std::vector<model::Record>& records) {
  if (records.empty()) return true;
  const model::Record& record = records.front();
  return std::holds_alternative<model::CompanyLocation>(record.body) &&
         !record.fields.Text("__parentId").empty();
}

}  // namespace landfall::decode
