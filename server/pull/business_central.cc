// Business Central API v2.0 -> pages of customers. Entry point:
// BusinessCentral::Read.
#include "server/pull/business_central.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "server/base/status_macros.h"
#include "server/ingest/company.h"
#include "server/pull/configured_fields.h"
#include "server/pull/request.h"
#include "server/pull/row_text.h"

namespace landfall::pull {
namespace {

using http_client::Request;

constexpr int kPageSize = 5000;
constexpr absl::string_view kModified = "lastModifiedDateTime";
constexpr absl::string_view kSyncError = "sync_error";
constexpr absl::string_view kSalesOrder = "sales_order";
constexpr absl::string_view kSalesInvoice = "sales_invoice";
constexpr absl::string_view kSalesCreditMemo = "sales_credit_memo";
// Columns that an environment may lack; more are no coincidence.
constexpr int kMostMissing = 64;

std::vector<http_client::Header> Headers() {
  return {{"Data-Access-Intent", "ReadOnly"},
          {"Prefer", absl::StrCat("odata.maxpagesize=", kPageSize)}};
}

Request RequestFor(std::string url) {
  return JsonRequest(std::move(url), Headers());
}

absl::string_view SetOf(absl::string_view type) {
  if (type == kSalesOrder) return "salesOrders";
  if (type == kSalesCreditMemo) return "salesCreditMemos";
  return type == kSalesInvoice ? "salesInvoices" : "customers";
}

std::string PurposeOf(absl::string_view type) {
  return type == "customer" ? "read customers" : ReadingRows(type);
}

}  // namespace

BusinessCentral::BusinessCentral(const model::Settings& settings,
                                 const model::Source& source,
                                 const config::SourceConnection& connection)
    : settings_(settings),
      source_(source),
      root_(absl::StripSuffix(source.url, "/")),
      connection_(connection) {
  if (connection.errors.has_value()) {
    errors_.emplace(*connection.errors,
                    ErrorLogStyle{"dateTime", "id", false, Headers()});
  }
}

std::vector<Part> BusinessCentral::Parts() const {
  std::vector<Part> parts;
  for (const model::LegalEntity* entity :
       ingest::EntitiesOf(settings_, source_)) {
    parts.push_back(
        {absl::StrCat("customer.", absl::AsciiStrToLower(entity->id)),
         "customer", entity});
  }
  if (connection_.documents) AddDocuments(&parts);
  if (!errors_.has_value()) return parts;
  for (const model::LegalEntity* entity :
       ingest::EntitiesOf(settings_, source_)) {
    Part part{absl::StrCat(kSyncError, ".", absl::AsciiStrToLower(entity->id)),
              std::string(kSyncError), entity};
    part.kept = true;
    parts.push_back(std::move(part));
  }
  return parts;
}

void BusinessCentral::AddDocuments(std::vector<Part>* parts) const {
  for (absl::string_view type :
       {kSalesInvoice, kSalesOrder, kSalesCreditMemo}) {
    for (const model::LegalEntity* entity :
         ingest::EntitiesOf(settings_, source_)) {
      Part part{absl::StrCat(type, ".", absl::AsciiStrToLower(entity->id)),
                std::string(type), entity};
      if (type != kSalesOrder) part.reaches_back = connection_.order_window;
      part.turns_over = type == kSalesOrder;
      parts->push_back(std::move(part));
    }
  }
}

std::vector<std::string> BusinessCentral::ColumnsOf(
    absl::string_view type) const {
  if (IsDocumentType(type)) return DocumentColumns(settings_, source_, type);
  return WithMore({"id", "number", "displayName", "email", "country",
                   "postalCode", "taxRegistrationNumber", "currencyCode",
                   "blocked", std::string(kModified)},
                  ConfiguredFields(settings_, source_, type));
}

// Pages go by the id of their last row.
std::string BusinessCentral::Question(const Part& part) const {
  if (part.type == kSyncError) return "";
  return absl::StrCat(ingest::CompanyName(*part.entity), " ",
                      absl::StrJoin(ColumnsOf(part.type), ","));
}

std::string BusinessCentral::First(const Part& part, absl::Time started) const {
  if (part.type == kSyncError) return errors_->First();
  return EncodePlace(PlaceOfEverything(started));
}

std::string BusinessCentral::Since(const Part& part,
                                   const std::string& bookmark,
                                   absl::Time started) const {
  if (part.type == kSyncError) return errors_->Since(bookmark);
  return EncodePlace(PlaceOfChanges(bookmark, started));
}

absl::StatusOr<std::string> BusinessCentral::CompanyUrl(const Part& part,
                                                        Exchange& exchange) {
  const auto known = company_urls_.find(part.name);
  if (known != company_urls_.end()) return known->second;
  const std::string& wanted = ingest::CompanyName(*part.entity);
  std::string url =
      absl::StrCat(root_, "/companies?$select=id,name,displayName");
  // A tenant has a few hundred companies at most.
  while (!url.empty()) {
    LF_ASSIGN_OR_RETURN(const Exchange::Page answer,
                        exchange.AskPage(RequestFor(url), "read companies"));
    for (const decode::PayloadElement& row : answer.rows.rows) {
      const std::string id = TextOf(row, "id");
      if (id.empty() ||
          (!absl::EqualsIgnoreCase(id, wanted) &&
           !absl::EqualsIgnoreCase(TextOf(row, "name"), wanted) &&
           !absl::EqualsIgnoreCase(TextOf(row, "displayName"), wanted))) {
        continue;
      }
      return company_urls_[part.name] =
                 absl::StrCat(root_, "/companies(", id, ")");
    }
    const std::string& next = answer.rows.page.next_link;
    url = next == url ? "" : next;
  }
  return absl::FailedPreconditionError(
      "read companies: none is called as `company` of the legal entity says");
}

absl::StatusOr<absl::Time> BusinessCentral::Newest(const Part& part,
                                                   const std::string& company,
                                                   absl::Time otherwise,
                                                   Exchange& exchange) {
  LF_ASSIGN_OR_RETURN(
      const Exchange::Page answer,
      exchange.AskPage(
          RequestFor(absl::StrCat(company, "/", SetOf(part.type),
                                  "?$select=", kModified,
                                  "&$orderby=", kModified, "%20desc&$top=1")),
          PurposeOf(part.type)));
  const absl::Time newest = NewestOf(answer.rows.rows, kModified);
  return newest == absl::InfinitePast() ? otherwise : newest;
}

absl::Status BusinessCentral::Begin(const Part& part, ModifiedPlace* place,
                                    Exchange& exchange) {
  LF_ASSIGN_OR_RETURN(const std::string company, CompanyUrl(part, exchange));
  place->link = absl::StrCat(
      company, "/", SetOf(part.type),
      "?$select=", missing_columns_.Without(part.type, ColumnsOf(part.type)));
  if (place->changes) {
    absl::StrAppend(
        &place->link, "&$filter=", kModified, "%20gt%20",
        FilterTime(place->known.AskAfter(kOverlap)),
        // What changes meanwhile moves to the end and is not missed.
        "&$orderby=", kModified);
    return absl::OkStatus();
  }
  const absl::Time since = part.ChangedSince(place->started);
  if (since != absl::InfinitePast()) {
    absl::StrAppend(&place->link, "&$filter=", kModified, "%20gt%20",
                    FilterTime(since));
  }
  // Asked for first: a row that changes while pages are read is newer.
  LF_ASSIGN_OR_RETURN(
      place->known.newest,
      Newest(part, company, place->started - kClocksDiffer, exchange));
  place->known.seen = place->started;
  return absl::OkStatus();
}

// API pages of extensions are beside those of v2.0.
absl::StatusOr<Page> BusinessCentral::ReadErrors(const Part& part,
                                                 const std::string& place,
                                                 Exchange& exchange) {
  LF_ASSIGN_OR_RETURN(const std::string company, CompanyUrl(part, exchange));
  absl::string_view base = root_;
  if (!absl::ConsumeSuffix(&base, "/v2.0")) {
    return absl::FailedPreconditionError(
        "read error rows: the url of the source does not end in /api/v2.0");
  }
  const config::ErrorEntity& log = *connection_.errors;
  return errors_->Read(
      absl::StrCat(base, "/", log.api, company.substr(root_.size()), "/",
                   log.entity),
      place, exchange);
}

absl::StatusOr<Exchange::Page> BusinessCentral::AskFor(const Part& part,
                                                       ModifiedPlace* place,
                                                       Exchange& exchange) {
  const bool begins = place->link.empty();
  const auto takes = [&](const http_client::Response& response) {
    return begins && response.status == 400;
  };
  for (int i = 0; i < kMostMissing; ++i) {
    if (begins) LF_RETURN_IF_ERROR(Begin(part, place, exchange));
    LF_ASSIGN_OR_RETURN(
        Exchange::Page answer,
        exchange.AskPage(RequestFor(place->link), PurposeOf(part.type), takes));
    if (answer.response.status != 400) return answer;
    if (!missing_columns_.Note(part.type, MissingColumnOf(answer.response))) {
      return Refused(answer.response, PurposeOf(part.type));
    }
  }
  return absl::FailedPreconditionError(
      absl::StrCat(PurposeOf(part.type), ": the set lacks most columns"));
}

absl::StatusOr<Page> BusinessCentral::Read(const Part& part,
                                           const std::string& text,
                                           Exchange& exchange) {
  if (part.type == kSyncError) return ReadErrors(part, text, exchange);
  ModifiedPlace place = DecodePlace(text);
  absl::StatusOr<Exchange::Page> answer = AskFor(part, &place, exchange);
  if (!answer.ok()) {
    company_urls_.erase(part.name);  // it may have been another one's
    return answer.status();
  }
  Page page;
  page.rows = std::move(answer->rows.rows);
  page.unread_rows = answer->rows.unread_rows;
  place.found = std::max(place.found, NewestOf(page.rows, kModified));
  const std::string& next = answer->rows.page.next_link;
  if (next.empty()) {
    page.bookmark = EncodeKnown(place.Known(kOverlap));
  } else {
    place.link = next;
    page.next = EncodePlace(place);
  }
  return page;
}

}  // namespace landfall::pull
