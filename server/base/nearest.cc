// A misspelt word -> the known word that it was probably meant to be.
// Entry point: Nearest.
#include "server/base/nearest.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"

namespace landfall::base {
namespace {

constexpr size_t kLongestWord = 64;

// Optimal string alignment distance between two short words.
int EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<std::vector<int>> rows(a.size() + 1,
                                     std::vector<int>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) rows[i][0] = static_cast<int>(i);
  for (size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const int changed = a[i - 1] == b[j - 1] ? 0 : 1;
      rows[i][j] = std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1,
                             rows[i - 1][j - 1] + changed});
      const bool swapped =
          i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.size()][b.size()];
}

}  // namespace

std::string Nearest(absl::string_view word,
                    absl::Span<const std::string> candidates) {
  if (word.empty() || word.size() > kLongestWord) return "";
  const std::string wanted = absl::AsciiStrToLower(word);
  int best = std::max<int>(1, static_cast<int>(word.size()) / 3) + 1;
  std::string nearest;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongestWord) continue;
    const int distance = EditDistance(wanted, absl::AsciiStrToLower(candidate));
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace landfall::base
