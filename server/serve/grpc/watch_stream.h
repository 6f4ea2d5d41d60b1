#pragma once

#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "server/serve/grpc/call_runner.h"

namespace landfall::serve::grpc {

// CardService.WatchCard as a reactor, which deletes itself when the call is
// done; the runner must outlive it, `request` only this call. It sends what it
// has before it reads on in the log, so a caller who does not read costs one
// bounded piece; who leaves a message unread for too long gets
// RESOURCE_EXHAUSTED behind it, which names its cursor. UNAUTHENTICATED ends it
// within a second of its key being revoked.
::grpc::ServerWriteReactor<::grpc::ByteBuffer>* StartWatchStream(
    CallRunner& runner, ::grpc::CallbackServerContext* context,
    const ::grpc::ByteBuffer& request);

}  // namespace landfall::serve::grpc
