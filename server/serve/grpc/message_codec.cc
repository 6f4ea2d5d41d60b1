#include "server/serve/grpc/message_codec.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/protobuf/stubs/logging.h"
#include "server/serve/api/errors.h"
#include "spdlog/spdlog.h"

namespace landfall::serve::grpc {
namespace {

using api::Reason;

// The field that protobuf's parser reported last on this thread.
thread_local std::string field_not_utf8;

void OnProtobufLog(google::protobuf::LogLevel level, const char* file, int line,
                   const std::string& message) {
  const absl::string_view text = message;
  if (absl::StrContains(text, "invalid UTF-8")) {
    const size_t open = text.find('\'');
    const size_t close = text.find('\'', open + 1);
    if (close != absl::string_view::npos) {
      const absl::string_view name = text.substr(open + 1, close - open - 1);
      field_not_utf8 = std::string(absl::StripPrefix(name, "landfall.v1."));
    }
    return;
  }
  // Only where it came from: the text may quote what a peer sent.
  if (level >= google::protobuf::LOGLEVEL_ERROR) {
    spdlog::warn("protobuf reported a problem at {}:{}", file, line);
  }
}

absl::Status Malformed(const google::protobuf::Message& message) {
  if (field_not_utf8.empty()) {
    return api::MakeError(
        absl::StatusCode::kInvalidArgument, Reason::MALFORMED_REQUEST, "",
        absl::StrCat("the request is not a ", message.GetTypeName()));
  }
  return api::MakeError(
      absl::StatusCode::kInvalidArgument, Reason::INVALID_UTF8, field_not_utf8,
      absl::StrCat(field_not_utf8, ": has bytes that are not UTF-8"));
}

}  // namespace

absl::Status ParseMessage(const ::grpc::ByteBuffer& bytes,
                          google::protobuf::Message* message) {
  ::grpc::Slice slice;
  if (!bytes.TrySingleSlice(&slice).ok() &&
      !bytes.DumpToSingleSlice(&slice).ok()) {
    return Malformed(*message);
  }
  field_not_utf8.clear();
  if (message->ParseFromArray(slice.begin(), static_cast<int>(slice.size()))) {
    return absl::OkStatus();
  }
  return Malformed(*message);
}

void WriteMessage(const google::protobuf::Message& message,
                  ::grpc::ByteBuffer* bytes) {
  ::grpc::Slice slice(message.ByteSizeLong());
  // The slice is ours alone until the buffer shares it.
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  ::grpc::ByteBuffer buffer(&slice, 1);
  bytes->Swap(&buffer);
}

void InstallProtobufLogHandler() {
  google::protobuf::SetLogHandler(&OnProtobufLog);
}

}  // namespace landfall::serve::grpc
