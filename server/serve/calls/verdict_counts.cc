#include "server/serve/calls/verdict_counts.h"

namespace landfall::serve::calls {

void VerdictCounts::Note(
    const google::protobuf::RepeatedPtrField<v1::CheckResult>& results) {
  for (const v1::CheckResult& result : results) {
    if (result.has_check()) Note(result.check().verdict());
  }
}

}  // namespace landfall::serve::calls
