// Turns an email key into its coarser forms and its neighbours one edit away.
// Entry points: EmailNearForms(), ForEachEmailOneEdit().
#include "server/normalize/internal/near_email.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/normalize/internal/email_domain.h"
#include "server/normalize/internal/unicode_text.h"

namespace landfall::normalize {
namespace {

struct Parts {
  absl::string_view local;
  absl::string_view domain;
};

Parts PartsOf(const NormalKey& key) {
  const absl::string_view text = key.text();
  const size_t at = text.rfind('@');
  return {text.substr(0, at), text.substr(at + 1)};
}

std::string PlusTagForm(const Parts& parts) {
  const size_t plus = parts.local.find('+');
  // "+a@…" would have nothing left.
  const absl::string_view base =
      plus == 0 ? parts.local : parts.local.substr(0, plus);
  return absl::StrCat(base, "@", parts.domain);
}

bool IsGmail(absl::string_view domain) {
  return domain == "gmail.com" || domain == "googlemail.com";
}

std::string GmailForm(const Parts& parts) {
  return absl::StrCat(absl::StrReplaceAll(parts.local, {{".", ""}}),
                      "@gmail.com");
}

icu::UnicodeString FromUtf8(absl::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string NfkcForm(const Parts& parts) {
  if (IsAscii(parts.local)) return absl::StrCat(parts.local, "@", parts.domain);
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* fold =
      icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) return absl::StrCat(parts.local, "@", parts.domain);
  std::string folded;
  fold->normalize(FromUtf8(parts.local), error).toUTF8String(folded);
  // Office programs make O’Brien of O'Brien.
  return absl::StrCat(
      absl::StrReplaceAll(folded, {{"’", "'"}, {"ʼ", "'"}, {"ʻ", "'"}}), "@",
      parts.domain);
}

// ß is ss, İ and ı are i, in the local part and in the domain.
std::string SharpSForm(const Parts& parts) {
  const std::string text =
      absl::StrCat(parts.local, "@", UnicodeDomain(parts.domain));
  if (IsAscii(text)) return text;
  return absl::StrReplaceAll(
      text, {{"ß", "ss"}, {"İ", "i"}, {"i\u0307", "i"}, {"ı", "i"}});
}

// Never closed: it lives as long as the process.
const USpoofChecker* SpoofChecker() {
  static const USpoofChecker* const kChecker = [] {
    UErrorCode error = U_ZERO_ERROR;
    USpoofChecker* checker = uspoof_open(&error);
    return U_FAILURE(error) ? nullptr : checker;
  }();
  return kChecker;
}

std::string IcuSkeleton(absl::string_view text) {
  if (SpoofChecker() == nullptr) return std::string(text);
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString skeleton;
  uspoof_getSkeletonUnicodeString(SpoofChecker(), 0, FromUtf8(text), skeleton,
                                  &error);
  std::string out;
  skeleton.toUTF8String(out);
  // ICU's prototypes of 0 and 1 are letters in either case.
  return U_FAILURE(error) ? std::string(text) : absl::AsciiStrToLower(out);
}

// Skeletons of the single ASCII characters: those of longer ASCII texts are
// their concatenation, and ICU need not be asked a million times.
const std::array<std::string, 128>& AsciiSkeletons() {
  static const auto* const kTable = [] {
    auto* table = new std::array<std::string, 128>();
    for (size_t c = 0; c < table->size(); ++c) {
      const char text = static_cast<char>(c);
      (*table)[c] = IcuSkeleton(absl::string_view(&text, 1));
    }
    return table;
  }();
  return *kTable;
}

std::string ConfusableForm(const Parts& parts) {
  const std::string text =
      absl::StrCat(parts.local, "@", UnicodeDomain(parts.domain));
  if (!IsAscii(text)) return IcuSkeleton(text);
  std::string out;
  for (char c : text) out += AsciiSkeletons()[static_cast<unsigned char>(c)];
  return out;
}

constexpr absl::string_view kEditAlphabet =
    "abcdefghijklmnopqrstuvwxyz0123456789.-_";
constexpr size_t kShortestLocal = 5;

// Offers the spellings around one address to a visitor until it has enough. An
// address of ASCII in normal form is spelled as it is, and so are its
// neighbours, as far as they are addresses at all.
//
// The hash of a neighbour is put together from what stands before the edit,
// what is written there, and what comes after. Example, to base B: "anna" is
// a·B³ + n·B² + n·B + a; without its second letter, "ana" is (a)·B² + (n·B +
// a).
class Neighbours {
 public:
  Neighbours(const Parts& parts, const SpellingHash& spelling,
             absl::FunctionRef<bool(uint64_t)> may_be_held,
             absl::FunctionRef<bool(absl::string_view)> visit)
      : text_(absl::StrCat(parts.local, "@", parts.domain)),
        local_(parts.local.size()),
        spelling_(spelling),
        may_be_held_(may_be_held),
        visit_(visit),
        before_(text_.size() + 1),
        from_(text_.size() + 1),
        power_(text_.size() + 2, 1) {
    for (size_t i = 0; i < text_.size(); ++i) {
      before_[i + 1] = before_[i] * spelling_.base() + Digit(text_[i]);
    }
    for (size_t i = 1; i < power_.size(); ++i) {
      power_[i] = power_[i - 1] * spelling_.base();
    }
    for (size_t i = text_.size(); i-- > 0;) {
      from_[i] = Digit(text_[i]) * power_[text_.size() - 1 - i] + from_[i + 1];
    }
  }

