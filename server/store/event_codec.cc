// Event -> stored bytes -> event. Entry points: EncodeEvent, DecodeEvent.
#include "server/store/event_codec.h"

#include "server/base/status_macros.h"
#include "server/store/internal/byte_decoder.h"
#include "server/store/internal/byte_encoder.h"
#include "server/store/internal/codec_version.h"

namespace landfall::store {
namespace {

// The members of every struct, in stored order.
struct EventShapes {
  template <typename Coder, typename T>
  static void Walk(Coder& code, T& value) {
    using Shape = std::remove_const_t<T>;
    if constexpr (std::is_same_v<Shape, model::CardEvent>) {
      auto& [type, because, at, revision, card, source, record, name, verdict,
             reasons, entities, blocked_value, since, count, above,
             entered_at] = value;
      code(type, because, at, revision, card, source, record, name, verdict,
           reasons, entities, blocked_value, since, count, above, entered_at);
    } else if constexpr (std::is_same_v<Shape, model::RecordRef>) {
      auto& [source, type, id] = value;
      code(source, type, id);
    } else {
      static_assert(std::is_same_v<Shape, model::Money>);
      auto& [currency, amount] = value;
      code(currency, amount);
    }
  }
};

}  // namespace

std::string EncodeEvent(const model::CardEvent& event) {
  internal::Encoder<EventShapes> encoder;
  encoder.PutByte(internal::kCodecVersion);
  encoder(event);
  return std::move(encoder).Take();
}

absl::StatusOr<model::CardEvent> DecodeEvent(absl::string_view bytes) {
  internal::Decoder<EventShapes> decoder(bytes);
  LF_RETURN_IF_ERROR(internal::CheckVersion(decoder, "event"));
  model::CardEvent event;
  decoder(event);
  LF_RETURN_IF_ERROR(internal::CheckEnd(decoder, "event", bytes.size()));
  return event;
}

}  // namespace landfall::store
