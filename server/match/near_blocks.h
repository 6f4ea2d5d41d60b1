#pragma once

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/index/facts.h"
#include "server/normalize/key.h"

// Whom a changed master may be near to, without searching. What FindNear finds
// for a customer hangs on the masters within its reach. Customers and masters
// are put into a few blocks by their keys, so that two who are near share one:
//
//   a customer's key        its blocks          a master is in them by
//   anna@contoso.com        anna@contoso.com    its address, or a form of it
//                           nna@, ana@, ann@    what is left of its address
//                                               without one letter
//   tax ID DE136695976      136695976           its number in any country
//   web/customer 4711       4711                its id in any scope
//
// Two addresses that are one edit apart are equal without one letter each, or
// one is what is left of the other. So a commit need only make forgotten what
// is known of those who share a block with a master whose keys it changes.
// Sharing a block proves nothing: blocks are hashes, and coarser than the
// search. All functions are pure.

namespace landfall::match {

// A hash of a spelling, good within one process.
using NearBlock = uint32_t;

// The blocks of a customer with these keys, each once. `country` qualifies its
// bare tax IDs.
std::vector<NearBlock> BlocksOfSubject(
    const std::vector<normalize::KeyOutcome>& outcomes,
    absl::string_view country);

// Adds the blocks of a master with these keys, some perhaps twice.
void AddBlocksOfMaster(const std::vector<normalize::KeyOutcome>& outcomes,
                       std::vector<NearBlock>* blocks);

// True when the change of a record may change what is near to anybody: a master
// comes, goes, or has other keys.
bool ChangesNear(const index::Facts& before, const index::Facts& after);

}  // namespace landfall::match
