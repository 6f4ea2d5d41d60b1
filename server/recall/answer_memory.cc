// A check -> the hash under which its answer is remembered. Entry point:
// AnswerMemory::KeyOf.
#include "server/recall/answer_memory.h"

#include <cstring>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"

namespace landfall::recall {
namespace {

// The parts of a question in an order that tells any two apart: each list is
// closed by an empty part, and the parts of its elements come in fixed numbers.
class Parts {
 public:
  void Add(absl::string_view part) { parts_.push_back(part); }
  void Close() { parts_.push_back(absl::string_view()); }

  // `texts` may hold empty ones, so each is announced.
  template <typename Texts>
  void AddAll(const Texts& texts) {
    for (const auto& text : texts) {
      Add("+");
      Add(text);
    }
    Close();
  }

  const absl::InlinedVector<absl::string_view, 32>& get() const {
    return parts_;
  }

 private:
  absl::InlinedVector<absl::string_view, 32> parts_;
};

void AddCustomer(const model::GivenKeys& customer, Parts* parts) {
  parts->Add("customer");
  parts->Add(customer.name);
  parts->AddAll(customer.emails);
  for (const auto& id : customer.external_ids) {
    parts->Add("+");
    parts->Add(id.source);
    parts->Add(id.value);
  }
  parts->Close();
  for (const auto& id : customer.tax_ids) {
    parts->Add("+");
    parts->Add(id.country);
    parts->Add(id.value);
  }
  parts->Close();
  parts->Add(customer.country);
  parts->Add(customer.postal_code);
}

size_t BytesOfRef(const model::RecordRef& ref) {
  return sizeof(ref) + ref.source.size() + ref.type.size() + ref.id.size();
}

}  // namespace

size_t AnswerMemory::BytesOf(const model::CheckAnswer& answer) {
  size_t bytes = sizeof(answer) + answer.explanation.size();
  for (const model::EntityOutcome& entity : answer.entities) {
    bytes += sizeof(entity) + entity.entity.size();
    for (const model::MasterMatch& match : entity.customers) {
      bytes += sizeof(match) + BytesOfRef(match.record) + match.account.size() +
               match.name.size() + match.url.size();
    }
  }
  for (const model::Reason& reason : answer.reasons) {
    bytes += sizeof(reason) + reason.entity.size() + reason.message.size() +
             reason.action.size();
  }
  for (const model::KeyReport& key : answer.keys) {
    bytes += sizeof(key) + key.normalized.size() + key.problem.size() +
             key.raw.size();
  }
  for (const model::NearMatch& near : answer.near_matches) {
    bytes += sizeof(near) + BytesOfRef(near.record) + near.rule.size() +
             near.detail.size();
  }
  for (const model::Counterpart& counterpart : answer.counterparts) {
    bytes += BytesOfRef(counterpart.record);
  }
  return bytes;
}

base::Hash128 AnswerMemory::KeyOf(const base::Hasher& hasher,
                                  const model::CheckQuery& query) {
  Parts parts;
  if (query.record.has_value()) {
    parts.Add("record");
    parts.Add(query.record->source);
    parts.Add(query.record->type);
    parts.Add(query.record->id);
  }
  if (query.customer.has_value()) AddCustomer(*query.customer, &parts);
  parts.AddAll(query.expected_entities);
  parts.Add(query.ship_to_country);
  parts.Add(query.view == model::CheckView::kBasic ? "basic" : "");
  // All of the number, for what is no window must not look like one.
  char settings[1 + sizeof(query.window_days)] = {0};
  std::memcpy(settings + 1, &query.window_days, sizeof(query.window_days));
  if (query.keys.has_value()) {
    settings[0] =
        static_cast<char>(8 | query.keys->Has(model::KeyKind::kEmail) << 0 |
                          query.keys->Has(model::KeyKind::kExternalId) << 1 |
                          query.keys->Has(model::KeyKind::kTaxId) << 2);
  }
  parts.Add(absl::string_view(settings, sizeof(settings)));
  return hasher.Hash(parts.get());
}

}  // namespace landfall::recall
