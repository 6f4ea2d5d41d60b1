#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/message.h"
#include "server/config/server_options.h"
#include "server/serve/api/handlers.h"
#include "server/serve/calls/reply.h"
#include "server/serve/calls/verdict_counts.h"

namespace landfall::serve::calls {

// Where a call does its work.
enum class Lane {
  // On the transport's own thread: work of a few microseconds that never waits.
  // What would have to wait goes on in kRead.
  kInline,
  // On the readers' pool: work of milliseconds.
  kRead,
  // On a pool of its own: work that may take seconds and waits for writers.
  kLong,
  // On the writer's thread. There is one writer at a time anyway; more threads
  // would wait for it and keep readers out.
  kWrite,
  // On a few threads of their own: work that waits for files to be rewritten,
  // which one rewriting does for all that wait.
  kErase,
  // On a few threads of their own: small changes that wait for the names of
  // other hosts to be looked up, and not for what writes records.
  kSubscribe,
  // Likewise: work that waits for another system to be read.
  kSync,
};

// What a call is, for every transport.
struct Method {
  const char* name;  // "PromotionService.CheckPromotion"
  Lane lane;
  config::Role role;  // the least that may call it
  // Whether anybody may: whoever calls it shows by its request that he may.
  bool open = false;
};

// The streams, which only gRPC has and which it runs itself.
inline constexpr Method kStreamCheckPromotion{
    "PromotionService.StreamCheckPromotion", Lane::kRead,
    config::Role::kReader};
inline constexpr Method kUpsertRecords{"RecordService.UpsertRecords",
                                       Lane::kWrite, config::Role::kIngester};
// Reads on a thread that all such streams share, see grpc::WatchStreams.
inline constexpr Method kWatchCard{"CardService.WatchCard", Lane::kRead,
                                   config::Role::kReader};

// A unary RPC: the one place that says which handler, lane and role it has.
struct Operation {
  Method method;
  const google::protobuf::Message* request;   // its default instance
  const google::protobuf::Message* response;  // its default instance
  // REQUIRES: messages of the two types.
  absl::Status (*handle)(const api::Handlers& handlers,
                         const google::protobuf::Message& request,
                         Reply* reply);
  // What the log counts of a request: checks, payloads; 1 for other calls.
  int64_t (*items)(const google::protobuf::Message& request);
  // What the request acts on, in one spelling, for the audit log; "" when it
  // does not say. nullptr when it only reads or adds.
  std::string (*target)(const api::Handlers& handlers,
                        const google::protobuf::Message& request) = nullptr;
  // Counts the verdicts of a response; nullptr where there are none.
  void (*tally)(const Reply& reply, VerdictCounts& counts) = nullptr;
};

// All unary RPCs of the contract.
absl::Span<const Operation> Operations();

// nullptr when no operation has that name ("PromotionService.CheckPromotion").
const Operation* FindOperation(absl::string_view name);

}  // namespace landfall::serve::calls
