// Turns a run of a flow into an error event. Entry point: DecodeFlowRun.
#include "server/decode/dataverse/flow_run.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/field_error.h"
#include "server/base/status_macros.h"
#include "server/decode/flatten.h"
#include "server/decode/odata.h"
#include "server/decode/record_builder.h"
#include "server/normalize/system_id.h"

namespace landfall::decode {
namespace {

using model::ErrorEvent;
using model::Fields;

constexpr absl::string_view kMessage = "errormessage";
constexpr size_t kGuidLength = 36;

// The table says Failed; the engine beneath knows more ways to end badly.
constexpr absl::string_view kFailures[] = {"failed", "timedout", "faulted",
                                           "aborted"};

bool IsFailure(absl::string_view status) {
  return std::any_of(std::begin(kFailures), std::end(kFailures),
                     [status](absl::string_view failure) {
                       return absl::EqualsIgnoreCase(status, failure);
                     });
}

// The name is an annotation of the lookup, and in exports the lookup itself.
std::string FlowOf(const Fields& fields) {
  return std::string(FirstText(
      fields, {"_workflow_value@OData.Community.Display.V1.FormattedValue",
               "workflowname", "workflow.name", "workflow", "workflowid",
               "_workflow_value"}));
}

// The record of "…/accounts(0a1b…)/…", if the text names one.
std::optional<model::RecordRef> AddressIn(absl::string_view text) {
  for (absl::string_view type : {"account", "contact"}) {
    const std::string before = absl::StrCat(type, "s(");
    const size_t at = text.find(before);
    if (at == absl::string_view::npos) continue;
    const std::optional<std::string> guid =
        normalize::CanonicalGuid(text.substr(at + before.size(), kGuidLength));
    if (guid.has_value()) return model::RecordRef{"", std::string(type), *guid};
  }
  return std::nullopt;
}

void ReadMessage(const Fields& fields, ErrorEvent* event) {
  const absl::string_view text = FirstText(fields, {kMessage});
  event->message = std::string(text);
  event->code = std::string(FirstText(fields, {"errorcode"}));
  if (const auto record = AddressIn(text)) event->record = *record;
  if (absl::StartsWith(text, "{")) {
    const absl::StatusOr<Fields> inner = FlattenJson(text, {});
    if (!inner.ok()) return;
    const absl::string_view message =
        FirstText(*inner, {"message", "error.message"});
    if (!message.empty()) event->message = std::string(message);
    if (event->code.empty()) {
      event->code = std::string(FirstText(*inner, {"code", "error.code"}));
    }
  }
}

Fields WithoutMessage(const Fields& fields) {
  Fields kept;
  for (const auto& [path, value] : fields.entries()) {
    if (!absl::EqualsIgnoreCase(path, kMessage)) kept.Add(path, value);
  }
  return kept;
}

}  // namespace

absl::StatusOr<std::vector<model::Record>> DecodeFlowRun(
    const DecodeContext& context, const Fields& fields) {
  LF_ASSIGN_OR_RETURN(
      std::string id,
      normalize::GuidId("flowrunid", FirstText(fields, {"flowrunid"})));
  const absl::string_view status = FirstText(fields, {"status"});
  if (status.empty()) {
    return base::FieldError("status", "missing; a run has to say how it ended");
  }
  if (!IsFailure(status)) return std::vector<model::Record>();
  ErrorEvent event;
  event.system = "power_automate";
  event.flow = FlowOf(fields);
  ReadMessage(fields, &event);
  if (event.message.empty() && event.code.empty()) {
    event.code = std::string(status);
  }
  model::Record record = StartRecord(context, "flow_run", std::move(id));
  LF_RETURN_IF_ERROR(ReadTimes(context, fields,
                               {"endtime", "starttime", "createdon"},
                               {"modifiedon"}, &record));
  if (!record.created.has_value()) {
    return base::FieldError("endtime",
                            "missing, and so are starttime and createdon; a "
                            "failure has to say when");
  }
  record.name = event.flow;
  record.body = std::move(event);
  record.fields = WithoutMessage(WithoutAnnotations(fields));
  return std::vector<model::Record>{std::move(record)};
}

}  // namespace landfall::decode
