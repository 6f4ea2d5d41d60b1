#include "server/base/hmac_sha256.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "server/base/check.h"

namespace landfall::base {

std::string HmacSha256(absl::string_view key, absl::string_view text) {
  std::string result(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  LF_CHECK(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                reinterpret_cast<const unsigned char*>(text.data()),
                text.size(), reinterpret_cast<unsigned char*>(result.data()),
                &size) != nullptr);
  result.resize(size);
  return result;
}

std::string RandomBytes(size_t size) {
  std::string bytes(size, '\0');
  LF_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                      static_cast<int>(size)) == 1);
  return bytes;
}

}  // namespace landfall::base
