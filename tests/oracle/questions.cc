// Turns a world into the questions that both opinions answer, and asks the
// oracle. Entry points: QuestionsAt, MakeOracleOpinion.

#include "tests/oracle/questions.h"

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/time_text.h"
#include "tests/oracle/naive_cards.h"
#include "tests/oracle/naive_history.h"
#include "tests/oracle/naive_verdict.h"
#include "tests/oracle/rendering.h"

namespace landfall::oracle {
namespace {

// Records that a check can be about, whether they exist at that moment or not.
std::set<model::RecordRef> Checkable(const NaiveReconciler& oracle,
                                     absl::Time as_of) {
  std::set<model::RecordRef> refs;
  for (const model::Record& record : oracle.facts().records) {
    if (std::holds_alternative<model::UpstreamCustomer>(record.body) ||
        std::holds_alternative<model::MasterCustomer>(record.body)) {
      refs.insert(record.ref);
    }
  }
  const NaiveView view = oracle.At(as_of);
  for (const NaiveCustomer& customer : view.customers()) {
    refs.insert(customer.ref);
  }
  for (const model::Record* record : view.records()) {
    const auto* event = std::get_if<model::ErrorEvent>(&record->body);
    const bool about_one =
        event != nullptr && view.FindCustomer(event->record) != nullptr;
    if (about_one || std::holds_alternative<model::Order>(record->body) ||
        std::holds_alternative<model::Reference>(record->body)) {
      refs.insert(record->ref);
    }
  }
  return refs;
}

void AddLists(const model::CardQuery& card, Thoroughness how,
              std::vector<Question>* questions) {
  model::CardRecordsQuery list;
  list.card = card;
  questions->push_back(list);
  if (how == Thoroughness::kChecksAndCounts) return;
  for (const model::CardOrder order :
       {model::CardOrder::kSince, model::CardOrder::kSinceDesc,
        model::CardOrder::kName}) {
    list.order = order;
    questions->push_back(list);
  }
  list.order = model::CardOrder::kBlockedValueDesc;
  for (const model::ReasonCode reason :
       {model::ReasonCode::kPresentInOtherEntity,
        model::ReasonCode::kAmbiguousEntity,
        model::ReasonCode::kKeySharedByMany}) {
    list.reason = reason;
    questions->push_back(list);
  }
}

std::string DescribeCard(const model::CardQuery& query) {
  std::string text =
      absl::StrCat("card ", query.card, " at ", base::FormatTime(query.as_of));
  if (query.window_days.has_value()) {
    absl::StrAppend(&text, " over ", *query.window_days, " days");
  }
  if (query.keys.has_value()) {
    for (const model::KeyKind kind :
         {model::KeyKind::kEmail, model::KeyKind::kExternalId,
          model::KeyKind::kTaxId}) {
      if (query.keys->Has(kind)) {
        absl::StrAppend(&text, " by ", KeyKindName(kind));
      }
    }
  }
  if (!query.entity.empty()) absl::StrAppend(&text, " entity ", query.entity);
  if (!query.source.empty()) absl::StrAppend(&text, " source ", query.source);
  if (!query.channel.empty()) {
    absl::StrAppend(&text, " channel ", query.channel);
  }
  return text;
}

std::string DescribeCheck(const model::CheckQuery& query) {
  std::string text = "check ";
  if (query.record.has_value()) {
    absl::StrAppend(&text, query.record->ToString());
  } else {
    const model::GivenKeys& given = *query.customer;
    absl::StrAppend(&text, "of name=", given.name,
                    " postcode=", given.postal_code, " country=", given.country,
                    " emails=", absl::StrJoin(given.emails, "|"));
    for (const auto& id : given.external_ids) {
      absl::StrAppend(&text, " id=", id.source, ":", id.value);
    }
    for (const auto& tax : given.tax_ids) {
      absl::StrAppend(&text, " tax=", tax.value, "@", tax.country);
    }
    absl::StrAppend(&text, " ship to '", query.ship_to_country, "'");
  }
  return absl::StrCat(text, " expected [",
                      absl::StrJoin(query.expected_entities, " "), "] at ",
                      base::FormatTime(query.as_of));
}

class OracleOpinion : public Opinion {
 public:
  explicit OracleOpinion(const NaiveReconciler& oracle) : oracle_(oracle) {}

