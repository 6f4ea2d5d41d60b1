// Payload files -> chunks of elements -> the server. Entry points:
// Importer::Send for each file, then Finish.
#include "client/cli/import_files.h"

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/decode/payload_splitter.h"

namespace landfall::cli {
namespace {

constexpr size_t kChunkBytes = 1 << 20;
constexpr int kChunkElements = 500;
// What the server takes in one message, less room for the rest of it.
constexpr size_t kMaxElementBytes = (4 << 20) - (64 << 10);

void AddNew(const std::string& name, std::vector<std::string>& names) {
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    names.push_back(name);
  }
}

}  // namespace

std::string Importer::NewPushName() {
  absl::BitGen random;
  return absl::StrCat("import-", absl::Hex(absl::Uniform<uint64_t>(random)));
}

absl::Status Importer::Send(const std::string& name, std::istream& input) {
  StartChunk();
  file_entities_.clear();
  unread_ = 0;
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
    payload->set_all_columns(element.all_columns);
    return absl::OkStatus();
  };
  const auto drop = [&](decode::PayloadDefect defect) {
    ++counts_.read;
    ++unread_;
    Reject(name, defect.line, defect.field, defect.cause);
  };
  const auto turn = [&](decode::PayloadPage page) {
    TakePage(name, std::move(page));
  };
  const absl::Status split =
      decode::SplitPayload(input, limits, {take, drop, turn});
  LF_RETURN_IF_ERROR(refused);
  if (!split.ok()) {
    ++counts_.read;
    Reject(name, 0, "", std::string(split.message()));
  }
  LF_RETURN_IF_ERROR(SendChunk(name));
  LF_RETURN_IF_ERROR(AwaitAnswer());
  if (unread_ == 0 && split.ok()) return absl::OkStatus();
  return ReportUnread(unread_, !split.ok(), file_entities_);
}

absl::Status Importer::ReportUnread(int64_t rows, bool cut_short,
                                    const std::vector<std::string>& entities) {
  StartChunk();
  chunk_.set_unread_rows(
      static_cast<int32_t>(std::min<int64_t>(rows, 2147483647)));
  chunk_.set_cut_short(cut_short);
  for (const std::string& entity : entities) chunk_.add_entities(entity);
  v1::BatchUpsertRecordsResponse response;
  LF_RETURN_IF_ERROR(client_.BatchUpsertRecords(chunk_, &response));
  for (const std::string& entity : response.incomplete_entities()) {
    AddNew(entity, incomplete_);
  }
  return absl::OkStatus();
}

// A file without text is what a service without rows answers, and just as well
// what a download leaves that failed.
void Importer::TakePage(const std::string& name, decode::PayloadPage page) {
  if (page.empty && target_.type.empty()) {
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
  if (target_.full && !empty_file_.empty() && counts_.read == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("--full: ", empty_file_,
                     " is empty, which does not say that there are no rows"));
  }
  // An empty file says nothing at all, so it takes nothing back either.
  if (!pages_.Gaps().empty()) {
    LF_RETURN_IF_ERROR(ReportUnread(0, true, entities_));
  }
  // Without customers of the master there is nothing to complete, except where
  // the files say that there are none.
  if (!target_.full && entities_.empty() &&
      (counts_.read > 0 || !gaps().empty())) {
    return absl::OkStatus();
  }
  StartChunk();
  chunk_.set_complete(true);
  for (const std::string& entity : entities_) chunk_.add_entities(entity);
  v1::BatchUpsertRecordsResponse response;
  LF_RETURN_IF_ERROR(client_.BatchUpsertRecords(chunk_, &response));
  incomplete_.assign(response.incomplete_entities().begin(),
                     response.incomplete_entities().end());
  counts_.gone = response.gone();
  counts_.held = response.held();
  counts_.gone_unsure = response.gone_unsure();
  return absl::OkStatus();
}

void Importer::StartChunk() {
  chunk_.Clear();
  chunk_bytes_ = 0;
  chunk_.set_source(target_.source);
  chunk_.set_type(target_.type);
  chunk_.set_company(target_.company);
  chunk_.set_complete(false);
  chunk_.set_push(push_);
  chunk_.set_accept_rejects(target_.accept_rejects);
  chunk_.set_full(target_.full);
  if (target_.max_gone_percent.has_value()) {
    chunk_.set_max_gone_percent(*target_.max_gone_percent);
  }
  chunk_.set_dry_run(dry_run_);
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
  counts_.skipped += response.skipped();
  counts_.parts += response.parts();
  for (const v1::Reject& reject : response.rejects()) {
    Reject(file_under_way_, reject.line(), reject.field(), reject.cause());
  }
  for (const std::string& entity : response.entities()) {
    AddNew(entity, entities_);
    AddNew(entity, file_entities_);
  }
  for (const std::string& entity : response.incomplete_entities()) {
    AddNew(entity, incomplete_);
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
