#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cpp/landfall_client.h"
#include "landfall/v1/record_service.pb.h"
#include "server/decode/page_ledger.h"

namespace landfall::cli {

struct ImportTarget {
  std::string source;
  std::string type;     // "" = told from each element
  std::string company;  // "" = none, or the only one
  // Rows that were not taken, or not given, make nobody unknown.
  bool accept_rejects = false;
  // What is held of the same types and legal entities and is not in the files
  // is gone.
  bool full = false;
  std::optional<int> max_gone_percent{};
};

// As in v1::BatchUpsertRecordsResponse. What a file cannot be split into counts
// as rejected rows, and so does a file that is none.
struct ImportCounts {
  int64_t read = 0;
  int64_t inserted = 0;
  int64_t updated = 0;
  int64_t unchanged = 0;
  int64_t rejected = 0;
  int64_t skipped = 0;
  int64_t parts = 0;
  int64_t gone = 0;  // deleted by a full import
  int64_t held = 0;  // that it was compared with
  bool gone_unsure = false;
};

// Pushes payload files: splits them into elements and sends these in chunks,
// each of which the server has stored durably when it answers. The next chunk
// is made while the last one is on its way; never two at once, so the order of
// the file is kept. Everything may be repeated without changing the result.
// Not thread-safe; one per import.
class Importer {
 public:
  // Called for every row that was not taken: file, line, field, cause.
  using OnReject =
      std::function<void(const std::string& file, int64_t line,
                         const std::string& field, const std::string& cause)>;
  // Called after every chunk with the rows read so far.
  using OnProgress = std::function<void(int64_t rows)>;

  // `client` must outlive the importer.
  // A dry run stores nothing. A full import is sent twice under one `push`:
  // first as a dry run, which compares.
  Importer(client::LandfallClient& client, ImportTarget target,
           std::string push, bool dry_run, OnReject on_reject,
           OnProgress on_progress)
      : client_(client),
        target_(std::move(target)),
        push_(std::move(push)),
        dry_run_(dry_run),
        on_reject_(std::move(on_reject)),
        on_progress_(std::move(on_progress)) {}

  // A name that no other import has.
  static std::string NewPushName();

  // Sends one file. An error is one of the server; what is wrong with the file
  // is a reject.
  absl::Status Send(const std::string& name, std::istream& input);

  // Ends the import: says that the customers were complete, and what of them is
  // known not to have come.
  absl::Status Finish();

  const ImportCounts& counts() const { return counts_; }
  // Why the files are known not to be everything although all of their rows
  // were read: pages that were not given. Final after the last Send.
  std::vector<decode::PayloadGap> gaps() const;
  // Legal entities that still cannot be said to be read completely. Final after
  // Finish.
  const std::vector<std::string>& incomplete() const { return incomplete_; }

 private:
  using Answer = absl::StatusOr<v1::BatchUpsertRecordsResponse>;

  void TakePage(const std::string& name, decode::PayloadPage page);
  void StartChunk();
  // Tells the server of rows that it does not get to see. They belong to the
  // customers of `entities`.
  absl::Status ReportUnread(int64_t rows, bool cut_short,
                            const std::vector<std::string>& entities);
  absl::Status SendChunk(const std::string& name);
  absl::Status AwaitAnswer();
  void Reject(const std::string& file, int64_t line, const std::string& field,
              const std::string& cause);

  client::LandfallClient& client_;
  const ImportTarget target_;
  const std::string push_;
  const bool dry_run_;
  const OnReject on_reject_;
  const OnProgress on_progress_;

  v1::BatchUpsertRecordsRequest chunk_;
  size_t chunk_bytes_ = 0;
  std::future<Answer> under_way_;
  std::string file_under_way_;
  std::vector<std::string> entities_;       // whose customers came
  std::vector<std::string> file_entities_;  // in the file under way
  std::vector<std::string> incomplete_;
  int64_t unread_ = 0;  // rows of the file under way that were not sent
  decode::PageLedger pages_;
  std::string empty_file_;  // a file without any text, or ""
  ImportCounts counts_;
};

}  // namespace landfall::cli
