#pragma once

#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "server/serve/grpc/call_runner.h"

namespace landfall::serve::grpc {

// The two streams as reactors. They delete themselves when the call is done;
// the runner must outlive it.

// Each message is a call of its own: its caller is looked at again, and it
// takes from the caller's rate. UNAUTHENTICATED ends a stream within a second
// of its key being revoked, whether or not a message comes.

// Answers each batch of checks before it reads the next, so a peer that does
// not read its answers stops sending.
::grpc::ServerBidiReactor<::grpc::ByteBuffer, ::grpc::ByteBuffer>*
StartCheckStream(CallRunner& runner, ::grpc::CallbackServerContext* context);

// Stores each message before it reads the next.
::grpc::ServerReadReactor<::grpc::ByteBuffer>* StartUpsertStream(
    CallRunner& runner, ::grpc::CallbackServerContext* context,
    ::grpc::ByteBuffer* response);

}  // namespace landfall::serve::grpc
