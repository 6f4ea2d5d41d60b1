// Entry point: ClientSender::Send.
#include "server/pull/client_sender.h"

namespace landfall::pull {
namespace {

http_client::Options PullOptions() {
  http_client::Options options;
  options.connect_within = absl::Seconds(10);
  options.answer_within = absl::Seconds(120);
  options.most_body_bytes = size_t{64} << 20;
  // The configuration allows it on loopback only, and a run asks no other
  // server than the configured one.
  options.plain_http = true;
  return options;
}

}  // namespace

ClientSender::ClientSender() : client_(PullOptions()) {}

absl::StatusOr<http_client::Response> ClientSender::Send(
    const http_client::Request& request) {
  return client_.Send(request);
}

}  // namespace landfall::pull
