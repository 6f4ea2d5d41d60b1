#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "server/index/row.h"
#include "server/verdict/gap.h"

namespace landfall::verdict {

// So far ahead of the clock a read time may lie. A call that waits for its turn
// brings along the time at which it came, and a clock that keeps good time is
// set back a little now and then.
inline constexpr index::Micros kClockSlack = index::Micros{60} * 1000000;

// True when a read time comes from a clock that ran ahead.
inline bool IsAhead(index::Micros read_at, index::Micros now) {
  return read_at != index::kNoTime && read_at - kClockSlack > now;
}

// What a ledger makes of orders.
enum class DocumentSet { kOrders, kInvoices };

// When each legal entity's customers were last read completely, by the clock of
// that time, and what could not be read since; the same of the documents that
// it made of orders; and when each source was read as a whole. Value type.
class ReadTimes {
 public:
  // kNoTime: never; by entity. No source was read.
  explicit ReadTimes(std::vector<index::Micros> at, size_t sources = 0)
      : at_(std::move(at)),
        gaps_(at_.size()),
        orders_(at_.size(), index::kNoTime),
        invoices_(at_.size(), index::kNoTime),
        sources_(sources, index::kNoTime),
        torn_documents_(sources, false) {
    FindNewest();
  }

  index::Micros At(index::EntityIndex entity) const { return at_[entity]; }
  index::Micros newest() const { return newest_; }

  void Set(index::EntityIndex entity, index::Micros at) {
    at_[entity] = at;
    FindNewest();
  }

  // Of a source, by its place in the rulebook.
  index::Micros AtSource(size_t source) const { return sources_[source]; }
  void SetSource(size_t source, index::Micros at) { sources_[source] = at; }

  // When all documents of a kind of a legal entity were last read; kNoTime:
  // never.
  index::Micros AtDocuments(DocumentSet set, index::EntityIndex entity) const {
    return (set == DocumentSet::kOrders ? orders_ : invoices_)[entity];
  }
  void SetDocuments(DocumentSet set, index::EntityIndex entity,
                    index::Micros at) {
    (set == DocumentSet::kOrders ? orders_ : invoices_)[entity] = at;
  }
  // Whether documents of a source, by its place in the rulebook, were rejected
  // and not mended since.
  bool AreDocumentsTorn(size_t source) const {
    return source < torn_documents_.size() && torn_documents_[source];
  }
  void SetDocumentsTorn(size_t source, bool torn) {
    torn_documents_[source] = torn;
  }

  const Gap& gap(index::EntityIndex entity) const { return gaps_[entity]; }
  void SetGap(index::EntityIndex entity, const Gap& gap) {
    gaps_[entity] = gap;
    FindNewest();
  }

  // The time that stands after a read at `at`. The later one wins, but not one
  // that lies in what is now the future: a true read corrects what a fast clock
  // has left behind.
  index::Micros After(index::EntityIndex entity, index::Micros at,
                      index::Micros now) const {
    return IsAhead(at_[entity], now) ? at : std::max(at_[entity], at);
  }

 private:
  void FindNewest() {
    newest_ = index::kNoTime;
    for (index::Micros at : at_) newest_ = std::max(newest_, at);
    for (const Gap& gap : gaps_) newest_ = std::max(newest_, gap.since);
  }

  std::vector<index::Micros> at_;
  std::vector<Gap> gaps_;
  std::vector<index::Micros> orders_;
  std::vector<index::Micros> invoices_;
  std::vector<index::Micros> sources_;
  std::vector<bool> torn_documents_;
  index::Micros newest_ = index::kNoTime;
};

}  // namespace landfall::verdict
