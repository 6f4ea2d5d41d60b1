// `landfall import`: opens the files, shows the progress, sums up.
// Entry point: RunImport.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/cli/commands.h"
#include "client/cli/import_files.h"
#include "client/cli/text.h"
#include "server/base/status_macros.h"

namespace landfall::cli {
namespace {

constexpr int kBarWidth = 30;

// Bytes of all files together, or 0 when one of them has no known size.
int64_t TotalBytes(const std::vector<std::string>& names) {
  int64_t total = 0;
  for (const std::string& name : names) {
    struct stat info {};
    const bool known =
        name != "-" && stat(name.c_str(), &info) == 0 && S_ISREG(info.st_mode);
    if (!known) return 0;
    total += info.st_size;
  }
  return total;
}

// A line on the terminal that is written over and over.
class ProgressBar {
 public:
  ProgressBar(std::ostream& err, bool shown, int64_t total_bytes)
      : err_(err), shown_(shown), total_(total_bytes) {}
  ~ProgressBar() {
    if (drawn_) err_ << "\n";
  }

  void NextFile(std::istream* input) {
    done_ += position_;
    position_ = 0;
    input_ = input;
  }
  void Draw(int64_t rows) {
    if (!shown_) return;
    const std::streamoff at =
        input_->eof() ? -1 : std::streamoff(input_->tellg());
    if (at > 0) position_ = at;
    std::string bar;
    if (total_ > 0) {
      const int percent = static_cast<int>(
          std::min<int64_t>(100, 100 * (done_ + position_) / total_));
      const int full = kBarWidth * percent / 100;
      bar = absl::StrCat("[", std::string(full, '='),
                         std::string(kBarWidth - full, ' '), "] ", percent,
                         "%  ");
    }
    err_ << "\r" << bar << CountText(rows) << " rows" << std::flush;
    drawn_ = true;
  }
  // Ends the line before something else is written.
  void Break() {
    if (drawn_) err_ << "\n";
    drawn_ = false;
  }

 private:
  std::ostream& err_;
  const bool shown_;
  const int64_t total_;
  std::istream* input_ = nullptr;
  int64_t done_ = 0;
  int64_t position_ = 0;
  bool drawn_ = false;
};

void PrintCounts(const Session& session, const ImportCounts& counts) {
  std::vector<std::pair<std::string, int64_t>> shown = {
      {"read", counts.read},         {"inserted", counts.inserted},
      {"updated", counts.updated},   {"unchanged", counts.unchanged},
      {"rejected", counts.rejected}, {"skipped", counts.skipped},
      {"parts", counts.parts}};
  if (session.arguments.Has("full")) shown.emplace_back("gone", counts.gone);
  if (session.format == Format::kCsv) {
    Table table;
    table.rows.emplace_back();
    for (const auto& [name, number] : shown) {
      table.columns.push_back({name});
      table.rows[0].push_back(absl::StrCat(number));
    }
    session.around.out << RenderCsv(table);
    return;
  }
  session.around.out << "{"
                     << absl::StrJoin(shown, ",",
                                      [](std::string* out, const auto& count) {
                                        absl::StrAppend(out, "\"", count.first,
                                                        "\":", count.second);
                                      })
                     << "}\n";
}

std::string RejectText(const std::string& file, int64_t line,
                       const std::string& field, const std::string& cause) {
  std::string text = file;
  if (line > 0) absl::StrAppend(&text, ":", line);
  if (!field.empty()) absl::StrAppend(&text, ": ", field);
  return absl::StrCat(Printable(text), ": ", Printable(cause), "\n");
}

// Rows that are known to be missing make nobody absent, and are worth knowing.
void ReportGaps(const Session& session, const Importer& importer) {
  for (const decode::PayloadGap& gap : importer.gaps()) {
    session.around.err << "landfall: "
                       << RejectText(gap.file, gap.line, "", gap.cause);
  }
  if (importer.incomplete().empty()) return;
  session.around.err << "landfall: not read completely: "
                     << absl::StrJoin(importer.incomplete(), ", ")
                     << "; nobody can be said to be missing there until the "
                        "rest is imported, or with --accept-rejects\n";
}

// Standard input can be read once; a full import reads it twice.
class KeptInput {
 public:
  // Keeps what is left of `input` in a file without a name.
  absl::Status Keep(std::istream& input) {
    std::string name =
        std::filesystem::temp_directory_path() / "landfall-import-XXXXXX";
    const int file = mkstemp(name.data());
    if (file < 0) {
      return absl::UnavailableError("cannot write a temporary file");
    }
    close(file);
    copy_.open(name, std::ios::in | std::ios::out | std::ios::binary);
    unlink(name.c_str());
    if (input.peek() != std::istream::traits_type::eof()) {
      copy_ << input.rdbuf();
    }
    copy_.flush();
    if (!copy_) return absl::UnavailableError("cannot write a temporary file");
    kept_ = true;
    return absl::OkStatus();
  }
  // The kept text from its beginning, or `otherwise`.
  std::istream& Again(std::istream& otherwise) {
    if (!kept_) return otherwise;
    copy_.clear();
    copy_.seekg(0);
    return copy_;
  }

