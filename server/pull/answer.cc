// An answer of a system -> rows, or why there are none. Entry points:
// ReadAnswer, Refused and RetryAfterOf.
#include "server/pull/answer.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/decode/flatten.h"
#include "server/http_client/retry_after.h"

namespace landfall::pull {
namespace {

using http_client::Response;

constexpr size_t kMostCodeBytes = 64;
// One request in so many is left to others.
constexpr double kReserve = 10;
constexpr absl::Duration kLongestPause = absl::Minutes(1);

// A code ends up in messages and logs: nothing but a code may be one.
bool IsCode(absl::string_view text) {
  const auto fits = [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '-' || c == '.';
  };
  return !text.empty() && text.size() <= kMostCodeBytes &&
         std::all_of(text.begin(), text.end(), fits);
}

bool IsArray(absl::string_view body) {
  return absl::StartsWith(absl::StripLeadingAsciiWhitespace(body), "[");
}

std::optional<double> NumberOf(const Response& response,
                               absl::string_view header) {
  const std::string* text = response.Find(header);
  double number = 0;
  if (text == nullptr || !absl::SimpleAtod(*text, &number) || !(number >= 0)) {
    return std::nullopt;
  }
  return number;
}

absl::StatusCode CodeOf(int status) {
  if (IsTransient(status)) return absl::StatusCode::kUnavailable;
  switch (status) {
    case 401:
      return absl::StatusCode::kUnauthenticated;
    case 403:
      return absl::StatusCode::kPermissionDenied;
    default:
      return absl::StatusCode::kFailedPrecondition;
  }
}

}  // namespace

absl::StatusOr<AnswerPage> ReadAnswer(const Response& response,
                                      AnswerShape shape) {
  AnswerPage answer;
  int64_t pages = 0;
  const auto take_row = [&](decode::PayloadElement element) {
    answer.rows.push_back(std::move(element));
    return absl::OkStatus();
  };
  const auto take_defect = [&](const decode::PayloadDefect&) {
    ++answer.unread_rows;
  };
  const auto take_page = [&](decode::PayloadPage page) {
    ++pages;
    answer.page = std::move(page);
  };
  std::istringstream body(response.body);
  LF_RETURN_IF_ERROR(decode::SplitPayload(body, decode::SplitLimits(),
                                          {take_row, take_defect, take_page}));
  const bool empty = pages == 1 && answer.page.empty;
  const bool fits = empty                         ? response.status == 204
                    : shape == AnswerShape::kPage ? pages == 1
                                                  : IsArray(response.body);
  if (fits) return answer;
  return absl::InvalidArgumentError("the answer is not one page of rows");
}

std::string ErrorCodeOf(const Response& response) {
  const absl::StatusOr<model::Fields> fields =
      decode::FlattenJson(response.body, {});
  if (!fields.ok()) return "";
  // Of the data services, of the token endpoint.
  for (absl::string_view path : {"error.code", "error"}) {
    const absl::string_view code = fields->Text(path);
    if (IsCode(code)) return std::string(code);
  }
  return "";
}

std::string MissingColumnOf(const Response& response) {
  constexpr absl::string_view kBefore = "property named '";
  const absl::StatusOr<model::Fields> fields =
      decode::FlattenJson(response.body, {});
  if (response.status != 400 || !fields.ok()) return "";
  for (absl::string_view path : {"error.message", "error.innererror.message"}) {
    absl::string_view text = fields->Text(path);
    const size_t start = text.find(kBefore);
    if (start == absl::string_view::npos) continue;
    text.remove_prefix(start + kBefore.size());
    return std::string(text.substr(0, text.find('\'')));
  }
  return "";
}

absl::Status Refused(const Response& response, absl::string_view purpose) {
  const std::string code = ErrorCodeOf(response);
  return {CodeOf(response.status),
          absl::StrCat(purpose, ": the system answers HTTP ", response.status,
                       code.empty() ? "" : ", code ", code)};
}

bool IsTransient(int status) {
  return status == 408 || status == 429 || (status >= 500 && status != 501);
}

std::optional<absl::Duration> RetryAfterOf(const Response& response,
                                           absl::Time now) {
  for (absl::string_view header : {"retry-after", "x-retry-after"}) {
    const std::string* text = response.Find(header);
    if (text == nullptr) continue;
    if (const auto seconds = NumberOf(response, header)) {
      return absl::Seconds(*seconds);
    }
    if (const std::optional<absl::Time> at = http_client::HttpDate(*text)) {
      return std::max(*at - http_client::SentAt(response, now),
                      absl::ZeroDuration());
    }
  }
  const auto reset = NumberOf(response, "x-rate-limit-time-reset-ms");
  if (response.status != 429 || !reset) return std::nullopt;
  return absl::Milliseconds(*reset);
}

absl::Duration PauseAfter(const Response& response) {
  const auto quota = NumberOf(response, "x-rate-limit-requests-quota");
  const auto left = NumberOf(response, "x-rate-limit-requests-left");
  const auto reset = NumberOf(response, "x-rate-limit-time-reset-ms");
  if (!quota || !left || !reset || *left * kReserve >= *quota) {
    return absl::ZeroDuration();
  }
  return std::min(absl::Milliseconds(*reset), kLongestPause);
}

}  // namespace landfall::pull
