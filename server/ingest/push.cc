// Elements of a source -> records to store, rejects, and the legal entities
// that they complete. Entry point: Push::Plan.
#include "server/ingest/push.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/ingest/company.h"
#include "server/ingest/key_columns.h"

namespace landfall::ingest {
namespace {

using model::LegalEntity;
using model::RecordKind;

// Of the records of one call, in memory: a payload may say much with few bytes.
constexpr size_t kMaxDecodedBytes = size_t{64} << 20;

// What a record takes in memory, near enough.
size_t BytesOf(const model::Record& record) {
  size_t bytes = sizeof(record);
  for (const auto& [path, value] : record.fields.entries()) {
    bytes += sizeof(model::Fields::Entry) + path.size() + value.text.size();
  }
  return bytes;
}

absl::Status TooManyBytes() {
  return absl::ResourceExhaustedError(
      absl::StrCat("they hold more than ", kMaxDecodedBytes >> 20,
                   " MiB of names and values once they are read; "
                   "send fewer at a time"));
}

bool Contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace

void Push::Resume(const std::vector<std::string>& entities) {
  part_ = !entities.empty();
  for (const std::string& entity : entities) AddEntity(entity);
}

absl::StatusOr<UpsertBatch> Push::Plan(const PushChunk& chunk, absl::Time now) {
  const decode::DecodeContext context{
      chunk.source, chunk.type,
      chunk.entity == nullptr ? "" : CompanyName(*chunk.entity), now};
  PushGaps gaps(settings_, context, chunk.entity);
  gaps.AddUnread(chunk.unread_rows, chunk.cut_short);
  UpsertBatch batch;
  LF_RETURN_IF_ERROR(DecodeAll(context, chunk, &gaps, &batch));
  // Whoever pushes an empty, complete list of customers says that there are
  // none.
  const bool says_none = chunk.complete && sums_.read == 0 && !chunk.HasGap() &&
                         chunk.entity != nullptr &&
                         model::KindOf(chunk.source->system, chunk.type) ==
                             RecordKind::kMasterCustomer;
  if (says_none) AddEntity(chunk.entity->id);
  batch.unread = gaps.Take(
      sums_.entities, batch.records.empty() ? "" : batch.records[0].ref.type);
  batch.accept_rejects = chunk.accept_rejects;
  batch.push = {name_, IsWhole(chunk.complete)};
  if (chunk.complete) batch.entities_read = EntitiesEnding(batch.unread);
  batch.dry_run = chunk.dry_run;
  if (chunk.full) {
    batch.full = {
        true, chunk.complete, sums_.rejected > 0 || chunk.HasGap(),
        chunk.max_gone_percent.value_or(chunk.source->max_gone_percent)};
  }
  part_ = true;
  return batch;
}

void Push::Add(const UpsertCounts& counts) {
  sums_.inserted += counts.inserted;
  sums_.updated += counts.updated;
  sums_.unchanged += counts.unchanged;
  sums_.skipped += counts.skipped;
}

// A legal entity none of whose rows could be read is in the push all the same.
std::vector<std::string> Push::EntitiesEnding(
    const std::vector<UnreadRows>& unread) const {
  std::vector<std::string> ending = sums_.entities;
  for (const UnreadRows& rows : unread) {
    if (rows.entity.empty() || Contains(ending, rows.entity)) continue;
    ending.push_back(rows.entity);
  }
  return ending;
}

absl::Status Push::DecodeAll(const decode::DecodeContext& context,
                             const PushChunk& chunk, PushGaps* gaps,
                             UpsertBatch* batch) {
  KeyColumns columns(*context.source);
  size_t bytes = 0;
  for (const PushRow& row : chunk.rows) {
    absl::StatusOr<std::vector<model::Record>> records =
        decode::Decode(context, row.json);
    if (!records.ok()) {
      AddReject(row.line, records.status());
      gaps->Reject(row.json);
      continue;
    }
    for (const model::Record& record : *records) {
      NoteEntity(*context.source, record);
      bytes += BytesOf(record);
    }
    if (bytes > kMaxDecodedBytes) return TooManyBytes();
    if (!records->empty()) columns.AddRow(row, records->front());
    AddRecords(*std::move(records), batch);
  }
  return columns.Check();
}

void Push::AddRecords(std::vector<model::Record> records, UpsertBatch* batch) {
  const bool part = decode::IsPart(records);
  if (part) {
    ++sums_.parts;
  } else {
    ++sums_.read;
    sums_.parts += static_cast<int64_t>(records.size()) - 1;
  }
  for (size_t i = 0; i < records.size(); ++i) {
    if (part || i > 0) batch->parts.push_back(batch->records.size());
    batch->records.push_back(std::move(records[i]));
  }
}

void Push::NoteEntity(const model::Source& source,
                      const model::Record& record) {
  const auto* customer = std::get_if<model::MasterCustomer>(&record.body);
  if (customer == nullptr) return;
  for (const LegalEntity& entity : settings_.legal_entities) {
    if (entity.source == source.id && IsCalled(entity, customer->entity)) {
      AddEntity(entity.id);
    }
  }
}

void Push::AddEntity(const std::string& id) {
  if (!Contains(sums_.entities, id)) sums_.entities.push_back(id);
}

void Push::AddReject(int line, absl::Status why) {
  ++sums_.read;
  ++sums_.rejected;
  if (sums_.rejects.size() >= kMostRejects) return;
  sums_.rejects.push_back({line, std::move(why)});
}

}  // namespace landfall::ingest
