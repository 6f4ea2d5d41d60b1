// A check and its whole answer -> what its answer in BASIC says otherwise.
// Entry point: BasicDifference.
#include "tests/scenarios/basic_view.h"

#include <google/protobuf/util/message_differencer.h>

#include "absl/strings/str_cat.h"
#include "server/base/check.h"
#include "tests/scenarios/yaml_json.h"

namespace landfall::scenarios {
namespace {

v1::CheckPromotionResponse WithoutTexts(v1::CheckPromotionResponse check) {
  check.clear_explanation();
  for (v1::EntityOutcome& entity : *check.mutable_entities()) {
    entity.clear_customers();
  }
  for (v1::Reason& reason : *check.mutable_reasons()) {
    reason.clear_message();
    reason.clear_action();
  }
  for (v1::KeyReport& key : *check.mutable_keys()) {
    key.clear_normalized();
    key.clear_raw();
  }
  check.clear_next_action();
  check.clear_url();
  check.clear_near_matches();
  check.clear_counterparts();
  check.clear_drift();
  check.clear_preflight();
  return check;
}

}  // namespace

std::string BasicDifference(Transport& transport, const std::string& request,
                            const v1::CheckPromotionResponse& full) {
  auto asked = ValueOf(request);
  LF_CHECK(asked.ok());
  (*asked->mutable_struct_value()->mutable_fields())["view"] =
      StringValue("BASIC");
  const Outcome outcome = transport.Call(
      *serve::calls::FindOperation("PromotionService.CheckPromotion"),
      JsonOf(*asked));
  if (outcome.answer == nullptr) {
    return absl::StrCat("no answer in BASIC",
                        outcome.failure ? outcome.failure->message : "");
  }
  google::protobuf::util::MessageDifferencer differencer;
  std::string difference;
  differencer.ReportDifferencesToString(&difference);
  differencer.Compare(WithoutTexts(full), *outcome.answer);
  return difference;
}

}  // namespace landfall::scenarios
