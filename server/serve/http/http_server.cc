// Sockets -> requests -> the service -> answers, with libmicrohttpd.
// Entry points: HttpServer::Start and Stop.
//
// A request comes in steps: the library calls OnRequest when the head is there,
// again for each piece of the body, and again when the body is complete. Work
// that may wait leaves the library's thread: the connection is suspended, a
// thread of its lane finishes the call, and the connection goes on with the
// answer.
#include "server/serve/http/http_server.h"

#include <microhttpd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/base/status_macros.h"
#include "server/serve/api/errors.h"
#include "server/serve/http/error_response.h"
#include "server/serve/http/exchange.h"
#include "server/serve/http/listen_socket.h"
#include "server/serve/http/tls.h"

namespace landfall::serve::http {
namespace {

using Phase = ConnectionWatch::Phase;

// A peer that sends a body which is refused anyway may finish it up to this
// size, to read the answer; then the connection is cut.
constexpr uint64_t kMaxDrainedBytes = 16 << 20;
// Without a byte in either direction the library closes a connection.
constexpr unsigned int kSilenceSeconds = 75;
constexpr size_t kNewcomers = 1024;
// Bodies up to this size need to be copied only once.
constexpr uint64_t kFirstBodyBytes = 16 << 10;
// What the JSON parser wants behind the text.
constexpr size_t kJsonPadding = 64;

absl::Status UnclearFraming() {
  return api::MakeError(
      absl::StatusCode::kInvalidArgument, api::Reason::MALFORMED_REQUEST, "",
      "the headers leave open where the request ends or whom it is for");
}

absl::Status TooMuchHeld() {
  return api::MakeError(
      absl::StatusCode::kResourceExhausted, api::Reason::OVERLOADED, "",
      "too many large requests and unread answers at once; try again later");
}

absl::Status BodyTooLarge(size_t limit) {
  return api::MakeError(
      absl::StatusCode::kInvalidArgument, api::Reason::BODY_TOO_LARGE, "",
      absl::StrCat("the body has more than ", limit, " bytes"));
}

// What the library has of a request's first line; in its memory.
struct FirstLine {
  const char* method;
  const char* version;
};

}  // namespace

// Stop() has ended the daemon before these are destroyed.
struct HttpServer::Parts {
  Parts(const HttpServerOptions& given, HttpService& served)
      : options(given), service(served), watch(given.patience) {}

  absl::Status StartDaemon(int socket);

  MHD_Result OnRequest(MHD_Connection* connection, Exchange& exchange,
                       const FirstLine& line, const char* data, size_t* size);
  MHD_Result Begin(MHD_Connection* connection, Exchange& exchange,
                   const FirstLine& line);
  bool Receive(Exchange& exchange, const char* data, size_t size);
  MHD_Result Complete(MHD_Connection* connection, Exchange& exchange);
  void FinishLater(MHD_Connection* connection, Exchange& exchange);
  MHD_Result Answer(MHD_Connection* connection, Exchange& exchange);
  ConnectionWatch::Handle& HandleOf(MHD_Connection* connection) const;

