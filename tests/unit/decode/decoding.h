#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/decode/decoder.h"
#include "server/model/record.h"
#include "server/model/settings.h"

namespace landfall::decode {

// Decodes elements for one source of a system.
class Decoding {
 public:
  explicit Decoding(model::System system) {
    source_.id = "src";
    source_.system = system;
    context_.source = &source_;
  }
  Decoding(const Decoding&) = delete;
  Decoding& operator=(const Decoding&) = delete;

  model::Source& source() { return source_; }
  DecodeContext& context() { return context_; }

  absl::StatusOr<std::vector<model::Record>> All(absl::string_view json) const {
    return Decode(context_, json);
  }
  // The only record, or the error.
  absl::StatusOr<model::Record> One(absl::string_view json) const {
    absl::StatusOr<std::vector<model::Record>> records = All(json);
    if (!records.ok()) return records.status();
    if (records->size() != 1) return absl::InternalError("not one record");
    return records->front();
  }
  // The message of the error, or "" when there is none.
  std::string Error(absl::string_view json) const {
    return std::string(All(json).status().message());
  }

 private:
  model::Source source_;
  DecodeContext context_;
};

}  // namespace landfall::decode
