#include "server/serve/calls/within_memory.h"

#include <gtest/gtest.h>

#include <new>

#include "server/serve/api/errors.h"

namespace landfall::serve::calls {
namespace {

TEST(WithinMemoryTest, MemoryThatRunsOutIsAnAnswer) {
  const absl::Status status =
      WithinMemory([]() -> absl::Status { throw std::bad_alloc(); });
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(api::DetailOf(status).reason(), api::Reason::OVERLOADED);
}

TEST(WithinMemoryTest, PassesOnWhatTheWorkSays) {
  EXPECT_TRUE(WithinMemory([] { return absl::OkStatus(); }).ok());
  EXPECT_EQ(WithinMemory([] { return absl::NotFoundError("x"); }),
            absl::NotFoundError("x"));
}

}  // namespace
}  // namespace landfall::serve::calls
