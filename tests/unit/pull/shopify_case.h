#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/pull/shopify.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {

// A connector to a scripted shop.
class ShopifyCase : public ::testing::Test {
 protected:
  ShopifyCase() {
    source_.id = "shop";
    source_.system = model::System::kShopify;
    source_.url = "https://crm.example/";
    source_.keys = model::DefaultKeyFields(source_.system, "shop", {});
    connection_.source = "shop";
    connection_.url = source_.url;
    Connect();
  }
  void Connect() {
    settings_.sources = {source_};
    connector_.emplace(settings_, source_, connection_);
  }

  Part PartOf(const std::string& type) const {
    for (const Part& part : connector_->Parts()) {
      if (part.type == type) return part;
    }
    return {};
  }
  void Plan(std::string body, int status = 200) {
    system_.sender.steps.push_back(Answer(status, std::move(body)));
  }
  // What stands under "data".
  void PlanData(const std::string& data) {
    Plan(absl::StrCat("{\"data\":", data, "}"));
  }
  // A page; with a cursor there is another one behind it.
  void PlanRows(const std::string& rows, const std::string& cursor = "") {
    PlanData(absl::StrCat(R"({"rows":{"nodes":[)", rows,
                          R"(],"pageInfo":{"hasNextPage":)",
                          cursor.empty() ? "false" : "true",
                          R"(,"endCursor":")", cursor, R"("}}})"));
  }
  void PlanNewest(const std::string& updated) {
    PlanData(absl::StrCat(
        R"({"newest":{"nodes":[)",
        updated.empty()
            ? ""
            : absl::StrCat(R"({"id":"gid://shopify/X/1","updatedAt":")",
                           updated, R"("})"),
        R"(],"pageInfo":{"hasNextPage":true,"endCursor":"x"}}})"));
  }
  void PlanScopes(const std::string& handle) {
    PlanData(
        absl::StrCat(R"({"currentAppInstallation":{"accessScopes":[{"handle":)",
                     R"("read_orders"},{"handle":")", handle, R"("}]}})"));
  }
  void PlanStart() {
    PlanData(
        R"({"run":{"bulkOperation":{"id":"gid://shopify/BulkOperation/7"},)"
        R"("userErrors":[]}})");
  }
  void PlanState(const std::string& status, const std::string& more = "") {
    PlanData(absl::StrCat(R"({"node":{"status":")", status, "\"", more, "}}"));
  }
  void PlanFile(const std::string& text, int rows) {
    PlanState("COMPLETED",
              absl::StrCat(R"(,"rootObjectCount":")", rows, R"(","fileSize":")",
                           text.size(), R"(","url":)",
                           R"("https://files.example/f.jsonl?signature=s")"));
    system_.sender.steps.push_back(Answer(
        206, text,
        {{"content-range",
          absl::StrCat("bytes 0-", text.size() - 1, "/", text.size())}}));
  }
  void PlanError(const std::string& code) {
    Plan(absl::StrCat(
        R"({"data":null,"errors":[{"message":"no","extensions":{"code":")",
        code, R"("}}]})"));
  }

  absl::StatusOr<Page> Read(const std::string& type, const std::string& place) {
    return connector_->Read(PartOf(type), place, system_.exchange);
  }
  absl::StatusOr<Page> ReadFirst(const std::string& type) {
    return Read(type, connector_->First(PartOf(type), start_));
  }
  absl::StatusOr<Page> ReadSince(const std::string& type,
                                 const std::string& bookmark) {
    return Read(type, connector_->Since(PartOf(type), bookmark, start_));
  }
  // What was asked last, or before that.
  std::string asked(size_t before = 0) const {
    const auto& requests = system_.sender.requests;
    return *requests.at(requests.size() - 1 - before).body;
  }

  model::Settings settings_;
  model::Source source_;
  config::SourceConnection connection_;
  FakeSystem system_;
  std::optional<Shopify> connector_;
  const absl::Time start_ = absl::FromUnixSeconds(1'780'000'000);
};

}  // namespace landfall::pull
