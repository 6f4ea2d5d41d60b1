// Turns what people write in front of, or instead of, a tax ID into lengths of
// labels and placeholder words. Entry points: LabelLength(),
// IsPlaceholderWord().
#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "server/normalize/tax/checks.h"
#include "server/normalize/tax/clean.h"

namespace landfall::normalize::tax {
namespace {

// As Clean() leaves them; \1 is a letter that is neither Latin nor looks so
// (УНП, ИНН, ЄДРПОУ, ΑΦΜ, ЕИК). Parts of a label are labels ("VAT", "NO",
// "ID"), so that "VAT NO" is one without being listed.
constexpr absl::string_view kLabels[] = {
    "VAT",
    "VATIN",
    "VATRN",
    "VATNO",
    "VATNR",
    "VATID",
    "VATREG",
    "VATREGNO",
    "VATNUMBER",
    "TAX",
    "TAXID",
    "TAXNO",
    "TAXNUMBER",
    "NO",
    "NR",
    "N",
    "NRO",
    "NUM",
    "NUMBER",
    "NUMERO",
    "ID",
    "IDNO",
    "IDNR",
    "REG",
    "REGNO",
    "REGNR",
    "REGISTRATION",
    "CODE",
    "UST",
    "USTID",
    "USTIDNR",
    "USTNR",
    "UMSATZSTEUERID",
    "UID",
    "UIDNR",
    "MWST",
    "MWSTNR",
    "PIVA",
    "PARTITAIVA",
    "PARTITA",
    "IVA",
    "CF",
    "CIF",
    "NIF",
    "NIE",
    "DNI",
    "NIPC",
    "CUI",
    "TVA",
    "NTVA",
    "TVAINTRA",
    "INTRACOM",
    "INTRACOMMUNAUTAIRE",
    "BTW",
    "BTWNR",
    "BTWID",
    "BTWNUMMER",
    "ONDERNEMINGSNUMMER",
    "BCE",
    "KBO",
    "MVA",
    "MVANR",
    "MOMS",
    "MOMSNR",
    "MOMSREG",
    "ORG",
    "ORGNR",
    "ORGANISATIONSNUMMER",
    "CVR",
    "CVRNR",
    "ALV",
    "ALVNRO",
    "YTUNNUS",
    "KMKR",
    "KMKRNR",
    "PVN",
    "PVM",
    "PVMKODAS",
    "NIP",
    "DIC",
    "ICDPH",
    "DPH",
    "ICO",
    "OIB",
    "PDV",
    "DDV",
    "IDDDV",
    "ADOSZAM",
    "AFM",
    "A\1M",
    "VKN",
    "VERGINO",
    "KDV",
    "UNP",
    "YH\1",
    "INN",
    "\1HH",
    "EDRPOU",
    "\1\1P\1OY",
    "BULSTAT",
    "EIK",
    "E\1K",
    "DDS",
    "EDB",
    "E\1B",
    "PIB",
    "\1\1B",
    "NIPT",
    "NUIS",
    "ABN",
    "GST",
    "GSTIN",
    "GSTNO",
    "GSTREGNO",
    "IRD",
    "HST",
    "BN",
    "EIN",
    "FEIN",
    "TIN",
    "FTIN",
    "RFC",
    "CNPJ",
    "CUIT",
    "RUT",
    "NIT",
    "RUC",
    "UEN",
    "MST",
    "NPWP",
    "BRN",
    "UBN",
    "USCC",
    "TRN",
    "PIN",
    "VATREGTIN",
    "IDNO",
    "KENNITALA",
    "VSK",
    "VSKNR",
};

// Labels of numbers that never are a tax key here.
constexpr absl::string_view kOtherKindLabels[] = {
    "EORI", "SSN", "CPF", "STEUERNUMMER", "STEUERNR", "STNR", "STIDNR",
};

constexpr absl::string_view kPlaceholderWords[] = {
    "0",
    "NA",
    "NONE",
    "NIL",
    "NULL",
    "EXEMPT",
    "UNKNOWN",
    "TBD",
    "PENDING",
    "X",
    "XX",
    "XXX",
    "XXXX",
    "ISENTO",
    "EXENTO",
    "NINGUNO",
    "KEINE",
    "KEINER",
    "AUCUN",
    "AUCUNE",
    "GEEN",
    "BRAK",
    "ND",
    "SN",
    "CF",
    "PRIVATE",
    "PRIVAT",
    "NOVAT",
    "VAT",
    "NO",
    "NOTAPPLICABLE",
    "NOTREGISTERED",
    "NOVATNUMBER",
    "TEST",
    "TODO",
    "UNREGISTERED",
    "ISENTA",
    "EXENTA",
    "NINGUNA",
    "NESSUNO",
    "INGEN",
};

using WordSet = absl::flat_hash_set<absl::string_view>;

const WordSet& Labels() {
  static const auto* const kSet =
      new WordSet(std::begin(kLabels), std::end(kLabels));
  return *kSet;
}

const WordSet& PlaceholderWords() {
  static const auto* const kSet =
      new WordSet(std::begin(kPlaceholderWords), std::end(kPlaceholderWords));
  return *kSet;
}

constexpr size_t kLongestLabel = 19;

bool EndsWord(const CleanText& text, size_t end) {
  return end == text.compact.size() || text.BreakBefore(end) ||
         IsDigit(text.compact[end]);
}

}  // namespace

size_t LabelLength(const CleanText& text, size_t begin) {
  const absl::string_view rest = absl::string_view(text.compact).substr(begin);
  size_t letters = 0;
  while (letters < rest.size() && letters < kLongestLabel &&
         !IsDigit(rest[letters])) {
    ++letters;
  }
  for (size_t length = letters; length > 0; --length) {
    if (EndsWord(text, begin + length) &&
        Labels().contains(rest.substr(0, length))) {
      return length;
    }
  }
  return 0;
}

bool HasOtherKindLabel(const CleanText& text) {
  return std::any_of(std::begin(kOtherKindLabels), std::end(kOtherKindLabels),
                     [&text](absl::string_view label) {
                       return absl::StartsWith(text.compact, label) &&
                              EndsWord(text, label.size());
                     });
}

bool IsPlaceholderWord(absl::string_view compact) {
  if (PlaceholderWords().contains(compact)) return true;
  return std::all_of(compact.begin(), compact.end(),
                     [](char c) { return c == '?' || c == '*'; });
}

}  // namespace landfall::normalize::tax
