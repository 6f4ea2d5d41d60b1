// Finance & Operations OData -> pages of rows. Entry point:
// FinanceOperations::Read.
#include "server/pull/finance_operations.h"

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
#include "server/pull/request.h"

namespace landfall::pull {
namespace {

using http_client::Response;

constexpr absl::string_view kFirst = "first";
constexpr absl::string_view kAfter = "after ";
constexpr absl::string_view kPage = "page ";
constexpr absl::string_view kError = "error";
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
  if (errors_.has_value()) {
    Part part{std::string(kError), std::string(kError)};
    part.kept = true;
    parts.push_back(std::move(part));
  }
  return parts;
}

std::string FinanceOperations::Question(const Part& part) const {
  if (!IsCustomer(part)) return "";
  return absl::StrCat(SetOf(part.type), " ",
                      absl::StrJoin(AllColumnsOf(part.type), ","));
}

std::string FinanceOperations::First(const Part& part, absl::Time) const {
  if (part.type == kError) return errors_->First();
  return std::string(kFirst);
}

std::string FinanceOperations::Since(const Part& part,
                                     const std::string& bookmark,
                                     absl::Time) const {
  return part.type == kError ? errors_->Since(bookmark) : "";
}

std::string FinanceOperations::SetOf(absl::string_view type) const {
  const auto named = connection_.entities.find(std::string(type));
  if (named != connection_.entities.end()) return named->second;
  if (type == "customer_group") return "CustomerGroups";
  return type == "payment_terms" ? "PaymentTerms" : "CustomersV3";
}

std::vector<std::string> FinanceOperations::AllColumnsOf(
    absl::string_view type) const {
  if (type != "customer") return UsualColumns(type);
  return WithMore(UsualColumns(type),
                  ConfiguredFields(settings_, source_, type));
}

std::string FinanceOperations::ColumnsOf(absl::string_view type) const {
  std::vector<std::string> columns = AllColumnsOf(type);
  const auto missing = missing_columns_.find(std::string(type));
  if (missing == missing_columns_.end()) return absl::StrJoin(columns, ",");
  std::vector<std::string> there;
  for (std::string& column : columns) {
    if (missing->second.count(column) == 0) there.push_back(std::move(column));
  }
  return absl::StrJoin(there, ",");
}

std::string FinanceOperations::UrlOf(const Part& part,
                                     absl::string_view place) const {
  if (absl::ConsumePrefix(&place, kPage)) return std::string(place);
  std::string url =
      absl::StrCat(root_, SetOf(part.type),
                   // Else only the app user's company is seen.
                   "?cross-company=true&$select=", ColumnsOf(part.type));
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
           (response.status == 404 && !IsCustomer(part));
  };
  int foreign = 0;
  for (int i = 0; i < kMostMissing; ++i) {
    LF_ASSIGN_OR_RETURN(
        Exchange::Page answer,
        exchange.AskPage(JsonRequest(UrlOf(part, place), ODataVersions()),
                         ReadingRows(part.type), takes));
    Page page;
    if (answer.response.status == 404) {
      page.absent = true;
      return page;
    }
    if (answer.response.status == 400) {
      const std::string column = MissingColumnOf(answer.response);
      if (!column.empty() &&
          missing_columns_[part.type].insert(column).second) {
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
    const std::string& next = answer.rows.page.next_link;
    page.unread_rows = answer.rows.unread_rows;
    page.rows = std::move(answer.rows.rows);
    // A page without rows has no last account to go on after, and need not be
    // the last one.
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
  return absl::FailedPreconditionError(
      absl::StrCat(ReadingRows(part.type), ": the entity lacks most columns"));
}

}  // namespace landfall::pull
