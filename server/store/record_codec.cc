// Record -> stored bytes -> Record. Entry points: EncodeRecord, DecodeRecord.
// Both directions walk the same description of every struct (Walk), so that
// they cannot disagree; structured bindings make a new member a build error.
#include "server/store/record_codec.h"

#include <cstdint>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/power_of_ten.h"

namespace landfall::store {
namespace {

constexpr char kVersion = 1;

// Tags in front of an optional time.
enum TimeTag : uint8_t { kAbsent = 0, kFinite = 1, kPast = 2, kFuture = 3 };

template <typename T, typename U>
concept Is = std::is_same_v<std::remove_const_t<T>, U>;

// --- The shape of every struct, in stored order. ---

template <typename Coder, typename T>
void Walk(Coder& code, T& value) {
  if constexpr (Is<T, model::RecordRef>) {
    auto& [source, type, id] = value;
    code(source, type, id);
  } else if constexpr (Is<T, model::QualifiedTaxId>) {
    auto& [field, text, country] = value;
    code(field, text, country);
  } else if constexpr (Is<T, model::FieldValue>) {
    auto& [type, text] = value;
    code(type, text);
  } else if constexpr (Is<T, model::Lookup>) {
    auto& [id, lookup_code] = value;
    code(id, lookup_code);
  } else if constexpr (Is<T, model::GivenKeys::ExternalId>) {
    auto& [source, text] = value;
    code(source, text);
  } else if constexpr (Is<T, model::GivenKeys::TaxId>) {
    auto& [country, text] = value;
    code(country, text);
  } else if constexpr (Is<T, model::GivenKeys>) {
    auto& [name, emails, external_ids, tax_ids, country, postal_code] = value;
    code(name, emails, external_ids, tax_ids, country, postal_code);
  } else {
    WalkBody(code, value);
  }
}

template <typename Coder, typename T>
void WalkBody(Coder& code, T& value) {
  if constexpr (Is<T, model::UpstreamCustomer>) {
    auto& [country, postal_code, state, merged_into, tags, company,
           customer_group, payment_terms, currency, shop_company] = value;
    code(country, postal_code, state, merged_into, tags, company,
         customer_group, payment_terms, currency, shop_company);
  } else if constexpr (Is<T, model::MasterCustomer>) {
    auto& [entity, account, country, postal_code, blocked] = value;
    code(entity, account, country, postal_code, blocked);
  } else if constexpr (Is<T, model::Order>) {
    auto& [quote, number, customer_type, customer_id, customer_name, email,
           state, dead, ignored, cancelled_at, placed_at, amount, currency,
           ship_countries, billing_country, tags] = value;
    code(quote, number, customer_type, customer_id, customer_name, email, state,
         dead, ignored, cancelled_at, placed_at, amount, currency,
         ship_countries, billing_country, tags);
  } else if constexpr (Is<T, model::Activity>) {
    auto& [customers, open] = value;
    code(customers, open);
  } else if constexpr (Is<T, model::Reference>) {
    auto& [reference_code, entity, name] = value;
    code(reference_code, entity, name);
  } else if constexpr (Is<T, model::CompanyLocation>) {
    auto& [company_id, country] = value;
    code(company_id, country);
  } else {
    static_assert(Is<T, model::ErrorEvent>);
    auto& [system, flow, map, entity, record, customer, message, error_code] =
        value;
    code(system, flow, map, entity, record, customer, message, error_code);
  }
}

class Encoder {
 public:
  template <typename... Ts>
  void operator()(const Ts&... values) {
    (Put(values), ...);
  }

  std::string Take() && { return std::move(bytes_); }

  void PutByte(uint8_t byte) { bytes_.push_back(static_cast<char>(byte)); }

 private:
  void PutVarint(uint64_t value) {
    for (; value >= 0x80; value >>= 7) {
      PutByte(static_cast<uint8_t>(value) | 0x80);
    }
    PutByte(static_cast<uint8_t>(value));
  }
  void PutSigned(int64_t value) {
    PutVarint((static_cast<uint64_t>(value) << 1) ^
              static_cast<uint64_t>(value >> 63));
  }

