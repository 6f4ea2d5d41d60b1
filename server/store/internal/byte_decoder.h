#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "server/model/event.h"
#include "server/model/record.h"
#include "server/store/internal/byte_reader.h"
#include "server/store/subscription.h"

namespace landfall::store::internal {

// Reads what an Encoder of the same shapes wrote. Not thread-safe.
template <typename Shapes>
class Decoder : public ByteReader {
 public:
  using ByteReader::ByteReader;

  template <typename... Ts>
  void operator()(Ts&... values) {
    (Get(values), ...);
  }

 private:
  template <typename T>
  void GetUpTo(T last, T& value) {
    value = static_cast<T>(GetEnum(static_cast<uint8_t>(last)));
  }

  void Get(bool& value) { value = GetEnum(1) == 1; }
  void Get(int64_t& value) { value = GetSigned(); }
  void Get(uint32_t& value) {
    const uint64_t wide = GetVarint();
    value = static_cast<uint32_t>(wide);
    if (value != wide) Fail();
  }
  void Get(int& value) {
    const int64_t wide = GetSigned();
    value = static_cast<int>(wide);
    if (value != wide) Fail();
  }
  void Get(std::string& text) { GetText(text); }
  void Get(model::LifeState& state) {
    GetUpTo(model::LifeState::kMerged, state);
  }
  void Get(model::FieldValue::Type& type) {
    GetUpTo(model::FieldValue::Type::kBool, type);
  }
  void Get(model::EventType& type) {
    GetUpTo(model::EventType::kSourceRecovered, type);
  }
  void Get(model::EventCause& cause) {
    GetUpTo(model::EventCause::kConfiguration, cause);
  }
  void Get(SubscriptionEnd& end) { GetUpTo(SubscriptionEnd::kExpired, end); }
  void Get(model::Verdict& verdict) {
    GetUpTo(model::Verdict::kUnknown, verdict);
  }
  void Get(model::ReasonCode& code) {
    std::string name;
    Get(name);
    const auto known = model::ParseReason(name);
    if (!known) return Fail();
    code = *known;
  }
  void Get(base::Decimal& amount) { GetDecimal(amount); }
  void Get(std::optional<absl::Time>& time) { GetTime(time); }
  void Get(absl::Time& time) {
    std::optional<absl::Time> read;
    GetTime(read);
    if (!read) return Fail();
    time = *read;
  }
  template <typename T>
  void Get(std::optional<T>& value) {
    bool present = false;
    Get(present);
    if (present) Get(value.emplace());
  }
  template <typename T>
  void Get(std::vector<T>& values) {
    const size_t count = GetCount();
    values.reserve(count);
    for (size_t i = 0; i < count && ok(); ++i) Get(values.emplace_back());
  }
  template <typename A, typename B>
  void Get(std::pair<A, B>& pair) {
    Get(pair.first);
    Get(pair.second);
  }
  void Get(model::Fields& fields) {
    const uint64_t count = GetVarint();
    for (uint64_t i = 0; i < count && ok(); ++i) {
      model::Fields::Entry entry;
      Get(entry);
      fields.Add(std::move(entry.first), std::move(entry.second));
    }
    // An older program had another order.
    fields.Sort();
  }
  template <typename T>
  requires std::is_class_v<T>
  void Get(T& value) { Shapes::Walk(*this, value); }
};

}  // namespace landfall::store::internal
