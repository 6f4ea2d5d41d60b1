// What the audit log says of erasures that were done, failed or refused, over
// both transports.
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "landfall/v1/record_service.grpc.pb.h"
#include "server/serve/grpc/grpc_server.h"
#include "server/serve/http/http_service.h"
#include "tests/unit/serve/test_gate.h"

namespace landfall::serve {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The SHA-256 of "writer-key".
constexpr char kWriterDigest[] =
    "3aec1946afb01344ae0065f3b123820a2144e455c13e5816dbd439e6634f7f26";

constexpr char kAccount[] = "0b1f6f5e-5c0a-4b8e-9a53-3f4f3f1d7a10";
constexpr char kOther[] = "0b1f6f5e-5c0a-4b8e-9a53-3f4f3f1d7a11";

config::AuthOptions Keys() {
  config::AuthOptions auth;
  auth.api_keys = {
      {"r", config::Role::kReader, testing::kReaderDigest},
      {"w", config::Role::kIngester, kWriterDigest, config::RateLimit{1, 4}}};
  return auth;
}

// The hash of what an audit line is about.
std::string TargetOf(const std::string& line) {
  const size_t at = line.find(" target=") + 8;
  return line.substr(at, line.find(' ', at) - at);
}

// A way to ask for an erasure.
class Way {
 public:
  virtual ~Way() = default;
  virtual void Erase(const std::string& key, const std::string& type,
                     const std::string& id) = 0;
  virtual void ListCards(const std::string& key) = 0;
};

class OverHttp : public Way {
 public:
  OverHttp(calls::CallGate& gate, const api::Handlers& handlers)
      : service_(options_, routes_, gate, files_) {
    service_.Publish(handlers, metrics_);
  }
  void Erase(const std::string& key, const std::string& type,
             const std::string& id) override {
    const std::string path = absl::StrCat("/v1/sources/crm/", type, "/", id);
    Ask("DELETE", path, key);
  }
  void ListCards(const std::string& key) override {
    Ask("GET", "/v1/cards", key);
  }

 private:
  void Ask(const char* verb, const std::string& path, const std::string& key) {
    http::RequestHead head;
    head.method = verb;
    head.path = path;
    head.api_key = key;
    head.host = "127.0.0.1";
    auto begun = service_.Begin(head);
    std::string body;
    if (auto* call = std::get_if<http::PendingCall>(&begun)) {
      service_.Finish(head, *call, body);
    }
  }

  http::ServiceOptions options_;
  http::RouteTable routes_ = *http::RouteTable::FromContract();
  http::PageFiles files_;
  http::HttpService::MetricsPage metrics_ = [] { return ""; };
  http::HttpService service_;
};

class OverGrpc : public Way {
 public:
  OverGrpc(calls::CallGate& gate, const api::Handlers& handlers) {
    grpc::GrpcServerOptions options;
    options.listener.address = "127.0.0.1:0";
    server_ = *grpc::GrpcServer::Start(options, gate, handlers);
    records_ = v1::RecordService::NewStub(server_->InProcessChannel());
  }
  void Erase(const std::string& key, const std::string& type,
             const std::string& id) override {
    ::grpc::ClientContext context;
    context.AddMetadata("x-api-key", key);
    v1::EraseRecordRequest request;
    request.set_source("crm");
    request.set_type(type);
    request.set_id(id);
    v1::EraseRecordResponse response;
    records_->EraseRecord(&context, request, &response);
  }
  void ListCards(const std::string& key) override {
    ::grpc::ClientContext context;
    context.AddMetadata("x-api-key", key);
    v1::GetRecordRequest request;
    v1::GetRecordResponse response;
    records_->GetRecord(&context, request, &response);
  }

 private:
  std::unique_ptr<grpc::GrpcServer> server_;
  std::unique_ptr<v1::RecordService::Stub> records_;
};

class AuditTest : public ::testing::TestWithParam<bool> {
 protected:
  AuditTest() {
    if (GetParam()) {
      way_ = std::make_unique<OverHttp>(*gate_, handlers_);
    } else {
      way_ = std::make_unique<OverGrpc>(*gate_, handlers_);
    }
  }

  landfall::testing::FakeReconciler reconciler_;
  landfall::testing::FixedClock clock_;
  api::Handlers handlers_{reconciler_, reconciler_, clock_};
  landfall::testing::TestGate gate_{{}, Keys()};
  std::unique_ptr<Way> way_;
};

TEST_P(AuditTest, WritesDownWhatWasRefused) {
  way_->Erase("reader-key", "account", kAccount);
  way_->Erase("wrong-key", "account", kAccount);
  way_->Erase("writer-key", "account", "no id");
  way_->Erase("writer-key", "account", kOther);
  const std::vector<std::string> lines = gate_.audited();
  ASSERT_EQ(lines.size(), 4u);
  const char* const codes[] = {"PERMISSION_DENIED", "UNAUTHENTICATED",
                               "INVALID_ARGUMENT", "OK"};
  std::set<std::string> targets;
  for (size_t i = 0; i < lines.size(); ++i) {
    EXPECT_THAT(lines[i], HasSubstr("action=RecordService.EraseRecord"));
    EXPECT_THAT(lines[i], HasSubstr(absl::StrCat("code=", codes[i])));
    EXPECT_THAT(lines[i], Not(HasSubstr("0b1f6f5e")));
    targets.insert(TargetOf(lines[i]));
  }
  EXPECT_EQ(TargetOf(lines[0]), TargetOf(lines[1]));
  EXPECT_EQ(targets.size(), 3u);
  // Only what removes something is written down.
  way_->ListCards("wrong-key");
  EXPECT_EQ(gate_.audited().size(), 4u);
}

TEST_P(AuditTest, WritesDownWhoCallsTooOften) {
  for (int i = 0; i < 6; ++i) way_->Erase("writer-key", "account", kAccount);
  const std::vector<std::string> lines = gate_.audited();
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_THAT(lines.back(), HasSubstr("code=RESOURCE_EXHAUSTED"));
  EXPECT_EQ(TargetOf(lines.back()), TargetOf(lines.front()));
}

TEST_P(AuditTest, KnowsARecordInEverySpelling) {
  for (const char* id : {kAccount, "0B1F6F5E-5C0A-4B8E-9A53-3F4F3F1D7A10"}) {
    way_->Erase("writer-key", "account", id);
  }
  way_->Erase("writer-key", "account",
              GetParam() ? absl::StrCat("%7B", kAccount, "%7D")
                         : absl::StrCat("{", kAccount, "}"));
  way_->Erase("writer-key", "contact", kAccount);
  const std::vector<std::string> lines = gate_.audited();
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(TargetOf(lines[1]), TargetOf(lines[0]));
  EXPECT_EQ(TargetOf(lines[2]), TargetOf(lines[0]));
  EXPECT_NE(TargetOf(lines[3]), TargetOf(lines[0]));
}

INSTANTIATE_TEST_SUITE_P(Over, AuditTest, ::testing::Bool(),
                         [](const auto& info) {
                           return info.param ? "http" : "grpc";
                         });

}  // namespace
}  // namespace landfall::serve
