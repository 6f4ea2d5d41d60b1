// Finance & Operations OData -> pages of rows. Entry point:
// FinanceOperations::Read.
#include "server/pull/finance_operations.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "server/base/percent_encode.h"
#include "server/base/status_macros.h"
#include "server/decode/flatten.h"
#include "server/ingest/company.h"
#include "server/pull/configured_fields.h"
#include "server/pull/modified_place.h"
#include "server/pull/request.h"
#include "server/pull/row_text.h"

namespace landfall::pull {
namespace {

using http_client::Response;

constexpr absl::string_view kFirst = "first";
constexpr absl::string_view kAfter = "after ";
constexpr absl::string_view kPage = "page ";
constexpr absl::string_view kError = "error";
constexpr absl::string_view kSalesOrder = "sales_order";
constexpr absl::string_view kSalesInvoice = "sales_invoice";
// Half of the most that there can be, so that no next link is needed.
constexpr size_t kPageSize = 5000;
// Columns that an environment may lack; more are no coincidence.
constexpr int kMostMissing = 64;
// How often a page of something else is asked for again.
constexpr int kMostForeign = 4;

std::vector<std::string> UsualColumns(absl::string_view type) {
  if (type == "customer_group") {
    return {"dataAreaId", "CustomerGroupId", "Description"};
  }
  if (type == "payment_terms") return {"dataAreaId", "Name", "Description"};
  return {"dataAreaId",
          "CustomerAccount",
          "OrganizationName",
          "NameAlias",
          "PersonFirstName",
          "PersonLastName",
          "AddressCountryRegionISOCode",
          "AddressCountryRegionId",
          "PartyCountry",
          "AddressZipCode",
          "OnHoldStatus",
          "CustomerGroupId",
          "SalesCurrencyCode",
          "PaymentTerms"};
}

std::string Quoted(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "''"}}), "'");
}

bool IsCustomer(const Part& part) { return part.type == "customer"; }

// The column that tells when a document came to be, and the one that tells it
// from the others of its legal entity.
absl::string_view CreatedColumn(absl::string_view type) {
  return type == kSalesOrder ? "OrderCreationDateTime" : "InvoiceDate";
}
absl::string_view NumberColumn(absl::string_view type) {
  return type == kSalesOrder ? "SalesOrderNumber" : "InvoiceNumber";
}

// So long may a transaction take. An invoice has a date and no time: it is of
// noon, so that those of the newest day are read once more.
absl::Duration OverlapOf(absl::string_view type) {
  return type == kSalesOrder ? absl::Minutes(5) : absl::Hours(24);
}

// Whether a page is of the part's legal entity: a system in trouble may hand
// out an earlier answer, and a page is of one legal entity as a whole.
bool IsOf(const Part& part, const std::vector<decode::PayloadElement>& rows) {
  if (rows.empty() || part.entity == nullptr) return true;
  for (const decode::PayloadElement* row : {&rows.front(), &rows.back()}) {
    const absl::StatusOr<model::Fields> fields =
        decode::FlattenJson(row->json, {});
    const absl::string_view area =
        fields.ok() ? fields->Text("dataAreaId") : "";
    if (!area.empty() && !absl::EqualsIgnoreCase(area, part.entity->id)) {
      return false;
    }
  }
  return true;
}

}  // namespace

FinanceOperations::FinanceOperations(const model::Settings& settings,
                                     const model::Source& source,
                                     const config::SourceConnection& connection)
    : settings_(settings),
      source_(source),
      connection_(connection),
      root_(absl::StrCat(absl::StripSuffix(source.url, "/"), "/data/")) {
  if (connection.errors.has_value()) {
    errors_.emplace(
        *connection.errors,
        ErrorLogStyle{"CreatedDateTime", "RecId", true, ODataVersions()});
  }
}

