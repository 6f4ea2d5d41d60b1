// Turns the spelling of stored references into today's. Entry point: Respell.
#include "server/ingest/respell.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/normalize/record_id.h"

namespace landfall::ingest {
namespace {

constexpr char kSpellingKey[] = "spelling";
// Records that move in one batch.
constexpr size_t kBatch = 1000;

// What the ids of a configuration hang on; "" when they hang on nothing.
std::string SpellingOf(const model::Settings& settings) {
  std::string spelling;
  for (const model::LegalEntity& entity : settings.legal_entities) {
    const model::Source* source = settings.FindSource(entity.source);
    if (source == nullptr ||
        source->system != model::System::kBusinessCentral) {
      continue;
    }
    for (const std::string* part :
         {&entity.source, &entity.id, &entity.name, &entity.company}) {
      absl::StrAppend(&spelling, part->size(), ":", *part);
    }
  }
  return spelling;
}

bool IsOlder(const model::Record& a, const model::Record& b) {
  return a.modified && b.modified && *a.modified < *b.modified;
}

// The ids of the records whose reference is written otherwise today.
absl::StatusOr<std::vector<base::Hash128>> Misspelt(
    const index::Rulebook& rulebook, const store::RecordStore& store) {
  const model::Settings& settings = rulebook.settings();
  std::vector<base::Hash128> ids;
  LF_RETURN_IF_ERROR(store.View()->ForEach(
      [&](base::Hash128 id, const model::Record& record) -> absl::Status {
        const model::Source* source = settings.FindSource(record.ref.source);
        if (source == nullptr || normalize::CompanyOf(record).empty()) {
          return absl::OkStatus();
        }
        const auto today = normalize::CanonicalId(settings, *source, record);
        if (today.ok() && *today != record.ref.id) ids.push_back(id);
        return absl::OkStatus();
      }));
  return ids;
}

// The batch that moves the records under `ids`. Of two that become one the
// newer stays.
absl::StatusOr<store::StoreBatch> Moves(const index::Rulebook& rulebook,
                                        const store::StoreView& view,
                                        absl::Span<const base::Hash128> ids) {
  const model::Settings& settings = rulebook.settings();
  store::StoreBatch batch;
  for (const base::Hash128& id : ids) {
    LF_ASSIGN_OR_RETURN(std::optional<model::Record> record, view.Get(id));
    if (!record) continue;
    LF_ASSIGN_OR_RETURN(
        record->ref.id,
        normalize::CanonicalId(
            settings, *settings.FindSource(record->ref.source), *record));
    const base::Hash128 today = rulebook.RecordId(record->ref);
    LF_ASSIGN_OR_RETURN(const std::optional<model::Record> other,
                        view.Get(today));
    batch.erases.push_back(id);
    if (!other || IsOlder(*other, *record)) {
      batch.puts.push_back({today, *std::move(record)});
    }
  }
  return batch;
}

}  // namespace

absl::Status Respell(const index::Rulebook& rulebook,
                     store::RecordStore& store) {
  const std::string spelling = SpellingOf(rulebook.settings());
  LF_ASSIGN_OR_RETURN(const auto values, store.View()->Values());
  const auto done = values.find(kSpellingKey);
  if ((done == values.end() ? "" : done->second) == spelling) {
    return absl::OkStatus();
  }
  LF_ASSIGN_OR_RETURN(const std::vector<base::Hash128> ids,
                      Misspelt(rulebook, store));
  const absl::Span<const base::Hash128> all(ids);
  for (size_t at = 0; at < all.size(); at += kBatch) {
    LF_ASSIGN_OR_RETURN(
        const store::StoreBatch batch,
        Moves(rulebook, *store.View(), all.subspan(at, kBatch)));
    LF_RETURN_IF_ERROR(store.Commit(batch).status());
  }
  store::StoreBatch finished;
  finished.values[kSpellingKey] = spelling;
  return store.Commit(finished).status();
}

}  // namespace landfall::ingest
