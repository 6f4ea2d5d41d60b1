// The body of an answer -> whether it is one, and its rows. Entry points:
// JudgeShopifyAnswer and ReadShopifyRows.
#include "server/pull/shopify_answer.h"

#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"

namespace landfall::pull {
namespace {

namespace dom = simdjson::dom;

constexpr size_t kDeepest = 40;
constexpr size_t kMostCodeBytes = 64;
constexpr double kMostSeconds = 24 * 3600;

absl::Status NoAnswer() {
  return absl::InvalidArgumentError("the body is no answer of GraphQL");
}

// A code ends up in messages and logs: nothing but a code may be one.
std::string CodeOf(dom::element error) {
  std::string_view code;
  if (error["extensions"]["code"].get(code) != simdjson::SUCCESS) return "";
  const bool fits = code.size() <= kMostCodeBytes &&
                    std::all_of(code.begin(), code.end(), [](unsigned char c) {
                      return absl::ascii_isalnum(c) || c == '_';
                    });
  return fits ? std::string(code) : "";
}

// The request must fit into the bucket before anything is done.
std::optional<absl::Duration> RefilledIn(dom::element answer) {
  double requested = 0;
  double available = 0;
  double rate = 0;
  const auto cost = answer["extensions"]["cost"];
  if (cost["requestedQueryCost"].get(requested) != simdjson::SUCCESS ||
      cost["throttleStatus"]["currentlyAvailable"].get(available) !=
          simdjson::SUCCESS ||
      cost["throttleStatus"]["restoreRate"].get(rate) != simdjson::SUCCESS ||
      !(rate > 0)) {
    return std::nullopt;
  }
  const double seconds = std::ceil((requested - available) / rate);
  if (!(seconds >= 1)) return std::nullopt;
  return absl::Seconds(std::min(seconds, kMostSeconds));
}

}  // namespace

absl::StatusOr<ShopifyVerdict> JudgeShopifyAnswer(absl::string_view body) {
  dom::parser parser;
  if (parser.allocate(body.size(), kDeepest) != simdjson::SUCCESS) {
    return NoAnswer();
  }
  dom::element answer;
  if (parser.parse(body.data(), body.size()).get(answer) != simdjson::SUCCESS ||
      !answer.is_object()) {
    return NoAnswer();
  }
  ShopifyVerdict verdict;
  dom::element errors;
  if (answer["errors"].get(errors) == simdjson::SUCCESS && !errors.is_null()) {
    dom::array list;
    if (errors.get(list) != simdjson::SUCCESS) {
      verdict.errors = true;  // an older shape has one text, or texts by name
    } else if (list.size() > 0) {
      verdict.errors = true;
      verdict.code = CodeOf(*list.begin());
    }
  }
  if (verdict.code == "THROTTLED") verdict.refilled_in = RefilledIn(answer);
  if (!verdict.errors && !answer["data"].is_object()) return NoAnswer();
  return verdict;
}

absl::StatusOr<ShopifyRows> ReadShopifyRows(absl::string_view body,
                                            absl::string_view name) {
  namespace ondemand = simdjson::ondemand;
  const simdjson::padded_string text(body.data(), body.size());
  ondemand::parser parser;
  ondemand::document document;
  ondemand::object connection;
  if (parser.iterate(text).get(document) != simdjson::SUCCESS ||
      document["data"][std::string_view(name.data(), name.size())]
              .get_object()
              .get(connection) != simdjson::SUCCESS) {
    return NoAnswer();
  }
  ShopifyRows page;
  ondemand::array nodes;
  if (connection["nodes"].get_array().get(nodes) != simdjson::SUCCESS) {
    return NoAnswer();
  }
  for (auto node : nodes) {
    ondemand::object row;
    std::string_view json;
    if (node.get_object().get(row) != simdjson::SUCCESS ||
        row.raw_json().get(json) != simdjson::SUCCESS) {
      return NoAnswer();
    }
    page.rows.push_back({std::string(json)});
  }
  ondemand::object info;
  bool more = false;
  if (connection["pageInfo"].get_object().get(info) != simdjson::SUCCESS ||
      info["hasNextPage"].get_bool().get(more) != simdjson::SUCCESS) {
    return NoAnswer();
  }
  page.more = more;
  std::string_view cursor;
  if (info["endCursor"].get_string().get(cursor) == simdjson::SUCCESS) {
    page.cursor = std::string(cursor);
  }
  return page;
}

}  // namespace landfall::pull
