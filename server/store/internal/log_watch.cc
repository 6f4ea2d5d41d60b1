// Name, length and last sequence number of the log -> a line in file
// log-length -> checks at the next start. Entry points: Note, Check,
// CheckOpened.
#include "server/store/internal/log_watch.h"

#include <fcntl.h>
#include <rocksdb/db.h>
#include <rocksdb/transaction_log.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "server/store/internal/rocksdb_status.h"
#include "server/store/internal/store_folder.h"

namespace landfall::store::internal {
namespace {

namespace fs = std::filesystem;

constexpr char kNotedLength[] = "log-length";

struct Noted {
  uint64_t log = 0;  // number of the log file
  uint64_t length = 0;
  uint64_t sequence = 0;  // of the last change in it
};

// FNV-1a: a note that is damaged itself must not accuse the log.
uint64_t Checksum(absl::string_view text) {
  uint64_t sum = 0xCBF29CE484222325;
  for (const char c : text) {
    sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  }
  return sum;
}

// Always of one length, so that it can be written over in place.
std::string Line(const Noted& noted) {
  const std::string facts = absl::StrFormat("%020d %020d %020d", noted.log,
                                            noted.length, noted.sequence);
  return absl::StrFormat("%s %016x\n", facts, Checksum(facts));
}

std::optional<Noted> ReadNote(const std::string& path) {
  const std::string line = ReadSmallFile(absl::StrCat(path, "/", kNotedLength));
  const std::vector<std::string> words = absl::StrSplit(line, ' ');
  Noted noted;
  if (words.size() != 4 || !absl::SimpleAtoi(words[0], &noted.log) ||
      !absl::SimpleAtoi(words[1], &noted.length) ||
      !absl::SimpleAtoi(words[2], &noted.sequence) || Line(noted) != line) {
    return std::nullopt;
  }
  return noted;
}

std::string LogName(uint64_t number) {
  return absl::StrFormat("%06d.log", number);
}

// Whether there is a log after `number` that holds anything.
bool HasLaterLog(const std::string& path, uint64_t number) {
  std::error_code error;
  fs::directory_iterator it(DatabaseFolder(path), error);
  for (; !error && it != fs::directory_iterator(); it.increment(error)) {
    const std::string name = it->path().filename().string();
    uint64_t other = 0;
    std::error_code gone;
    if (absl::EndsWith(name, ".log") &&
        absl::SimpleAtoi(name.substr(0, name.size() - 4), &other) &&
        other > number && it->file_size(gone) > 0) {
      return true;
    }
  }
  return false;
}

}  // namespace

absl::StatusOr<LogWatch::End> LogWatch::Check(const std::string& path) {
  const std::optional<Noted> noted = ReadNote(path);
  if (!noted.has_value()) return End::kMayBeTorn;
  const std::string name = LogName(noted->log);
  std::error_code error;
  const uint64_t length =
      fs::file_size(absl::StrCat(DatabaseFolder(path), "/", name), error);
  // A log is deleted once data files hold what is in it.
  if (error) return End::kMayBeTorn;
  if (length < noted->length) {
    return DamagedError(path, absl::StrCat("db/", name, " has ", length, " of ",
                                           noted->length, " bytes"));
  }
  const bool whole = length == noted->length && !HasLaterLog(path, noted->log);
  return whole ? End::kWhole : End::kMayBeTorn;
}

absl::Status LogWatch::CheckOpened(const std::string& path, rocksdb::DB& db) {
  const std::optional<Noted> noted = ReadNote(path);
  if (!noted.has_value()) return absl::OkStatus();
  const uint64_t latest = db.GetLatestSequenceNumber();
  if (latest >= noted->sequence) return absl::OkStatus();
  return DamagedError(
      path, absl::StrCat("the last ", noted->sequence - latest,
                         " acknowledged changes are missing at the end of db/",
                         LogName(noted->log)));
}

LogWatch::~LogWatch() {
  if (file_ >= 0) close(file_);
}

void LogWatch::Note(rocksdb::DB& db) {
  absl::MutexLock lock(&mutex_);
  std::unique_ptr<rocksdb::LogFile> log;
  const uint64_t sequence = db.GetLatestSequenceNumber();
  if (!db.GetCurrentWalFile(&log).ok() || log == nullptr) return;
  if (file_ < 0) {
    file_ = open(absl::StrCat(path_, "/", kNotedLength).c_str(),
                 O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  }
  if (file_ < 0) return;
  const std::string line =
      Line({log->LogNumber(), log->SizeFileBytes(), sequence});
  // Less than a sector, so it is there as a whole or not at all.
  if (pwrite(file_, line.data(), line.size(), 0) !=
      static_cast<ssize_t>(line.size())) {
    return;
  }
}

}  // namespace landfall::store::internal
