// JSON bodies and query strings of any bytes: no crash, and what is read can be
// written and read again with the same meaning.
#include <cstddef>
#include <cstdint>
#include <string>

#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "server/base/check.h"
#include "server/serve/api/errors.h"
#include "server/serve/http/url.h"
#include "server/serve/json/json_reader.h"
#include "server/serve/json/json_writer.h"
#include "server/serve/json/query_reader.h"

namespace {

using landfall::serve::api::DetailOf;
using landfall::serve::http::PercentDecode;
using landfall::serve::http::PercentEncode;
using landfall::serve::http::SplitQuery;
using landfall::serve::json::JsonOf;
using landfall::serve::json::ReadJson;
using landfall::serve::json::ReadParameters;

void ExpectClearError(const absl::Status& status) {
  LF_CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  LF_CHECK(!status.message().empty());
  LF_CHECK(DetailOf(status).reason() !=
           landfall::v1::ErrorReason::ERROR_REASON_UNSPECIFIED);
}

template <typename Message>
void TryBody(std::string body) {
  Message message;
  const absl::Status status = ReadJson(body, &message);
  if (!status.ok()) return ExpectClearError(status);
  std::string written = JsonOf(message);
  Message again;
  // UNSPECIFIED is written for an enum that was not given, and is not taken
  // back; nothing else may be refused.
  const absl::Status read = ReadJson(written, &again);
  if (read.ok()) {
    LF_CHECK(message.SerializeAsString() == again.SerializeAsString());
  } else {
    ExpectClearError(read);
  }
}

void TryQuery(const std::string& query) {
  const auto parameters = SplitQuery(query);
  if (!parameters.has_value()) return;
  for (const auto& [name, value] : *parameters) {
    LF_CHECK(PercentDecode(PercentEncode(value)) == value ||
             value.find('\0') != std::string::npos);
  }
  landfall::v1::ListCardRecordsRequest request;
  const absl::Status status =
      ReadParameters({{"card", "ecom-absent"}}, *parameters, &request);
  if (!status.ok()) ExpectClearError(status);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  TryBody<landfall::v1::BatchCheckPromotionRequest>(text);
  TryBody<landfall::v1::CheckPromotionRequest>(text);
  TryBody<landfall::v1::BatchUpsertRecordsRequest>(text);
  TryQuery(text);
  return 0;
}
