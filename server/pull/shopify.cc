// Shopify Admin API -> pages of customers and orders. Entry point:
// Shopify::Read.
#include "server/pull/shopify.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/check.h"
#include "server/base/status_macros.h"
#include "server/base/time_text.h"
#include "server/pull/request.h"
#include "server/pull/shopify_access.h"

namespace landfall::pull {
namespace {

using Way = ShopifyFullPlace::Way;

constexpr char kOldestFirst[] = "UPDATED_AT";
constexpr char kNewestFirst[] = "UPDATED_AT, reverse: true";
constexpr char kById[] = "ID";

bool IsOrders(absl::string_view type) {
  return type == "order" || type == "draft_order";
}

std::string Updated(absl::string_view comparison, absl::Time since) {
  return absl::StrCat("updated_at:", comparison, "'", base::FormatTime(since),
                      "'");
}

// Everything that a read of everything is about.
std::string SearchOf(const Part& part, absl::Time started) {
  const absl::Time since = part.ChangedSince(started);
  return since == absl::InfinitePast() ? "" : Updated(">=", since);
}

absl::Time NewestOf(const std::vector<decode::PayloadElement>& rows) {
  absl::Time newest = absl::InfinitePast();
  for (const decode::PayloadElement& row : rows) {
    newest = std::max(newest, ShopifyUpdated(row));
  }
  return newest;
}

Page LastPage(const Part& part, const ModifiedPlace& place, bool all_orders) {
  Page page;
  page.bookmark = EncodeKnown(place.Known(Shopify::kOverlap));
  if (part.type == "order" && !all_orders) {
    page.created_since = place.started - kShopifySeesOrders;
  }
  return page;
}

// The page of changes that was read at a place.
absl::StatusOr<Page> ChangesPage(ShopifyRows rows, ModifiedPlace place) {
  Page page;
  page.rows = std::move(rows.rows);
  place.found = std::max(place.found, NewestOf(page.rows));
  if (!rows.more) {
    page.bookmark = EncodeKnown(place.Known(Shopify::kOverlap));
    return page;
  }
  ShopifyChangesPlace at = DecodeShopifyChangesPlace(place.link);
  at.rows += static_cast<int>(page.rows.size());
  at.cursor = rows.cursor;
  if (at.rows > Shopify::kMostChanges) {
    return absl::OutOfRangeError("there are too many changes");
  }
  place.link = EncodeShopifyPlace(at);
  page.next = EncodePlace(place);
  return page;
}

}  // namespace

Shopify::Shopify(const model::Settings& settings, const model::Source& source,
                 const config::SourceConnection& connection)
    : url_(source.url),
      order_window_(connection.order_window),
      sets_(ShopifySets(settings, source,
                        connection.api_version.empty()
                            ? kDefaultVersion
                            : connection.api_version)),
      admin_(source.url, connection.api_version.empty()
                             ? kDefaultVersion
                             : connection.api_version) {}

std::vector<Part> Shopify::Parts() const {
  std::vector<Part> parts;
  for (const ShopifySet& set : sets_) {
    parts.push_back(
        {set.type, set.type, nullptr,
         IsOrders(set.type) ? order_window_ : absl::InfiniteDuration()});
  }
  return parts;
}

const ShopifySet& Shopify::SetOf(const Part& part) const {
  const auto it = std::find_if(
      sets_.begin(), sets_.end(),
      [&](const ShopifySet& set) { return set.type == part.type; });
  LF_CHECK(it != sets_.end());
  return *it;
}

std::string Shopify::First(const Part&, absl::Time started) const {
  return EncodePlace(PlaceOfEverything(started));
}

std::string Shopify::Since(const Part&, const std::string& bookmark,
                           absl::Time started) const {
  return EncodePlace(PlaceOfChanges(bookmark, started));
}

absl::StatusOr<Page> Shopify::Read(const Part& part, const std::string& place,
                                   Exchange& exchange) {
  const ModifiedPlace from = DecodePlace(place);
  const ShopifySet& set = SetOf(part);
  absl::StatusOr<Page> page =
      !from.changes    ? ReadEverything(part, from, exchange)
      : set.whole_days ? ReadNewest(set, from, exchange)
                       : ReadChanges(set, from, exchange);
  if (!page.ok()) return page.status();
  if (set.type == "customer" || set.type == "order") {
    LF_RETURN_IF_ERROR(CheckSees(*page, from.started, exchange));
  }
  return page;
}

absl::Status Shopify::CheckSees(const Page& page, absl::Time started,
                                Exchange& exchange) {
  if (sees_ == started ||
      std::none_of(page.rows.begin(), page.rows.end(), LacksShopifyEmail)) {
    return absl::OkStatus();
  }
  LF_RETURN_IF_ERROR(CheckSeesShopifyEmails(admin_, exchange));
  sees_ = started;
  return absl::OkStatus();
}

absl::StatusOr<Page> Shopify::ReadChanges(const ShopifySet& set,
                                          ModifiedPlace place,
                                          Exchange& exchange) {
  // What changes meanwhile moves to the end and is not missed.
  LF_ASSIGN_OR_RETURN(
      ShopifyRows rows,
      pages_.Read(set,
                  {kOldestFirst, Updated(">", place.known.AskAfter(kOverlap)),
                   DecodeShopifyChangesPlace(place.link).cursor},
                  exchange));
  return ChangesPage(std::move(rows), std::move(place));
}

absl::StatusOr<Page> Shopify::ReadNewest(const ShopifySet& set,
                                         ModifiedPlace place,
                                         Exchange& exchange) {
  const std::string cursor = DecodeShopifyChangesPlace(place.link).cursor;
  const absl::Time after = place.known.AskAfter(kOverlap);
  ShopifyRows rows;
  bool any = true;
  if (cursor.empty()) {
    LF_ASSIGN_OR_RETURN(const absl::Time newest, pages_.Newest(set, exchange));
    any = newest > after;
  }
  if (any) {
    LF_ASSIGN_OR_RETURN(
        rows, pages_.Read(set, {kNewestFirst, Updated(">=", after), cursor},
                          exchange));
  }
  // One that does not say when it was updated is read.
  const auto is_known = [&](const decode::PayloadElement& row) {
    const absl::Time updated = ShopifyUpdated(row);
    return updated <= after && updated != absl::InfinitePast();
  };
  if (std::erase_if(rows.rows, is_known) > 0) rows.more = false;
  return ChangesPage(std::move(rows), std::move(place));
}

absl::StatusOr<Page> Shopify::ReadEverything(const Part& part,
                                             ModifiedPlace place,
                                             Exchange& exchange) {
  if (place.link.empty()) {
    const absl::Status begun = Begin(part, &place, exchange);
    if (absl::IsNotFound(begun)) {
      Page page;
      page.absent = true;
      return page;
    }
    LF_RETURN_IF_ERROR(begun);
  }
  const ShopifyFullPlace full = DecodeShopifyFullPlace(place.link);
  if (full.way == Way::kIds) return ReadIds(part, place, exchange);
  absl::StatusOr<Page> page = ReadFile(part, place, exchange);
  if (!absl::IsAborted(page.status())) return page;
  ShopifyFullPlace ids;
  ids.all_orders = full.all_orders;
  place.link = EncodeShopifyPlace(ids);
  return ReadIds(part, place, exchange);
}

absl::Status Shopify::Begin(const Part& part, ModifiedPlace* place,
                            Exchange& exchange) {
  const ShopifySet& set = SetOf(part);
  // Asked for first: a row that changes while everything is read is newer.
  LF_ASSIGN_OR_RETURN(place->known.newest, pages_.Newest(set, exchange));
  if (place->known.newest == absl::InfinitePast()) {
    place->known.newest = place->started - kClocksDiffer;
  }
  place->known.seen = place->started;
  ShopifyFullPlace full;
  if (part.type == "order") {
    LF_ASSIGN_OR_RETURN(full.all_orders,
                        SeesAllShopifyOrders(admin_, exchange));
  }
  if (set.many) {
    const absl::StatusOr<ShopifyFile> file = RunShopifyBulk(
        admin_, ShopifyBulkDocument(set, SearchOf(part, place->started)),
        ReadingRows(part.type), exchange);
    if (file.ok()) {
      full.way = Way::kFile;
      full.file = *file;
    } else if (!absl::IsAborted(file.status())) {
      return file.status();
    }
  }
  place->link = EncodeShopifyPlace(full);
  return absl::OkStatus();
}

absl::StatusOr<Page> Shopify::ReadFile(const Part& part, ModifiedPlace place,
                                       Exchange& exchange) {
  ShopifyFullPlace full = DecodeShopifyFullPlace(place.link);
  if (full.file.url.empty()) return LastPage(part, place, full.all_orders);
  LF_RETURN_IF_ERROR(CheckShopifyFileUrl(full.file.url, url_));
  LF_ASSIGN_OR_RETURN(ShopifyFilePart read,
                      ReadShopifyFile(SetOf(part), full.file, full.at,
                                      ReadingRows(part.type), exchange));
  full.at = read.next;
  full.rows += static_cast<int64_t>(read.rows.size());
  if (read.last && full.rows != full.file.rows) {
    return absl::AbortedError(
        absl::StrCat(ReadingRows(part.type), ": the result file lacks rows"));
  }
  Page page;
  if (read.last) {
    page = LastPage(part, place, full.all_orders);
  } else {
    place.link = EncodeShopifyPlace(full);
    page.next = EncodePlace(place);
  }
  page.rows = std::move(read.rows);
  return page;
}

absl::StatusOr<Page> Shopify::ReadIds(const Part& part, ModifiedPlace place,
                                      Exchange& exchange) {
  ShopifyFullPlace full = DecodeShopifyFullPlace(place.link);
  std::vector<std::string> terms;
  const std::string search = SearchOf(part, place.started);
  if (!search.empty()) terms.push_back(search);
  if (full.at > 0) terms.push_back(absl::StrCat("id:>", full.at));
  LF_ASSIGN_OR_RETURN(
      ShopifyRows rows,
      pages_.Read(SetOf(part),
                  {kById, absl::StrJoin(terms, " AND "), "", full.at},
                  exchange));
  Page page;
  if (!rows.more) {
    page = LastPage(part, place, full.all_orders);
  } else {
    const int64_t last =
        rows.rows.empty() ? 0 : ShopifyNumber(rows.rows.back());
    if (last <= full.at) {
      return absl::UnavailableError(
          absl::StrCat(ReadingRows(part.type),
                       ": a page has more behind it and says "
                       "not where"));
    }
    full.at = last;
    place.link = EncodeShopifyPlace(full);
    page.next = EncodePlace(place);
  }
  page.rows = std::move(rows.rows);
  return page;
}

}  // namespace landfall::pull
