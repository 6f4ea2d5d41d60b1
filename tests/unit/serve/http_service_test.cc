#include "server/serve/http/http_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "landfall/v1/source_service.pb.h"
#include "server/serve/http/error_response.h"
#include "server/serve/http/gzip.h"
#include "server/serve/http/url.h"
#include "tests/unit/serve/test_gate.h"

namespace landfall::serve::http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string HeaderOf(const Response& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

class HttpServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    gate_ = std::make_unique<landfall::testing::TestGate>(limits_, auth_);
    service_.emplace(options_, routes_, **gate_, files_);
    service_->Publish(handlers_, metrics_);
  }

  // The whole way of a request. Bodies are JSON unless `head` says otherwise.
  Response Ask(RequestHead head, std::string body = "") {
    if (!body.empty() && head.content_type.empty()) {
      head.content_type = "application/json";
    }
    if (head.host.data() == nullptr) head.host = "localhost:7451";
    auto begun = service_->Begin(head);
    if (auto* answer = std::get_if<Response>(&begun)) return *answer;
    return service_->Finish(head, std::get<PendingCall>(begun), body);
  }
  Response Get(absl::string_view path, absl::string_view query = "") {
    RequestHead head;
    head.method = "GET";
    head.path = path;
    head.query = query;
    return Ask(head);
  }
  Response Post(absl::string_view path, const std::string& body) {
    RequestHead head;
    head.method = "POST";
    head.path = path;
    head.content_type = "application/json";
    return Ask(head, body);
  }

  ServiceOptions options_;
  calls::CallLimits limits_;
  config::AuthOptions auth_;
  landfall::testing::FakeReconciler reconciler_;
  landfall::testing::FixedClock clock_;
  api::Handlers handlers_{reconciler_, reconciler_, clock_};
  HttpService::MetricsPage metrics_ = [] { return "metric 1\n"; };
  RouteTable routes_ = *RouteTable::FromContract();
  PageFiles files_;
  std::unique_ptr<landfall::testing::TestGate> gate_;
  std::optional<HttpService> service_;
};

TEST_F(HttpServiceTest, HasARouteForEveryOptionAndOnlyThose) {
  std::vector<std::string> paths;
  for (const Route& route : routes_.routes()) {
    std::string path = route.verb;
    for (const std::string& part : route.parts) {
      absl::StrAppend(&path, "/", part);
    }
    paths.push_back(path);
    // Each variable is a field of the request.
    for (const std::string& part : route.parts) {
      if (!absl::StartsWith(part, "{")) continue;
      const std::string name = part.substr(1, part.find_first_of("=}") - 1);
      const auto& type = *route.operation->request->GetDescriptor();
      EXPECT_NE(type.FindFieldByName(name), nullptr);
    }
  }
  EXPECT_THAT(paths,
              ::testing::IsSupersetOf(
                  {"POST/v1/check", "POST/v1/batch-check", "GET/v1/cards",
                   "GET/v1/cards/{card}", "GET/v1/cards/{card}/records",
                   "GET/v1/sources/{source}/{type}/{id}",
                   "DELETE/v1/sources/{source}/{type}/{id}", "POST/v1/records",
                   "GET/v1/sources", "GET/v1/cards/{card}/events"}));
  // Events have two routes, a check has three, subscribing has five.
  EXPECT_EQ(paths.size(), calls::Operations().size() + 1 + 2 + 4);
}

TEST_F(HttpServiceTest, AnswersACheck) {
  const Response response =
      Post("/v1/check", R"({"customer":{"emails":["ann@contoso.com"]}})");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_THAT(response.body, StartsWith("{\"verdict\":\""));
  EXPECT_EQ((*gate_)->verdicts().Of(v1::Verdict::NOT_PROMOTED) +
                (*gate_)->verdicts().Of(v1::Verdict::PROMOTED) +
                (*gate_)->verdicts().Of(v1::Verdict::UNKNOWN),
            1);
}

TEST_F(HttpServiceTest, LeavesACheckThatHadToWaitToAReader) {
  reconciler_.writer_is_busy = true;
  RequestHead head;
  head.method = "POST";
  head.path = "/v1/check";
  head.content_type = "application/json";
  auto begun = service_->Begin(head);
  auto* call = std::get_if<PendingCall>(&begun);
  ASSERT_NE(call, nullptr);
  std::string body = R"({"customer":{"emails":["ann@contoso.com"]}})";
  EXPECT_FALSE(service_->TryFinish(head, *call, body).has_value());
  EXPECT_EQ(service_->Finish(head, *call, body).status, 200);
  EXPECT_EQ((*gate_)->verdicts().Of(v1::Verdict::NOT_PROMOTED), 1);
}

