#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/base/time_text.h"
#include "server/decode/decoder.h"
#include "server/model/record.h"
#include "server/model/settings.h"

namespace landfall::decode {

// Decodes elements for one shop and fails the test when that does not go as
// expected.
class ShopDecoding {
 public:
  ShopDecoding(model::System system, std::string id) {
    source_.id = std::move(id);
    source_.system = system;
  }

  model::Source& source() { return source_; }

  absl::StatusOr<std::vector<model::Record>> All(absl::string_view json,
                                                 std::string type = "") const {
    return Decode({&source_, std::move(type), ""}, json);
  }

  // The only record; an empty one after a failed check.
  model::Record One(absl::string_view json, std::string type = "") const {
    absl::StatusOr<std::vector<model::Record>> records =
        All(json, std::move(type));
    EXPECT_TRUE(records.ok()) << records.status();
    if (!records.ok()) return {};
    EXPECT_THAT(*records, ::testing::SizeIs(1));
    return records->size() == 1 ? records->front() : model::Record();
  }

  // The body of the only record, which must be an order.
  model::Order OrderOf(absl::string_view json, std::string type = "") const {
    const model::Record record = One(json, std::move(type));
    const auto* order = std::get_if<model::Order>(&record.body);
    EXPECT_NE(order, nullptr);
    return order == nullptr ? model::Order() : *order;
  }

  // The message of the error, which must be INVALID_ARGUMENT.
  std::string ErrorOf(absl::string_view json, std::string type = "") const {
    const absl::Status status = All(json, std::move(type)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  }

 private:
  model::Source source_;
};

// RFC 3339, or "" for no time.
inline std::string TimeText(const std::optional<absl::Time>& time) {
  return time.has_value() ? base::FormatTime(*time) : "";
}

}  // namespace landfall::decode
