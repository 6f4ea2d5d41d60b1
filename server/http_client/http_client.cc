// A request -> the answer of a server, within limits.
// Entry point: HttpClient::Send.
#include "server/http_client/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/check.h"
#include "server/base/status_macros.h"
#include "server/http_client/internal/curl_url.h"

namespace landfall::http_client {

using internal::Part;
using internal::ReadUrl;
using internal::Url;

namespace {

// The most connections that are kept for later requests.
constexpr long kMostKept = 5;  // NOLINT(google-runtime-int): libcurl's
// How long a wait for the network lasts at most, beside those that end early.
constexpr int kPollMillis = 1000;

struct ListCloser {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListCloser>;

// What libcurl's callbacks know of one exchange.
struct Exchange {
  const Options& options;
  Response response{};
  size_t header_bytes = 0;
  bool too_large = false;
  // Set: no connection is made, and the addresses are gathered here.
  std::vector<sockaddr_storage>* addresses = nullptr;
  int refused = 0;    // addresses
  int connected = 0;  // or tried to
};

size_t TakeBody(char* data, size_t size, size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  std::string& body = exchange.response.body;
  const size_t bytes = size * count;
  if (bytes > exchange.options.most_body_bytes - body.size()) {
    exchange.too_large = true;
    return 0;  // ends the transfer
  }
  body.append(data, bytes);
  return bytes;
}

// Called with one line at a time.
size_t TakeHeader(char* data, size_t size, size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const absl::string_view line(data, size * count);
  exchange.header_bytes += line.size();
  if (exchange.header_bytes > exchange.options.most_header_bytes) {
    exchange.too_large = true;
    return 0;
  }
  std::vector<Header>& headers = exchange.response.headers;
  const size_t colon = line.find(':');
  if (absl::StartsWith(line, "HTTP/")) {
    headers.clear();  // those before were of an answer such as 100 Continue
  } else if (colon != absl::string_view::npos) {
    headers.push_back(
        {absl::AsciiStrToLower(line.substr(0, colon)),
         std::string(absl::StripAsciiWhitespace(line.substr(colon + 1)))});
  }
  return line.size();
}

curl_socket_t OpenSocket(void* user, curlsocktype /*purpose*/,
                         curl_sockaddr* address) {
  auto& exchange = *static_cast<Exchange*>(user);
  if (exchange.addresses != nullptr) {
    sockaddr_storage found = {};
    std::memcpy(&found, &address->addr,
                std::min<size_t>(address->addrlen, sizeof(found)));
    exchange.addresses->push_back(found);
    return CURL_SOCKET_BAD;
  }
  const auto& may_connect = exchange.options.may_connect;
  if (may_connect != nullptr && !may_connect(address->addr)) {
    ++exchange.refused;
    return CURL_SOCKET_BAD;
  }
  ++exchange.connected;
  return socket(address->family, address->socktype | SOCK_CLOEXEC,
                address->protocol);
}

// What messages call the server.
std::string NameOf(const Url& url) {
  const std::string port = Part(url, CURLUPART_PORT);
  return absl::StrCat(Part(url, CURLUPART_HOST), port.empty() ? "" : ":", port);
}

bool IsTokenByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::StrContains("!#$%&'*+-.^_`|~", absl::string_view(&c, 1));
}

// A value that holds a line break would begin another header.
absl::Status CheckHeader(const Header& header) {
  if (header.name.empty() ||
      !std::all_of(header.name.begin(), header.name.end(), IsTokenByte)) {
    return absl::InvalidArgumentError("a header's name is not a token");
  }
  const bool control =
      std::any_of(header.value.begin(), header.value.end(), [](char c) {
        return c != '\t' && absl::ascii_iscntrl(static_cast<unsigned char>(c));
      });
  if (!control) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the header ", header.name, " holds a control character"));
}

void Append(const std::string& line, List* list) {
  curl_slist* longer = curl_slist_append(list->get(), line.c_str());
  LF_CHECK(longer != nullptr);  // else out of memory
  static_cast<void>(list->release());
  list->reset(longer);
}

absl::StatusOr<List> HeaderLines(const Request& request) {
  List list;
  // What libcurl would add by itself to a POST.
  Append("Expect:", &list);
  bool typed = false;
  for (const Header& header : request.headers) {
    LF_RETURN_IF_ERROR(CheckHeader(header));
    typed |= absl::EqualsIgnoreCase(header.name, "content-type");
    // A semicolon stands for an empty value; a colon would take the header out.
    Append(header.value.empty() ? absl::StrCat(header.name, ";")
                                : absl::StrCat(header.name, ": ", header.value),
           &list);
  }
  if (!typed) Append("Content-Type:", &list);
  return list;
}

// NOLINTNEXTLINE(google-runtime-int): libcurl's
long Millis(absl::Duration limit) {
  // Zero would be no limit.
  return std::max<int64_t>(1, absl::ToInt64Milliseconds(limit));
}

void SetLimits(CURL* curl, absl::Duration answer_within, Exchange* exchange) {
  const Options& options = exchange->options;
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                   Millis(options.connect_within));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS,
                   Millis(std::min(options.answer_within, answer_within)));
  // Whoever gives up does not wait for a name that is still looked for.
  curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &TakeBody);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, exchange);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &TakeHeader);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, exchange);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, &OpenSocket);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, exchange);
}

// As for programs that leave the choice to OpenSSL.
std::string AuthoritiesOf(const Options& options) {
  if (!options.ca_file.empty()) return options.ca_file;
  const char* const file = std::getenv("SSL_CERT_FILE");
  return file == nullptr ? "" : file;
}

