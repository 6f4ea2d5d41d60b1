// All cards of a world -> what does not agree between a card, its list and the
// checks of its customers. Entry point: Disagreements.
#include "tests/scenarios/agreement.h"

#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "server/model/system.h"
#include "tests/scenarios/import_file.h"
#include "tests/scenarios/yaml_json.h"

namespace landfall::scenarios {
namespace {

constexpr int kPageSizes[] = {1, 2, 1000};
constexpr int kMostWindowDays = 366;

std::string TextOf(const v1::RecordRef& ref) {
  return absl::StrCat(ref.source(), "/", ref.type(), "/", ref.id());
}

class Inquiry {
 public:
  Inquiry(World& world, Transport& transport)
      : settings_(world.settings()), now_(world.now()), transport_(transport) {}

  std::vector<std::string> Run(const std::vector<Import>& imports) {
    v1::ListCardsResponse cards;
    Ask("CardService.ListCards", v1::ListCardsRequest(), &cards);
    if (cards.cards().empty()) Say("there are no cards");
    for (const v1::Card& card : cards.cards()) {
      rows_[card.card()] = RowsOf(card);
    }
    FindCustomers(imports);
    for (const v1::Card& card : cards.cards()) CompareChecks(card);
    return std::move(found_);
  }

 private:
  using Rows = std::vector<v1::CardRecord>;

  void Say(const std::string& what) { found_.push_back(what); }

  // False when the call failed, which is said unless `may_fail`.
  bool Ask(const char* operation, const google::protobuf::Message& request,
           google::protobuf::Message* response, bool may_fail = false) {
    const Outcome outcome = transport_.Call(
        *serve::calls::FindOperation(operation), RequestJson(request));
    if (outcome.answer == nullptr) {
      if (!may_fail) {
        Say(absl::StrCat(operation, " failed: ",
                         outcome.failure ? outcome.failure->message : ""));
      }
      return false;
    }
    response->CopyFrom(*outcome.answer);
    return true;
  }

  // All rows of a card, after a look at pages of several sizes.
  Rows RowsOf(const v1::Card& listed) {
    const std::string& id = listed.card();
    v1::GetCardRequest request;
    request.set_card(id);
    v1::Card card;
    Ask("CardService.GetCard", request, &card);
    if (card.count() != listed.count()) {
      Say(absl::StrCat(id, ": ", listed.count(), " among the cards, ",
                       card.count(), " by itself"));
    }
    Rows rows;
    std::string order;
    for (int size : kPageSizes) {
      rows = PagesOf(card, size);
      std::vector<std::string> refs;
      for (const auto& row : rows) refs.push_back(TextOf(row.record()));
      const std::string this_order = absl::StrJoin(refs, " ");
      if (size != kPageSizes[0] && this_order != order) {
        Say(absl::StrCat(id, ": pages of ", size, " list other rows"));
      }
      order = this_order;
    }
    double sum = 0;
    double size = 0;
    for (const auto& row : rows) {
      sum += row.blocked_value().amount();
      size += std::abs(row.blocked_value().amount());
    }
    // What numbers of this size lose when a browser adds them up.
    const double noise = 1e-6 + 1e-12 * size;
    if (std::abs(sum - card.blocked_value().amount()) > noise &&
        id != "new-customers") {
      Say(absl::StrCat(id, ": the rows add up to ", sum, ", the card says ",
                       card.blocked_value().amount()));
    }
    return rows;
  }

  Rows PagesOf(const v1::Card& card, int size) {
    Rows rows;
    v1::ListCardRecordsRequest request;
    request.set_card(card.card());
    request.set_page_size(size);
    v1::ListCardRecordsResponse page;
    do {
      if (!Ask("CardService.ListCardRecords", request, &page)) return rows;
      if (page.total_count() != card.count()) {
        Say(absl::StrCat(card.card(), ": count ", card.count(), ", totalCount ",
                         page.total_count()));
      }
      rows.insert(rows.end(), page.value().begin(), page.value().end());
      request.set_page_token(page.next_page_token());
    } while (!page.next_page_token().empty());
    if (static_cast<int>(rows.size()) != card.count()) {
      Say(absl::StrCat(card.card(), ": count ", card.count(), ", pages of ",
                       size, " have ", rows.size(), " rows"));
    }
    return rows;
  }

  // Everybody whom a card could count, by what was imported, and the guests
  // that some list shows.
  void FindCustomers(const std::vector<Import>& imports) {
    for (const Import& import : imports) {
      const model::Source* source = settings_.FindSource(import.source);
      if (source == nullptr || model::KindOf(source->system, import.type) !=
                                   model::RecordKind::kUpstreamCustomer) {
        continue;
      }
      v1::BatchUpsertRecordsRequest push;
      if (!ReadMessage(PushOf(import, settings_).value_or("{}"), &push).ok()) {
        continue;
      }
      for (const v1::Payload& payload : push.payloads()) {
        AddCustomer(import, payload.json());
      }
    }
    for (const auto& [card, rows] : rows_) {
      for (const v1::CardRecord& row : rows) {
        if (!IsCustomer(row.record().source(), row.record().type())) continue;
        customers_[TextOf(row.record())] = row.record();
      }
    }
  }

