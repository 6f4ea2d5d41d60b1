// Payload files -> chunks of elements -> the server. Entry points:
// Importer::Send for each file, then Finish.
#include "client/cli/import_files.h"

#include <algorithm>
#include <utility>

#include "server/base/status_macros.h"
#include "server/decode/payload_splitter.h"

namespace landfall::cli {
namespace {

constexpr size_t kChunkBytes = 1 << 20;
constexpr int kChunkElements = 500;
// What the server takes in one message, less room for the rest of it.
constexpr size_t kMaxElementBytes = (4 << 20) - (64 << 10);

}  // namespace

absl::Status Importer::Send(const std::string& name, std::istream& input) {
  StartChunk();
  decode::SplitLimits limits;
  limits.max_element_bytes = kMaxElementBytes;
  absl::Status refused;  // by the server, not by the splitter
  const auto take = [&](decode::PayloadElement element) {
    const bool full = chunk_.payloads_size() >= kChunkElements ||
                      chunk_bytes_ + element.json.size() > kChunkBytes;
    if (full && chunk_.payloads_size() > 0) {
      refused = SendChunk(name);
      if (!refused.ok()) return refused;
    }
    chunk_bytes_ += element.json.size();
    v1::Payload* payload = chunk_.add_payloads();
    payload->set_json(std::move(element.json));
    payload->set_line(
        static_cast<int32_t>(std::min<int64_t>(element.line, 2147483647)));
    return absl::OkStatus();
  };
  const auto drop = [&](decode::PayloadDefect defect) {
    ++counts_.read;
    Reject(name, defect.line, defect.field, defect.cause);
  };
  const auto turn = [&](decode::PayloadPage page) {
    TakePage(name, std::move(page));
  };
  const absl::Status split =
      decode::SplitPayload(input, limits, {take, drop, turn});
  LF_RETURN_IF_ERROR(refused);
  if (!split.ok()) {
    broke_off_ = true;
    ++counts_.read;
    Reject(name, 0, "", std::string(split.message()));
  }
  LF_RETURN_IF_ERROR(SendChunk(name));
  return AwaitAnswer();
}

// A file without text is what a service without rows answers, and just as well
// what a download leaves that failed.
void Importer::TakePage(const std::string& name, decode::PayloadPage page) {
  if (page.empty && target_.type.empty()) {
    broke_off_ = true;
    ++counts_.read;
    Reject(name, 0, "",
           "the file is empty; with --type it is taken for an answer without "
           "rows");
    return;
  }
  if (page.empty) {
    empty_file_ = name;
    return;
  }
  pages_.Add(name, std::move(page));
}

std::vector<decode::PayloadGap> Importer::gaps() const {
  std::vector<decode::PayloadGap> gaps = pages_.Gaps();
  if (!empty_file_.empty() && counts_.read == 0) {
    gaps.push_back({empty_file_, 0,
                    "the file is empty, which does not say that there are no "
                    "rows"});
  }
  return gaps;
}

absl::Status Importer::Finish() {
  const bool only_rejects = entities_.empty() && counts_.rejected > 0;
  if (broke_off_ || only_rejects || !gaps().empty()) return absl::OkStatus();
  StartChunk();
  chunk_.set_complete(true);
  for (const std::string& entity : entities_) chunk_.add_entities(entity);
  v1::BatchUpsertRecordsResponse response;
  // Without customers of the master there is nothing to complete, except where
  // the files say that there are none.
  if (entities_.empty() && counts_.read > 0) return absl::OkStatus();
  return client_.BatchUpsertRecords(chunk_, &response);
}

void Importer::StartChunk() {
  chunk_.Clear();
  chunk_bytes_ = 0;
  chunk_.set_source(target_.source);
  chunk_.set_type(target_.type);
  chunk_.set_company(target_.company);
  chunk_.set_complete(false);
}

absl::Status Importer::SendChunk(const std::string& name) {
  LF_RETURN_IF_ERROR(AwaitAnswer());
  if (chunk_.payloads_size() == 0) return absl::OkStatus();
  file_under_way_ = name;
  under_way_ = std::async(
      std::launch::async,
      [this](v1::BatchUpsertRecordsRequest chunk) -> Answer {
        v1::BatchUpsertRecordsResponse response;
        LF_RETURN_IF_ERROR(client_.BatchUpsertRecords(chunk, &response));
        return response;
      },
      std::move(chunk_));
  StartChunk();
  return absl::OkStatus();
}

absl::Status Importer::AwaitAnswer() {
  if (!under_way_.valid()) return absl::OkStatus();
  LF_ASSIGN_OR_RETURN(const v1::BatchUpsertRecordsResponse response,
                      under_way_.get());
  counts_.read += response.read();
  counts_.inserted += response.inserted();
  counts_.updated += response.updated();
  counts_.unchanged += response.unchanged();
  for (const v1::Reject& reject : response.rejects()) {
    Reject(file_under_way_, reject.line(), reject.field(), reject.cause());
  }
  for (const std::string& entity : response.entities()) {
    const bool known = std::find(entities_.begin(), entities_.end(), entity) !=
                       entities_.end();
    if (!known) entities_.push_back(entity);
  }
  if (on_progress_) on_progress_(counts_.read);
  return absl::OkStatus();
}

void Importer::Reject(const std::string& file, int64_t line,
                      const std::string& field, const std::string& cause) {
  ++counts_.rejected;
  on_reject_(file, line, field, cause);
}

}  // namespace landfall::cli