std::vector<Part> FinanceOperations::Parts() const {
  std::vector<Part> parts = {{"customer_group", "customer_group"},
                             {"payment_terms", "payment_terms"}};
  for (const model::LegalEntity* entity :
       ingest::EntitiesOf(settings_, source_)) {
    parts.push_back(
        {absl::StrCat("customer.", absl::AsciiStrToLower(entity->id)),
         "customer", entity});
  }
  if (connection_.documents) AddDocuments(&parts);
  if (errors_.has_value()) {
    Part part{std::string(kError), std::string(kError)};
    part.kept = true;
    parts.push_back(std::move(part));
  }
  return parts;
}

void FinanceOperations::AddDocuments(std::vector<Part>* parts) const {
  for (absl::string_view type : {kSalesOrder, kSalesInvoice}) {
    for (const model::LegalEntity* entity :
         ingest::EntitiesOf(settings_, source_)) {
      parts->push_back(
          {absl::StrCat(type, ".", absl::AsciiStrToLower(entity->id)),
           std::string(type), entity});
    }
  }
}

std::string FinanceOperations::Question(const Part& part) const {
  if (!IsCustomer(part) && !IsDocumentType(part.type)) return "";
  return absl::StrCat(SetOf(part.type), " ",
                      absl::StrJoin(AllColumnsOf(part.type), ","));
}

std::string FinanceOperations::First(const Part& part,
                                     absl::Time started) const {
  if (part.type == kError) return errors_->First();
  if (IsDocumentType(part.type)) return EncodePlace(PlaceOfEverything(started));
  return std::string(kFirst);
}

std::string FinanceOperations::Since(const Part& part,
                                     const std::string& bookmark,
                                     absl::Time started) const {
  if (IsDocumentType(part.type)) {
    return EncodePlace(PlaceOfChanges(bookmark, started));
  }
  return part.type == kError ? errors_->Since(bookmark) : "";
}

std::string FinanceOperations::SetOf(absl::string_view type) const {
  const auto named = connection_.entities.find(std::string(type));
  if (named != connection_.entities.end()) return named->second;
  if (type == "customer_group") return "CustomerGroups";
  if (type == kSalesOrder) return "SalesOrderHeadersV2";
  if (type == kSalesInvoice) return "SalesInvoiceHeadersV2";
  return type == "payment_terms" ? "PaymentTerms" : "CustomersV3";
}

std::vector<std::string> FinanceOperations::AllColumnsOf(
    absl::string_view type) const {
  if (IsDocumentType(type)) return DocumentColumns(settings_, source_, type);
  if (type != "customer") return UsualColumns(type);
  return WithMore(WithMore(UsualColumns(type), MappedMasterFields(settings_)),
                  ConfiguredFields(settings_, source_, type));
}

std::string FinanceOperations::UrlOf(const Part& part,
                                     absl::string_view place) const {
  if (absl::ConsumePrefix(&place, kPage)) return std::string(place);
  std::string url = absl::StrCat(
      root_, SetOf(part.type),
      // Else only the app user's company is seen.
      "?cross-company=true&$select=",
      missing_columns_.Without(part.type, AllColumnsOf(part.type)));
  if (!IsCustomer(part)) return url;
  std::string filter = absl::StrCat(
      "dataAreaId eq ", Quoted(absl::AsciiStrToLower(part.entity->id)));
  if (absl::ConsumePrefix(&place, kAfter)) {
    absl::StrAppend(&filter, " and CustomerAccount gt ", Quoted(place));
  }
  absl::StrAppend(&url, "&$filter=", base::PercentEncode(filter),
                  "&$orderby=CustomerAccount&$top=", kPageSize);
  return url;
}

std::string FinanceOperations::UrlOfDocuments(const Part& part,
                                              const std::string& text) const {
  const ModifiedPlace place = DecodePlace(text);
  const absl::Time since = place.changes
                               ? place.known.AskAfter(OverlapOf(part.type))
                               : place.started - connection_.order_window;
  std::string filter = absl::StrCat(
      "dataAreaId eq ", Quoted(absl::AsciiStrToLower(part.entity->id)), " and ",
      CreatedColumn(part.type), place.changes ? " gt " : " ge ",
      FilterTime(since));
  if (!place.link.empty()) {
    absl::StrAppend(&filter, " and ", NumberColumn(part.type), " gt ",
                    Quoted(place.link));
  }
  return absl::StrCat(
      root_, SetOf(part.type), "?cross-company=true&$select=",
      missing_columns_.Without(part.type, AllColumnsOf(part.type)),
      "&$filter=", base::PercentEncode(filter),
      "&$orderby=", NumberColumn(part.type), "&$top=", kPageSize);
}

