#pragma once

#include <microhttpd.h>

namespace landfall::serve::http {

// Hands an answer of ours to the library. (MHD_queue_response is what the
// library itself calls for answers of its own, see library_answers.cc.)
MHD_Result QueueAnswer(MHD_Connection* connection, unsigned int status,
                       MHD_Response* response);

}  // namespace landfall::serve::http
