#pragma once

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace landfall::serve::grpc {

// The status of a call. Errors carry a google.rpc.Status with the ErrorDetail
// in the trailer grpc-status-details-bin. The whole stays below the 8 KiB that
// a peer accepts as metadata.
::grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace landfall::serve::grpc