absl::StatusOr<Page> FinanceOperations::PageOf(const Part& part,
                                               Exchange::Page answer) const {
  const std::string next = answer.rows.page.next_link;
  Page page;
  page.unread_rows = answer.rows.unread_rows;
  page.rows = std::move(answer.rows.rows);
  // A page without rows has no last account to go on after, and need not be the
  // last one.
  if (!IsCustomer(part) || page.rows.empty()) {
    if (!next.empty()) page.next = absl::StrCat(kPage, next);
    return page;
  }
  if (page.rows.size() < kPageSize && next.empty()) return page;
  LF_ASSIGN_OR_RETURN(const model::Fields last,
                      decode::FlattenJson(page.rows.back().json, {}));
  page.next = absl::StrCat(kAfter, last.Text("CustomerAccount"));
  return page;
}

Page FinanceOperations::PageOfDocuments(const Part& part,
                                        const std::string& text,
                                        Exchange::Page answer) const {
  ModifiedPlace place = DecodePlace(text);
  const bool more = !answer.rows.page.next_link.empty();
  Page page;
  page.unread_rows = answer.rows.unread_rows;
  page.rows = std::move(answer.rows.rows);
  // A date far ahead must not hide what comes before it.
  place.found = std::max(place.found,
                         std::min(NewestOf(page.rows, CreatedColumn(part.type)),
                                  place.started + kClocksDiffer));
  if (page.rows.empty() && more) {
    page.next = text;  // a page without rows is no last one
    return page;
  }
  if (page.rows.size() == kPageSize || more) {
    place.link = TextOf(page.rows.back(), NumberColumn(part.type));
    page.next = EncodePlace(place);
    return page;
  }
  if (!place.changes) {
    // What came to be before was not asked for.
    page.created_since = place.started - connection_.order_window;
    const absl::Time newest =
        std::max(place.found, place.started - kClocksDiffer);
    page.bookmark = EncodeKnown({newest, place.started});
    return page;
  }
  page.bookmark = EncodeKnown(place.Known(OverlapOf(part.type)));
  return page;
}

absl::StatusOr<Page> FinanceOperations::Read(const Part& part,
                                             const std::string& place,
                                             Exchange& exchange) {
  if (part.type == kError) {
    return errors_->Read(absl::StrCat(root_, connection_.errors->entity,
                                      // As for customers.
                                      "?cross-company=true"),
                         place, exchange);
  }
  const auto takes = [&](const Response& response) {
    return response.status == 400 ||
           (response.status == 404 && part.entity == nullptr);
  };
  int foreign = 0;
  for (int i = 0; i < kMostMissing; ++i) {
    LF_ASSIGN_OR_RETURN(
        Exchange::Page answer,
        exchange.AskPage(
            JsonRequest(IsDocumentType(part.type) ? UrlOfDocuments(part, place)
                                                  : UrlOf(part, place),
                        ODataVersions()),
            ReadingRows(part.type), takes));
    if (answer.response.status == 404) {
      Page page;
      page.absent = true;
      return page;
    }
    if (answer.response.status == 400) {
      if (missing_columns_.Note(part.type, MissingColumnOf(answer.response))) {
        continue;
      }
      return Refused(answer.response, ReadingRows(part.type));
    }
    if (!IsOf(part, answer.rows.rows)) {
      if (++foreign < kMostForeign) continue;
      return absl::UnavailableError(
          absl::StrCat(ReadingRows(part.type),
                       ": the rows are those of another legal entity"));
    }
    return IsDocumentType(part.type)
               ? PageOfDocuments(part, place, std::move(answer))
               : PageOf(part, std::move(answer));
  }
  return absl::FailedPreconditionError(
      absl::StrCat(ReadingRows(part.type), ": the entity lacks most columns"));
}

}  // namespace landfall::pull
