#pragma once

#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "server/serve/grpc/call_runner.h"

namespace landfall::serve::grpc {

// The two streams as reactors. They delete themselves when the call is done;
// the runner must outlive it.

// Answers each batch of checks before it reads the next, so a peer that does
// not read its answers stops sending.
::grpc::ServerBidiReactor<::grpc::ByteBuffer, ::grpc::ByteBuffer>*
StartCheckStream(CallRunner& runner, ::grpc::CallbackServerContext* context);

// Stores each message before it reads the next.
::grpc::ServerReadReactor<::grpc::ByteBuffer>* StartUpsertStream(
    CallRunner& runner, ::grpc::CallbackServerContext* context,
    ::grpc::ByteBuffer* response);

}  // namespace landfall::serve::grpc
