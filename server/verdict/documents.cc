// An order -> the documents that became of it. Entry point: DocumentsOf.
//
// Example: the rules of the shop look for the value of the attribute "BC Doc.
// No." among the numbers of sales orders, then for the order's PO number among
// their external document numbers. Order #1001 has no such attribute and the PO
// number 4711. So have #1002 and the sales order S-7, which is Contoso's. If
// #1001 is Contoso's too, S-7 is its document, else nobody can say whose it is.
#include "server/verdict/documents.h"

#include <algorithm>

#include "server/index/derive.h"

namespace landfall::verdict {
namespace {

using index::Documents;

bool IsThere(const Documents::Entry& entry, index::Micros as_of) {
  return entry.created <= as_of &&
         (entry.deleted == index::kNoTime || entry.deleted > as_of);
}

}  // namespace

std::vector<base::Hash128> DocumentsOf(
    const index::World& world, const model::Record& order,
    absl::Span<const match::MasterHit> masters, index::Micros as_of) {
  std::vector<base::Hash128> found;
  const index::Rulebook& rulebook = world.rulebook();
  const index::SourceRules* shop = rulebook.FindSource(order.ref.source);
  if (shop == nullptr) return found;
  const Documents& documents = world.documents();
  const auto is_masters = [&](const Documents::Entry& entry) {
    return std::any_of(masters.begin(), masters.end(),
                       [&](const match::MasterHit& hit) {
                         return world.row(hit.row).id == entry.customer;
                       });
  };
  for (const index::DocumentLink& link : shop->document_links) {
    for (uint64_t name : index::OrderNames(rulebook, order, link.order_field)) {
      const auto* entries = documents.OfName(name);
      if (entries == nullptr) continue;
      const bool surely = documents.IsOfOneOrder(name);
      for (const Documents::Entry& entry : *entries) {
        if (entry.column == link.column && IsThere(entry, as_of) &&
            (surely || is_masters(entry))) {
          found.push_back(entry.id);
        }
      }
    }
    if (!found.empty()) break;
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace landfall::verdict
