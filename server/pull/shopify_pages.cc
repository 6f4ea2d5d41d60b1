// A set -> its rows, page by page. Entry point: ShopifyPages::Read.
#include "server/pull/shopify_pages.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/base/time_text.h"
#include "server/decode/flatten.h"
#include "server/decode/json_text.h"
#include "server/pull/request.h"

namespace landfall::pull {
namespace {

constexpr char kRows[] = "rows";
// An answer to something else does not become the right one by waiting for
// ever.
constexpr int kMostOthers = 4;

absl::Status RefusalOf(const ShopifySet& set, const ShopifyAdmin& admin,
                       const ShopifyAdmin::Answer& answer) {
  const absl::Status refusal = admin.Refusal(answer, ReadingRows(set.type));
  return set.optional && absl::IsPermissionDenied(refusal)
             ? absl::NotFoundError(refusal.message())
             : refusal;
}

absl::Status NotThePage(const ShopifySet& set) {
  return absl::UnavailableError(
      absl::StrCat(ReadingRows(set.type),
                   ": the answer is not the page of rows that "
                   "was asked for"));
}

// A system in trouble may hand out an earlier answer in place of this one.
bool IsThePage(const ShopifyRows& rows, const ShopifyPageWish& wish) {
  if (!wish.cursor.empty() && rows.cursor == wish.cursor) return false;
  return std::all_of(rows.rows.begin(), rows.rows.end(),
                     [&](const decode::PayloadElement& row) {
                       return wish.after_id == 0 ||
                              ShopifyNumber(row) > wish.after_id;
                     });
}

std::string VariablesOf(const ShopifyPageWish& wish, int rows) {
  const auto text = [](const std::string& value) {
    return value.empty() ? "null" : decode::JsonString(value);
  };
  return absl::StrCat("{\"n\":", rows, ",\"q\":", text(wish.search),
                      ",\"c\":", text(wish.cursor), "}");
}

}  // namespace

std::string ShopifyText(const decode::PayloadElement& row,
                        absl::string_view path) {
  const absl::StatusOr<model::Fields> fields =
      decode::FlattenJson(row.json, {});
  return fields.ok() ? std::string(fields->Text(path)) : "";
}

int64_t ShopifyNumber(const decode::PayloadElement& row) {
  const std::string id = ShopifyText(row, "id");
  int64_t number = 0;
  return absl::SimpleAtoi(id.substr(id.rfind('/') + 1), &number) ? number : 0;
}

absl::Time ShopifyUpdated(const decode::PayloadElement& row) {
  return base::ParseTime(ShopifyText(row, "updatedAt"))
      .value_or(absl::InfinitePast());
}

absl::StatusOr<ShopifyRows> ShopifyPages::Read(const ShopifySet& set,
                                               const ShopifyPageWish& wish,
                                               Exchange& exchange) {
  const std::string document = ShopifyPageDocument(set, wish.order);
  ShopifyRows page;
  int others = 0;
  const auto looks =
      [&](absl::string_view body) -> std::optional<Exchange::Again> {
    absl::StatusOr<ShopifyRows> rows = ReadShopifyRows(body, kRows);
    if (rows.ok() && IsThePage(*rows, wish)) {
      page = *std::move(rows);
      others = 0;
      return std::nullopt;
    }
    if (++others > kMostOthers) return std::nullopt;
    return Exchange::Again{NotThePage(set)};
  };
  while (true) {
    LF_ASSIGN_OR_RETURN(
        const ShopifyAdmin::Answer answer,
        admin_.Ask({document, VariablesOf(wish, rows_), ReadingRows(set.type)},
                   exchange, looks));
    if (others > 0) return NotThePage(set);
    if (!answer.refused) return page;
    if (answer.code != "MAX_COST_EXCEEDED" || rows_ == 1) {
      return RefusalOf(set, admin_, answer);
    }
    rows_ /= 2;
  }
}

absl::StatusOr<absl::Time> ShopifyPages::Newest(const ShopifySet& set,
                                                Exchange& exchange) {
  LF_ASSIGN_OR_RETURN(
      const ShopifyAdmin::Answer answer,
      admin_.Ask(
          {absl::StrCat("{ newest: ", set.connection,
                        "(first: 1, sortKey: UPDATED_AT, reverse: true) { "
                        "nodes { id updatedAt } pageInfo { hasNextPage "
                        "endCursor } } }"),
           "{}", ReadingRows(set.type)},
          exchange));
  if (answer.refused) return RefusalOf(set, admin_, answer);
  const absl::StatusOr<ShopifyRows> rows =
      ReadShopifyRows(answer.body, "newest");
  if (!rows.ok()) return NotThePage(set);
  return rows->rows.empty() ? absl::InfinitePast()
                            : ShopifyUpdated(rows->rows.front());
}

}  // namespace landfall::pull
