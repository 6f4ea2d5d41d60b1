// Turns the members of a page beside its rows into what they say about the set.
// Entry points: PageNotes::Add and Fill.
#include "server/decode/page_notes.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/decode/flatten.h"
#include "server/decode/record_builder.h"

namespace landfall::decode {
namespace {

constexpr absl::string_view kMoreRecords =
    "@Microsoft.Dynamics.CRM.morerecords";

constexpr absl::string_view kDeltaLink = "@odata.deltaLink";

constexpr absl::string_view kMembers[] = {
    "@odata.nextLink", "@odata.count", "odata.nextLink", "odata.count",
    "nextLink",        "totalCount",   "total_count",    "meta",
    "pageInfo",        kMoreRecords,   kDeltaLink};

// A text here is the address of the next page.
constexpr absl::string_view kLinks[] = {
    "@odata.nextLink", "odata.nextLink", "nextLink",
    "meta.pagination.links.next", "meta.cursor_pagination.links.next"};

// A "true" here says that there is a next page.
constexpr absl::string_view kFlags[] = {"pageInfo.hasNextPage", kMoreRecords};

constexpr absl::string_view kTotals[] = {
    "@odata.count", "odata.count",           "totalCount",
    "total_count",  "meta.pagination.total", "meta.pagination.totalCount"};

constexpr absl::string_view kPageNumber = "meta.pagination.current_page";
constexpr absl::string_view kPageCount = "meta.pagination.total_pages";

absl::string_view NextOf(const model::Fields& fields) {
  for (absl::string_view link : kLinks) {
    if (!FirstText(fields, {link}).empty()) return link;
  }
  for (absl::string_view flag : kFlags) {
    if (IsTrue(fields, flag)) return flag;
  }
  int64_t number = 0;
  int64_t count = 0;
  const bool numbered = absl::SimpleAtoi(fields.Text(kPageNumber), &number) &&
                        absl::SimpleAtoi(fields.Text(kPageCount), &count);
  return numbered && number < count ? kPageCount : "";
}

}  // namespace

bool PageNotes::Matters(absl::string_view name) {
  return std::find(std::begin(kMembers), std::end(kMembers), name) !=
         std::end(kMembers);
}

void PageNotes::Add(absl::string_view name, absl::string_view value) {
  absl::StatusOr<model::Fields> fields =
      FlattenJson(absl::StrCat("{\"", name, "\":", value, "}"), {});
  if (!fields.ok()) return;
  for (const auto& [path, field] : fields->entries()) {
    fields_.Add(path, field);
  }
}

void PageNotes::Fill(PayloadPage* page) {
  fields_.Sort();
  page->next = std::string(NextOf(fields_));
  if (std::find(std::begin(kLinks), std::end(kLinks), page->next) !=
      std::end(kLinks)) {
    page->next_link = std::string(fields_.Text(page->next));
  }
  page->delta_link = std::string(fields_.Text(kDeltaLink));
  for (absl::string_view name : kTotals) {
    int64_t total = 0;
    if (!absl::SimpleAtoi(fields_.Text(name), &total)) continue;
    page->total = total;
    page->total_by = std::string(name);
    return;
  }
}

}  // namespace landfall::decode
