// Turns a tax ID that is no key into the valid numbers that were probably
// meant. Entry point: TaxIdRepairs().
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/normalize/internal/country_code.h"
#include "server/normalize/near.h"
#include "server/normalize/tax/checks.h"
#include "server/normalize/tax/clean.h"
#include "server/normalize/tax/readings.h"

namespace landfall::normalize {
namespace {

using tax::Reading;

// More candidates than this explain nothing.
constexpr size_t kMostRepairs = 64;
constexpr size_t kLongestField = 256;

// Collects distinct repairs up to the limit.
class Repairs {
 public:
  void Add(NearRule rule, const Reading& reading) {
    if (!reading.IsValid() || full()) return;
    NormalKey key = reading.Key();
    for (const Repair& known : repairs_) {
      if (known.key == key) return;
    }
    repairs_.push_back(Repair{rule, std::move(key)});
  }
  void Try(NearRule rule, const tax::Issuer& issuer, absl::string_view body) {
    const Reading reading = tax::ReadAs(issuer, body);
    if (reading.problem == KeyProblem::kNone) Add(rule, reading);
  }
  bool full() const { return repairs_.size() >= kMostRepairs; }
  std::vector<Repair> Take() { return std::move(repairs_); }

 private:
  std::vector<Repair> repairs_;
};

char DigitThatLooksLike(char c, bool daring) {
  if (c == 'O') return '0';
  if (c == 'I') return '1';
  if (!daring) return c;
  constexpr absl::string_view kLetters = "QDLSZBG";
  constexpr absl::string_view kDigits = "0015286";
  const size_t at = kLetters.find(c);
  return at == absl::string_view::npos ? c : kDigits[at];
}

// O for 0 and I for 1, then the letters that look less like a digit.
void RepairLetters(const Reading& reading, Repairs& repairs) {
  for (const bool daring : {false, true}) {
    std::string body = reading.raw_body;
    for (char& c : body) c = DigitThatLooksLike(c, daring);
    if (body != reading.raw_body) {
      repairs.Try(NearRule::kTaxIdRepair, *reading.issuer, body);
    }
  }
}

// Mistakes that one issuer's numbers invite.
void RepairForm(const Reading& reading, Repairs& repairs) {
  const absl::string_view scope = reading.issuer->scope;
  const absl::string_view body = reading.raw_body;
  if (scope == "AT" && tax::HasShape(body, "99999999")) {
    repairs.Try(NearRule::kTaxIdRepair, *reading.issuer,
                absl::StrCat("U", body));
  }
  if (scope == "GB" && body.size() == 12 && absl::EndsWith(body, "000")) {
    repairs.Try(NearRule::kTaxIdOtherBranch, *reading.issuer,
                body.substr(0, 9));
  }
  if (scope == "NL" && tax::HasShape(body, "99999999999")) {
    repairs.Try(NearRule::kTaxIdRepair, *reading.issuer,
                absl::StrCat(body.substr(0, 9), "B", body.substr(9)));
  }
}

// BEBE0477472701: the prefix was added to a number that had it.
void RepairDoubledPrefix(const tax::CleanText& text, absl::string_view country,
                         Repairs& repairs) {
  const std::string& compact = text.compact;
  const bool doubled = compact.size() > 4 &&
                       compact.compare(0, 2, compact, 2, 2) == 0 &&
                       !tax::IssuersOf(compact.substr(0, 2)).empty();
  if (!doubled) return;
  tax::CleanText once;
  once.compact = compact.substr(2);
  for (const Reading& reading : tax::ReadAll(once, country)) {
    repairs.Add(NearRule::kTaxIdRepair, reading);
  }
}

// Two neighbours swapped first: there are few such numbers, so each is more
// likely than one of the many with another digit.
void SwapNeighbours(const Reading& reading, Repairs& repairs) {
  std::string body = reading.raw_body;
  for (size_t i = 0; i + 1 < body.size(); ++i) {
    if (body[i] == body[i + 1]) continue;
    std::swap(body[i], body[i + 1]);
    repairs.Try(NearRule::kTaxIdOneEdit, *reading.issuer, body);
    std::swap(body[i], body[i + 1]);
  }
}

void ForEachOfSameClass(char c, absl::FunctionRef<void(char)> visit) {
  const char first = tax::IsDigit(c) ? '0' : 'A';
  const char last = tax::IsDigit(c) ? '9' : 'Z';
  for (char other = first; other <= last; ++other) {
    if (other != c) visit(other);
  }
}

void ReplaceOne(const Reading& reading, Repairs& repairs) {
  std::string body = reading.raw_body;
  for (char& c : body) {
    const char before = c;
    if (!tax::IsDigit(before) && !tax::IsLetter(before)) continue;
    ForEachOfSameClass(before, [&](char other) {
      c = other;
      repairs.Try(NearRule::kTaxIdOneEdit, *reading.issuer, body);
    });
    c = before;
  }
}

void RemoveOne(const Reading& reading, Repairs& repairs) {
  for (size_t i = 0; i < reading.raw_body.size(); ++i) {
    std::string body = reading.raw_body;
    body.erase(i, 1);
    repairs.Try(NearRule::kTaxIdOneEdit, *reading.issuer, body);
  }
}

void InsertOne(const Reading& reading, Repairs& repairs) {
  for (size_t i = 0; i <= reading.raw_body.size(); ++i) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string body = reading.raw_body;
      body.insert(i, 1, digit);
      repairs.Try(NearRule::kTaxIdOneEdit, *reading.issuer, body);
    }
  }
}

// Only where a checksum failed, or the length: without a checksum every edit
// of a number is valid and says nothing.
void EditOnce(const Reading& reading, Repairs& repairs) {
  if (reading.problem == KeyProblem::kBadChecksum) {
    SwapNeighbours(reading, repairs);
    ReplaceOne(reading, repairs);
  }
  if (reading.problem == KeyProblem::kBadLength && !reading.issuer->weak) {
    RemoveOne(reading, repairs);
    InsertOne(reading, repairs);
  }
}

}  // namespace

size_t MostTaxIdEdits(absl::string_view raw) {
  if (raw.size() > kLongestField) return 0;
  // Two readings; of each character 25 others, or ten digits before it, a swap
  // and a loss.
  return 2 * 27 * raw.size() + 16;
}

std::vector<Repair> TaxIdRepairs(absl::string_view raw,
                                 absl::string_view country) {
  if (raw.size() > kLongestField) return {};
  const std::string code = RecordCountryCode(country);
  const tax::CleanText text = tax::Clean(raw);
  if (!text.decodable || text.compact.size() < 4) return {};
  const tax::Readings readings = tax::ReadAll(text, code);
  if (tax::Conclude(readings).problem == KeyProblem::kNone &&
      !readings.empty()) {
    return {};
  }
  Repairs repairs;
  // What is valid but a sample, or valid twice, may be meant as it stands.
  for (const Reading& reading : readings) {
    repairs.Add(NearRule::kTaxIdRepair, reading);
  }
  RepairDoubledPrefix(text, code, repairs);
  for (const Reading& reading : readings) {
    RepairForm(reading, repairs);
    RepairLetters(reading, repairs);
  }
  for (const Reading& reading : readings) EditOnce(reading, repairs);
  return repairs.Take();
}

}  // namespace landfall::normalize
