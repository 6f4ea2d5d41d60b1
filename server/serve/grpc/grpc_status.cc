#include "server/serve/grpc/grpc_status.h"

#include "google/rpc/status.pb.h"
#include "server/serve/api/errors.h"

namespace landfall::serve::grpc {
namespace {

// A longer list of allowed values is left out; the message has the first ones.
constexpr size_t kMaxDetailBytes = 2048;

static_assert(static_cast<int>(absl::StatusCode::kInvalidArgument) ==
              ::grpc::StatusCode::INVALID_ARGUMENT);
static_assert(static_cast<int>(absl::StatusCode::kResourceExhausted) ==
              ::grpc::StatusCode::RESOURCE_EXHAUSTED);
static_assert(static_cast<int>(absl::StatusCode::kUnauthenticated) ==
              ::grpc::StatusCode::UNAUTHENTICATED);

}  // namespace

::grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return ::grpc::Status::OK;
  v1::ErrorDetail detail = api::DetailOf(status);
  if (detail.ByteSizeLong() > kMaxDetailBytes) detail.clear_allowed();
  const std::string message = api::PublicMessage(status);
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(message);
  details.add_details()->PackFrom(detail);
  return ::grpc::Status(static_cast<::grpc::StatusCode>(status.code()), message,
                        details.SerializeAsString());
}

}  // namespace landfall::serve::grpc
