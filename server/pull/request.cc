// Entry point: JsonRequest.
#include "server/pull/request.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"

namespace landfall::pull {

http_client::Request JsonRequest(std::string url,
                                 std::vector<http_client::Header> more) {
  http_client::Request request;
  request.url = std::move(url);
  request.headers = {{"Accept", "application/json"}};
  std::move(more.begin(), more.end(), std::back_inserter(request.headers));
  return request;
}

std::vector<http_client::Header> ODataVersions() {
  return {{"OData-MaxVersion", "4.0"}, {"OData-Version", "4.0"}};
}

std::string ReadingRows(absl::string_view type) {
  return absl::StrCat("read ", type, " rows");
}

}  // namespace landfall::pull
