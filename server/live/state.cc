// Turns the stored records into the state in memory. Entry point: LoadState.
#include "server/live/state.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/index/derive.h"

namespace landfall::live {
namespace {

constexpr std::pair<absl::string_view, verdict::DocumentSet> kDocumentTypes[] =
    {{"sales_order", verdict::DocumentSet::kOrders},
     {"sales_invoice", verdict::DocumentSet::kInvoices}};

// The time under a name; nullopt when there is none, or it is no time.
std::optional<index::Micros> TimeIn(const store::StoreBatch::Texts& values,
                                    const std::string& name) {
  const auto it = values.find(name);
  int64_t micros = 0;
  if (it == values.end() ||
      !absl::SimpleAtoi(it->second.value_or(""), &micros)) {
    return std::nullopt;
  }
  return micros;
}

}  // namespace

void State::Count(const model::Record& record, int by) {
  // What its system has deleted is kept for questions about the past only.
  if (!record.deleted) {
    int64_t& count = row_counts[{record.ref.source, record.ref.type}];
    count += by;
    if (count == 0) row_counts.erase({record.ref.source, record.ref.type});
  }
  if (by < 0) {
    belongings.Remove(world.rulebook(), record);
    return;
  }
  belongings.Add(world.rulebook(), record);
  const auto& time = record.modified ? record.modified : record.created;
  if (!time || *time == absl::InfiniteFuture()) return;
  auto [it, inserted] =
      last_change.try_emplace(record.ref.source, absl::ToUnixMicros(*time));
  if (!inserted) it->second = std::max(it->second, absl::ToUnixMicros(*time));
}

void State::Apply(base::Hash128 id, const index::Facts& before,
                  const index::Facts& after, bool held) {
  world.Apply(before, after);
  const bool found = std::holds_alternative<index::CustomerFacts>(after) ||
                     std::holds_alternative<index::OrderFacts>(after);
  if (held && !found) {
    others.insert(id);
  } else {
    others.erase(id);
  }
}

bool State::IsHeld(base::Hash128 id) const {
  const index::RowIndex row = world.FindRow(id);
  return (row != index::kNone && world.row(row).Is(index::Row::kHeld)) ||
         world.FindOrder(id) != index::kNone || others.contains(id);
}

absl::Status State::SetValues(const store::StoreBatch::Texts& values) {
  if (values.empty()) return absl::OkStatus();
  LF_ASSIGN_OR_RETURN(const bool any, SetMarks(values));
  const index::Rulebook& rulebook = world.rulebook();
  for (size_t i = 0; i < rulebook.entity_count(); ++i) {
    const auto entity = static_cast<index::EntityIndex>(i);
    const model::LegalEntity& row = rulebook.entity(entity);
    if (const auto at = TimeIn(values, ReadTimeKey(row.id))) {
      read_times.Set(entity, *at);
    }
    for (const auto& [type, set] : kDocumentTypes) {
      if (const auto at = TimeIn(values, DocumentReadKey(row.id, type))) {
        read_times.SetDocuments(set, entity, *at);
      }
    }
    if (any) read_times.SetGap(entity, GapOf(rulebook.settings(), row, marks));
  }
  for (const index::SourceRules& source : rulebook.sources()) {
    const std::string& id = source.source->id;
    if (const auto at = TimeIn(values, SourceReadKey(id))) {
      read_times.SetSource(source.index, *at);
    }
    if (any) read_times.SetDocumentsTorn(source.index, TearsDocuments(id));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> State::SetMarks(const store::StoreBatch::Texts& values) {
  bool any = false;
  for (auto it = values.lower_bound(kMarkPrefix);
       it != values.end() && absl::StartsWith(it->first, kMarkPrefix); ++it) {
    any = true;
    auto mark = ReadMark::Decode(it->second.value_or(""));
    if (!mark.has_value()) {
      return absl::DataLossError(
          "what the store says of rejected rows cannot be read");
    }
    if (mark->Encode().empty()) {
      marks.erase(it->first);
    } else {
      marks[it->first] = *std::move(mark);
    }
  }
  return any;
}

bool State::TearsDocuments(const std::string& source) const {
  return std::any_of(
      std::begin(kDocumentTypes), std::end(kDocumentTypes),
      [&](const auto& type) {
        const auto mark = marks.find(TypeMarkName(source, type.first));
        return mark != marks.end() && mark->second.Visible(0).Spoils();
      });
}

std::string DocumentReadKey(absl::string_view entity_id,
                            absl::string_view type) {
  return absl::StrCat("read-documents/", absl::AsciiStrToLower(entity_id), "/",
                      type);
}

std::string ReadTimeKey(absl::string_view entity_id) {
  return absl::StrCat("read/", absl::AsciiStrToLower(entity_id));
}

std::string SourceReadKey(absl::string_view source_id) {
  return absl::StrCat("source-read/", source_id);
}

absl::StatusOr<std::optional<rates::PriceTable>> PricesFrom(
    const model::Settings& settings, const store::StoreBatch::Texts& values) {
  const auto it = values.find(rates::kQuotesKey);
  if (it == values.end()) return std::nullopt;
  rates::Quotes quotes;
  if (it->second.has_value()) {
    LF_ASSIGN_OR_RETURN(quotes, rates::DecodeQuotes(*it->second));
  }
  return rates::PriceTable(settings, quotes);
}

absl::StatusOr<std::unique_ptr<State>> LoadState(
    std::shared_ptr<const index::Rulebook> rulebook,
    const store::RecordStore& store, index::WorldMemory* memory) {
  auto state = std::make_unique<State>(rulebook, memory);
  state->view = store.View();
  state->revision = state->view->revision();
  LF_RETURN_IF_ERROR(state->view->ForEach(
      [&](base::Hash128 id, model::Record record) -> absl::Status {
        state->Apply(id, std::monostate(),
                     index::DeriveFacts(*rulebook, record), true);
        state->Count(record, 1);
        return absl::OkStatus();
      }));
  LF_ASSIGN_OR_RETURN(const auto values, state->view->Values());
  const store::StoreBatch::Texts texts(values.begin(), values.end());
  LF_RETURN_IF_ERROR(state->SetValues(texts));
  LF_ASSIGN_OR_RETURN(std::optional<rates::PriceTable> prices,
                      PricesFrom(rulebook->settings(), texts));
  if (prices.has_value()) state->prices = *std::move(prices);
  return state;
}

}  // namespace landfall::live
