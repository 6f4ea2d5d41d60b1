// Filters of any bytes: no crash, and the two answers about a record agree.
#include <cstddef>
#include <cstdint>

#include "server/base/check.h"
#include "server/filter/filter.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const landfall::model::Fields* const kFields = [] {
    auto* fields = new landfall::model::Fields;
    fields->Add("a", {landfall::model::FieldValue::Type::kNumber, "3"});
    fields->Add("b", {landfall::model::FieldValue::Type::kBool, "true"});
    fields->AddString("c",
                      "Stra\xC3\x9F"
                      "e \xFF");
    fields->AddString("d", "2026-06-09T08:15:30Z");
    fields->Sort();
    return fields;
  }();
  const auto filter = landfall::filter::Filter::Parse(
      absl::string_view(reinterpret_cast<const char*>(data), size));
  if (!filter.ok()) return 0;
  LF_CHECK(filter->Matches(*kFields) ==
           !filter->FirstFailingClause(*kFields).has_value());
  return 0;
}
