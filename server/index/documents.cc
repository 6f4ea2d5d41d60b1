#include "server/index/documents.h"

#include <algorithm>

namespace landfall::index {

void Documents::Apply(const DocumentFacts* before, const DocumentFacts* after) {
  if (before != nullptr) {
    for (const OrderName& name : before->names) {
      auto it = by_name_.find(name.hash);
      if (it == by_name_.end()) continue;
      std::vector<Entry>& list = it->second;
      list.erase(std::remove_if(list.begin(), list.end(),
                                [&](const Entry& entry) {
                                  return entry.id == before->id;
                                }),
                 list.end());
      if (list.empty()) by_name_.erase(it);
    }
  }
  if (after == nullptr) return;
  for (const OrderName& name : after->names) {
    by_name_[name.hash].push_back({after->id, after->customer, after->created,
                                   after->deleted, name.column});
  }
}

void Documents::AddOrder(OrderIndex order, const std::vector<uint64_t>& names) {
  for (uint64_t name : names) orders_.insert({name, order});
}

void Documents::RemoveOrder(OrderIndex order,
                            const std::vector<uint64_t>& names) {
  for (uint64_t name : names) orders_.erase({name, order});
}

const std::vector<Documents::Entry>* Documents::OfName(uint64_t name) const {
  auto it = by_name_.find(name);
  if (it == by_name_.end() || it->second.size() > kMostOfOneName) {
    return nullptr;
  }
  return &it->second;
}

bool Documents::IsOfOneOrder(uint64_t name) const {
  auto it = orders_.lower_bound({name, 0});
  if (it == orders_.end() || it->first != name) return true;
  ++it;
  return it == orders_.end() || it->first != name;
}

void Documents::ForEachOrder(uint64_t name,
                             absl::FunctionRef<void(OrderIndex)> visit) const {
  size_t left = kMostOfOneName;
  for (auto it = orders_.lower_bound({name, 0});
       it != orders_.end() && it->first == name && left > 0; ++it, --left) {
    visit(it->second);
  }
}

}  // namespace landfall::index