  const HttpServerOptions options;
  HttpService& service;
  ConnectionWatch watch;
  TlsFiles tls;
  // Requests between their head and the end of their answer.
  std::atomic<int> running = 0;
  // Those of them that a lane's thread is busy with or will be.
  std::atomic<int> elsewhere = 0;
  MHD_Daemon* daemon = nullptr;
};

ConnectionWatch::Handle& HttpServer::Parts::HandleOf(
    MHD_Connection* connection) const {
  const auto* info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return *static_cast<ConnectionWatch::Handle*>(info->socket_context);
}

MHD_Result HttpServer::Parts::OnRequest(MHD_Connection* connection,
                                        Exchange& exchange,
                                        const FirstLine& line, const char* data,
                                        size_t* size) {
  if (!exchange.begun) {
    exchange.begun = true;
    ++running;
    if (!ShowsCertificate(connection, tls)) return MHD_NO;
    return Begin(connection, exchange, line);
  }
  if (*size > 0) {
    const bool goes_on = Receive(exchange, data, *size);
    *size = 0;
    return goes_on ? MHD_YES : MHD_NO;
  }
  return Complete(connection, exchange);
}

MHD_Result HttpServer::Parts::Begin(MHD_Connection* connection,
                                    Exchange& exchange, const FirstLine& line) {
  watch.Enter(HandleOf(connection), Phase::kBody);
  ReadHead(connection, line.method, line.version, exchange);
  if (!exchange.head.framed_clearly) {
    exchange.response = ErrorResponse(UnclearFraming());
    exchange.response->last = true;
    return Answer(connection, exchange);
  }
  auto begun = service.Begin(exchange.head);
  if (auto* answer = std::get_if<Response>(&begun)) {
    exchange.response = std::move(*answer);
    return MHD_YES;
  }
  exchange.call = std::move(std::get<PendingCall>(begun));
  uint64_t length = 0;
  if (absl::SimpleAtoi(exchange.head.content_length, &length) &&
      length > service.options().max_body_bytes) {
    exchange.response =
        service.Refuse(exchange.head, *exchange.call,
                       BodyTooLarge(service.options().max_body_bytes));
    // Too much to wait for: answered now, and the connection ends with it.
    if (length > kMaxDrainedBytes) return Answer(connection, exchange);
  } else {
    // What is announced costs nothing; the rest is made room for as it comes.
    exchange.body.reserve(std::min<uint64_t>(length, kFirstBodyBytes) +
                          kJsonPadding);
  }
  return MHD_YES;
}

// False when the connection is to be cut.
bool HttpServer::Parts::Receive(Exchange& exchange, const char* data,
                                size_t size) {
  exchange.received += size;
  if (exchange.response.has_value()) {
    return exchange.received <= kMaxDrainedBytes;
  }
  const size_t limit = service.options().max_body_bytes;
  if (exchange.received > limit) {
    exchange.body = std::string();
    exchange.response =
        service.Refuse(exchange.head, *exchange.call, BodyTooLarge(limit));
    return true;
  }
  if (!exchange.held.Add(static_cast<int64_t>(size))) {
    exchange.body = std::string();
    exchange.held.Clear();
    exchange.response =
        service.Refuse(exchange.head, *exchange.call, TooMuchHeld());
    return true;
  }
  exchange.body.append(data, size);
  return true;
}

MHD_Result HttpServer::Parts::Complete(MHD_Connection* connection,
                                       Exchange& exchange) {
  if (!exchange.response.has_value()) {
    exchange.response =
        service.TryFinish(exchange.head, *exchange.call, exchange.body);
    if (!exchange.response.has_value()) {
      FinishLater(connection, exchange);
      return MHD_YES;
    }
  }
  return Answer(connection, exchange);
}

// From here on the answer counts instead of the body.
MHD_Result HttpServer::Parts::Answer(MHD_Connection* connection,
                                     Exchange& exchange) {
  watch.Enter(HandleOf(connection), Phase::kAnswer);
  exchange.body = std::string();
  exchange.held.Clear();
  const auto bytes = static_cast<int64_t>(exchange.response->body.size());
  if (!exchange.held.Add(bytes)) {
    exchange.response =
        exchange.call.has_value()
            ? service.Refuse(exchange.head, *exchange.call, TooMuchHeld())
            : ErrorResponse(TooMuchHeld());
  }
  return Send(connection, exchange);
}

void HttpServer::Parts::FinishLater(MHD_Connection* connection,
                                    Exchange& exchange) {
  watch.Enter(HandleOf(connection), Phase::kWorking);
  ++elsewhere;
  MHD_suspend_connection(connection);
  // The library touches a suspended connection no more, so until it is resumed
  // the exchange belongs to the lane's thread.
  const absl::Status taken =
      service.gate().Run(HttpService::LaneOf(*exchange.call), [&, connection] {
        exchange.response =
            service.Finish(exchange.head, *exchange.call, exchange.body);
        MHD_resume_connection(connection);
        --elsewhere;
      });
  if (taken.ok()) return;
  exchange.response = service.Refuse(exchange.head, *exchange.call, taken);
  MHD_resume_connection(connection);
  --elsewhere;
}

// The functions that the library calls; `parts` is an HttpServer::Parts.
struct HttpServer::Callbacks {
  static Parts& Of(void* parts) { return *static_cast<Parts*>(parts); }

  // The first line of a request: what it returns is the request's state. The
  // library undoes escapes in what it hands out elsewhere, so this is also the
  // only place to have the URL as it was sent.
  static void* OnLine(void* parts, const char* uri, MHD_Connection*) {
    auto* exchange = new Exchange(uri, Of(parts).service.gate().held());
    // The library would now take the parameters apart for itself, and refuse
    // those that do not fit into the connection's memory (0.9.75). The exchange
    // has them, so the library shall find none: it knows already where they
    // begin, and reads its own buffer up to a NUL. (Behind a NUL in the path it
    // finds them all the same; such a head is refused anyway.)
    const size_t mark = exchange->uri.find('?');
    if (mark != std::string::npos) const_cast<char*>(uri)[mark + 1] = '\0';
    return exchange;
  }

