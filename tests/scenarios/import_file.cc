// Payloads -> a file as the system writes it -> the elements of a push.
// Entry points: FileOf and PushOf.
#include "tests/scenarios/import_file.h"

#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "landfall/v1/record_service.pb.h"
#include "server/decode/page_ledger.h"
#include "server/decode/payload_splitter.h"
#include "tests/scenarios/yaml_json.h"

namespace landfall::scenarios {
namespace {

// What stands around the payloads, and between them.
struct Envelope {
  const char* before;
  const char* separator;
  const char* after;
};

constexpr Envelope kLines = {"", "\n", "\n"};
constexpr Envelope kODataPage = {
    "{\"@odata.context\":\"https://contoso.example/data/$metadata\",\"value\":["
    "\n",
    ",\n", "\n]}\n"};
constexpr Envelope kArray = {"[\n", ",\n", "\n]\n"};
constexpr Envelope kData = {"{\"data\":[\n", ",\n",
                            "\n],\"meta\":{\"pagination\":{}}}\n"};
constexpr Envelope kItems = {
    "{\"items\":[\n", ",\n",
    "\n],\"search_criteria\":{\"filter_groups\":[]},\"total_count\":1}\n"};

Envelope EnvelopeOf(const Import& import, const model::Settings& settings) {
  const model::Source* source = settings.FindSource(import.source);
  if (source == nullptr || import.type == "error_event") return kLines;
  switch (source->system) {
    case model::System::kDataverse:
    case model::System::kFinanceOperations:
    case model::System::kBusinessCentral:
      return kODataPage;
    case model::System::kShopify:
      return kLines;
    case model::System::kBigCommerce:
      return import.type == "order" ? kArray : kData;
    case model::System::kAdobeCommerce:
      return kItems;
  }
  return kLines;
}

}  // namespace

std::string FileOf(const Import& import, const model::Settings& settings) {
  if (import.file.has_value()) return *import.file;
  const Envelope envelope = EnvelopeOf(import, settings);
  return absl::StrCat(envelope.before,
                      absl::StrJoin(import.payloads, envelope.separator),
                      envelope.after);
}

std::optional<std::string> PushOf(const Import& import,
                                  const model::Settings& settings) {
  v1::BatchUpsertRecordsRequest push;
  push.set_source(import.source);
  push.set_type(import.type);
  push.set_company(import.company);
  bool whole = true;
  decode::PageLedger pages;
  std::istringstream input(FileOf(import, settings));
  const absl::Status split = decode::SplitPayload(
      input, {},
      {[&](decode::PayloadElement element) {
         v1::Payload* payload = push.add_payloads();
         payload->set_json(std::move(element.json));
         payload->set_line(static_cast<int32_t>(element.line));
         payload->set_all_columns(element.all_columns);
         return absl::OkStatus();
       },
       [&](const decode::PayloadDefect&) { whole = false; },
       [&](decode::PayloadPage page) {
         whole = whole && !page.empty;
         pages.Add("", std::move(page));
       }});
  if (!split.ok() || !whole) return std::nullopt;
  push.set_complete(true);
  push.set_cut_short(!pages.Gaps().empty());
  push.set_accept_rejects(import.accept_rejects);
  push.set_full(import.full);
  if (import.max_gone.has_value()) {
    push.set_max_gone_percent(*import.max_gone);
  }
  return RequestJson(push);
}

}  // namespace landfall::scenarios