TEST_F(HttpServiceTest, EndsALongQuestionAtItsDeadline) {
  limits_.default_deadline = absl::Milliseconds(20);
  SetUp();
  reconciler_.during_long_question = [](base::Budget& budget) {
    while (budget.Spend(base::Budget::kLarge)) std::this_thread::yield();
    return budget.status();
  };
  EXPECT_EQ(Get("/v1/cards/ecom-absent").status, 504);
}

TEST_F(HttpServiceTest, DecodesThePartsOfAPath) {
  reconciler_.on_get_record = [](const model::RecordQuery& query) {
    return absl::NotFoundError(absl::StrCat("not held: ", query.record.id));
  };
  const Response response = Get("/v1/sources/erp/customer/ustr%3AC%2F00042");
  EXPECT_EQ(response.status, 404);
  EXPECT_THAT(response.body, HasSubstr("not held: ustr:C/00042"));
  EXPECT_EQ(Get("/v1/sources/erp/customer/ustr%3").status, 404);
  EXPECT_EQ(Get("/v1/sources/erp/customer/a%00b").status, 404);
}

TEST_F(HttpServiceTest, LinksToTheNextPage) {
  const Response response =
      Get("/v1/cards/ecom-absent/records", "pageSize=1&entity=USTR&pageToken=");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body,
              HasSubstr("\"nextLink\":\"http://localhost:7451/v1/cards/"
                        "ecom-absent/records?pageSize=1&entity=USTR&"
                        "pageToken="));
}

TEST_F(HttpServiceTest, AnswersACardThatTheCallerHasWith304) {
  const Response first = Get("/v1/cards/ecom-absent");
  const std::string tag = HeaderOf(first, "ETag");
  ASSERT_THAT(tag, StartsWith("W/\""));
  RequestHead head;
  head.method = "GET";
  head.path = "/v1/cards/ecom-absent";
  const std::string list = absl::StrCat("\"other\", ", tag);
  head.if_none_match = list;
  const Response second = Ask(head);
  EXPECT_EQ(second.status, 304);
  EXPECT_EQ(second.body, "");
  reconciler_.on_get_card = [](const model::CardQuery&) {
    model::Card card = landfall::testing::FullCard();
    card.revision = "another";
    return card;
  };
  EXPECT_EQ(Ask(head).status, 200);
}