  bool IsCustomer(const std::string& source_id, const std::string& type) const {
    const model::Source* source = settings_.FindSource(source_id);
    return source != nullptr && model::KindOf(source->system, type) ==
                                    model::RecordKind::kUpstreamCustomer;
  }

  void AddCustomer(const Import& import, const std::string& json) {
    const auto payload = ValueOf(json);
    if (!payload.ok()) return;
    v1::GetRecordRequest request;
    request.set_source(import.source);
    request.set_type(import.type);
    for (const char* name : {"id", "accountid", "contactid"}) {
      const auto* id = Member(*payload, name);
      if (id == nullptr) continue;
      request.set_id(id->has_string_value() ? id->string_value() : JsonOf(*id));
    }
    v1::GetRecordResponse held;
    if (!Ask("RecordService.GetRecord", request, &held, /*may_fail=*/true)) {
      return;
    }
    const v1::RecordRef& ref = held.record().ref();
    customers_[TextOf(ref)] = ref;
    created_[TextOf(ref)] =
        held.record().has_created()
            ? absl::FromUnixSeconds(held.record().created().seconds())
            : absl::InfinitePast();
  }

  v1::CheckPromotionResponse Check(const v1::RecordRef& ref,
                                   const model::CardSettings& card) {
    v1::CheckPromotionRequest request;
    *request.mutable_record() = ref;
    request.set_window_days(card.window_days);
    for (model::KeyKind kind :
         {model::KeyKind::kEmail, model::KeyKind::kExternalId,
          model::KeyKind::kTaxId}) {
      v1::KeyKind::Value value{};
      v1::KeyKind::Value_Parse(std::string(model::KeyKindName(kind)), &value);
      if (card.keys.Has(kind)) request.add_keys(value);
    }
    v1::CheckPromotionResponse check;
    Ask("PromotionService.CheckPromotion", request, &check);
    return check;
  }

  // Whether the card may count the customer at all.
  bool IsOfCard(const model::CardSettings& card, const v1::RecordRef& ref) {
    const model::Source* source = settings_.FindSource(ref.source());
    const bool shop = source->system != model::System::kDataverse;
    if (card.kind != "dataverse-not-promoted") return shop;
    const absl::Time created = created_[TextOf(ref)];
    return !shop && created <= now_ &&
           created > now_ - absl::Hours(24) * card.window_days;
  }

  static bool IsCounted(const model::CardSettings& card,
                        v1::Verdict::Value verdict) {
    if (card.kind == "active-customers") {
      return verdict == v1::Verdict::PROMOTED;
    }
    return verdict == v1::Verdict::NOT_PROMOTED ||
           (card.count_awaiting && verdict == v1::Verdict::AWAITING_SYNC);
  }

  // For cards that count customers by their verdict.
  void CompareChecks(const v1::Card& listed) {
    const model::CardSettings& card = *settings_.FindCard(listed.card());
    const std::set<std::string> kinds = {"dataverse-not-promoted",
                                         "ecom-absent", "ecom-absent-connector",
                                         "active-customers"};
    if (kinds.count(card.kind) == 0 || card.window_days > kMostWindowDays) {
      return;
    }
    std::map<std::string, v1::CheckPromotionResponse> counted;
    for (const auto& [text, ref] : customers_) {
      if (!IsOfCard(card, ref)) continue;
      v1::CheckPromotionResponse check = Check(ref, card);
      if (IsCounted(card, check.verdict())) counted[text] = std::move(check);
    }
    for (const v1::CardRecord& row : rows_[card.id]) {
      const auto it = counted.find(TextOf(row.record()));
      if (it == counted.end()) {
        Say(absl::StrCat(card.id, ": its check does not count ",
                         TextOf(row.record())));
        continue;
      }
      CompareRow(card.id, row, it->second);
      counted.erase(it);
    }
    for (const auto& [text, check] : counted) {
      Say(absl::StrCat(card.id, ": does not list ", text));
    }
  }

  void CompareRow(const std::string& card, const v1::CardRecord& row,
                  const v1::CheckPromotionResponse& check) {
    const auto codes = [](const auto& reasons) {
      std::vector<std::string> names;
      for (const v1::Reason& reason : reasons) {
        names.push_back(absl::StrCat(v1::ReasonCode::Value_Name(reason.code()),
                                     " ", reason.entity()));
      }
      return absl::StrJoin(names, ", ");
    };
    const bool same =
        row.verdict() == check.verdict() &&
        codes(row.reasons()) == codes(check.reasons()) &&
        row.explanation() == check.explanation() &&
        row.blocked_value().amount() == check.blocked_value().amount();
    if (same) return;
    Say(absl::StrCat(card, ": ", TextOf(row.record()),
                     " is told otherwise by its check: ", row.explanation(),
                     " [", codes(row.reasons()), "] and ", check.explanation(),
                     " [", codes(check.reasons()), "]"));
  }

  const model::Settings& settings_;
  const absl::Time now_;
  Transport& transport_;
  std::map<std::string, Rows> rows_;  // by card
  std::map<std::string, v1::RecordRef> customers_;
  std::map<std::string, absl::Time> created_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> Disagreements(World& world, Transport& transport,
                                       const std::vector<Import>& imports) {
  return Inquiry(world, transport).Run(imports);
}

}  // namespace landfall::scenarios
