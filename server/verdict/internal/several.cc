#include "server/verdict/internal/several.h"

#include <algorithm>

namespace landfall::verdict::internal {
namespace {

int Severity(model::Verdict verdict) {
  switch (verdict) {
    case model::Verdict::kNotPromoted:
      return 4;
    case model::Verdict::kUnknown:
      return 3;
    case model::Verdict::kAwaitingSync:
      return 2;
    case model::Verdict::kPromoted:
      return 1;
    case model::Verdict::kOutOfScope:
      return 0;
  }
  return 0;
}

}  // namespace

model::Verdict Worse(model::Verdict a, model::Verdict b) {
  return Severity(a) < Severity(b) ? b : a;
}

void SortByRecord(std::vector<model::Counterpart>* counterparts) {
  std::sort(counterparts->begin(), counterparts->end(),
            [](const model::Counterpart& a, const model::Counterpart& b) {
              return a.record < b.record;
            });
}

}  // namespace landfall::verdict::internal
