// A card -> a line or a process for each of its events, until somebody ends it.
// Declared in commands.h.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/requests.h"
#include "client/cli/text.h"
#include "client/cli/watch_exec.h"

namespace landfall::cli {
namespace {

constexpr int kNoEnd = 2147483647;
// So often a server is tried that has never answered.
constexpr int kFirstAttempts = 3;
constexpr absl::Duration kFirstWait = absl::Milliseconds(100);
constexpr absl::Duration kLongestWait = absl::Seconds(5);

// Whether the same stream may go on later. What is wrong with the request, or
// with who asks, stays so.
bool IsPassing(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kDataLoss:
      return false;
    default:
      return true;
  }
}

// One run of the command.
class Watcher {
 public:
  Watcher(const Session& session, int count)
      : session_(session),
        request_(WatchRequestOf(session.arguments)),
        command_(session.arguments.Get("exec")),
        left_(count),
        cancellation_(std::make_shared<client::Cancellation>()) {
    if (!session.around.on_interrupt) return;
    // It may outlive this by a moment.
    session.around.on_interrupt(
        [cancellation = cancellation_] { cancellation->Cancel(); });
  }

  int Run() {
    while (true) {
      heard_ = false;
      const absl::Status ended = session_.client.WatchCard(
          request_, *cancellation_,
          [this](const v1::WatchCardResponse& message) {
            return Take(message);
          });
      if (!failed_.ok()) return ReportFailure();
      if (ended.ok() || cancellation_->cancelled()) return kSuccess;
      if (!MayResume(ended)) return Report(session_.around, ended);
      if (!cancellation_->SleepFor(wait_)) return kSuccess;
      wait_ = std::min(wait_ * 2, kLongestWait);
    }
  }

 private:
  // False when this is the end.
  bool Take(const v1::WatchCardResponse& message) {
    if (!heard_ && ever_heard_) session_.around.err << "landfall: resumed\n";
    heard_ = ever_heard_ = true;
    attempts_ = 0;
    wait_ = kFirstWait;
    if (!message.has_event()) {
      request_.set_cursor(message.checkpoint().cursor());
      return true;
    }
    if (command_.empty()) {
      PrintEvent(message.event());
    } else {
      failed_ = RunForEvent(command_, message.event());
      if (!failed_.ok()) return false;
    }
    request_.set_cursor(message.event().cursor());
    return --left_ > 0 && session_.around.out.good();
  }

  void PrintEvent(const v1::Event& event) {
    View view = ViewEvent(event, session_.colors);
    absl::StrAppend(&view.text, "\n");
    view.csv.headless = std::exchange(printed_, true);
    Print(session_, event, view);
  }

  bool MayResume(const absl::Status& ended) {
    if (!IsPassing(ended)) return false;
    if (!ever_heard_ && ++attempts_ >= kFirstAttempts) return false;
    if (heard_) {
      session_.around.err << "landfall: the connection is lost ("
                          << Printable(std::string(ended.message()))
                          << "); trying again\n";
    }
    return true;
  }

  // An event whose command fails is not passed over.
  int ReportFailure() {
    std::ostream& err = session_.around.err;
    err << "landfall: " << Printable(std::string(failed_.message()));
    if (!request_.cursor().empty()) {
      err << "; begin with this event again by --cursor "
          << Printable(request_.cursor());
    }
    err << "\n";
    return kServerError;
  }

  const Session& session_;
  v1::WatchCardRequest request_;  // with the cursor of what was done last
  const std::string command_;
  int left_;
  const std::shared_ptr<client::Cancellation> cancellation_;
  absl::Status failed_;
  bool printed_ = false;     // the header of CSV
  bool heard_ = false;       // of this connection
  bool ever_heard_ = false;  // of any
  int attempts_ = 0;
  absl::Duration wait_ = kFirstWait;
};

}  // namespace

int RunWatch(const Session& session) {
  const auto count = CountOf(session.arguments, kNoEnd);
  if (!count.ok()) return ReportUsage(session.around, count.status());
  return Watcher(session, *count).Run();
}

}  // namespace landfall::cli
