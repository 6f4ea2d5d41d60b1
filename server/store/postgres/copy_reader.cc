// The binary format of COPY -> rows.
#include "server/store/postgres/copy_reader.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "server/base/big_endian.h"
#include "server/store/postgres/errors.h"

namespace landfall::store::postgres {
namespace {

// The columns of a row of a binary copy, which `bytes` begins with; false when
// it is cut short.
bool TakeCopyRow(absl::string_view* bytes,
                 std::vector<absl::string_view>* columns) {
  const auto count = base::TakeNumber<uint16_t>(bytes);
  for (uint16_t i = 0; i < count; ++i) {
    if (bytes->size() < sizeof(uint32_t)) return false;
    const auto length = base::TakeNumber<uint32_t>(bytes);
    if (length == UINT32_MAX) {
      columns->emplace_back();
      continue;
    }
    if (bytes->size() < length) return false;
    columns->push_back(bytes->substr(0, length));
    bytes->remove_prefix(length);
  }
  return true;
}

// The signature, the flags and an extension without content.
constexpr size_t kCopyHeaderSize = 11 + 2 * sizeof(uint32_t);
constexpr absl::string_view kCopySignature("PGCOPY\n\377\r\n\0", 11);

// The end is a row of -1 columns.
constexpr size_t kEndSize = sizeof(uint16_t);

}  // namespace

absl::StatusOr<std::optional<Row>> CopyReader::Read(absl::string_view message) {
  if (!began_) {
    if (message.size() < kCopyHeaderSize ||
        message.substr(0, kCopySignature.size()) != kCopySignature) {
      return DamagedError("a copy in an unknown format");
    }
    message.remove_prefix(kCopyHeaderSize);
    began_ = true;
  }
  if (message.size() <= kEndSize) return std::optional<Row>();
  std::vector<absl::string_view> columns;
  if (!TakeCopyRow(&message, &columns)) return DamagedError("a row cut short");
  return std::optional<Row>(Row(std::move(columns)));
}

}  // namespace landfall::store::postgres
