// What came in a full push against what is held -> what is gone. Entry points:
// FullPushes::Open and CheckGone.
#include "server/ingest/full_push.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/normalize/record_id.h"

namespace landfall::ingest {
namespace {

constexpr size_t kMostPushes = 8;
// Some 24 bytes each.
constexpr size_t kMostIds = 40'000'000;

std::string AreaOf(const model::Settings& settings,
                   const model::Record& record) {
  if (const auto* row = std::get_if<model::Reference>(&record.body)) {
    return absl::AsciiStrToLower(row->entity);
  }
  const absl::string_view company = normalize::CompanyOf(record);
  if (company.empty()) return "";
  for (const model::LegalEntity& entity : settings.legal_entities) {
    if (entity.source == record.ref.source &&
        (absl::EqualsIgnoreCase(entity.id, company) ||
         absl::EqualsIgnoreCase(entity.company, company))) {
      return absl::AsciiStrToLower(entity.id);
    }
  }
  return absl::AsciiStrToLower(company);
}

}  // namespace

Scope ScopeOf(const model::Settings& settings, const model::Record& record) {
  return {record.ref.source, record.ref.type, AreaOf(settings, record)};
}

std::vector<base::Hash128> FullPush::StillGone() const {
  std::vector<base::Hash128> still;
  for (const base::Hash128& id : gone) {
    if (!seen.contains(id)) still.push_back(id);
  }
  return still;
}

bool Covers(const FullPush& push, const model::Settings& settings,
            const model::Record& record) {
  const Scope scope = ScopeOf(settings, record);
  if (!push.covered.has_value()) return push.scopes.count(scope) > 0;
  const auto& [source, type, area] = scope;
  const Covered& covered = *push.covered;
  return source == covered.source && type == covered.type &&
         (!covered.entity.has_value() || area == *covered.entity) &&
         record.modified.value_or(absl::InfiniteFuture()) >=
             covered.changed_since &&
         record.created.value_or(absl::InfinitePast()) >= covered.created_since;
}

absl::Status CheckGone(int64_t gone, int64_t held, int max_gone_percent,
                       absl::string_view way_out) {
  const bool too_many = gone * 100 > held * int64_t{max_gone_percent} ||
                        (gone > 0 && gone == held && max_gone_percent < 100);
  if (!too_many) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "full: ", gone, " of the ", held, " records held would go; at most ",
      max_gone_percent, "% may", gone == held ? ", and never all of them" : "",
      ". Nothing was deleted; if it is so, ", way_out));
}

FullPush* FullPushes::Find(const std::string& name) {
  const auto it = pushes_.find(name);
  return it == pushes_.end() ? nullptr : &it->second;
}

FullPush& FullPushes::Open(const std::string& name, absl::Time now) {
  if (Find(name) == nullptr && pushes_.size() >= kMostPushes) {
    pushes_.erase(std::min_element(pushes_.begin(), pushes_.end(),
                                   [](const auto& a, const auto& b) {
                                     return a.second.used < b.second.used;
                                   }));
  }
  FullPush& push = pushes_[name];
  push.used = now;
  return push;
}

absl::Status FullPushes::CheckSize() const {
  size_t ids = 0;
  for (const auto& [name, push] : pushes_) {
    ids += push.seen.size() + push.gone.size();
  }
  if (ids <= kMostIds) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      "full: the full pushes under way hold too many records");
}

}  // namespace landfall::ingest
