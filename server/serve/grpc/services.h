#pragma once

#include <memory>
#include <vector>

#include "grpcpp/impl/service_type.h"
#include "server/serve/grpc/call_runner.h"

namespace landfall::serve::grpc {

struct NamedService {
  const char* name;  // "landfall.v1.PromotionService"
  std::unique_ptr<::grpc::Service> service;
};

// The services of the contract, one line per call. `runner` must outlive them.
std::vector<NamedService> MakeServices(CallRunner& runner);

}  // namespace landfall::serve::grpc
