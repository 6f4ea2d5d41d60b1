// Record -> stored bytes -> Record. Entry points: EncodeRecord, DecodeRecord.
// Both directions walk the same description of every struct (Walk), so that
// they cannot disagree; structured bindings make a new member a build error.
#include "server/store/record_codec.h"

#include <cstdint>
#include <type_traits>
#include <utility>

#include "server/base/status_macros.h"
#include "server/store/internal/byte_decoder.h"
#include "server/store/internal/byte_encoder.h"
#include "server/store/internal/codec_version.h"

namespace landfall::store {
namespace {

template <typename T, typename U>
concept Is = std::is_same_v<std::remove_const_t<T>, U>;

// The members of every struct, in stored order.
struct RecordShapes {
  template <typename Coder, typename T>
  static void Walk(Coder& code, T& value) {
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
  static void WalkBody(Coder& code, T& value) {
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
      code(quote, number, customer_type, customer_id, customer_name, email,
           state, dead, ignored, cancelled_at, placed_at, amount, currency,
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
    } else if constexpr (Is<T, model::Document>) {
      auto& [entity, number, customer] = value;
      code(entity, number, customer);
    } else {
      static_assert(Is<T, model::ErrorEvent>);
      auto& [system, flow, map, entity, record, customer, message, error_code] =
          value;
      code(system, flow, map, entity, record, customer, message, error_code);
    }
  }
};

using Encoder = internal::Encoder<RecordShapes>;
using Decoder = internal::Decoder<RecordShapes>;

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
  encoder.PutByte(internal::kCodecVersion);
  encoder(ref, name, created, modified, deleted, tax_ids, fields);
  encoder.PutByte(static_cast<uint8_t>(body.index()));
  std::visit([&encoder](const auto& alternative) { encoder(alternative); },
             body);
  return std::move(encoder).Take();
}

absl::StatusOr<model::Record> DecodeRecord(absl::string_view bytes) {
  Decoder decoder(bytes);
  LF_RETURN_IF_ERROR(internal::CheckVersion(decoder, "record"));
  model::Record record;
  auto& [ref, name, created, modified, deleted, tax_ids, fields, body] = record;
  decoder(ref, name, created, modified, deleted, tax_ids, fields);
  GetBody(decoder, decoder.GetByte(), body,
          std::make_index_sequence<std::variant_size_v<model::Record::Body>>());
  LF_RETURN_IF_ERROR(internal::CheckEnd(decoder, "record", bytes.size()));
  return record;
}

}  // namespace landfall::store
