#pragma once

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"

namespace landfall::serve::grpc {

// Bytes of a call <-> message. gRPC answers UNIMPLEMENTED when it cannot parse
// a request itself, so requests are taken as bytes and parsed here.

// INVALID_ARGUMENT: not such a message, or a string that is not UTF-8 (with
// the name of its field).
absl::Status ParseMessage(const ::grpc::ByteBuffer& bytes,
                          google::protobuf::Message* message);

void WriteMessage(const google::protobuf::Message& message,
                  ::grpc::ByteBuffer* bytes);

// Makes protobuf report through our log, once and without values, instead of
// writing to stderr for every string of a peer that is not UTF-8. Also needed
// for ParseMessage to name the field. Call once, before serving.
void InstallProtobufLogHandler();

}  // namespace landfall::serve::grpc
