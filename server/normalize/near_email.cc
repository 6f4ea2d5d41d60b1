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
class Neighbours {
 public:
  Neighbours(const Parts& parts,
             absl::FunctionRef<bool(absl::string_view)> visit)
      : local_(parts.local), domain_(parts.domain), visit_(visit) {}

  void Visit() {
    std::string text = absl::StrCat(local_, "@", domain_);
    for (size_t i = 0; i < local_.size() && more_; ++i) EditAt(i, text);
    InsertAt(local_.size());
  }

 private:
  // Leaves `text` as it was.
  void EditAt(size_t i, std::string& text) {
    if (i + 1 < local_.size() && text[i] != text[i + 1]) {
      std::swap(text[i], text[i + 1]);
      Offer(text);
      std::swap(text[i], text[i + 1]);
    }
    for (char c : kEditAlphabet) {
      text[i] = c;
      if (c != local_[i]) Offer(text);
    }
    text[i] = local_[i];
    // Of equal neighbours one loss is enough.
    if (i == 0 || local_[i] != local_[i - 1]) {
      Offer(absl::StrCat(local_.substr(0, i), local_.substr(i + 1), "@",
                         domain_));
    }
    InsertAt(i);
  }
  // Before an equal letter only: after it would give the same text.
  void InsertAt(size_t i) {
    std::string text =
        absl::StrCat(local_.substr(0, i), " ", local_.substr(i), "@", domain_);
    for (char c : kEditAlphabet) {
      if (i > 0 && local_[i - 1] == c) continue;
      text[i] = c;
      Offer(text);
    }
  }
  void Offer(absl::string_view text) {
    if (more_) more_ = visit_(text);
  }

  const absl::string_view local_;
  const absl::string_view domain_;
  absl::FunctionRef<bool(absl::string_view)> visit_;
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
  if (MostEmailOneEdits(key) == 0) return;
  Neighbours(PartsOf(key), visit).Visit();
}

}  // namespace landfall::normalize
