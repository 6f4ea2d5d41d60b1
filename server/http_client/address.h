#pragma once

#include <sys/socket.h>

namespace landfall::http_client {

enum class AddressKind {
  kPublic,    // of the Internet
  kPrivate,   // of a network that somebody keeps for himself
  kLoopback,  // of this machine
  // No address that a request is meant for: unspecified, link-local (where
  // clouds answer with the secrets of a machine), multicast, reserved, or not
  // of the Internet Protocol.
  kForbidden,
};

// What kind of address `address` is (AF_INET or AF_INET6). An address of
// version 6 that stands for one of version 4 (mapped, NAT64, 6to4) is what that
// is; by way of a translator only public ones are. Pure.
AddressKind KindOf(const sockaddr& address);

}  // namespace landfall::http_client