  std::string Answer(const Question& question) override {
    if (const auto* check = std::get_if<model::CheckQuery>(&question)) {
      const NaiveView& view = At(check->as_of);
      const bool of_master = check->record.has_value() &&
                             view.FindMaster(*check->record) != nullptr;
      return Render(AnswerCheck(view, *check), of_master);
    }
    const model::Settings& settings = oracle_.settings();
    if (const auto* query = std::get_if<model::CardQuery>(&question)) {
      const NaiveView& view = At(query->as_of);
      const NaiveCardScope scope = ScopeOf(settings, *query);
      return absl::StrCat(
          Render(MakeCard(view, scope), settings.FindCard(query->card)->kind),
          AnswerHistory(*query));
    }
    const auto& list = std::get<model::CardRecordsQuery>(question);
    return Render(
        MakeList(At(list.card.as_of), ScopeOf(settings, list.card), list),
        settings.FindCard(list.card.card)->kind);
  }

 private:
  const NaiveView& At(absl::Time as_of) {
    std::unique_ptr<NaiveView>& view = views_[as_of];
    if (view == nullptr) view = std::make_unique<NaiveView>(oracle_.At(as_of));
    return *view;
  }

  std::string AnswerHistory(model::CardQuery query) {
    std::string text;
    std::vector<double> all;
    query.as_of -= kStepsOfHistory * kLengthOfStep;
    for (int i = 0; i < kStepsOfHistory; ++i) {
      const absl::Time begin = query.as_of;
      query.as_of += kLengthOfStep;
      const std::vector<double> waits =
          WaitsOf(At(query.as_of), ScopeOf(oracle_.settings(), query), begin);
      absl::StrAppend(&text, "step ", i, " ", Render(Summarize(waits)));
      all.insert(all.end(), waits.begin(), waits.end());
    }
    return absl::StrCat(text, Render(Summarize(all)));
  }

  const NaiveReconciler& oracle_;
  std::map<absl::Time, std::unique_ptr<NaiveView>> views_;
};

}  // namespace

std::vector<Question> QuestionsAt(const RandomWorld& world,
                                  const NaiveReconciler& oracle,
                                  absl::Time as_of, Thoroughness how) {
  std::vector<Question> questions;
  for (const model::RecordRef& ref : Checkable(oracle, as_of)) {
    model::CheckQuery query;
    query.record = ref;
    query.as_of = as_of;
    questions.push_back(query);
  }
  for (model::CheckQuery query : world.typed_checks) {
    query.as_of = as_of;
    questions.push_back(query);
  }
  for (model::CardQuery query : world.card_queries) {
    query.as_of = as_of;
    questions.push_back(query);
    AddLists(query, how, &questions);
  }
  return questions;
}

std::string Describe(const Question& question) {
  if (const auto* check = std::get_if<model::CheckQuery>(&question)) {
    return DescribeCheck(*check);
  }
  if (const auto* card = std::get_if<model::CardQuery>(&question)) {
    return DescribeCard(*card);
  }
  const auto& list = std::get<model::CardRecordsQuery>(question);
  return absl::StrCat(
      "list of ", DescribeCard(list.card), " order ",
      static_cast<int>(list.order), " reason ",
      list.reason.has_value() ? model::ReasonName(*list.reason) : "any");
}

std::unique_ptr<Opinion> MakeOracleOpinion(const NaiveReconciler& oracle) {
  return std::make_unique<OracleOpinion>(oracle);
}

}  // namespace landfall::oracle
