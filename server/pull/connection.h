#pragma once

#include <memory>
#include <string>

#include "server/base/clock.h"
#include "server/config/source_connection.h"
#include "server/model/settings.h"
#include "server/pull/authorizer.h"
#include "server/pull/connector.h"
#include "server/pull/http_sender.h"
#include "server/pull/subscriber.h"

namespace landfall::pull {

// What one source is asked with.
struct Connection {
  std::unique_ptr<HttpSender> sender;
  std::unique_ptr<Authorizer> authorizer;
  std::unique_ptr<Connector> connector;
  // nullptr: the system is not asked to tell of changes.
  std::unique_ptr<Subscriber> subscriber{};
};

// What proves to the system of a source who asks.
std::unique_ptr<Authorizer> AuthorizerFor(
    const model::Source& source, const config::SourceConnection& connection,
    const base::Clock& clock);

// How a source is read over `sender`. All but that must outlive the connection.
// With a `notify_url` and a secret for notifications the system is asked to
// send them there, if it is one that can be asked.
Connection Connect(const model::Settings& settings, const model::Source& source,
                   const config::SourceConnection& connection,
                   const base::Clock& clock, std::unique_ptr<HttpSender> sender,
                   const std::string& notify_url);

}  // namespace landfall::pull
