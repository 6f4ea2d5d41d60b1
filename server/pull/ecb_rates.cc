// Reference rates of the European Central Bank. Entry points: ReadEcbRates and
// EcbRates::Read.
#include "server/pull/ecb_rates.h"

#include <expat.h>

#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/pull/answer.h"

namespace landfall::pull {
namespace {

constexpr absl::string_view kReadRates = "read exchange rates";
// All rates since 1999 are 9 MiB.
constexpr size_t kMostBytes = size_t{32} << 20;
// Envelope, Cube, Cube of a day, Cube of a currency.
constexpr int kMostDepth = 8;
// The short file has those of 90 days; some of them must be held already.
constexpr int kShortFileDays = 60;

// Follows the elements of a file. The namespace of an element is of no account:
// there is one element of interest, and its attributes say what it is.
class EcbReader {
 public:
  EcbReader() : parser_(XML_ParserCreate(nullptr)) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &OnStart, &OnEnd);
    // Entities of a document type could make a large text of a small one.
    XML_SetStartDoctypeDeclHandler(parser_.get(), &OnDoctype);
  }

  bool Read(absl::string_view xml) {
    return XML_Parse(parser_.get(), xml.data(), static_cast<int>(xml.size()),
                     /*isFinal=*/1) == XML_STATUS_OK;
  }

  RatesRead Take() { return std::move(read_); }

 private:
  struct Freer {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  static EcbReader& Of(void* data) { return *static_cast<EcbReader*>(data); }

  static void OnStart(void* data, const XML_Char* name,
                      const XML_Char** attributes) {
    EcbReader& reader = Of(data);
    if (++reader.depth_ > kMostDepth) return reader.Stop();
    if (absl::string_view(name) != "Cube") return;
    absl::string_view time, currency, rate;
    for (const XML_Char** at = attributes; *at != nullptr; at += 2) {
      const absl::string_view attribute = at[0];
      if (attribute == "time") time = at[1];
      if (attribute == "currency") currency = at[1];
      if (attribute == "rate") rate = at[1];
    }
    if (!time.empty()) reader.OnDay(time);
    if (!currency.empty()) reader.OnCurrency(currency, rate);
  }
  static void OnEnd(void* data, const XML_Char* /*name*/) { --Of(data).depth_; }
  static void OnDoctype(void* data, const XML_Char*, const XML_Char*,
                        const XML_Char*, int) {
    Of(data).Stop();
  }

  void Stop() { XML_StopParser(parser_.get(), /*resumable=*/XML_FALSE); }

  void OnDay(absl::string_view text) {
    absl::CivilDay day;
    if (absl::ParseCivilTime(text, &day)) {
      day_ = day;
    } else {
      day_.reset();
      ++read_.unread;
    }
  }

  void OnCurrency(absl::string_view currency, absl::string_view rate) {
    const auto amount = rates::ReadAmount(rate);
    if (!day_ || !amount || !rates::IsCurrencyCode(currency) ||
        currency == "EUR") {
      ++read_.unread;
      return;
    }
    rates::Quote quote;
    quote.from = "EUR";
    quote.to = std::string(currency);
    quote.start = *day_;
    quote.to_amount = *amount;
    read_.quotes.push_back(std::move(quote));
  }

  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, Freer> parser_;
  int depth_ = 0;
  std::optional<absl::CivilDay> day_;
  RatesRead read_;
};

}  // namespace

absl::StatusOr<RatesRead> ReadEcbRates(absl::string_view xml) {
  if (xml.size() > kMostBytes) {
    return absl::InvalidArgumentError("the file is larger than 32 MiB");
  }
  EcbReader reader;
  if (!reader.Read(xml)) {
    return absl::InvalidArgumentError(
        "the answer is cut off or is no file of rates");
  }
  RatesRead read = reader.Take();
  if (read.quotes.empty()) {
    return absl::InvalidArgumentError("the answer holds no rates");
  }
  read.everything = false;
  return read;
}

absl::StatusOr<RatesRead> EcbRates::Read(absl::Time now,
                                         std::optional<absl::CivilDay> newest,
                                         Exchange& exchange) {
  const absl::CivilDay today = absl::ToCivilDay(now, absl::UTCTimeZone());
  const bool recent = newest.has_value() && today - *newest < kShortFileDays;
  http_client::Request request;
  request.url = absl::StrCat(
      folder_, recent ? "/eurofxref-hist-90d.xml" : "/eurofxref-hist.xml");
  request.headers = {{"Accept", "application/xml, text/xml"}};
  LF_ASSIGN_OR_RETURN(const http_client::Response response,
                      exchange.Ask(request, kReadRates));
  if (response.status != 200) return Refused(response, kReadRates);
  absl::StatusOr<RatesRead> read = ReadEcbRates(response.body);
  if (read.ok()) return read;
  return absl::UnavailableError(
      absl::StrCat(kReadRates, ": ", read.status().message()));
}

}  // namespace landfall::pull
