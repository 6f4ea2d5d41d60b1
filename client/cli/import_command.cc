// `landfall import`: opens the files, shows the progress, sums up.
// Entry point: RunImport.
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <memory>

#include "absl/strings/str_cat.h"
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
  if (session.format == Format::kCsv) {
    session.around.out << RenderCsv(
        {{{"read"}, {"inserted"}, {"updated"}, {"unchanged"}, {"rejected"}},
         {{absl::StrCat(counts.read), absl::StrCat(counts.inserted),
           absl::StrCat(counts.updated), absl::StrCat(counts.unchanged),
           absl::StrCat(counts.rejected)}}});
    return;
  }
  session.around.out << "{\"read\":" << counts.read
                     << ",\"inserted\":" << counts.inserted
                     << ",\"updated\":" << counts.updated
                     << ",\"unchanged\":" << counts.unchanged
                     << ",\"rejected\":" << counts.rejected << "}\n";
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
}

absl::Status SendFiles(const Session& session, Importer& importer,
                       ProgressBar& bar) {
  for (const std::string& name : session.arguments.positional) {
    std::ifstream file;
    std::istream* input = &session.around.in;
    if (name != "-") {
      file.open(name, std::ios::binary);
      input = &file;
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
  ProgressBar bar(session.around.err, session.around.err_is_terminal,
                  TotalBytes(arguments.positional));
  Importer importer(
      session.client,
      {arguments.Get("source"), arguments.Get("type"),
       arguments.Get("company")},
      [&](const std::string& file, int64_t line, const std::string& field,
          const std::string& cause) {
        bar.Break();
        std::ostream& to = rejects_file.is_open()
                               ? static_cast<std::ostream&>(rejects_file)
                               : session.around.err;
        to << RejectText(file, line, field, cause);
      },
      [&](int64_t rows) { bar.Draw(rows); });
  const absl::Status sent = SendFiles(session, importer, bar);
  bar.Break();
  ReportGaps(session, importer);
  PrintCounts(session, importer.counts());
  if (!sent.ok()) return Report(session.around, sent);
  return importer.counts().rejected > 0 ? kSomeRejected : kSuccess;
}

}  // namespace landfall::cli
