// keys and orders.active of a source -> the effective field map and states.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/config/internal/readers.h"

namespace landfall::config::internal {
namespace {

// Order states of BigCommerce as the shop's control panel calls them; the
// position is the number that the API and we use.
constexpr absl::string_view kBigCommerceStates[] = {
    "Incomplete",
    "Pending",
    "Shipped",
    "Partially Shipped",
    "Refunded",
    "Cancelled",
    "Declined",
    "Awaiting Payment",
    "Awaiting Pickup",
    "Awaiting Shipment",
    "Completed",
    "Awaiting Fulfillment",
    "Manual Verification Required",
    "Disputed",
    "Partially Refunded",
};

const std::vector<std::string>& ShopifyStates() {
  static const auto* const states = new std::vector<std::string>{
      "PENDING",        "AUTHORIZED",         "PAID",
      "PARTIALLY_PAID", "REFUNDED",           "VOIDED",
      "EXPIRED",        "PARTIALLY_REFUNDED", "null"};
  return *states;
}

const std::vector<std::string>& AdobeStates() {
  static const auto* const states = new std::vector<std::string>{
      "new",    "pending_payment", "processing", "complete",
      "closed", "canceled",        "holded",     "payment_review"};
  return *states;
}

std::vector<std::string> BigCommerceLabels() {
  std::vector<std::string> labels;
  // An incomplete basket is no order, so its state cannot be active.
  for (size_t i = 1; i < std::size(kBigCommerceStates); ++i) {
    labels.emplace_back(kBigCommerceStates[i]);
  }
  return labels;
}

std::optional<std::string> ReadBigCommerceState(const Item& item) {
  const std::optional<std::string> text = item.Text();
  if (!text.has_value()) return std::nullopt;
  int number = 0;
  const int count = static_cast<int>(std::size(kBigCommerceStates));
  if (absl::SimpleAtoi(*text, &number) && number > 0 && number < count) {
    return absl::StrCat(number);
  }
  const std::string label = absl::StrReplaceAll(*text, {{"_", " "}});
  for (int i = 1; i < count; ++i) {
    if (absl::EqualsIgnoreCase(label, kBigCommerceStates[i])) {
      return absl::StrCat(i);
    }
  }
  item.Fail(absl::StrCat("unknown order state \"", *text,
                         "\"; write a number from 1 to ", count - 1,
                         " or a label", Hint(label, BigCommerceLabels())));
  return std::nullopt;
}

std::optional<std::string> ReadState(const Item& item, model::System system) {
  if (system == model::System::kBigCommerce) return ReadBigCommerceState(item);
  if (system == model::System::kAdobeCommerce) {
    return item.OneOf(AdobeStates());
  }
  // An order without a financial status has null there; "" stands for it.
  if (item.IsNull()) return "";
  const std::optional<std::string> state = item.OneOf(ShopifyStates());
  if (!state.has_value() || *state != "null") return state;
  return "";
}

model::ExternalIdField ReadExternalId(const Item& item,
                                      const ServerOptions& options) {
  const Section section(item, {"field", "of"});
  model::ExternalIdField field;
  field.field = section.RequiredText("field").value_or("");
  const std::optional<Item> of = section.Find("of");
  if (!of.has_value()) {
    section.RequiredText("of");
    return field;
  }
  const model::Source* source = ReadSourceRef(*of, options);
  if (source != nullptr) field.of = source->id;
  return field;
}

std::vector<std::string> DataverseSources(const ServerOptions& options) {
  std::vector<std::string> ids;
  for (const model::Source& source : options.settings.sources) {
    if (source.system == model::System::kDataverse) ids.push_back(source.id);
  }
  return ids;
}

}  // namespace

void ReadActiveStates(const Section& source_section, model::Source& source) {
  source.active_states = model::DefaultActiveStates(source.system);
  const std::optional<Item> item = source_section.Find("orders");
  if (!item.has_value()) return;
  if (!model::IsShop(source.system)) {
    item->Fail("is only for shopify, bigcommerce and adobe_commerce");
    return;
  }
  const Section orders(*item, {"active"});
  const std::optional<Item> active = orders.Find("active");
  if (!active.has_value()) {
    orders.RequiredText("active");
    return;
  }
  source.active_states.clear();
  for (const Item& state : active->Items()) {
    const std::optional<std::string> name = ReadState(state, source.system);
    if (!name.has_value()) continue;
    const auto& states = source.active_states;
    if (std::find(states.begin(), states.end(), *name) != states.end()) {
      state.Fail("is in the list twice");
      continue;
    }
    source.active_states.push_back(*name);
  }
}

void ReadKeyFields(const Section& source_section, const ServerOptions& options,
                   model::Source& source) {
  source.keys = model::DefaultKeyFields(source.system, source.id,
                                        DataverseSources(options));
  const std::optional<Item> item = source_section.Find("keys");
  if (!item.has_value()) return;
  // A kind that is given replaces its default; an empty list removes it.
  const Section keys(*item, {"email", "tax_id", "external_id"});
  if (const auto email = keys.Find("email")) source.keys.email = email->Texts();
  if (const auto tax_id = keys.Find("tax_id")) {
    source.keys.tax_id = tax_id->Texts();
  }
  const std::optional<Item> external_id = keys.Find("external_id");
  if (!external_id.has_value()) return;
  source.keys.external_id.clear();
  // One entry may stand without its list.
  if (external_id->IsMap()) {
    source.keys.external_id.push_back(ReadExternalId(*external_id, options));
    return;
  }
  for (const Item& entry : external_id->Items()) {
    source.keys.external_id.push_back(ReadExternalId(entry, options));
  }
}

}  // namespace landfall::config::internal
