// Turns the engine's answers into comparable text and adds whatever contradicts
// itself. Entry point: MakeEngineOpinion.

#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/oracle/basic_view.h"
#include "tests/oracle/questions.h"
#include "tests/oracle/rendering.h"

namespace landfall::oracle {
namespace {

bool Has(const std::vector<model::Reason>& reasons, model::ReasonCode code) {
  for (const model::Reason& reason : reasons) {
    if (reason.code == code) return true;
  }
  return false;
}

// Around what the rules wait for: grace periods, ages of sources, windows.
const absl::Duration kApart[] = {absl::Microseconds(1), absl::Seconds(40),
                                 absl::Minutes(20),     absl::Hours(2),
                                 absl::Hours(24),       absl::Hours(24 * 8)};

class EngineOpinion : public Opinion {
 public:
  explicit EngineOpinion(const reconcile::Reconciler& engine)
      : engine_(engine) {}

  std::string Answer(const Question& question) override {
    if (const auto* check = std::get_if<model::CheckQuery>(&question)) {
      return AnswerCheck(*check);
    }
    if (const auto* card = std::get_if<model::CardQuery>(&question)) {
      return AnswerCard(*card);
    }
    return AnswerList(std::get<model::CardRecordsQuery>(question));
  }

 private:
  std::string AnswerCheck(const model::CheckQuery& query) {
    const auto given = engine_.Check(query);
    if (!given.ok()) return absl::StrCat("error ", given.status().ToString());
    const reconcile::AnswerRef answer = *given;
    const bool promoted = answer->verdict == model::Verdict::kPromoted;
    bool of_master = false;
    if (query.record.has_value() &&
        !Has(answer->reasons, model::ReasonCode::kRecordNotHeld) &&
        !Has(answer->reasons, model::ReasonCode::kNotACustomerType)) {
      const model::Source* source =
          engine_.settings().FindSource(query.record->source);
      // Of an error event the answer is about whom it names.
      of_master =
          model::IsMaster(source->system) && query.record->type == "customer";
    }
    std::string text = Render(*answer, of_master);
    CompareAfterOthers(query, text, of_master, &text);
    if (answer->reasons.empty()) absl::StrAppend(&text, "no reason at all\n");
    if (answer->explanation.empty()) {
      absl::StrAppend(&text, "no explanation at all\n");
    }
    CompareWithBasic(query, *answer, &text);
    if (of_master) return text;
    if (promoted && Has(answer->reasons, model::ReasonCode::kNotFound)) {
      absl::StrAppend(&text, "promoted, yet NOT_FOUND\n");
    }
    if (!promoted &&
        Has(answer->reasons, model::ReasonCode::kInExpectedEntity)) {
      absl::StrAppend(&text, "not promoted, yet IN_EXPECTED_ENTITY\n");
    }
    return text;
  }

  std::string AnswerCard(const model::CardQuery& query) {
    const auto card = engine_.GetCard(query);
    if (!card.ok()) return absl::StrCat("error ", card.status().ToString());
    const model::CardSettings& settings =
        *engine_.settings().FindCard(query.card);
    std::string text = Render(*card, settings.kind);
    model::CardRecordsQuery list;
    list.card = query;
    std::string problems;
    const auto records = WholeList(list, 3, &problems);
    if (static_cast<int>(records.size()) != card->count) {
      absl::StrAppend(&problems, "count is not the size of the list\n");
    }
    base::Decimal sum;
    for (const model::CardRecord& record : records) {
      sum += record.blocked_value.amount;
      CompareWithCheck(query, settings, record, &problems);
    }
    if (sum != card->blocked_value.amount) {
      absl::StrAppend(&problems, "the list does not add up to the card\n");
    }
    return absl::StrCat(text, AnswerHistory(query, &problems), problems);
  }

