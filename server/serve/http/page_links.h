#pragma once

#include "google/protobuf/message.h"
#include "server/serve/http/rpc_exchange.h"

namespace landfall::serve::http {

// Gives the answers about a record that `request` or `response` names their
// `url`: where the web page of the server shows it. Answers in the view BASIC
// and messages of other calls stay as they are. Without `base` there is none.
void AddPageLinks(const BaseUrl& base, const google::protobuf::Message& request,
                  google::protobuf::Message* response);

}  // namespace landfall::serve::http
