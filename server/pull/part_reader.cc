// The pages of a part -> commits. Entry point: PartReader::Read.
#include "server/pull/part_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/live/state.h"

namespace landfall::pull {
namespace {

// Rows of one commit: nobody waits for the world for longer than that takes.
constexpr size_t kRowsOfCommit = 1000;
constexpr int kMostRepeats = 5;
// An older place is of no use: too much has changed since.
constexpr absl::Duration kPlaceKept = absl::Hours(24);

// Whether the same page may be read later.
bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsCancelled(status) ||
         absl::IsUnauthenticated(status) || absl::IsPermissionDenied(status);
}

}  // namespace

PartReader::PartReader(const RunContext& context, const Part& part,
                       PartState* state, RunSums* sums)
    : context_(context),
      part_(part),
      state_(*state),
      sums_(*sums),
      push_(context.settings),
      name_(absl::StrCat("pull-", context.run, "-", part.name)),
      question_(context.connector.Question(part)),
      started_(context.started) {
  push_.Name(name_);
}

absl::Status PartReader::Read(Everything everything) {
  if (everything != Everything::kAsked && CanGoOn()) return GoOn();
  std::string changes;
  if (everything == Everything::kNo && !state_.bookmark.empty()) {
    changes = context_.connector.Since(part_, state_.bookmark, started_);
  }
  if (changes.empty()) return ReadEverything();
  const absl::Status status = ReadChanges(std::move(changes));
  return absl::IsOutOfRange(status) ? ReadEverything() : status;
}

absl::Status PartReader::ReadChanges(std::string place) {
  if (!state_.place.empty() && state_.question.empty()) {
    place = state_.place;
    started_ = state_.place_started;
  }
  return ReadFrom(std::move(place));
}

absl::Status PartReader::ReadEverything() {
  twice_ = false;
  const absl::Status status = ReadEverythingOnce();
  if (!part_.turns_over || !absl::IsFailedPrecondition(status)) return status;
  twice_ = true;
  return ReadEverythingOnce();
}

absl::Status PartReader::ReadEverythingOnce() {
  full_ = true;
  compares_ = !part_.kept;
  begun_ = false;
  started_ = context_.started;
  places_.clear();
  NameEverything();
  return ReadFrom(context_.connector.First(part_, started_));
}

// The same name in all runs that the read takes: what could not be read belongs
// to the whole of it.
void PartReader::NameEverything() {
  name_ = absl::StrCat("pull-", context_.source.id, "-", part_.name, "-",
                       absl::ToUnixMicros(started_));
  push_.Name(name_);
}

bool PartReader::CanGoOn() const {
  return !state_.place.empty() && !question_.empty() &&
         state_.question == question_ &&
         state_.place_started <= context_.started &&
         state_.place_started + kPlaceKept > context_.started;
}

absl::Status PartReader::GoOn() {
  full_ = true;
  compares_ = !part_.kept;
  begun_ = true;
  started_ = state_.place_started;
  NameEverything();
  const std::string place = state_.place;
  absl::Status status = ReadFrom(place);
  if (absl::IsAborted(status)) {
    compares_ = false;
    places_.clear();
    status = ReadFrom(place);
  }
  // The system does not know the place any more.
  const bool refused = !status.ok() && places_.size() == 1 && !MayPass(status);
  return refused ? ReadEverything() : status;
}

absl::Status PartReader::ReadFrom(std::string place) {
  const absl::Status status = ReadPages(std::move(place));
  if (!status.ok() && !MayPass(status) && !absl::IsAborted(status) &&
      !state_.place.empty()) {
    LF_RETURN_IF_ERROR(ForgetPlace());
  }
  return status;
}

absl::Status PartReader::ReadPages(std::string place) {
  while (true) {
    LF_ASSIGN_OR_RETURN(const Page page, ReadPage(place));
    if (page.absent) return EndAbsent();
    LF_RETURN_IF_ERROR(Store(page));
    if (page.next.empty()) return End(page);
    place = page.next;
  }
}

absl::StatusOr<Page> PartReader::ReadPage(const std::string& place) {
  places_.insert(place);
  for (int i = 0; i < kMostRepeats; ++i) {
    LF_ASSIGN_OR_RETURN(
        Page page, context_.connector.Read(part_, place, context_.exchange));
    // A system in trouble may hand out an earlier page in place of this one.
    if (places_.count(page.next) == 0) return page;
  }
  return absl::UnavailableError(absl::StrCat(
      "read ", part_.name, ": a page leads back to an earlier one"));
}

absl::Status PartReader::Store(const Page& page) {
  size_t first = 0;
  do {
    const size_t end = std::min(page.rows.size(), first + kRowsOfCommit);
    LF_RETURN_IF_ERROR(StoreRows(page, first, end));
    first = end;
  } while (first < page.rows.size());
  return absl::OkStatus();
}

