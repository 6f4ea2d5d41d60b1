#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "server/base/hash128.h"
#include "server/index/chunked_vector.h"

namespace landfall::index {

// The elements of a ChunkedVector by their 128-bit id (`T::Id()`), at one
// position each: the ids themselves are stored in the elements only. Not
// thread-safe; const methods may run concurrently.
//
// A table that is full is doubled while readers wait, 50 ms for half a million
// elements and more in proportion. So there are many small tables, which are
// full at different times.
template <typename T>
class IdSet {
 public:
  static constexpr uint32_t kNotFound = std::numeric_limits<uint32_t>::max();

  // `elements` must outlive the set.
  explicit IdSet(const ChunkedVector<T>* elements)
      : tables_(kTables, Table(0, Hash{elements}, Equal{elements})),
        elements_(*elements) {}
  IdSet(const IdSet&) = delete;
  IdSet& operator=(const IdSet&) = delete;

  // The position of the element with that id, or kNotFound.
  uint32_t Find(const base::Hash128& id) const {
    const Table& table = tables_[TableOf(id)];
    auto it = table.find(id);
    return it == table.end() ? kNotFound : *it;
  }

  // Tells the processor that `id` is going to be looked up.
  void Prefetch(const base::Hash128& id) const {
    tables_[TableOf(id)].prefetch(id);
  }

  // Adds an element; the position of the one that has its id already, else its
  // own.
  uint32_t Insert(uint32_t position) {
    return *tables_[TableOf(elements_[position].Id())].insert(position).first;
  }

  // REQUIRES: an element with that id is in the set.
  void Erase(const base::Hash128& id) {
    Table& table = tables_[TableOf(id)];
    table.erase(table.find(id));
  }

 private:
  struct Hash {
    using is_transparent = void;
    const ChunkedVector<T>* elements;
    size_t operator()(uint32_t i) const { return (*elements)[i].Id().low; }
    size_t operator()(const base::Hash128& id) const { return id.low; }
  };
  struct Equal {
    using is_transparent = void;
    const ChunkedVector<T>* elements;
    bool operator()(uint32_t a, uint32_t b) const {
      return (*elements)[a].Id() == (*elements)[b].Id();
    }
    bool operator()(uint32_t a, const base::Hash128& b) const {
      return (*elements)[a].Id() == b;
    }
    bool operator()(const base::Hash128& a, uint32_t b) const {
      return a == (*elements)[b].Id();
    }
  };
  using Table = absl::flat_hash_set<uint32_t, Hash, Equal>;

  static constexpr int kTableBits = 8;
  static constexpr size_t kTables = size_t{1} << kTableBits;

  // The highest bits: a table uses the others.
  static size_t TableOf(const base::Hash128& id) {
    return static_cast<size_t>(id.low >> (64 - kTableBits));
  }

  std::vector<Table> tables_;
  const ChunkedVector<T>& elements_;
};

}  // namespace landfall::index
