// An answer -> the bytes that it is sent as. Entry point: RenderedCheck::Of.
#include "server/serve/calls/rendered_check.h"

#include <memory>

#include "absl/strings/string_view.h"
#include "server/base/check.h"
#include "server/base/time_text.h"
#include "server/serve/api/convert.h"
#include "server/serve/json/json_writer.h"

namespace landfall::serve::calls {
namespace {

// Stands once in the JSON: what a value has of quotes is escaped.
constexpr absl::string_view kLabel = "\"asOf\":\"";
constexpr absl::string_view kEpoch = "1970-01-01T00:00:00Z";

}  // namespace

const RenderedCheck* RenderedCheck::Of(const recall::SharedAnswer& answer) {
  const base::Attachment::Content* kept = answer.rendering.Get();
  if (kept == nullptr) {
    if (!answer.asked_again.load(std::memory_order_relaxed)) return nullptr;
    kept = answer.rendering.Keep(std::make_unique<RenderedCheck>(answer));
  }
  return static_cast<const RenderedCheck*>(kept);
}

RenderedCheck::RenderedCheck(const model::CheckAnswer& answer) {
  v1::CheckPromotionResponse message;
  api::FillCheck(answer, absl::UnixEpoch(), &message);
  verdict_ = message.verdict();
  const std::string json = json::JsonOf(message);
  size_t at = json.rfind(kLabel.data(), std::string::npos, kLabel.size());
  LF_CHECK(at != std::string::npos);
  at += kLabel.size();
  LF_CHECK(absl::string_view(json).substr(at, kEpoch.size()) == kEpoch);
  json_before_ = json.substr(0, at);
  json_after_ = json.substr(at + kEpoch.size());
  message.clear_as_of();
  wire_ = message.SerializeAsString();
}

void RenderedCheck::AppendJson(absl::Time as_of, std::string* out) const {
  constexpr size_t kLongestTime = 40;
  out->reserve(out->size() + json_before_.size() + kLongestTime +
               json_after_.size());
  out->append(json_before_);
  base::AppendTime(as_of, out);
  out->append(json_after_);
}

void RenderedCheck::AppendWire(absl::Time as_of, std::string* out) const {
  v1::CheckPromotionResponse rest;
  api::FillTime(as_of, rest.mutable_as_of());
  out->reserve(out->size() + wire_.size() + rest.ByteSizeLong());
  out->append(wire_);
  rest.AppendToString(out);
}

}  // namespace landfall::serve::calls