absl::Status PartReader::StoreRows(const Page& page, size_t first, size_t end) {
  ingest::PushChunk chunk;
  chunk.source = &context_.source;
  chunk.type = part_.type;
  chunk.entity = part_.entity;
  for (size_t i = first; i < end; ++i) {
    chunk.rows.push_back({page.rows[i].json,
                          static_cast<int>(page.rows[i].line),
                          page.rows[i].all_columns});
  }
  if (first == 0) chunk.unread_rows = page.unread_rows;
  const int64_t read = push_.sums().read;
  const int64_t rejected = push_.sums().rejected;
  LF_ASSIGN_OR_RETURN(ingest::UpsertBatch batch,
                      push_.Plan(chunk, context_.clock.Now()));
  MarkFull(nullptr, &batch);
  batch.full.unsure = !batch.unread.empty();
  PartState next = state_;
  // The last page is read again after a crash, until the read has ended.
  const bool goes_on = !full_ || !question_.empty();
  if (goes_on && end == page.rows.size() && !page.next.empty()) {
    next.place = page.next;
    next.place_started = started_;
    next.question = full_ ? question_ : "";
  }
  const bool nothing = batch.records.empty() && batch.unread.empty();
  if (!nothing || !page.next.empty()) {
    LF_RETURN_IF_ERROR(Commit(std::move(batch), next));
  }
  sums_.read += push_.sums().read - read + chunk.unread_rows;
  sums_.rejected += push_.sums().rejected - rejected + chunk.unread_rows;
  return absl::OkStatus();
}

absl::Status PartReader::End(const Page& page) {
  ingest::UpsertBatch batch;
  batch.push = {name_, false};
  batch.read_at = started_;
  const bool customers = model::KindOf(context_.source.system, part_.type) ==
                         model::RecordKind::kMasterCustomer;
  if (part_.entity != nullptr && customers) {
    auto& entities = full_ ? batch.entities_read : batch.entities_followed;
    entities.push_back(part_.entity->id);
  }
  const bool documents = model::KindOf(context_.source.system, part_.type) ==
                         model::RecordKind::kDocument;
  if (part_.entity != nullptr && documents) {
    batch.values[live::DocumentReadKey(part_.entity->id, part_.type)] =
        absl::StrCat(absl::ToUnixMicros(started_));
  }
  if (page.cut_short.has_value()) {
    batch.unread.push_back(
        {"", context_.source.id, part_.type, 0, *page.cut_short});
  }
  MarkFull(&page, &batch);
  PartState next = state_;
  next.bookmark = page.bookmark;
  next.place.clear();
  next.place_started = absl::InfinitePast();
  next.question.clear();
  next.read = started_;
  // Where something was held before, what is gone from it is still to be found.
  const bool first = state_.full == absl::InfinitePast();
  if (full_ && (compares_ || part_.kept || first)) next.full = started_;
  return Commit(std::move(batch), next);
}

// What was held of it stays: nobody said that it is gone. States that nobody
// can know any more do not.
absl::Status PartReader::EndAbsent() {
  if (part_.may_vanish) return End({});
  PartState next;
  next.read = started_;
  next.full = started_;
  return Commit({}, next);
}

void PartReader::MarkFull(const Page* last, ingest::UpsertBatch* batch) {
  if (!full_ || !compares_) return;
  ingest::FullPart& full = batch->full;
  full.asked = true;
  full.as_read = true;
  full.begins = !begun_;
  full.ends = last != nullptr;
  full.max_gone_percent = context_.accept_gone || part_.may_vanish || twice_
                              ? 100
                              : context_.source.max_gone_percent;
  full.way_out = absl::StrCat("run: landfall sync ", context_.source.id,
                              " --full --accept-gone");
  full.covered = {context_.source.id, part_.type};
  if (part_.entity != nullptr) {
    full.covered->entity = absl::AsciiStrToLower(part_.entity->id);
  }
  full.covered->changed_since = part_.ChangedSince(started_);
  if (last != nullptr) full.covered->created_since = last->created_since;
}

absl::Status PartReader::ForgetPlace() {
  PartState next = state_;
  next.place.clear();
  next.place_started = absl::InfinitePast();
  next.question.clear();
  return Commit({}, next);
}

absl::Status PartReader::Commit(ingest::UpsertBatch batch,
                                const PartState& next) {
  batch.values[PartKey(context_.source.id, part_.name)] = EncodePart(next);
  LF_ASSIGN_OR_RETURN(
      const ingest::UpsertCounts counts,
      context_.ingest.Upsert(std::move(batch), context_.clock.Now()));
  begun_ = true;
  state_ = next;
  sums_.inserted += counts.inserted;
  sums_.updated += counts.updated - counts.deleted;
  sums_.unchanged += counts.unchanged;
  sums_.deleted += counts.deleted + counts.gone;
  if (context_.progress != nullptr) context_.progress(sums_);
  return absl::OkStatus();
}

}  // namespace landfall::pull