  // Who landed, step by step and in all; every point must say what the card
  // says then.
  std::string AnswerHistory(const model::CardQuery& query,
                            std::string* problems) {
    model::CardHistoryQuery asked;
    asked.card = query;
    asked.from = query.as_of - kStepsOfHistory * kLengthOfStep;
    asked.step = kStepOfHistory;
    const auto history = engine_.GetCardHistory(asked);
    if (!history.ok()) return absl::StrCat(history.status().ToString(), "\n");
    std::string text;
    for (const model::CardHistoryPoint& point : history->points) {
      model::CardQuery then = query;
      then.as_of = point.as_of;
      const auto card = engine_.GetCard(then);
      if (!card.ok() || point.count != card->count ||
          point.not_promoted != card->stages.not_promoted ||
          point.awaiting_sync != card->stages.awaiting_sync ||
          point.in_window != card->stages.in_window ||
          point.blocked_value.amount != card->blocked_value.amount ||
          point.unpriced_orders != card->unpriced_orders ||
          point.alert_firing != card->alert.firing) {
        absl::StrAppend(problems, "a point of the history is not the card\n");
      }
      absl::StrAppend(&text, "step ", &point - history->points.data(), " ",
                      Render(point.time_to_promotion));
    }
    return absl::StrCat(text, Render(history->time_to_promotion));
  }

  std::string AnswerList(const model::CardRecordsQuery& query) {
    std::string problems;
    const auto records = WholeList(query, 1000, &problems);
    return absl::StrCat(
        Render(records, engine_.settings().FindCard(query.card.card)->kind),
        problems);
  }

  // All pages of the list.
  std::vector<model::CardRecord> WholeList(model::CardRecordsQuery query,
                                           int page_size,
                                           std::string* problems) {
    std::vector<model::CardRecord> all;
    query.page_size = page_size;
    int total = 0;
    do {
      auto page = engine_.ListCardRecords(query);
      if (!page.ok()) {
        absl::StrAppend(problems, "error ", page.status().ToString(), "\n");
        return all;
      }
      total = page->total_count;
      if (page->records.empty() && !page->next_page_token.empty()) {
        absl::StrAppend(problems, "an empty page is not the last one\n");
        return all;
      }
      for (model::CardRecord& record : page->records) {
        all.push_back(std::move(record));
      }
      query.page_token = page->next_page_token;
    } while (!query.page_token.empty());
    if (total != static_cast<int>(all.size())) {
      absl::StrAppend(problems, "totalCount is not the size of the list\n");
    }
    return all;
  }

  // The engine remembers answers, so what was asked about another time just
  // before must not change what it says now.
  void CompareAfterOthers(const model::CheckQuery& query,
                          const std::string& expected, bool of_master,
                          std::string* problems) {
    std::string found;
    for (absl::Duration apart : kApart) {
      for (absl::Time other : {query.as_of - apart, query.as_of + apart}) {
        model::CheckQuery before = query;
        before.as_of = other;
        const auto earlier = engine_.Check(before);
        const auto answer = engine_.Check(query);
        if (!earlier.ok() || !answer.ok() ||
            Render(**answer, of_master) != expected) {
          absl::StrAppend(&found, "another answer after asking about ",
                          absl::FormatDuration(other - query.as_of),
                          " later\n");
        }
      }
    }
    absl::StrAppend(problems, found);
  }

  // The same question in the view BASIC must get the same answer with less.
  void CompareWithBasic(model::CheckQuery query, const model::CheckAnswer& full,
                        std::string* problems) {
    query.view = model::CheckView::kBasic;
    const auto basic = engine_.Check(query);
    absl::StrAppend(problems, basic.ok() ? WrongInBasic(full, **basic)
                                         : basic.status().ToString());
  }

  // A customer on a list must get the same verdict from a check with the card's
  // keys and window. Where any entity counts, a check has another question.
  void CompareWithCheck(const model::CardQuery& query,
                        const model::CardSettings& settings,
                        const model::CardRecord& record,
                        std::string* problems) {
    if (settings.kind == "orders-blocked" || settings.kind == "flow-failures" ||
        settings.kind == "new-customers") {
      return;
    }
    model::CheckQuery check;
    check.record = record.record;
    check.as_of = query.as_of;
    check.window_days = query.window_days.value_or(settings.window_days);
    check.keys = query.keys.value_or(settings.keys);
    const auto answer = engine_.Check(check);
    if (!answer.ok() || (*answer)->verdict != record.verdict) {
      absl::StrAppend(problems, "a check of ", record.record.ToString(),
                      " contradicts the list\n");
    }
  }

  const reconcile::Reconciler& engine_;
};

}  // namespace

std::unique_ptr<Opinion> MakeEngineOpinion(
    const reconcile::Reconciler& engine) {
  return std::make_unique<EngineOpinion>(engine);
}

}  // namespace landfall::oracle
