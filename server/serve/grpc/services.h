#pragma once

#include <memory>
#include <vector>

#include "grpcpp/impl/service_type.h"
#include "server/serve/api/handlers.h"
#include "server/serve/grpc/call_runner.h"

namespace landfall::serve::grpc {

struct NamedService {
  const char* name;  // "landfall.v1.PromotionService"
  std::unique_ptr<::grpc::Service> service;
};

// The services of the contract, one line per call over the handlers. Both
// arguments must outlive them.
std::vector<NamedService> MakeServices(const api::Handlers& handlers,
                                       CallRunner& runner);

}  // namespace landfall::serve::grpc
