// A customer and its answer -> what differs in the ledger. Entry point:
// DriftOf.

#include "tests/oracle/naive_drift.h"

#include <algorithm>
#include <map>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace landfall::oracle {
namespace {

struct Pair {
  std::string type;
  std::string upstream;
  std::string master;
  std::string kind;
  std::string map_type;
};

const std::vector<Pair>& Pairs() {
  static const auto* const pairs = new std::vector<Pair>{
      {"account", "accountnumber", "CustomerAccount", "text", "="},
      {"account", "emailaddress1", "PrimaryContactEmail", "text", "="},
      {"account", "msdyn_taxexemptnumber", "TaxExemptNumber", "text", "="},
      {"account", "address1_city", "DeliveryAddressCity", "text", "="},
      {"account", "telephone1", "PrimaryContactPhone", "phone", "="},
      {"account", "creditlimit", "CreditLimit", "number", "="},
      {"account", "msdyn_partycountry", "PartyCountry", "country", "="},
      {"account", "address1_latitude", "DeliveryAddressLatitude", "number",
       ">"},
      {"account", "terms", "PaymentTerms", "text", "="},
      {"contact", "msdyn_contactpersonid", "CustomerAccount", "text", "="},
      {"contact", "emailaddress1", "PrimaryContactEmail", "text", "="},
      {"contact", "telephone1", "PrimaryContactPhone", "phone", "="},
      {"contact", "msdyn_partycountry", "PartyCountry", "country", "="},
      {"contact", "gendercode", "PersonGender", "gender", "><"},
  };
  return *pairs;
}

std::string Squeezed(const std::string& text, bool blanks) {
  std::string out;
  for (const char c : absl::AsciiStrToLower(text)) {
    if (c != ' ' || (blanks && !out.empty() && out.back() != ' ')) {
      out.push_back(c);
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// One word for all values that are one; nullopt: nobody can say.
std::optional<std::string> Meaning(const std::string& kind,
                                   const std::string& text) {
  static const auto* const known =
      new std::map<std::pair<std::string, std::string>, std::string>{
          {{"number", ""}, "0"},        {{"number", "0"}, "0"},
          {{"number", "1000"}, "1000"}, {{"number", "1000.00"}, "1000"},
          {{"number", "1e3"}, "1000"},  {{"number", "5.00001"}, "5"},
          {{"number", "5"}, "5"},       {{"country", "norway"}, "NO"},
          {{"country", "nor"}, "NO"},   {{"country", "no"}, "NO"},
          {{"gender", "male"}, "1"},    {{"gender", "1"}, "1"},
          {{"gender", "female"}, "2"},  {{"gender", "2"}, "2"},
          {{"gender", "unknown"}, ""},  {{"gender", ""}, ""},
      };
  const std::string squeezed = Squeezed(text, true);
  const auto it = known->find({kind, squeezed});
  if (it != known->end()) return it->second;
  if (kind == "gender") return std::nullopt;
  if (kind != "phone") return squeezed;
  std::string digits;
  for (const char c : squeezed) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) digits += c;
  }
  return digits;
}

const std::string* Field(const model::Record& record, const std::string& path) {
  for (const auto& [known, value] : record.fields.entries()) {
    if (known == path) return &value.text;
  }
  return nullptr;
}

// The terms are a lookup that the sales system's list explains.
std::optional<std::string> Value(const NaiveView& view,
                                 const model::Record& record,
                                 const std::string& path) {
  if (path != "terms") {
    const std::string* const text = Field(record, path);
    return text == nullptr ? std::nullopt : std::make_optional(*text);
  }
  const std::string* const id = Field(record, "_msdyn_paymentterm_value");
  if (id == nullptr) return std::nullopt;
  if (id->empty()) return "";
  for (const model::Record* row : view.records()) {
    if (row->ref == model::RecordRef{record.ref.source, "payment_terms", *id}) {
      return std::get<model::Reference>(row->body).code;
    }
  }
  return std::nullopt;
}

bool IsSent(const model::Record& record) {
  const auto is = [&](const std::string& path, const std::string& text) {
    const std::string* const value = Field(record, path);
    return value != nullptr && *value == text;
  };
  if (record.ref.type == "account") return is("customertypecode", "3");
  const std::string* const id = Field(record, "msdyn_contactpersonid");
  return is("msdyn_sellable", "true") && id != nullptr && !id->empty();
}

void AddDifferences(const NaiveView& view, const model::Record& record,
                    const model::Record& master, const std::string& entity,
                    std::vector<model::FieldDrift>* drift) {
  for (const Pair& pair : Pairs()) {
    if (pair.type != record.ref.type) continue;
    const auto ours = Value(view, record, pair.upstream);
    const std::string* const theirs = Field(master, pair.master);
    if (!ours.has_value() || theirs == nullptr) continue;
    const auto a = Meaning(pair.kind, *ours);
    const auto b = Meaning(pair.kind, *theirs);
    if (!a.has_value() || !b.has_value() || *a == *b) continue;
    model::FieldDrift found;
    found.map = absl::StrCat("Customers V3 (", record.ref.type, "s)");
    found.entity = entity;
    found.master = master.ref;
    found.upstream_field = pair.upstream == "terms"
                               ? "msdyn_paymentterm.msdyn_name"
                               : pair.upstream;
    found.master_field = pair.master;
    found.upstream_value = std::string(absl::StripAsciiWhitespace(*ours));
    found.master_value = std::string(absl::StripAsciiWhitespace(*theirs));
    found.map_type = pair.map_type;
    found.winner = pair.map_type == ">" ? model::DriftWinner::kMaster
                                        : model::DriftWinner::kLastWriter;
    drift->push_back(found);
  }
}

bool IsDualWritten(const NaiveView& view, const std::string& entity) {
  const model::LegalEntity* const known = view.settings().FindEntity(entity);
  return view.settings().FindSource(known->source)->system ==
         model::System::kFinanceOperations;
}

}  // namespace

std::vector<model::FieldDrift> DriftOf(const NaiveView& view,
                                       const NaiveCustomer& customer,
                                       const model::CheckAnswer& answer) {
  std::vector<model::FieldDrift> drift;
  if (customer.source == nullptr || customer.record == nullptr ||
      customer.source->system != model::System::kDataverse ||
      answer.verdict != model::Verdict::kPromoted ||
      !IsSent(*customer.record)) {
    return drift;
  }
  for (const model::EntityOutcome& outcome : answer.entities) {
    if (outcome.outcome != model::Outcome::kPresent ||
        !IsDualWritten(view, outcome.entity)) {
      continue;
    }
    const auto numbered = [](const model::MasterMatch& match) {
      return match.matched_on.Has(model::KeyKind::kExternalId);
    };
    const bool any = std::any_of(outcome.customers.begin(),
                                 outcome.customers.end(), numbered);
    for (const model::MasterMatch& match : outcome.customers) {
      if (any && !numbered(match)) continue;
      const NaiveMaster* const master = view.FindMaster(match.record);
      AddDifferences(view, *customer.record, *master->record, outcome.entity,
                     &drift);
    }
  }
  return drift;
}

std::optional<absl::Time> LastChangeOf(const NaiveCustomer& customer) {
  if (customer.record == nullptr) return std::nullopt;
  const auto& time = customer.record->modified.has_value()
                         ? customer.record->modified
                         : customer.record->created;
  if (!time.has_value()) return std::nullopt;
  return absl::FromUnixSeconds(absl::ToUnixSeconds(*time));
}

std::vector<std::string> ExpectedIn(const NaiveView& view,
                                    const model::CheckAnswer& answer) {
  std::vector<std::string> expected;
  if (answer.verdict == model::Verdict::kOutOfScope) return expected;
  const bool anywhere = answer.clarity == model::ExpectationClarity::kUnmapped;
  for (const model::LegalEntity& entity : view.settings().legal_entities) {
    bool named = anywhere;
    for (const model::EntityOutcome& outcome : answer.entities) {
      named |= outcome.entity == entity.id &&
               (outcome.candidate ||
                outcome.because != model::ExpectedBecause::kNone);
    }
    if (named) expected.push_back(entity.id);
  }
  return expected;
}

}  // namespace landfall::oracle