  void Put(bool value) { PutByte(value ? 1 : 0); }
  void Put(const std::string& text) {
    PutVarint(text.size());
    bytes_.append(text);
  }
  void Put(model::LifeState state) { PutByte(static_cast<uint8_t>(state)); }
  void Put(model::FieldValue::Type type) {
    PutByte(static_cast<uint8_t>(type));
  }
  void Put(const base::Decimal& amount) {
    // One spelling per value: 1.0 and 1.00 are stored alike.
    const base::Decimal shortest = amount.Shortest();
    const auto bits = static_cast<unsigned __int128>(shortest.mantissa());
    PutVarint(static_cast<uint64_t>(shortest.scale()));
    for (int shift = 0; shift < 128; shift += 8) {
      PutByte(static_cast<uint8_t>(bits >> shift));
    }
  }
  void Put(const std::optional<absl::Time>& time) {
    if (!time.has_value()) return PutByte(kAbsent);
    if (*time == absl::InfinitePast()) return PutByte(kPast);
    if (*time == absl::InfiniteFuture()) return PutByte(kFuture);
    const int64_t seconds = absl::ToUnixSeconds(*time);
    PutByte(kFinite);
    PutSigned(seconds);
    PutVarint(static_cast<uint64_t>(
        absl::ToInt64Nanoseconds(*time - absl::FromUnixSeconds(seconds))));
  }
  template <typename T>
  void Put(const std::optional<T>& value) {
    Put(value.has_value());
    if (value.has_value()) Put(*value);
  }
  template <typename T>
  void Put(const std::vector<T>& values) {
    PutVarint(values.size());
    for (const T& value : values) Put(value);
  }
  template <typename A, typename B>
  void Put(const std::pair<A, B>& pair) {
    Put(pair.first);
    Put(pair.second);
  }
  void Put(const model::Fields& fields) { Put(fields.entries()); }
  template <typename T>
  requires std::is_class_v<T>
  void Put(const T& value) { Walk(*this, value); }

  std::string bytes_;
};

// Reads within the given bytes. After the first fault everything else is left
// at its default and ok() stays false.
class Decoder {
 public:
  explicit Decoder(absl::string_view bytes) : rest_(bytes) {}

  template <typename... Ts>
  void operator()(Ts&... values) {
    (Get(values), ...);
  }

  bool ok() const { return ok_; }
  bool AtEnd() const { return rest_.empty(); }
  void Fail() {
    ok_ = false;
    rest_ = absl::string_view();
  }

  uint8_t GetByte() {
    if (rest_.empty()) {
      Fail();
      return 0;
    }
    const uint8_t byte = static_cast<uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }

 private:
  uint64_t GetVarint() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const uint8_t byte = GetByte();
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if ((byte & 0x80) == 0) return value;
    }
    Fail();
    return 0;
  }
  int64_t GetSigned() {
    const uint64_t bits = GetVarint();
    return static_cast<int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
  }
  // A byte that must be at most `last`.
  uint8_t GetEnum(uint8_t last) {
    const uint8_t byte = GetByte();
    if (byte <= last) return byte;
    Fail();
    return 0;
  }

