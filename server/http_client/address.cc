// An address -> whose it is, by the registries of IANA for special purposes.
// Entry point: KindOf.
#include "server/http_client/address.h"

#include <netinet/in.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace landfall::http_client {
namespace {

using Kind = AddressKind;

struct Range4 {
  uint32_t first;
  int bits;
  Kind kind;
};

// What is not listed is public.
constexpr Range4 kRanges4[] = {
    {0x00000000, 8, Kind::kForbidden},   // 0/8: this host
    {0x0A000000, 8, Kind::kPrivate},     // 10/8
    {0x64400000, 10, Kind::kPrivate},    // 100.64/10: behind a carrier's NAT
    {0x7F000000, 8, Kind::kLoopback},    // 127/8
    {0xA9FE0000, 16, Kind::kForbidden},  // 169.254/16: link-local
    {0xAC100000, 12, Kind::kPrivate},    // 172.16/12
    {0xC0000000, 24, Kind::kForbidden},  // 192.0.0/24: protocol assignments
    {0xC0000200, 24, Kind::kForbidden},  // 192.0.2/24: documentation
    {0xC0586300, 24, Kind::kForbidden},  // 192.88.99/24: relays of 6to4
    {0xC0A80000, 16, Kind::kPrivate},    // 192.168/16
    {0xC6120000, 15, Kind::kForbidden},  // 198.18/15: benchmarks
    {0xC6336400, 24, Kind::kForbidden},  // 198.51.100/24: documentation
    {0xCB007100, 24, Kind::kForbidden},  // 203.0.113/24: documentation
    {0xE0000000, 4, Kind::kForbidden},   // 224/4: multicast
    {0xF0000000, 4, Kind::kForbidden},   // 240/4: reserved, and broadcast
};

Kind KindOf4(uint32_t address) {
  for (const Range4& range : kRanges4) {
    if ((address ^ range.first) >> (32 - range.bits) == 0) return range.kind;
  }
  return Kind::kPublic;
}

using Bytes = std::array<uint8_t, 16>;

struct Range6 {
  Bytes first;
  int bits;
};

constexpr Range6 kLoopback6{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
                            128};
constexpr Range6 kMapped{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96};
constexpr Range6 kNat64{{0, 0x64, 0xff, 0x9b}, 96};
constexpr Range6 k6to4{{0x20, 0x02}, 16};
constexpr Range6 kUniqueLocal{{0xfc}, 7};
constexpr Range6 kGlobal{{0x20}, 3};
// Within kGlobal, and public all the same not.
constexpr Range6 kNotPublic[] = {
    {{0x20, 0x01, 0}, 23},           // protocol assignments, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x3f, 0xff, 0}, 20},           // documentation
};

bool IsIn(const Bytes& address, const Range6& range) {
  for (int bit = 0; bit < range.bits; bit += 8) {
    const size_t i = static_cast<size_t>(bit) / 8;
    const int rest = range.bits - bit;
    const int mask = rest >= 8 ? 0xff : 0xff << (8 - rest) & 0xff;
    if (((address[i] ^ range.first[i]) & mask) != 0) return false;
  }
  return true;
}

// The address of version 4 that begins at byte `at`.
uint32_t Embedded(const Bytes& address, size_t at) {
  return uint32_t{address[at]} << 24 | uint32_t{address[at + 1]} << 16 |
         uint32_t{address[at + 2]} << 8 | uint32_t{address[at + 3]};
}

// A translator would lead to whatever is private or local where it stands.
Kind Translated(uint32_t address) {
  return KindOf4(address) == Kind::kPublic ? Kind::kPublic : Kind::kForbidden;
}

Kind KindOf6(const Bytes& address) {
  if (IsIn(address, kLoopback6)) return Kind::kLoopback;
  if (IsIn(address, kMapped)) return KindOf4(Embedded(address, 12));
  if (IsIn(address, kNat64)) return Translated(Embedded(address, 12));
  if (IsIn(address, k6to4)) return Translated(Embedded(address, 2));
  if (IsIn(address, kUniqueLocal)) return Kind::kPrivate;
  if (!IsIn(address, kGlobal)) return Kind::kForbidden;
  for (const Range6& range : kNotPublic) {
    if (IsIn(address, range)) return Kind::kForbidden;
  }
  return Kind::kPublic;
}

}  // namespace

AddressKind KindOf(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof(v4));
    return KindOf4(ntohl(v4.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof(v6));
    Bytes bytes;
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return KindOf6(bytes);
  }
  return Kind::kForbidden;
}

}  // namespace landfall::http_client
