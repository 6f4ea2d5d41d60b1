// What libmicrohttpd knows of a request -> a RequestHead, and a Response ->
// what the library sends. Entry points: ReadHead and Send.
#include "server/serve/http/exchange.h"

#include <string.h>
#include <strings.h>

#include <utility>

namespace landfall::serve::http {
namespace {

// What a walk over the headers finds.
struct Framing {
  int lengths = 0;
  int codings = 0;
  int hosts = 0;
  bool other_coding = false;
  bool has_nul = false;
};

MHD_Result LookAtFraming(void* found, MHD_ValueKind, const char* name,
                         size_t name_size, const char* value,
                         size_t value_size) {
  Framing& framing = *static_cast<Framing*>(found);
  if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0) ++framing.lengths;
  if (strcasecmp(name, MHD_HTTP_HEADER_HOST) == 0) ++framing.hosts;
  if (strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0) {
    ++framing.codings;
    if (value == nullptr || strcasecmp(value, "chunked") != 0) {
      framing.other_coding = true;
    }
  }
  if (strlen(name) != name_size ||
      (value != nullptr && strlen(value) != value_size)) {
    framing.has_nul = true;
  }
  return MHD_YES;
}

// Counts what decides who calls, which must not stand there twice.
MHD_Result CountCredentials(void* counts, MHD_ValueKind, const char* name,
                            const char*) {
  auto& [authorization, api_key] = *static_cast<std::pair<int, int>*>(counts);
  if (strcasecmp(name, MHD_HTTP_HEADER_AUTHORIZATION) == 0) ++authorization;
  if (strcasecmp(name, "X-Api-Key") == 0) ++api_key;
  return MHD_YES;
}

bool HasRepeatedCredential(MHD_Connection* connection) {
  std::pair<int, int> counts;
  MHD_get_connection_values(connection, MHD_HEADER_KIND, &CountCredentials,
                            &counts);
  return counts.first > 1 || counts.second > 1;
}

void FreeBody(void* body) { delete static_cast<std::string*>(body); }

void AddHeader(MHD_Response* response, const char* name,
               const std::string& value) {
  MHD_add_response_header(response, name, value.c_str());
}

}  // namespace

bool IsFramedClearly(MHD_Connection* connection) {
  Framing framing;
  MHD_get_connection_values_n(connection, MHD_HEADER_KIND, &LookAtFraming,
                              &framing);
  return framing.lengths <= 1 && framing.codings <= 1 && framing.hosts <= 1 &&
         framing.lengths + framing.codings <= 1 && !framing.other_coding &&
         !framing.has_nul;
}

absl::string_view HeaderOf(MHD_Connection* connection, const char* name) {
  const char* value =
      MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
  return value == nullptr ? absl::string_view() : absl::string_view(value);
}

void ReadHead(MHD_Connection* connection, const char* method,
              Exchange& exchange) {
  RequestHead& head = exchange.head;
  head.method = method;
  const absl::string_view uri = exchange.uri;
  const size_t mark = uri.find('?');
  head.path = uri.substr(0, mark);
  if (mark != absl::string_view::npos) head.query = uri.substr(mark + 1);
  head.host = HeaderOf(connection, MHD_HTTP_HEADER_HOST);
  head.authorization = HeaderOf(connection, MHD_HTTP_HEADER_AUTHORIZATION);
  head.api_key = HeaderOf(connection, "X-Api-Key");
  head.content_type = HeaderOf(connection, MHD_HTTP_HEADER_CONTENT_TYPE);
  head.accept_encoding = HeaderOf(connection, MHD_HTTP_HEADER_ACCEPT_ENCODING);
  head.if_none_match = HeaderOf(connection, MHD_HTTP_HEADER_IF_NONE_MATCH);
  head.repeated_credential = HasRepeatedCredential(connection);
  exchange.id.emplace(HeaderOf(connection, "traceparent"));
  head.request_id = exchange.id->text();
}

MHD_Result Send(MHD_Connection* connection, Exchange& exchange) {
  Response& response = *exchange.response;
  auto* body = new std::string(std::move(response.body));
  MHD_Response* message =
      MHD_create_response_from_buffer_with_free_callback_cls(
          body->size(), body->data(), &FreeBody, body);
  if (message == nullptr) {
    delete body;
    return MHD_NO;
  }
  if (!response.content_type.empty()) {
    AddHeader(message, MHD_HTTP_HEADER_CONTENT_TYPE, response.content_type);
  }
  bool says_cache = false;
  for (const auto& [name, value] : response.headers) {
    AddHeader(message, name.c_str(), value);
    says_cache = says_cache || name == MHD_HTTP_HEADER_CACHE_CONTROL;
  }
  if (!says_cache) {
    AddHeader(message, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  }
  if (response.last) {
    AddHeader(message, MHD_HTTP_HEADER_CONNECTION, "close");
  }
  AddHeader(message, "X-Content-Type-Options", "nosniff");
  AddHeader(message, "X-Request-Id", std::string(exchange.id->text()));
  const MHD_Result queued =
      MHD_queue_response(connection, response.status, message);
  MHD_destroy_response(message);
  return queued;
}

}  // namespace landfall::serve::http
