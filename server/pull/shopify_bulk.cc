// A query over everything -> a file of rows, and the rows in it. Entry points:
// RunShopifyBulk and ReadShopifyFile.
//
// Shopify runs the query in the background; a mutation starts it, and its state
// is looked at until it has ended. The file is fetched in parts, so that a
// large one takes no more memory than a small one, and a connection that breaks
// costs a part.
#include "server/pull/shopify_bulk.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/base/status_macros.h"
#include "server/decode/flatten.h"
#include "server/decode/json_text.h"
#include "server/http_client/url.h"
#include "server/pull/answer.h"
#include "server/pull/origin.h"
#include "server/pull/shopify_lines.h"

namespace landfall::pull {
namespace {

using http_client::Response;

constexpr int kMostStarts = 3;
constexpr int64_t kPartBytes = int64_t{4} << 20;
// A row and the connections within it must fit into one part.
constexpr int64_t kMostPartBytes = int64_t{32} << 20;

// Children follow their parents only when that is asked for; before version
// 2026-01 it was the default.
constexpr absl::string_view kStart =
    "mutation($query: String!) { run: bulkOperationRunQuery(query: $query, "
    "groupObjects: true) { bulkOperation { id } "
    "userErrors { code message } } }";
// By `node`, which every version has.
constexpr absl::string_view kLook =
    "query($id: ID!) { node(id: $id) { ... on BulkOperation { status errorCode "
    "objectCount rootObjectCount fileSize url } } }";

absl::Status NotThisWay(absl::string_view purpose, absl::string_view why) {
  return absl::AbortedError(absl::StrCat(purpose, ": ", why));
}

// The values of a small answer.
model::Fields FieldsOf(absl::string_view body) {
  return decode::FlattenJson(body, {}).value_or(model::Fields());
}

int64_t NumberOf(const model::Fields& fields, absl::string_view path) {
  int64_t number = 0;
  return absl::SimpleAtoi(fields.Text(path), &number) ? number : 0;
}

// Other operations have to end first.
bool IsCrowded(const model::Fields& fields) {
  const absl::string_view code = fields.Text("data.run.userErrors.code");
  return code == "OPERATION_IN_PROGRESS" || code == "LIMIT_REACHED" ||
         absl::StrContains(fields.Text("data.run.userErrors.message"),
                           "already in progress");
}

// The id of a new operation.
absl::StatusOr<std::string> Start(ShopifyAdmin& admin,
                                  const std::string& document,
                                  const std::string& purpose,
                                  Exchange& exchange) {
  const auto looks =
      [&](absl::string_view body) -> std::optional<Exchange::Again> {
    if (!IsCrowded(FieldsOf(body))) return std::nullopt;
    return Exchange::Again{absl::UnavailableError(absl::StrCat(
        purpose, ": the shop runs as many bulk operations as it may"))};
  };
  LF_ASSIGN_OR_RETURN(
      const ShopifyAdmin::Answer answer,
      admin.Ask({std::string(kStart),
                 absl::StrCat("{\"query\":", decode::JsonString(document), "}"),
                 purpose},
                exchange, looks));
  if (answer.refused) return admin.Refusal(answer, purpose);
  const std::string id(FieldsOf(answer.body).Text("data.run.bulkOperation.id"));
  if (!id.empty()) return id;
  return NotThisWay(purpose, "the system refuses the bulk operation");
}

struct Operation {
  std::string status;
  std::string error;
  ShopifyFile file;
};

// The operation once it has ended.
absl::StatusOr<Operation> Await(ShopifyAdmin& admin, const std::string& id,
                                const std::string& purpose,
                                Exchange& exchange) {
  int64_t objects = 0;
  const auto looks =
      [&](absl::string_view body) -> std::optional<Exchange::Again> {
    const model::Fields fields = FieldsOf(body);
    const absl::string_view status = fields.Text("data.node.status");
    if (status != "CREATED" && status != "RUNNING" && status != "CANCELING") {
      return std::nullopt;
    }
    const int64_t now = NumberOf(fields, "data.node.objectCount");
    const bool progress = now > objects;
    objects = std::max(objects, now);
    return Exchange::Again{absl::UnavailableError(absl::StrCat(
                               purpose, ": the bulk operation does not end")),
                           std::nullopt, progress};
  };
  LF_ASSIGN_OR_RETURN(
      const ShopifyAdmin::Answer answer,
      admin.Ask(
          {std::string(kLook),
           absl::StrCat("{\"id\":", decode::JsonString(id), "}"), purpose},
          exchange, looks));
  if (answer.refused) return admin.Refusal(answer, purpose);
  const model::Fields fields = FieldsOf(answer.body);
  Operation operation;
  operation.status = std::string(fields.Text("data.node.status"));
  operation.error = std::string(fields.Text("data.node.errorCode"));
  operation.file = {std::string(fields.Text("data.node.url")),
                    NumberOf(fields, "data.node.fileSize"),
                    NumberOf(fields, "data.node.rootObjectCount")};
  return operation;
}

struct Bytes {
  std::string text;
  bool ends = false;  // of the file
};

// The whole length behind "bytes 0-9/1234", or 0.
int64_t LengthOf(const Response& response) {
  const std::string* range = response.Find("content-range");
  int64_t length = 0;
  if (range == nullptr) return 0;
  const size_t slash = range->find('/');
  return slash != std::string::npos &&
                 absl::SimpleAtoi(range->substr(slash + 1), &length)
             ? length
             : 0;
}

absl::StatusOr<Bytes> Fetch(const ShopifyFile& file, int64_t at, int64_t most,
                            const std::string& purpose, Exchange& exchange) {
  http_client::Request request;
  request.url = file.url;
  request.headers = {{"Range", absl::StrCat("bytes=", at, "-", at + most - 1)}};
  LF_ASSIGN_OR_RETURN(Response response,
                      exchange.AskElsewhere(request, purpose));
  Bytes bytes;
  int64_t length = 0;
  if (response.status == 200) {
    // A server that hands out nothing but whole files.
    length = static_cast<int64_t>(response.body.size());
    if (at < length) {
      bytes.text = response.body.substr(static_cast<size_t>(at));
    }
  } else if (response.status == 206) {
    length = LengthOf(response);
    bytes.text = std::move(response.body);
  } else {
    return NotThisWay(purpose, absl::StrCat("the result file is gone (HTTP ",
                                            response.status, ")"));
  }
  bytes.ends = at + static_cast<int64_t>(bytes.text.size()) >= length;
  if (bytes.text.empty() || (file.bytes > 0 && length != file.bytes)) {
    return NotThisWay(purpose, "the result file has another length");
  }
  return bytes;
}

}  // namespace

absl::StatusOr<ShopifyFile> RunShopifyBulk(ShopifyAdmin& admin,
                                           const std::string& document,
                                           const std::string& purpose,
                                           Exchange& exchange) {
  for (int i = 0; i < kMostStarts; ++i) {
    LF_ASSIGN_OR_RETURN(const std::string id,
                        Start(admin, document, purpose, exchange));
    LF_ASSIGN_OR_RETURN(Operation operation,
                        Await(admin, id, purpose, exchange));
    if (operation.error == "ACCESS_DENIED") {
      return absl::PermissionDeniedError(absl::StrCat(
          purpose, ": the bulk operation ends with code ACCESS_DENIED"));
    }
    // What one that failed leaves is a part, and nobody knows which.
    if (operation.status != "COMPLETED") continue;
    const bool empty = operation.file.rows == 0;
    if (operation.file.url.empty() && !empty) continue;
    return operation.file;
  }
  return NotThisWay(purpose, "the bulk operation does not succeed");
}

absl::Status CheckShopifyFileUrl(const std::string& url,
                                 const std::string& shop_url) {
  const auto is_local = [](const http_client::Endpoint& endpoint) {
    return endpoint.host == "localhost" || endpoint.host == "[::1]" ||
           absl::StartsWith(endpoint.host, "127.");
  };
  const auto file = http_client::ReadEndpoint(url, /*plain_http=*/true);
  const auto shop = http_client::ReadEndpoint(shop_url, /*plain_http=*/true);
  if (file.ok() && shop.ok() && !OriginOf(url).empty()) {
    if (is_local(*file) && is_local(*shop)) return absl::OkStatus();
    if (file->https && !file->IsAddress() && !is_local(*file)) {
      return absl::OkStatus();
    }
  }
  return absl::FailedPreconditionError(
      "the result file of the bulk operation is where no file may be fetched "
      "from");
}

absl::StatusOr<ShopifyFilePart> ReadShopifyFile(const ShopifySet& set,
                                                const ShopifyFile& file,
                                                int64_t at,
                                                const std::string& purpose,
                                                Exchange& exchange) {
  for (int64_t most = kPartBytes; most <= kMostPartBytes; most *= 2) {
    LF_ASSIGN_OR_RETURN(const Bytes bytes,
                        Fetch(file, at, most, purpose, exchange));
    absl::StatusOr<ShopifyLines> lines =
        ReadShopifyLines(set, bytes.text, bytes.ends);
    if (!lines.ok()) {
      return NotThisWay(purpose, "the result file cannot be read");
    }
    // Not even one row is whole.
    if (lines->taken == 0 && !bytes.ends) continue;
    return ShopifyFilePart{std::move(lines->rows),
                           at + static_cast<int64_t>(lines->taken), bytes.ends};
  }
  return NotThisWay(purpose, "a row of the result file is too large");
}

}  // namespace landfall::pull
