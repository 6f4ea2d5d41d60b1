#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/impl/client_unary_call.h>
#include <grpcpp/impl/rpc_method.h>
#include <grpcpp/support/byte_buffer.h>

#include <string>

namespace landfall::testing {

// Calls `method` ("/package.Service/Method") with bytes that need not be a
// message, as a client with broken code would. `response` may be nullptr.
inline grpc::Status CallWithBytes(grpc::Channel& channel, const char* method,
                                  const std::string& bytes,
                                  std::string* response = nullptr) {
  grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer answer;
  grpc::ClientContext context;
  const grpc::internal::RpcMethod rpc(method,
                                      grpc::internal::RpcMethod::NORMAL_RPC);
  const grpc::Status status =
      grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
          &channel, rpc, &context, request, &answer);
  grpc::Slice dumped;
  if (response != nullptr && status.ok() &&
      answer.DumpToSingleSlice(&dumped).ok()) {
    response->assign(dumped.begin(), dumped.end());
  }
  return status;
}

}  // namespace landfall::testing
