// What the failure branch of a flow knows -> an error event, pushed like any
// other. Entry point: Handlers::ReportErrorEvent.
#include <google/protobuf/util/json_util.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/serve/api/convert.h"
#include "server/serve/api/errors.h"
#include "server/serve/api/handlers.h"
#include "server/serve/api/read_query.h"

namespace landfall::serve::api {
namespace {

constexpr char kType[] = "error_event";

// `text` without what stands behind `size` bytes, and without half a character
// at its end.
std::string Cut(const std::string& text, size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) {
    --size;
  }
  return text.substr(0, size);
}

// Everything that the decoder of error events does not look at itself.
absl::Status Validate(const model::Settings& settings,
                      const v1::ReportErrorEventRequest& request) {
  LF_RETURN_IF_ERROR(ValidateRequired("id", request.id()));
  LF_RETURN_IF_ERROR(ValidateText("system", request.system()));
  LF_RETURN_IF_ERROR(ValidateText("flow", request.flow()));
  LF_RETURN_IF_ERROR(ValidateText("map", request.map()));
  LF_RETURN_IF_ERROR(ValidateText("entity", request.entity()));
  LF_RETURN_IF_ERROR(ValidateText("code", request.code()));
  if (request.has_at()) LF_RETURN_IF_ERROR(ValidateTime("at", request.at()));
  if (request.has_customer()) {
    LF_RETURN_IF_ERROR(ReadCustomer(settings, request.customer()).status());
  }
  if (!request.has_record()) return absl::OkStatus();
  return ReadRecordRef(settings, "record.", request.record(),
                       absl::StatusCode::kInvalidArgument)
      .status();
}

// The event as its systems write it, see docs/import.md.
absl::StatusOr<std::string> PayloadOf(v1::ReportErrorEventRequest event,
                                      absl::Time now) {
  event.clear_source();
  if (!event.has_at()) FillTime(now, event.mutable_at());
  event.set_message(Cut(event.message(), kMaxEventText));
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  // The members of a list stand side by side, the empty ones too.
  options.always_print_primitive_fields = true;
  if (!google::protobuf::util::MessageToJsonString(event, &json, options)
           .ok()) {
    return InvalidField(Reason::MALFORMED_REQUEST, "message",
                        "the event cannot be written as JSON");
  }
  return json;
}

}  // namespace

absl::Status Handlers::ReportErrorEvent(
    const v1::ReportErrorEventRequest& request,
    v1::ReportErrorEventResponse* response) const {
  const RequestScope scope = Scope();
  const std::string& source =
      request.source().empty() ? request.record().source() : request.source();
  LF_RETURN_IF_ERROR(Validate(scope.settings, request));
  v1::BatchUpsertRecordsRequest batch;
  batch.set_source(source);
  batch.set_type(kType);
  LF_ASSIGN_OR_RETURN(*batch.add_payloads()->mutable_json(),
                      PayloadOf(request, scope.now));
  v1::BatchUpsertRecordsResponse stored;
  LF_RETURN_IF_ERROR(BatchUpsertRecords(batch, &stored));
  if (stored.rejects_size() > 0) {
    const v1::Reject& reject = stored.rejects(0);
    return MakeError(absl::StatusCode::kInvalidArgument, Reason::INVALID_VALUE,
                     reject.field(), reject.cause());
  }
  v1::RecordRef ref;
  ref.set_source(source);
  ref.set_type(kType);
  ref.set_id(request.id());
  LF_ASSIGN_OR_RETURN(const model::RecordRef canonical,
                      ReadRecordRef(scope.settings, "", ref,
                                    absl::StatusCode::kInvalidArgument));
  FillRef(canonical, response->mutable_record());
  response->set_stored(stored.inserted() + stored.updated() > 0);
  return absl::OkStatus();
}

}  // namespace landfall::serve::api
