// Places in a Shopify shop -> texts, and back. Entry points:
// EncodeShopifyPlace and DecodeShopifyFullPlace.
#include "server/pull/shopify_place.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace landfall::pull {
namespace {

constexpr char kFile[] = "file";
constexpr int kWords = 7;

int64_t NumberOf(const std::string& word) {
  int64_t number = 0;
  return absl::SimpleAtoi(word, &number) ? number : 0;
}

}  // namespace

std::string EncodeShopifyPlace(const ShopifyFullPlace& place) {
  const bool file = place.way == ShopifyFullPlace::Way::kFile;
  return absl::StrCat(file ? kFile : "ids", " ", place.all_orders ? 1 : 0, " ",
                      place.at, " ", place.rows, " ", place.file.bytes, " ",
                      place.file.rows, " ", place.file.url);
}

ShopifyFullPlace DecodeShopifyFullPlace(absl::string_view text) {
  const std::vector<std::string> words =
      absl::StrSplit(text, absl::MaxSplits(' ', kWords - 1));
  ShopifyFullPlace place;
  if (words.size() != kWords) return place;
  if (words[0] == kFile) place.way = ShopifyFullPlace::Way::kFile;
  place.all_orders = words[1] == "1";
  place.at = NumberOf(words[2]);
  place.rows = NumberOf(words[3]);
  place.file = {words[6], NumberOf(words[4]), NumberOf(words[5])};
  return place;
}

std::string EncodeShopifyPlace(const ShopifyChangesPlace& place) {
  return absl::StrCat(place.rows, " ", place.cursor);
}

ShopifyChangesPlace DecodeShopifyChangesPlace(absl::string_view text) {
  const std::vector<std::string> words =
      absl::StrSplit(text, absl::MaxSplits(' ', 1));
  if (words.size() != 2) return {};
  return {static_cast<int>(NumberOf(words[0])), words[1]};
}

}  // namespace landfall::pull
