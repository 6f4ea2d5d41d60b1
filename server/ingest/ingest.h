#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/ingest/upsert_batch.h"
#include "server/model/record.h"

namespace landfall::ingest {

// How records get into the store and out of it. Each call is one commit, and
// whoever asks after it has returned sees what it did. Thread-safe; calls are
// made one after the other.
class Ingest {
 public:
  virtual ~Ingest() = default;

  // Stores the batch durably and atomically, as one revision. Idempotent. Ids
  // are brought to their one spelling. A record without a meaning in the
  // settings (unknown source or type, a malformed id) is INVALID_ARGUMENT and
  // nothing is stored. Nothing is stored either when a full push would delete
  // too much (FAILED_PRECONDITION), was not compared before (ABORTED), or when
  // there are too many (RESOURCE_EXHAUSTED). Errors of the store are passed on.
  virtual absl::StatusOr<UpsertCounts> Upsert(UpsertBatch batch,
                                              absl::Time now) = 0;

  // Removes a record and everything that names the person it is about. OK when
  // no file on disk holds it any more. RESOURCE_EXHAUSTED and UNAVAILABLE can
  // mean that it is gone from all answers but not yet from the files; then this
  // goes on by itself, also after a restart. NOT_FOUND when it is not held and
  // no erasure of it waits for its end. INVALID_ARGUMENT: unknown source or
  // type, malformed id.
  virtual absl::Status Erase(const model::RecordRef& ref, absl::Time now) = 0;
};

}  // namespace landfall::ingest
