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

// A feed that everybody may read.
class NoAuthorizer : public Authorizer {
 public:
  absl::Status Authorize(http_client::Request* /*request*/,
                         Exchange& /*exchange*/) override {
    return absl::OkStatus();
  }
  bool Renew() override { return false; }
};

// nullptr when there is no feed that can be read.
absl::StatusOr<std::unique_ptr<RateSync>> OpenRates(const SyncParts& parts,
                                                    const Values& values) {
  const model::Settings& settings = parts.settings;
  const config::SourceConnection* connection = nullptr;
  for (const config::SourceConnection& known : parts.connections) {
    if (known.source == settings.rate_feed) connection = &known;
  }
  std::unique_ptr<RateFeed> reader =
      RateFeedFor(settings, parts.rates, connection);
  if (reader == nullptr) return std::unique_ptr<RateSync>();
  std::unique_ptr<Authorizer> authorizer = std::make_unique<NoAuthorizer>();
  if (connection != nullptr) {
    authorizer = AuthorizerFor(*settings.FindSource(connection->source),
                               *connection, parts.clock);
  }
  std::optional<rates::Quotes> held;
  if (const auto it = values.find(rates::kQuotesKey); it != values.end()) {
    LF_ASSIGN_OR_RETURN(held, rates::DecodeQuotes(it->second));
  }
  std::optional<rates::ReadNote> read;
  if (const auto it = values.find(rates::kReadKey); it != values.end()) {
    read = rates::DecodeRead(it->second);
  }
  return std::make_unique<RateSync>(
      RateSyncParts{parts.ingest, parts.clock, settings.rate_feed,
                    connection == nullptr ? parts.rates.url : connection->url,
                    parts.rates.every, parts.sender(), std::move(authorizer),
                    std::move(reader), parts.warn},
      std::move(held), std::move(read));
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
  LF_ASSIGN_OR_RETURN(sync->rates_, OpenRates(parts, values));
  return sync;
}

Sync::~Sync() { Stop(); }

void Sync::Start() {
  for (const auto& source : sources_) source->Start();
  if (rates_ != nullptr) rates_->Start();
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
  if (rates_ != nullptr) rates_->BeginStop();
  for (const auto& source : sources_) source->BeginStop();
  for (const auto& source : sources_) source->Join();
  if (rates_ != nullptr) rates_->Join();
}

}  // namespace landfall::pull
