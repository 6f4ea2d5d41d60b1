#pragma once

#include <string>

#include "absl/time/time.h"
#include "landfall/v1/promotion_service.pb.h"
#include "server/base/attachment.h"
#include "server/reconcile/reconciler.h"

namespace landfall::serve::calls {

// A check's answer as the transports send it. It is written once and kept with
// the answer; from one call to the next only the time in it differs. Immutable.
class RenderedCheck : public base::Attachment::Content {
 public:
  // nullptr for an answer that was asked for once: most are never asked for
  // again, and would only fill memory.
  static const RenderedCheck* Of(const recall::SharedAnswer& answer);

  explicit RenderedCheck(const model::CheckAnswer& answer);

  // What json::WriteJson appends for the same CheckPromotionResponse.
  void AppendJson(absl::Time as_of, std::string* out) const;
  // The same CheckPromotionResponse in protobuf's binary form, with `as_of` at
  // its end.
  void AppendWire(absl::Time as_of, std::string* out) const;

  v1::Verdict::Value verdict() const { return verdict_; }

 private:
  v1::Verdict::Value verdict_;
  std::string json_before_;  // up to the time
  std::string json_after_;
  std::string wire_;  // without as_of
};

}  // namespace landfall::serve::calls