 private:
  std::fstream copy_;
  bool kept_ = false;
};

absl::Status SendFiles(const Session& session, Importer& importer,
                       KeptInput& kept, ProgressBar& bar) {
  for (const std::string& name : session.arguments.positional) {
    std::ifstream file;
    std::istream* input = &file;
    if (name == "-") {
      input = &kept.Again(session.around.in);
    } else {
      file.open(name, std::ios::binary);
    }
    bar.NextFile(input);
    LF_RETURN_IF_ERROR(
        importer.Send(name == "-" ? "standard input" : name, *input));
  }
  return importer.Finish();
}

// Files that cannot be opened are found before anything is sent.
absl::Status CheckFiles(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (name == "-") continue;
    struct stat info {};
    const bool readable = std::ifstream(name, std::ios::binary).is_open() &&
                          stat(name.c_str(), &info) == 0 &&
                          !S_ISDIR(info.st_mode);
    if (!readable) {
      return absl::InvalidArgumentError(absl::StrCat("cannot read ", name));
    }
  }
  return absl::OkStatus();
}

// "20%" or "20".
absl::StatusOr<int> PercentOf(absl::string_view text) {
  int percent = 0;
  absl::ConsumeSuffix(&text, "%");
  if (absl::SimpleAtoi(text, &percent) && percent >= 0 && percent <= 100) {
    return percent;
  }
  return absl::InvalidArgumentError("--max-gone: 0% to 100%");
}

absl::StatusOr<ImportTarget> TargetOf(const Arguments& arguments) {
  ImportTarget target{arguments.Get("source"), arguments.Get("type"),
                      arguments.Get("company"), arguments.Has("accept-rejects"),
                      arguments.Has("full")};
  if (arguments.Has("max-gone")) {
    if (!target.full) {
      return absl::InvalidArgumentError("--max-gone: only with --full");
    }
    LF_ASSIGN_OR_RETURN(target.max_gone_percent,
                        PercentOf(arguments.Get("max-gone")));
  }
  return target;
}

// Sends everything once without storing it, so that the server can say what
// would go before anything changes.
absl::Status Compare(const Session& session, const ImportTarget& target,
                     const std::string& push, KeptInput& kept) {
  const auto& files = session.arguments.positional;
  if (std::find(files.begin(), files.end(), "-") != files.end()) {
    LF_RETURN_IF_ERROR(kept.Keep(session.around.in));
  }
  ProgressBar bar(session.around.err, false, 0);
  Importer importer(
      session.client, target, push, /*dry_run=*/true,
      [](const std::string&, int64_t, const std::string&, const std::string&) {
      },
      [](int64_t) {});
  LF_RETURN_IF_ERROR(SendFiles(session, importer, kept, bar));
  if (importer.counts().gone_unsure) {
    session.around.err << "landfall: nothing is deleted, because not all rows "
                          "could be read; mend them, or --accept-rejects\n";
  }
  return absl::OkStatus();
}

}  // namespace

int RunImport(const Session& session) {
  const Arguments& arguments = session.arguments;
  if (!arguments.Has("source")) {
    return ReportUsage(session.around, absl::InvalidArgumentError(
                                           "import needs --source SOURCE"));
  }
  if (absl::Status found = CheckFiles(arguments.positional); !found.ok()) {
    return ReportUsage(session.around, found);
  }
  const auto& files = arguments.positional;
  if (session.around.in_is_terminal &&
      std::find(files.begin(), files.end(), "-") != files.end()) {
    session.around.err << "landfall: reading what you type; Ctrl-D ends it\n";
  }
  std::ofstream rejects_file;
  if (arguments.Has("rejects")) {
    rejects_file.open(arguments.Get("rejects"), std::ios::trunc);
    if (!rejects_file) {
      return ReportUsage(
          session.around,
          absl::InvalidArgumentError(absl::StrCat("--rejects: cannot write ",
                                                  arguments.Get("rejects"))));
    }
  }
  const auto target = TargetOf(arguments);
  if (!target.ok()) return ReportUsage(session.around, target.status());
  KeptInput kept;
  const std::string push = Importer::NewPushName();
  if (target->full) {
    if (absl::Status compared = Compare(session, *target, push, kept);
        !compared.ok()) {
      PrintCounts(session, ImportCounts());  // nothing was changed
      return Report(session.around, compared);
    }
  }
  ProgressBar bar(session.around.err, session.around.err_is_terminal,
                  TotalBytes(arguments.positional));
  Importer importer(
      session.client, *target, push, arguments.Has("dry-run"),
      [&](const std::string& file, int64_t line, const std::string& field,
          const std::string& cause) {
        bar.Break();
        std::ostream& to = rejects_file.is_open()
                               ? static_cast<std::ostream&>(rejects_file)
                               : session.around.err;
        to << RejectText(file, line, field, cause);
      },
      [&](int64_t rows) { bar.Draw(rows); });
  const absl::Status sent = SendFiles(session, importer, kept, bar);
  bar.Break();
  ReportGaps(session, importer);
  PrintCounts(session, importer.counts());
  if (!sent.ok()) return Report(session.around, sent);
  return importer.counts().rejected > 0 ? kSomeRejected : kSuccess;
}

}  // namespace landfall::cli