  static MHD_Result OnRequest(void* parts, MHD_Connection* connection,
                              const char*, const char* method,
                              const char* version, const char* data,
                              size_t* size, void** state) {
    return Of(parts).OnRequest(connection, *static_cast<Exchange*>(*state),
                               {method, version}, data, size);
  }

  static void OnCompleted(void* parts, MHD_Connection* connection, void** state,
                          MHD_RequestTerminationCode) {
    const auto* exchange = static_cast<const Exchange*>(*state);
    if (exchange->begun) --Of(parts).running;
    delete exchange;
    *state = nullptr;
    Of(parts).watch.Enter(Of(parts).HandleOf(connection), Phase::kNextRequest);
  }

  static void OnConnection(void* parts, MHD_Connection* connection,
                           void** context,
                           MHD_ConnectionNotificationCode code) {
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
      const auto* info = MHD_get_connection_info(
          connection, MHD_CONNECTION_INFO_CONNECTION_FD);
      *context =
          new ConnectionWatch::Handle(Of(parts).watch.Add(info->connect_fd));
      return;
    }
    auto* handle = static_cast<ConnectionWatch::Handle*>(*context);
    Of(parts).watch.Remove(*handle);
    delete handle;
    *context = nullptr;
  }
};

absl::Status HttpServer::Parts::StartDaemon(int socket) {
  const int processors = static_cast<int>(std::thread::hardware_concurrency());
  const unsigned int threads =
      options.threads > 0 ? options.threads : std::max(2, processors);
  const unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD |
                             MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC |
                             (tls.certificate.empty() ? 0 : MHD_USE_TLS);
  // Newcomers are let in beyond the limit: the watch makes room for them.
  const auto connections =
      static_cast<unsigned int>(options.patience.max_connections + kNewcomers);
  std::vector<MHD_OptionItem> tls_options = TlsOptions(tls);
  daemon = MHD_start_daemon(
      flags, 0, nullptr, nullptr, &Callbacks::OnRequest, this,
      MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_THREAD_POOL_SIZE, threads,
      MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_CONNECTION_TIMEOUT,
      kSilenceSeconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
      options.connection_memory_bytes, MHD_OPTION_STRICT_FOR_CLIENT, 1,
      MHD_OPTION_URI_LOG_CALLBACK, &Callbacks::OnLine, this,
      MHD_OPTION_NOTIFY_COMPLETED, &Callbacks::OnCompleted, this,
      MHD_OPTION_NOTIFY_CONNECTION, &Callbacks::OnConnection, this,
      MHD_OPTION_ARRAY, tls_options.data(), MHD_OPTION_END);
  if (daemon != nullptr) return absl::OkStatus();
  close(socket);
  return tls.certificate.empty()
             ? absl::UnavailableError("the HTTP listener cannot be started")
             : absl::InvalidArgumentError(absl::StrCat(
                   "listen.http.tls: ", options.listener.tls_certificate,
                   " and ", options.listener.tls_key,
                   " are not a certificate and its key in PEM form"));
}

HttpServer::HttpServer() = default;

HttpServer::~HttpServer() {
  if (parts_ != nullptr) Stop(absl::ZeroDuration());
}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(
    const HttpServerOptions& options, HttpService& service) {
  auto parts = std::make_unique<Parts>(options, service);
  LF_ASSIGN_OR_RETURN(parts->tls, ReadTlsFiles(options.listener));
  LF_ASSIGN_OR_RETURN(ListenSocket socket, Listen(options.listener.address));
  LF_RETURN_IF_ERROR(parts->StartDaemon(socket.descriptor));
  auto server = std::unique_ptr<HttpServer>(new HttpServer());
  server->address_ = std::move(socket.address);
  server->parts_ = std::move(parts);
  return server;
}

size_t HttpServer::connections() const { return parts_->watch.size(); }

void HttpServer::Stop(absl::Duration grace) {
  Parts& parts = *parts_;
  if (parts.daemon == nullptr) return;
  const MHD_socket listening = MHD_quiesce_daemon(parts.daemon);
  if (listening != MHD_INVALID_SOCKET) close(listening);
  const calls::SteadyTime start = calls::SteadyNow();
  while (parts.running > 0 && calls::Since(start) < grace) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  // The library must not be stopped while a connection is suspended, so calls
  // that a lane has taken are waited for, however long.
  while (parts.elsewhere > 0) absl::SleepFor(absl::Milliseconds(5));
  MHD_stop_daemon(parts.daemon);
  parts.daemon = nullptr;
}

}  // namespace landfall::serve::http
