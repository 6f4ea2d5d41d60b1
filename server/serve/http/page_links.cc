// Answers about records -> the same with links to the web page.
// Entry point: AddPageLinks.
#include "server/serve/http/page_links.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "server/serve/http/url.h"

namespace landfall::serve::http {
namespace {

using google::protobuf::DynamicCastToGenerated;
using google::protobuf::Message;

// See server/serve/page/assets/route.js.
std::string UrlOf(const BaseUrl& base, const v1::RecordRef& record) {
  return absl::StrCat(base.text, "/#/records/", PercentEncode(record.source()),
                      "/", PercentEncode(record.type()), "/",
                      PercentEncode(record.id()));
}

void AddTo(const BaseUrl& base, const v1::CheckPromotionRequest& request,
           v1::CheckPromotionResponse* response) {
  if (!request.has_record() || request.view() == v1::CheckView::BASIC) return;
  response->set_url(UrlOf(base, request.record()));
}

void AddTo(const BaseUrl& base, const v1::BatchCheckPromotionRequest& request,
           v1::BatchCheckPromotionResponse* response) {
  for (int i = 0; i < response->results_size(); ++i) {
    v1::CheckResult& result = *response->mutable_results(i);
    if (result.has_check()) {
      AddTo(base, request.checks(i), result.mutable_check());
    }
  }
}

}  // namespace

void AddPageLinks(const BaseUrl& base, const Message& request,
                  Message* response) {
  if (base.text.empty()) return;
  if (auto* check =
          DynamicCastToGenerated<v1::CheckPromotionResponse>(response)) {
    AddTo(base, static_cast<const v1::CheckPromotionRequest&>(request), check);
  } else if (auto* batch =
                 DynamicCastToGenerated<v1::BatchCheckPromotionResponse>(
                     response)) {
    AddTo(base, static_cast<const v1::BatchCheckPromotionRequest&>(request),
          batch);
  } else if (auto* record =
                 DynamicCastToGenerated<v1::GetRecordResponse>(response)) {
    record->mutable_check()->set_url(UrlOf(base, record->record().ref()));
  }
}

}  // namespace landfall::serve::http