  void Visit() {
    for (size_t i = 0; i < local_ && more_; ++i) EditAt(i);
    InsertAt(local_);
  }

 private:
  static uint64_t Digit(char c) { return static_cast<uint8_t>(c); }

  void EditAt(size_t i) {
    if (i + 1 < local_ && text_[i] != text_[i + 1]) {
      const char swapped[] = {text_[i + 1], text_[i]};
      Offer(i, 2, absl::string_view(swapped, 2));
    }
    for (const char& c : kEditAlphabet) {
      if (c != text_[i]) Offer(i, 1, absl::string_view(&c, 1));
    }
    // Of equal neighbours one loss is enough.
    if (i == 0 || text_[i] != text_[i - 1]) Offer(i, 1, "");
    InsertAt(i);
  }
  // Before an equal letter only: after it would give the same text.
  void InsertAt(size_t i) {
    for (const char& c : kEditAlphabet) {
      if (i > 0 && text_[i - 1] == c) continue;
      Offer(i, 0, absl::string_view(&c, 1));
    }
  }
  // The address with `instead` of `length` letters at `i`.
  void Offer(size_t i, size_t length, absl::string_view instead) {
    if (!more_) return;
    const size_t after = text_.size() - i - length;
    uint64_t hash = before_[i];
    for (const char c : instead) hash = hash * spelling_.base() + Digit(c);
    hash = hash * power_[after] + from_[i + length];
    if (!may_be_held_(hash)) return;
    more_ = visit_(
        absl::StrCat(text_.substr(0, i), instead, text_.substr(i + length)));
  }

  const std::string text_;
  const size_t local_;  // so long is the local part
  const SpellingHash& spelling_;
  absl::FunctionRef<bool(uint64_t)> may_be_held_;
  absl::FunctionRef<bool(absl::string_view)> visit_;
  std::vector<uint64_t> before_;  // the hash of what stands before a letter
  std::vector<uint64_t> from_;    // and of what begins with it
  std::vector<uint64_t> power_;   // of the base
  bool more_ = true;
};

}  // namespace

std::vector<NearForm> EmailNearForms(const NormalKey& key) {
  const Parts parts = PartsOf(key);
  std::vector<NearForm> forms;
  forms.push_back({NearRule::kEmailPlusTag, PlusTagForm(parts)});
  if (IsGmail(parts.domain)) {
    forms.push_back({NearRule::kEmailGmailDots, GmailForm(parts)});
  }
  forms.push_back({NearRule::kEmailNfkc, NfkcForm(parts)});
  forms.push_back({NearRule::kEmailSharpS, SharpSForm(parts)});
  forms.push_back({NearRule::kEmailConfusable, ConfusableForm(parts)});
  return forms;
}

size_t MostEmailOneEdits(const NormalKey& key) {
  if (key.kind() != model::KeyKind::kEmail) return 0;
  const Parts parts = PartsOf(key);
  if (parts.local.size() < kShortestLocal || !IsAscii(parts.local)) return 0;
  // Of each character: a swap, a loss, other letters for it and before it; and
  // others at the end.
  return parts.local.size() * (2 + 2 * kEditAlphabet.size()) +
         kEditAlphabet.size();
}

void ForEachEmailOneEdit(const NormalKey& key,
                         absl::FunctionRef<bool(absl::string_view)> visit) {
  ForEachEmailOneEdit(
      key, SpellingHash(1), [](uint64_t /*hash*/) { return true; }, visit);
}

void ForEachEmailOneEdit(const NormalKey& key, const SpellingHash& spelling,
                         absl::FunctionRef<bool(uint64_t)> may_be_held,
                         absl::FunctionRef<bool(absl::string_view)> visit) {
  if (MostEmailOneEdits(key) == 0) return;
  Neighbours(PartsOf(key), spelling, may_be_held, visit).Visit();
}

}  // namespace landfall::normalize