  void Get(bool& value) { value = GetEnum(1) == 1; }
  void Get(std::string& text) {
    const uint64_t size = GetVarint();
    if (size > rest_.size()) return Fail();
    text.assign(rest_.data(), size);
    rest_.remove_prefix(size);
  }
  void Get(model::LifeState& state) {
    state = static_cast<model::LifeState>(
        GetEnum(static_cast<uint8_t>(model::LifeState::kMerged)));
  }
  void Get(model::FieldValue::Type& type) {
    type = static_cast<model::FieldValue::Type>(
        GetEnum(static_cast<uint8_t>(model::FieldValue::Type::kBool)));
  }
  void Get(base::Decimal& amount) {
    const uint64_t scale = GetVarint();
    unsigned __int128 bits = 0;
    for (int shift = 0; shift < 128; shift += 8) {
      bits |= static_cast<unsigned __int128>(GetByte()) << shift;
    }
    const auto mantissa = static_cast<__int128>(bits);
    const __int128 beyond = base::PowerOfTen(base::Decimal::kMaxScale);
    if (scale > base::Decimal::kMaxScale || mantissa >= beyond ||
        mantissa <= -beyond) {
      return Fail();
    }
    amount = base::Decimal(mantissa, static_cast<int>(scale));
  }
  void Get(std::optional<absl::Time>& time) {
    switch (GetEnum(kFuture)) {
      case kAbsent:
        return;
      case kPast:
        time = absl::InfinitePast();
        return;
      case kFuture:
        time = absl::InfiniteFuture();
        return;
    }
    const int64_t seconds = GetSigned();
    const uint64_t nanos = GetVarint();
    if (nanos >= 1'000'000'000) return Fail();
    time = absl::FromUnixSeconds(seconds) +
           absl::Nanoseconds(static_cast<int64_t>(nanos));
  }
  template <typename T>
  void Get(std::optional<T>& value) {
    bool present = false;
    Get(present);
    if (present) Get(value.emplace());
  }
  template <typename T>
  void Get(std::vector<T>& values) {
    const uint64_t count = GetVarint();
    // Every element takes a byte at least, which bounds the allocation.
    if (count > rest_.size()) return Fail();
    values.reserve(count);
    for (uint64_t i = 0; i < count && ok_; ++i) Get(values.emplace_back());
  }
  template <typename A, typename B>
  void Get(std::pair<A, B>& pair) {
    Get(pair.first);
    Get(pair.second);
  }
  void Get(model::Fields& fields) {
    const uint64_t count = GetVarint();
    for (uint64_t i = 0; i < count && ok_; ++i) {
      model::Fields::Entry entry;
      Get(entry);
      fields.Add(std::move(entry.first), std::move(entry.second));
    }
    // An older program had another order.
    fields.Sort();
  }
  template <typename T>
  requires std::is_class_v<T>
  void Get(T& value) { Walk(*this, value); }

  absl::string_view rest_;
  bool ok_ = true;
};

template <size_t... I>
void GetBody(Decoder& decoder, size_t index, model::Record::Body& body,
             std::index_sequence<I...> /*alternatives*/) {
  const bool known =
      ((index == I && (decoder(body.template emplace<I>()), true)) || ...);
  if (!known) decoder.Fail();
}

}  // namespace

std::string EncodeRecord(const model::Record& record) {
  auto& [ref, name, created, modified, deleted, tax_ids, fields, body] = record;
  Encoder encoder;
  encoder.PutByte(kVersion);
  encoder(ref, name, created, modified, deleted, tax_ids, fields);
  encoder.PutByte(static_cast<uint8_t>(body.index()));
  std::visit([&encoder](const auto& alternative) { encoder(alternative); },
             body);
  return std::move(encoder).Take();
}

absl::StatusOr<model::Record> DecodeRecord(absl::string_view bytes) {
  Decoder decoder(bytes);
  const uint8_t version = decoder.GetByte();
  if (decoder.ok() && version != kVersion) {
    return absl::DataLossError(
        absl::StrCat("stored record has version ", version,
                     "; this program reads version ", int{kVersion}));
  }
  model::Record record;
  auto& [ref, name, created, modified, deleted, tax_ids, fields, body] = record;
  decoder(ref, name, created, modified, deleted, tax_ids, fields);
  GetBody(decoder, decoder.GetByte(), body,
          std::make_index_sequence<std::variant_size_v<model::Record::Body>>());
  if (!decoder.ok() || !decoder.AtEnd()) {
    return absl::DataLossError(absl::StrCat("stored record of ", bytes.size(),
                                            " bytes cannot be read"));
  }
  return record;
}

}  // namespace landfall::store