TEST_F(HttpServiceTest, PacksLargeAnswersForThoseWhoTakeIt) {
  reconciler_.on_list = [](const model::CardRecordsQuery&) {
    model::CardRecordsPage page;
    page.records.assign(50, landfall::testing::FullCardRecord());
    return page;
  };
  RequestHead head;
  head.method = "GET";
  head.path = "/v1/cards/ecom-absent/records";
  const Response plain = Ask(head);
  head.accept_encoding = "deflate, gzip;q=0.8";
  const Response packed = Ask(head);
  EXPECT_EQ(HeaderOf(packed, "Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size() * 5, plain.body.size());
  EXPECT_EQ(HeaderOf(plain, "Vary"), "Accept-Encoding");
  head.accept_encoding = "gzip;q=0";
  EXPECT_EQ(Ask(head).body, plain.body);
}

TEST_F(HttpServiceTest, RefusesWhatHttpAloneCanGetWrong) {
  const struct {
    const char* method;
    const char* path;
    const char* query;
    const char* type;
    int status;
    const char* reason;
  } cases[] = {
      {"GET", "/v1/nothing", "", "", 404, "UNKNOWN_PATH"},
      {"GET", "xv1/cards", "", "", 404, "UNKNOWN_PATH"},
      {"GET", "", "", "", 404, "UNKNOWN_PATH"},
      {"GET", "*", "", "", 404, "UNKNOWN_PATH"},
      {"GET", "/v1/../v1/cards", "", "", 404, "UNKNOWN_PATH"},
      {"PUT", "/v1/cards", "", "", 405, "METHOD_NOT_ALLOWED"},
      {"OPTIONS", "/v1/check", "", "", 405, "METHOD_NOT_ALLOWED"},
      {"POST", "/healthz", "", "", 405, "METHOD_NOT_ALLOWED"},
      {"POST", "/", "", "", 405, "METHOD_NOT_ALLOWED"},
      {"POST", "/v1/check", "", "", 415, "UNSUPPORTED_MEDIA_TYPE"},
      {"POST", "/v1/check", "", "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"},
      {"POST", "/v1/check", "", "application/json; charset=utf-16", 415,
       "UNSUPPORTED_MEDIA_TYPE"},
      {"POST", "/v1/check", "x=1", "application/json", 400,
       "UNKNOWN_PARAMETER"},
      {"POST", "/v1/check", "", "application/json", 400, "MALFORMED_JSON"},
      {"GET", "/v1/cards", "asOf=%zz", "", 400, "MALFORMED_REQUEST"},
      {"GET", "/v1/cards", "asof=2026-01-01", "", 400, "UNKNOWN_PARAMETER"},
      {"GET", "/v1/cards", "asOf=2999-01-01", "", 400, "FUTURE_AS_OF"},
      {"GET", "/v1/cards/ecom-absnt", "", "", 404, "UNKNOWN_CARD"},
      {"GET", "/v1/cards/ecom-absent/records", "pageSize=-1", "", 400,
       "INVALID_PAGE_SIZE"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(absl::StrCat(test.method, " ", test.path, "?", test.query));
    RequestHead head;
    head.method = test.method;
    head.path = test.path;
    head.query = test.query;
    head.content_type = test.type;
    const Response response = Ask(head);
    EXPECT_EQ(response.status, test.status);
    EXPECT_THAT(response.body,
                StartsWith(absl::StrCat("{\"error\":{\"code\":", test.status)));
    EXPECT_THAT(response.body,
                HasSubstr(absl::StrCat("\"reason\":\"", test.reason, "\"")));
    EXPECT_EQ(HeaderOf(response, "Allow").empty(), test.status != 405);
  }
}

TEST_F(HttpServiceTest, ServesThePageToEverybodyAndTheDataToNone) {
  auth_.api_keys = {{"r", config::Role::kReader, testing::kReaderDigest}};
  SetUp();
  EXPECT_EQ(Get("/").status, 200);
  EXPECT_EQ(Get("/").content_type, "text/html; charset=utf-8");
  EXPECT_THAT(HeaderOf(Get("/"), "Content-Security-Policy"),
              HasSubstr("script-src 'self'"));
  EXPECT_EQ(Get("/openapi.json").status, 200);
  EXPECT_EQ(Get("/healthz").status, 200);
  EXPECT_EQ(Get("/readyz").status, 200);
  EXPECT_EQ(Get("/v1/cards").status, 401);
  EXPECT_EQ(Get("/metrics").status, 401);
  EXPECT_EQ(HeaderOf(Get("/v1/cards"), "WWW-Authenticate"),
            "Bearer realm=\"landfall\"");
  RequestHead head;
  head.method = "GET";
  head.path = "/metrics";
  head.api_key = "reader-key";
  EXPECT_EQ(Ask(head).body, "metric 1\n");
  head.repeated_credential = true;
  EXPECT_EQ(Ask(head).status, 401);
  head = {};
  head.method = "DELETE";
  head.path = "/v1/sources/shop/customer/77";
  head.api_key = "reader-key";
  EXPECT_EQ(Ask(head).status, 403);
  EXPECT_EQ(gate_->audited().size(), 1u);
}

TEST_F(HttpServiceTest, SlowsDownWrongKeysAndNobodyElse) {
  auth_.api_keys = {{"r", config::Role::kReader, testing::kReaderDigest}};
  SetUp();
  RequestHead wrong;
  wrong.method = "GET";
  wrong.path = "/v1/cards";
  wrong.authorization = "Bearer wrong";
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(Ask(wrong).status, 401);
  const Response refused = Ask(wrong);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(HeaderOf(refused, "Retry-After"), "1");
  EXPECT_THAT(refused.body, HasSubstr("\"reason\":\"RATE_LIMITED\""));
  RequestHead good = wrong;
  good.authorization = "Bearer reader-key";
  EXPECT_EQ(Ask(good).status, 200);
  EXPECT_EQ(Get("/v1/cards").status, 401);  // no key at all
}

TEST_F(HttpServiceTest, AuditsAnErasureWithoutNamingIt) {
  RequestHead head;
  head.method = "DELETE";
  head.path = "/v1/sources/shop/customer/77";
  EXPECT_EQ(Ask(head).status, 200);
  ASSERT_EQ(gate_->audited().size(), 1u);
  EXPECT_THAT(gate_->audited()[0], HasSubstr("RecordService.EraseRecord"));
  EXPECT_THAT(gate_->audited()[0], Not(HasSubstr("shop/customer/77")));
}

TEST_F(HttpServiceTest, IsNotReadyBeforeItHasDataAndWhileItDrains) {
  HttpService fresh(options_, routes_, **gate_, files_);
  RequestHead head;
  head.method = "GET";
  head.path = "/readyz";
  EXPECT_EQ(std::get<Response>(fresh.Begin(head)).status, 503);
  head.path = "/healthz";
  EXPECT_EQ(std::get<Response>(fresh.Begin(head)).status, 200);
  head.path = "/v1/cards";
  auto begun = fresh.Begin(head);
  std::string body;
  const Response refused =
      fresh.Finish(head, std::get<PendingCall>(begun), body);
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(HeaderOf(refused, "Retry-After"), "1");
  service_->Drain();
  EXPECT_EQ(Get("/readyz").status, 503);
  EXPECT_EQ(Get("/v1/cards").status, 200);
}

// One request for each route, with something for each variable.
std::string PathOf(const Route& route) {
  std::string path = "/" + absl::StrJoin(route.parts, "/");
  path = std::regex_replace(path, std::regex(R"(\{\w+=(\w+)\})"), "$1");
  return std::regex_replace(path, std::regex(R"(\{\w+\})"), "x");
}

TEST_F(HttpServiceTest, OverlooksSlashesTooManyOnEveryRoute) {
  for (const Route& route : routes_.routes()) {
    const std::string path = PathOf(route);
    SCOPED_TRACE(absl::StrCat(route.verb, " ", path));
    const auto target = [&](const std::string& sent) {
      return routes_.Find(route.verb, sent).route;
    };
    EXPECT_EQ(target(path), &route);
    EXPECT_EQ(target(path + "/"), &route);
    EXPECT_EQ(target(path + "//"), &route);
    EXPECT_EQ(target("/" + path), &route);
    EXPECT_EQ(target(absl::StrReplaceAll(path, {{"/", "//"}})), &route);
    // A path begins with a slash, and what is escaped is part of a name.
    EXPECT_EQ(target(path.substr(1)), nullptr);
    EXPECT_EQ(target("x" + path.substr(1)), nullptr);
    EXPECT_NE(target(path + "/%2F"), &route);
    EXPECT_EQ(target("http:/" + path), nullptr);
  }
  for (const char* path : {"//healthz", "/readyz/", "//", "/openapi.json/",
                           "/metrics/", "//assets//app.js"}) {
    EXPECT_EQ(Get(path).status, 200) << path;
  }
}

TEST_F(HttpServiceTest, LeavesTheLinkOutOnTheLastPage) {
  reconciler_.on_list = [](const model::CardRecordsQuery&) {
    model::CardRecordsPage page;
    page.records.assign(1, landfall::testing::FullCardRecord());
    return page;
  };
  const Response last = Get("/v1/cards/ecom-absent/records");
  EXPECT_EQ(last.status, 200);
  EXPECT_THAT(last.body, HasSubstr("\"nextPageToken\":\"\""));
  EXPECT_THAT(last.body, Not(HasSubstr("nextLink")));
}

TEST(GzipTest, ReadsAcceptEncoding) {
  EXPECT_TRUE(AcceptsGzip("gzip"));
  EXPECT_TRUE(AcceptsGzip("br;q=1, *;q=0.1"));
  EXPECT_FALSE(AcceptsGzip(""));
  EXPECT_FALSE(AcceptsGzip("identity"));
  EXPECT_FALSE(AcceptsGzip("*, gzip;q=0"));
}

TEST(UrlTest, EncodesAndDecodes) {
  EXPECT_EQ(PercentDecode("a%2Fb%c3%a9"), "a/bé");
  EXPECT_EQ(PercentDecode("%"), std::nullopt);
  EXPECT_EQ(PercentDecode("%4"), std::nullopt);
  EXPECT_EQ(PercentEncode("a/b é~"), "a%2Fb%20%C3%A9~");
  EXPECT_THAT(*SplitQuery("a=1+2&b&c=%3D"),
              ElementsAre(json::Parameter("a", "1 2"), json::Parameter("b", ""),
                          json::Parameter("c", "=")));
}

}  // namespace
}  // namespace landfall::serve::http
