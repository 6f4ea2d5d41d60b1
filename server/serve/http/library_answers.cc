// What libmicrohttpd answers by itself, in the words of our API.
//
// A request that the library cannot read never reaches us: it answers with a
// page of HTML, and after a missing Host or a bad Content-Length it sends the
// head of that page twice, so that the second head is read as the body
// (0.9.75). There is no option to change this. But the library queues its
// answers with its own public function, which the dynamic linker takes from the
// program when the program has one of that name. So here it is: what the
// library wants to say is said by us, on the socket, and the library is told to
// close the connection.
#include "server/serve/http/library_answers.h"

#include <dlfcn.h>
#include <gnutls/gnutls.h>
#include <sys/socket.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "server/base/check.h"
#include "server/serve/api/errors.h"
#include "server/serve/calls/request_id.h"
#include "server/serve/http/error_response.h"

namespace landfall::serve::http {
namespace {

using QueueFunction = MHD_Result (*)(MHD_Connection*, unsigned int,
                                     MHD_Response*);

// How much of what has come already is thrown away, so that closing the socket
// does not take the answer away from a peer that was still sending.
constexpr size_t kMaxThrownAwayBytes = 1 << 20;

absl::Status ErrorFor(unsigned int status) {
  switch (status) {
    case MHD_HTTP_CONTENT_TOO_LARGE:
      return api::MakeError(absl::StatusCode::kInvalidArgument,
                            api::Reason::BODY_TOO_LARGE, "",
                            "the body is larger than any that is taken");
    case MHD_HTTP_URI_TOO_LONG:
    case MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE:
      return api::MakeError(absl::StatusCode::kInvalidArgument,
                            api::Reason::METADATA_TOO_LARGE, "",
                            "the first line and the headers have more bytes "
                            "than are taken");
    default:
      return api::MakeError(absl::StatusCode::kInvalidArgument,
                            api::Reason::MALFORMED_REQUEST, "",
                            "the request is not HTTP/1.1 as RFC 9112 has it");
  }
}

std::string AnswerText(unsigned int library_status) {
  const Response response = ErrorResponse(ErrorFor(library_status));
  const auto status = static_cast<unsigned int>(response.status);
  return absl::StrCat("HTTP/1.1 ", status, " ",
                      MHD_get_reason_phrase_for(status),
                      "\r\nContent-Type: ", response.content_type,
                      "\r\nContent-Length: ", response.body.size(),
                      "\r\nCache-Control: no-store\r\nConnection: close"
                      "\r\nX-Content-Type-Options: nosniff\r\nX-Request-Id: ",
                      calls::RequestId("").text(), "\r\n\r\n", response.body);
}

// An idle connection's socket takes as little as this at once. If it does not,
// the peer is left without an answer, which it may be.
void SendAndEnd(MHD_Connection* connection, const std::string& text) {
  const auto* session =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
  const auto* info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  if (info == nullptr) return;
  const MHD_socket socket = info->connect_fd;
  if (session != nullptr && session->tls_session != nullptr) {
    auto* tls = static_cast<gnutls_session_t>(session->tls_session);
    gnutls_record_send(tls, text.data(), text.size());
    gnutls_bye(tls, GNUTLS_SHUT_WR);
  } else {
    send(socket, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  }
  shutdown(socket, SHUT_WR);
  char thrown_away[16 << 10];
  size_t drained = 0;
  while (drained < kMaxThrownAwayBytes) {
    const ssize_t got =
        recv(socket, thrown_away, sizeof(thrown_away), MSG_DONTWAIT);
    if (got <= 0) break;
    drained += static_cast<size_t>(got);
  }
  shutdown(socket, SHUT_RDWR);
}

}  // namespace

MHD_Result QueueAnswer(MHD_Connection* connection, unsigned int status,
                       MHD_Response* response) {
  static const auto queue =
      reinterpret_cast<QueueFunction>(dlsym(RTLD_NEXT, "MHD_queue_response"));
  LF_CHECK(queue != nullptr);
  return queue(connection, status, response);
}

}  // namespace landfall::serve::http

extern "C" MHD_Result MHD_queue_response(MHD_Connection* connection,
                                         unsigned int status_code,
                                         MHD_Response* response) {
  namespace http = landfall::serve::http;
  http::SendAndEnd(connection, http::AnswerText(status_code));
  // Refusing would make the library close the connection and, after some
  // errors, go on with it. Its own answer finds the socket shut, and that ends
  // the connection in an orderly way.
  return http::QueueAnswer(connection, status_code, response);
}