void SetTrust(CURL* curl, const Url& url, const Options& options) {
  const bool https = Part(url, CURLUPART_SCHEME) == "https";
  curl_easy_setopt(curl, CURLOPT_CURLU, url.get());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, https ? "https" : "http");
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  if (const std::string file = AuthoritiesOf(options); !file.empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, file.c_str());
  }
  // A proxy would connect for us, to whatever address it finds.
  if (!https || options.may_connect != nullptr) {
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  }
}

void SetRequest(CURL* curl, const Request& request, const List& lines) {
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "landfalld");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines.get());
  if (!request.method.empty()) {
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
  if (!request.body.has_value()) return;
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(request.body->size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body->data());
}

absl::Status Failure(CURLcode code, const Exchange& exchange,
                     const std::string& server) {
  if (exchange.too_large) {
    return absl::ResourceExhaustedError(absl::StrCat(
        server, ": the answer is larger than ",
        exchange.options.most_header_bytes, " bytes of headers or ",
        exchange.options.most_body_bytes, " bytes of content"));
  }
  if (exchange.refused > 0 && exchange.connected == 0) {
    return absl::PermissionDeniedError(absl::StrCat(
        server, ": connections to the host's addresses are not allowed"));
  }
  const std::string message =
      absl::StrCat(server, ": ", curl_easy_strerror(code));
  return code == CURLE_OPERATION_TIMEDOUT ? absl::DeadlineExceededError(message)
                                          : absl::UnavailableError(message);
}

// What libcurl says in the end; CANCELLED when `cancelled` was set before. Not
// curl_easy_perform, which nobody could end early.
absl::StatusOr<CURLcode> Perform(CURLM* multi, CURL* curl,
                                 const std::atomic<bool>& cancelled) {
  if (curl_multi_add_handle(multi, curl) != CURLM_OK) return CURLE_FAILED_INIT;
  const absl::Cleanup remove = [&] { curl_multi_remove_handle(multi, curl); };
  while (!cancelled) {
    int running = 0;
    if (curl_multi_perform(multi, &running) != CURLM_OK) {
      return CURLE_OUT_OF_MEMORY;
    }
    if (running == 0) {
      int left = 0;
      const CURLMsg* const end = curl_multi_info_read(multi, &left);
      LF_CHECK(end != nullptr && end->msg == CURLMSG_DONE);
      return end->data.result;
    }
    if (curl_multi_poll(multi, nullptr, 0, kPollMillis, nullptr) != CURLM_OK) {
      return CURLE_OUT_OF_MEMORY;
    }
  }
  return absl::CancelledError("the request was cancelled");
}

void* NewMulti() {
  static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(once);  // curl_easy_init fails when this did
  CURLM* const multi = curl_multi_init();
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, kMostKept);
  return multi;
}

absl::Status CannotStart() {
  return absl::UnavailableError("libcurl cannot be started");
}

}  // namespace

const std::string* Response::Find(absl::string_view name) const {
  for (const Header& header : headers) {
    if (header.name == name) return &header.value;
  }
  return nullptr;
}

void HttpClient::Closer::operator()(void* curl) const {
  curl_easy_cleanup(curl);
}
void HttpClient::MultiCloser::operator()(void* multi) const {
  curl_multi_cleanup(multi);
}

HttpClient::HttpClient(Options options)
    : options_(std::move(options)),
      multi_(NewMulti()),
      curl_(curl_easy_init()) {}

absl::StatusOr<Response> HttpClient::Send(const Request& request) {
  if (curl_ == nullptr || multi_ == nullptr) return CannotStart();
  LF_ASSIGN_OR_RETURN(const Url url, ReadUrl(request.url, options_.plain_http));
  LF_ASSIGN_OR_RETURN(const List lines, HeaderLines(request));
  Exchange exchange{options_};
  curl_easy_reset(curl_.get());  // keeps the connections
  SetLimits(curl_.get(), request.answer_within, &exchange);
  SetTrust(curl_.get(), url, options_);
  SetRequest(curl_.get(), request, lines);
  LF_ASSIGN_OR_RETURN(const CURLcode code,
                      Perform(multi_.get(), curl_.get(), cancelled_));
  if (code != CURLE_OK) return Failure(code, exchange, NameOf(url));
  long status = 0;  // NOLINT(google-runtime-int): libcurl's
  curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
  exchange.response.status = static_cast<int>(status);
  return std::move(exchange.response);
}

absl::StatusOr<std::vector<sockaddr_storage>> HttpClient::AddressesOf(
    const std::string& url_text) {
  if (curl_ == nullptr || multi_ == nullptr) return CannotStart();
  LF_ASSIGN_OR_RETURN(const Url url, ReadUrl(url_text, options_.plain_http));
  std::vector<sockaddr_storage> addresses;
  Exchange exchange{options_};
  exchange.addresses = &addresses;
  curl_easy_reset(curl_.get());
  SetLimits(curl_.get(), options_.answer_within, &exchange);
  SetTrust(curl_.get(), url, options_);
  curl_easy_setopt(curl_.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl_.get(), CURLOPT_FRESH_CONNECT, 1L);
  LF_ASSIGN_OR_RETURN(const CURLcode code,
                      Perform(multi_.get(), curl_.get(), cancelled_));
  if (addresses.empty()) return Failure(code, exchange, NameOf(url));
  return addresses;
}

void HttpClient::Cancel() {
  cancelled_ = true;
  if (multi_ != nullptr) curl_multi_wakeup(multi_.get());
}

}  // namespace landfall::http_client
