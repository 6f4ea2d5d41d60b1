#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/pull/part_reader.h"
#include "server/pull/run.h"
#include "tests/support/test_engine.h"
#include "tests/unit/pull/fake_system.h"

namespace landfall::pull {

// Hands out planned pages by place.
class PlannedConnector : public Connector {
 public:
  std::vector<Part> Parts() const override { return parts; }
  std::string Question(const Part&) const override { return question; }
  std::string First(const Part&, absl::Time) const override { return "first"; }
  std::string Since(const Part&, const std::string& bookmark,
                    absl::Time) const override {
    return absl::StrCat("since ", bookmark);
  }
  absl::StatusOr<Page> Read(const Part& part, const std::string& place,
                            Exchange&) override {
    asked.push_back(place);
    if (before_read != nullptr) before_read(place);
    const auto it = pages.find({part.name, place});
    if (it == pages.end()) return absl::UnavailableError("gone away");
    return it->second;
  }

  std::vector<Part> parts;
  std::string question;
  std::map<std::pair<std::string, std::string>, absl::StatusOr<Page>> pages;
  std::vector<std::string> asked;
  std::function<void(const std::string&)> before_read;
};

inline std::string Customer(const std::string& area, int number) {
  return absl::StrCat("{\"dataAreaId\":\"", area, "\",\"CustomerAccount\":\"C-",
                      number, "\",\"PrimaryContactEmail\":\"c", number,
                      "@x.example\"}");
}

class PartReaderTest : public ::testing::Test {
 protected:
  PartReaderTest() {
    NameParts();
    system_.clock.Set(reconcile::Now());
    Plan("customer.catr", "first", {"catr", 1, 1}, "", "c1");
    Plan("customer.catr", "since c1", {"catr", 1, 0}, "", "c1");
  }

  // An engine has its settings for as long as it lives.
  void NameParts() {
    const model::Settings& settings = engine_->settings();
    connector_.parts = {
        {"customer.ustr", "customer", settings.FindEntity("USTR")},
        {"customer.catr", "customer", settings.FindEntity("CATR")}};
  }

  void Restart() {
    engine_.Restart();
    NameParts();
  }

  struct Numbers {
    std::string area;
    int first;
    int last;
  };
  void Plan(const std::string& part, const std::string& place,
            const Numbers& numbers, std::string next, std::string bookmark) {
    Page page;
    for (int i = numbers.first; i <= numbers.last; ++i) {
      page.rows.push_back({Customer(numbers.area, i), i});
    }
    page.next = std::move(next);
    page.bookmark = std::move(bookmark);
    connector_.pages.insert_or_assign({part, place}, std::move(page));
  }
  void PlanUstr(const std::string& place, int first, int last, std::string next,
                std::string bookmark) {
    Plan("customer.ustr", place, {"ustr", first, last}, std::move(next),
         std::move(bookmark));
  }

  absl::Status Run(bool full = false, bool accept_gone = false) {
    sums_ = {};
    connector_.asked.clear();
    const RunContext context{engine_->settings(),
                             *engine_->settings().FindSource(source_),
                             engine_.ingest(),
                             system_.clock,
                             connector_,
                             system_.exchange,
                             "7",
                             system_.clock.Now(),
                             accept_gone};
    return ReadParts(context, full, absl::Hours(24), &states_, &sums_);
  }

  std::string StateOfSource() {
    return engine_->ListSources(system_.clock.Now())[0].state;
  }
  int64_t Held() {
    int64_t held = 0;
    const auto sources = engine_->ListSources(system_.clock.Now());
    for (const auto& [type, count] : sources[0].row_counts) held += count;
    return held;
  }
  bool Holds(const std::string& ref) {
    return engine_.Check(ref).reasons[0].code !=
           model::ReasonCode::kRecordNotHeld;
  }

  std::string source_ = "erp";
  reconcile::Engine engine_{", url: \"https://erp.example\", max_age: 2h"};
  FakeSystem system_;
  PlannedConnector connector_;
  PartStates states_;
  RunSums sums_;
};

}  // namespace landfall::pull
