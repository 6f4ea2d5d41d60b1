// All sources that are read. Entry points: Sync::Open and Start.
#include "server/pull/sync.h"

#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"

namespace landfall::pull {
namespace {

using Values = std::map<std::string, std::string>;

absl::StatusOr<PartStates> ReadStates(const Values& values,
                                      const std::string& source) {
  PartStates states;
  const std::string prefix = PartKey(source, "");
  for (auto it = values.lower_bound(prefix);
       it != values.end() && absl::StartsWith(it->first, prefix); ++it) {
    LF_ASSIGN_OR_RETURN(PartState state, DecodePart(it->second));
    states.emplace(it->first.substr(prefix.size()), std::move(state));
  }
  return states;
}

absl::StatusOr<std::vector<RunRecord>> ReadRuns(const Values& values,
                                                const std::string& source) {
  const auto it = values.find(RunsKey(source));
  if (it == values.end()) return std::vector<RunRecord>();
  return DecodeRuns(it->second);
}

std::string NotifyUrl(const std::string& public_url,
                      const std::string& source) {
  if (public_url.empty()) return "";
  return absl::StrCat(public_url, "/v1/notify/", source);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Sync>> Sync::Open(const SyncParts& parts) {
  LF_ASSIGN_OR_RETURN(const Values values, parts.store.View()->Values());
  std::unique_ptr<Sync> sync(new Sync());
  for (const config::SourceConnection& connection : parts.connections) {
    const model::Source* source = parts.settings.FindSource(connection.source);
    if (source == nullptr || connection.url.empty() ||
        connection.auth.empty()) {
      continue;
    }
    LF_ASSIGN_OR_RETURN(PartStates states, ReadStates(values, source->id));
    LF_ASSIGN_OR_RETURN(std::vector<RunRecord> runs,
                        ReadRuns(values, source->id));
    sync->ids_.push_back(source->id);
    sync->sources_.push_back(std::make_unique<SourceSync>(
        SourceSyncParts{parts.settings, *source, connection, parts.ingest,
                        parts.clock, sync->slots_, parts.warn},
        Connect(parts.settings, *source, connection, parts.clock,
                parts.sender(), NotifyUrl(parts.public_url, source->id)),
        std::move(states), std::move(runs)));
  }
  return sync;
}

Sync::~Sync() { Stop(); }

void Sync::Start() {
  for (const auto& source : sources_) source->Start();
}

SourceSync* Sync::Find(absl::string_view source) const {
  for (size_t i = 0; i < ids_.size(); ++i) {
    if (ids_[i] == source) return sources_[i].get();
  }
  return nullptr;
}

std::vector<SyncStatus> Sync::Status() const {
  std::vector<SyncStatus> list;
  for (const auto& source : sources_) list.push_back(source->Status());
  return list;
}

void Sync::Stop() {
  slots_.Stop();
  for (const auto& source : sources_) source->BeginStop();
  for (const auto& source : sources_) source->Join();
}

}  // namespace landfall::pull
