// Opens a store and writes numbered batches until it is killed, printing each
// number after it was acknowledged. Usage:
//   store_writer FOLDER FIRST_BATCH   writes for ever
//   store_writer --open FOLDER UID    prints the status of opening as that user
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "server/store/internal/rocksdb_open.h"
#include "tests/faults/numbered_batches.h"

namespace {

int OpenAs(const char* folder, const char* uid) {
  if (setuid(static_cast<uid_t>(std::atoi(uid))) != 0) return 3;
  const auto store = landfall::store::internal::OpenRocksDbStoreTuned(
      folder, landfall::store::internal::RocksDbTuning());
  std::printf("%s\n", store.status().ToString().c_str());
  return 0;
}

int WriteForEver(const char* folder, const char* first) {
  // A small buffer brings flushes and compactions into a short test.
  landfall::store::internal::RocksDbTuning tuning;
  tuning.write_buffer_bytes = size_t{256} << 10;
  const auto store =
      landfall::store::internal::OpenRocksDbStoreTuned(folder, tuning);
  if (!store.ok()) {
    std::fprintf(stderr, "%s\n", store.status().ToString().c_str());
    return 1;
  }
  for (uint64_t n = std::strtoull(first, nullptr, 10);; ++n) {
    const absl::Status status =
        (*store)->Commit(landfall::testing::NumberedBatch(n)).status();
    if (!status.ok()) {
      std::fprintf(stderr, "%s\n", status.ToString().c_str());
      return 1;
    }
    const std::string line = std::to_string(n) + "\n";
    if (write(STDOUT_FILENO, line.data(), line.size()) < 0) return 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::string(argv[1]) == "--open") {
    return OpenAs(argv[2], argv[3]);
  }
  if (argc != 3) return 2;
  return WriteForEver(argv[1], argv[2]);
}
