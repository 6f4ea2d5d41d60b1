// What libmicrohttpd knows of a request -> a RequestHead, and a Response ->
// what the library sends. Entry points: ReadHead and Send.
#include "server/serve/http/exchange.h"

#include <utility>

#include "absl/strings/match.h"
#include "server/serve/calls/local_host.h"
#include "server/serve/http/head_trail.h"
#include "server/serve/http/library_answers.h"

namespace landfall::serve::http {
namespace {

// What one walk over the headers fills.
struct HeadWalk {
  HeadWalk(RequestHead& to, HeadTrail followed) : head(to), trail(followed) {}

  // Keeps the first of several.
  static void Keep(absl::string_view value, absl::string_view& field) {
    if (field.data() == nullptr) field = value;
  }

  void Take(absl::string_view name, absl::string_view value);

  RequestHead& head;
  HeadTrail trail;
  absl::string_view traceparent;
  int authorizations = 0;
  int api_keys = 0;
  int lengths = 0;
  int codings = 0;
  int hosts = 0;
  int origins = 0;
  bool other_coding = false;
};

// Where the value of a header goes that proves who sent a notification, or
// nullptr.
absl::string_view* ProofField(absl::string_view name,
                              notify::ProofHeaders& proof) {
  const std::pair<absl::string_view, absl::string_view*> fields[] = {
      {"X-Shopify-Hmac-Sha256", &proof.shopify_hmac},
      {"webhook-id", &proof.webhook_id},
      {"webhook-timestamp", &proof.webhook_timestamp},
      {"webhook-signature", &proof.webhook_signature},
      {"X-Landfall-Secret", &proof.secret},
  };
  for (const auto& [known, field] : fields) {
    if (absl::EqualsIgnoreCase(name, known)) return field;
  }
  return nullptr;
}

void HeadWalk::Take(absl::string_view name, absl::string_view value) {
  const auto is = [name](absl::string_view other) {
    return absl::EqualsIgnoreCase(name, other);
  };
  if (is(MHD_HTTP_HEADER_HOST)) {
    ++hosts;
    Keep(value, head.host);
  } else if (is(MHD_HTTP_HEADER_CONTENT_LENGTH)) {
    ++lengths;
    Keep(value, head.content_length);
  } else if (is(MHD_HTTP_HEADER_CONTENT_TYPE)) {
    Keep(value, head.content_type);
  } else if (is(MHD_HTTP_HEADER_AUTHORIZATION)) {
    ++authorizations;
    Keep(value, head.authorization);
  } else if (is("X-Api-Key")) {
    ++api_keys;
    Keep(value, head.api_key);
  } else if (is(MHD_HTTP_HEADER_ACCEPT_ENCODING)) {
    Keep(value, head.accept_encoding);
  } else if (is(MHD_HTTP_HEADER_IF_NONE_MATCH)) {
    Keep(value, head.if_none_match);
  } else if (is("traceparent")) {
    Keep(value, traceparent);
  } else if (is(MHD_HTTP_HEADER_TRANSFER_ENCODING)) {
    ++codings;
    other_coding = other_coding || !absl::EqualsIgnoreCase(value, "chunked");
  } else if (is(MHD_HTTP_HEADER_CONTENT_ENCODING)) {
    if (!absl::EqualsIgnoreCase(value, "identity")) {
      Keep(value, head.content_encoding);
    }
  } else if (is(MHD_HTTP_HEADER_ORIGIN)) {
    // Two of them agree on nothing.
    head.origin = ++origins == 1 ? value : absl::string_view("null");
  } else if (is("Sec-Fetch-Site")) {
    Keep(value, head.fetch_site);
  } else if (absl::string_view* field = ProofField(name, head.proof)) {
    Keep(value, *field);
  }
}

MHD_Result TakeHeader(void* walk, MHD_ValueKind, const char* name,
                      size_t name_size, const char* value, size_t value_size) {
  HeadWalk& found = *static_cast<HeadWalk*>(walk);
  const absl::string_view text = value == nullptr
                                     ? absl::string_view("")
                                     : absl::string_view(value, value_size);
  const absl::string_view key(name, name_size);
  found.trail.Follow(key, text);
  found.Take(key, text);
  return MHD_YES;
}

// A path with its query, or a whole URL, whose host then counts instead of the
// Host header (RFC 9112, section 3.2). False when it is neither.
bool ReadTarget(absl::string_view target, RequestHead& head) {
  const bool whole = absl::StartsWithIgnoreCase(target, "http://") ||
                     absl::StartsWithIgnoreCase(target, "https://");
  if (whole) {
    head.host = calls::AuthorityOf(target);
    target.remove_prefix(head.host.data() + head.host.size() - target.data());
  }
  const size_t mark = target.find('?');
  head.path = target.substr(0, mark);
  if (mark != absl::string_view::npos) head.query = target.substr(mark + 1);
  if (whole && head.path.empty()) head.path = "/";
  return absl::StartsWith(head.path, "/") && !(whole && head.host.empty());
}

void FreeBody(void* body) { delete static_cast<std::string*>(body); }

void AddHeader(MHD_Response* response, const char* name,
               const std::string& value) {
  MHD_add_response_header(response, name, value.c_str());
}

}  // namespace

void ReadHead(MHD_Connection* connection, const char* method,
              const char* version, Exchange& exchange) {
  RequestHead& head = exchange.head;
  head.method = method;
  HeadWalk walk(head,
                HeadTrail(method, exchange.uri_at, exchange.uri, version));
  MHD_get_connection_values_n(connection, MHD_HEADER_KIND, &TakeHeader, &walk);
  const auto* size = MHD_get_connection_info(
      connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  head.repeated_credential = walk.authorizations > 1 || walk.api_keys > 1;
  head.framed_clearly =
      walk.lengths + walk.codings <= 1 && walk.hosts <= 1 &&
      !walk.other_coding && IsHost(head.host) &&
      ReadTarget(exchange.uri, head) && IsHost(head.host) && size != nullptr &&
      walk.trail.EndsProperly(size->header_size) &&
      !(walk.codings > 0 && absl::string_view(version) == "HTTP/1.0");
  exchange.id.emplace(walk.traceparent);
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
  const MHD_Result queued = QueueAnswer(connection, response.status, message);
  MHD_destroy_response(message);
  return queued;
}

}  // namespace landfall::serve::http
