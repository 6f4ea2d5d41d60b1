// cards -> the effective list: the built-in ones with their overrides, then
// those that the file adds.
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "server/config/internal/readers.h"
#include "server/model/query.h"

namespace landfall::config::internal {
namespace {

model::CardSettings* FindCard(ServerOptions& options, absl::string_view id) {
  for (model::CardSettings& card : options.settings.cards) {
    if (card.id == id) return &card;
  }
  return nullptr;
}

std::vector<std::string> BuiltInIds() {
  std::vector<std::string> ids;
  for (const model::CardSettings& card : model::BuiltInCards()) {
    ids.push_back(card.id);
  }
  return ids;
}

bool IsOff(const Item& item) {
  return item.IsNull() || (item.node().kind == YamlNode::Kind::kScalar &&
                           item.node().text == "off");
}

void ReadWindow(const Section& section, model::CardSettings& card) {
  const std::optional<Item> window = section.Find("window");
  const std::optional<Item> days = section.Find("window_days");
  if (window.has_value() && days.has_value()) {
    days->Fail("window and window_days exclude each other");
    return;
  }
  if (days.has_value()) {
    card.window_days =
        days->Integer(1, model::kMaxWindowDays).value_or(card.window_days);
  }
  if (!window.has_value()) return;
  const absl::Duration day = absl::Hours(24);
  const std::optional<absl::Duration> length =
      window->Duration(day, model::kMaxWindowDays * day);
  if (!length.has_value()) return;
  if (absl::Trunc(*length, day) != *length) {
    window->Fail("must be whole days, such as 7d");
    return;
  }
  card.window_days = static_cast<int>(*length / day);
}

void ReadAlert(const Section& section, model::CardSettings& card) {
  // Here null means something: a card that never alerts.
  if (!section.Has("alert_above")) return;
  const std::optional<Item> item = section.Find("alert_above");
  if (!item.has_value() || IsOff(*item)) {
    card.alert_above.reset();
    return;
  }
  const std::optional<int> above = item->Integer(0, 2147483647);
  if (above.has_value()) card.alert_above = *above;
}

// When an alert that fires clears, and how long it takes to fire.
void ReadAlertEdges(const Section& section, model::CardSettings& card) {
  const std::optional<Item> clear = section.Find("clear_at");
  const std::optional<Item> hold = section.Find("hold");
  for (const std::optional<Item>& item : {clear, hold}) {
    if (!item.has_value()) continue;
    if (!card.alert_above.has_value()) item->Fail("the card has no alert");
  }
  if (clear.has_value() && card.alert_above.has_value()) {
    const std::optional<int> at = clear->Integer(0, *card.alert_above);
    if (at.has_value()) card.clear_at = *at;
  }
  if (hold.has_value()) {
    card.hold = hold->Duration(absl::ZeroDuration(), absl::Hours(24 * 30))
                    .value_or(card.hold);
  }
}

void ReadCardValues(const Section& section, model::CardSettings& card) {
  card.title = section.Text("title").value_or(card.title);
  ReadWindow(section, card);
  ReadAlert(section, card);
  ReadAlertEdges(section, card);
  if (const auto item = section.Find("count_awaiting")) {
    card.count_awaiting = item->Bool().value_or(card.count_awaiting);
  }
  if (const auto item = section.Find("keys")) {
    card.keys = ReadKeyKinds(*item).value_or(card.keys);
  }
  if (!section.Has("twin")) return;
  const std::optional<Item> twin = section.Find("twin");
  card.twin =
      !twin.has_value() || IsOff(*twin) ? "" : twin->Text().value_or("");
}

// The card that a block is about: a built-in one, or a new one like it.
model::CardSettings* CardOf(const Section& section, const Item& id_item,
                            const std::string& id, ServerOptions& options) {
  const std::optional<Item> like = section.Find("like");
  if (model::CardSettings* card = FindCard(options, id)) {
    if (like.has_value()) {
      like->Fail(absl::StrCat("\"", id, "\" is a built-in card itself"));
    }
    return card;
  }
  const std::vector<std::string> built_in = BuiltInIds();
  if (!like.has_value()) {
    id_item.Fail(absl::StrCat("unknown card \"", id, "\"", Hint(id, built_in),
                              " A new card needs like: <built-in id>"));
    return nullptr;
  }
  const std::optional<std::string> kind = like->OneOf(built_in);
  if (!kind.has_value()) return nullptr;
  model::CardSettings card = *FindCard(options, *kind);
  card.id = id;
  card.title = id;
  card.twin.clear();
  options.settings.cards.push_back(std::move(card));
  return &options.settings.cards.back();
}

// A twin may be a card further down, so twins are checked last.
void CheckTwins(const std::vector<Item>& twins, const ServerOptions& options) {
  std::vector<std::string> ids;
  for (const model::CardSettings& card : options.settings.cards) {
    ids.push_back(card.id);
  }
  for (const Item& twin : twins) {
    const std::string& id = twin.node().text;
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) continue;
    twin.Fail(absl::StrCat("unknown card \"", id, "\"", Hint(id, ids)));
  }
}

void ReadCard(const Item& item, std::set<std::string>& seen,
              std::vector<Item>& twins, ServerOptions& options) {
  const Section section(
      item, {"id", "like", "title", "window", "window_days", "alert_above",
             "clear_at", "hold", "count_awaiting", "keys", "twin"});
  const std::optional<Item> id_item = section.Find("id");
  if (!id_item.has_value()) {
    section.RequiredText("id");
    return;
  }
  const std::optional<std::string> id = ReadSlug(*id_item);
  if (!id.has_value()) return;
  if (!seen.insert(*id).second) {
    id_item->Fail(absl::StrCat("card \"", *id, "\" is named twice"));
    return;
  }
  model::CardSettings* card = CardOf(section, *id_item, *id, options);
  if (card == nullptr) return;
  ReadCardValues(section, *card);
  const std::optional<Item> twin = section.Find("twin");
  if (!twin.has_value() || card->twin.empty()) return;
  if (card->twin == card->id) twin->Fail("a card cannot be its own twin");
  twins.push_back(*twin);
}

}  // namespace

void ReadCards(const Section& file, ServerOptions& options) {
  options.settings.cards = model::BuiltInCards();
  for (model::CardSettings& card : options.settings.cards) {
    card.keys = options.settings.keys;
  }
  std::set<std::string> seen;
  std::vector<Item> twins;
  for (const Item& item : file.Items("cards")) {
    ReadCard(item, seen, twins, options);
  }
  CheckTwins(twins, options);
}

}  // namespace landfall::config::internal
