#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "server/store/record_store.h"
#include "tests/support/sample_records.h"
#include "tests/support/temp_folder.h"

// What every RecordStore must do: the tests of record_store_contract.cc,
// follow_contract.cc, event_log_contract.cc and outbox_contract.cc, which a
// test program compiles. Instantiate in one .cc per store:
//   INSTANTIATE_TEST_SUITE_P(Memory, RecordStoreContract, Values(subject), …)

namespace landfall::testing {

struct StoreSubject {
  std::string name;
  // Opens the store of `folder`, new or not.
  std::function<std::unique_ptr<store::RecordStore>(const std::string& folder)>
      open;
  bool durable = true;  // what was applied is there after closing and opening
};

class RecordStoreContract : public ::testing::TestWithParam<StoreSubject> {
 protected:
  using Texts = std::map<std::string, std::string>;
  using Names = std::map<base::Hash128, std::string>;

  void SetUp() override { Open(); }

  void Open() {
    store_.reset();
    store_ = GetParam().open(folder_.Sub("store"));
    ASSERT_NE(store_, nullptr);
  }

  static base::Hash128 Id(uint64_t n) { return {n, ~n}; }

  // The name of record `n` in `view`, or "-" when it is not held.
  static std::string NameIn(const store::StoreView& view, uint64_t n) {
    const auto found = view.Get(Id(n));
    if (!found.ok()) return std::string(found.status().message());
    return found->has_value() ? (*found)->name : "-";
  }
  std::string Name(uint64_t n) { return NameIn(*store_->View(), n); }

  void Put(uint64_t n, const std::string& name) {
    store::StoreBatch batch;
    batch.puts.push_back({Id(n), SampleCustomer(std::to_string(n), name)});
    ASSERT_TRUE(store_->Commit(batch).ok());
  }
  void Erase(uint64_t n) {
    store::StoreBatch batch;
    batch.erases.push_back(Id(n));
    ASSERT_TRUE(store_->Commit(batch).ok());
  }
  // The name of every record in `view`.
  static Names NamesIn(const store::StoreView& view) {
    Names names;
    const absl::Status status =
        view.ForEach([&](base::Hash128 id, model::Record record) {
          EXPECT_TRUE(names.emplace(id, record.name).second) << "seen twice";
          return absl::OkStatus();
        });
    EXPECT_TRUE(status.ok()) << status;
    return names;
  }
  Names All() { return NamesIn(*store_->View()); }

  TempFolder folder_;
  std::unique_ptr<store::RecordStore> store_;
};

}  // namespace landfall::testing
