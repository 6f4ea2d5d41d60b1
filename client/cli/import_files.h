#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <istream>
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
};

struct ImportCounts {
  int64_t read = 0;
  int64_t inserted = 0;
  int64_t updated = 0;
  int64_t unchanged = 0;
  int64_t rejected = 0;
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
  Importer(client::LandfallClient& client, ImportTarget target,
           OnReject on_reject, OnProgress on_progress)
      : client_(client),
        target_(std::move(target)),
        on_reject_(std::move(on_reject)),
        on_progress_(std::move(on_progress)) {}

  // Sends one file. An error is one of the server; what is wrong with the file
  // is a reject.
  absl::Status Send(const std::string& name, std::istream& input);

  // Ends the import: says that the customers were complete, unless a file broke
  // off, there are gaps, or nothing but rejects came.
  absl::Status Finish();

  const ImportCounts& counts() const { return counts_; }
  // Why the files are known not to be everything although all of their rows
  // were read: pages that were not given. Final after the last Send.
  std::vector<decode::PayloadGap> gaps() const;

 private:
  using Answer = absl::StatusOr<v1::BatchUpsertRecordsResponse>;

  void TakePage(const std::string& name, decode::PayloadPage page);
  void StartChunk();
  absl::Status SendChunk(const std::string& name);
  absl::Status AwaitAnswer();
  void Reject(const std::string& file, int64_t line, const std::string& field,
              const std::string& cause);

  client::LandfallClient& client_;
  const ImportTarget target_;
  const OnReject on_reject_;
  const OnProgress on_progress_;

  v1::BatchUpsertRecordsRequest chunk_;
  size_t chunk_bytes_ = 0;
  std::future<Answer> under_way_;
  std::string file_under_way_;
  std::vector<std::string> entities_;  // whose customers came
  decode::PageLedger pages_;
  bool broke_off_ = false;  // a file is not whole
  std::string empty_file_;  // a file without any text, or ""
  ImportCounts counts_;
};

}  // namespace landfall::cli
