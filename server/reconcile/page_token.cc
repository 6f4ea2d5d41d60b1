#include "server/reconcile/page_token.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <cstring>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/base/check.h"

namespace landfall::reconcile {
namespace {

constexpr int kNonceSize = 12;
constexpr int kTagSize = 16;
constexpr char kVersion = 1;

using CipherContext =
    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

CipherContext NewContext() {
  return CipherContext(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
}

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* Bytes(std::string* text) {
  return reinterpret_cast<unsigned char*>(text->data());
}

template <typename T>
void Put(T value, std::string* out) {
  out->append(reinterpret_cast<const char*>(&value), sizeof(value));
}

void PutText(absl::string_view text, std::string* out) {
  Put(static_cast<uint32_t>(text.size()), out);
  out->append(text.data(), text.size());
}

template <typename T>
bool Take(absl::string_view* in, T* value) {
  if (in->size() < sizeof(T)) return false;
  memcpy(value, in->data(), sizeof(T));
  in->remove_prefix(sizeof(T));
  return true;
}

bool TakeText(absl::string_view* in, std::string* text) {
  uint32_t size = 0;
  if (!Take(in, &size) || in->size() < size) return false;
  text->assign(in->data(), size);
  in->remove_prefix(size);
  return true;
}

std::string Encode(const PageCursor& cursor) {
  std::string out;
  Put(cursor.as_of, &out);
  Put(static_cast<int32_t>(cursor.after.group), &out);
  Put(cursor.after.value.mantissa(), &out);
  Put(static_cast<int32_t>(cursor.after.value.scale()), &out);
  Put(cursor.after.since, &out);
  PutText(cursor.after.name, &out);
  PutText(cursor.after.record, &out);
  PutText(cursor.log, &out);
  return out;
}

bool Decode(absl::string_view in, PageCursor* cursor) {
  int32_t group = 0;
  int32_t scale = 0;
  __int128 mantissa = 0;
  const bool ok = Take(&in, &cursor->as_of) && Take(&in, &group) &&
                  Take(&in, &mantissa) && Take(&in, &scale) &&
                  Take(&in, &cursor->after.since) &&
                  TakeText(&in, &cursor->after.name) &&
                  TakeText(&in, &cursor->after.record) &&
                  // A version before this one wrote none.
                  (in.empty() || TakeText(&in, &cursor->log)) && in.empty();
  cursor->after.group = group;
  cursor->after.value = base::Decimal(mantissa, scale);
  return ok;
}

absl::Status BadToken() {
  return absl::InvalidArgumentError(
      "page_token: not a token of this list; take it unchanged from "
      "next_page_token and repeat the query's other fields");
}

}  // namespace

PageTokens::PageTokens(absl::string_view secret)
    : key_(SHA256_DIGEST_LENGTH, '\0') {
  const std::string text = absl::StrCat("page token\n", secret);
  SHA256(Bytes(absl::string_view(text)), text.size(), Bytes(&key_));
}

std::string PageTokens::Seal(absl::string_view query,
                             const PageCursor& cursor) const {
  const std::string plain = Encode(cursor);
  std::string sealed(1 + kNonceSize + plain.size() + kTagSize, kVersion);
  unsigned char* nonce = Bytes(&sealed) + 1;
  unsigned char* body = nonce + kNonceSize;
  int size = 0;
  LF_CHECK(RAND_bytes(nonce, kNonceSize) == 1);
  CipherContext context = NewContext();
  LF_CHECK(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr,
                              Bytes(absl::string_view(key_)), nonce) == 1);
  LF_CHECK(EVP_EncryptUpdate(context.get(), nullptr, &size, Bytes(query),
                             static_cast<int>(query.size())) == 1);
  LF_CHECK(EVP_EncryptUpdate(context.get(), body, &size,
                             Bytes(absl::string_view(plain)),
                             static_cast<int>(plain.size())) == 1);
  LF_CHECK(EVP_EncryptFinal_ex(context.get(), body + size, &size) == 1);
  LF_CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagSize,
                               body + plain.size()) == 1);
  return absl::WebSafeBase64Escape(sealed);
}

absl::StatusOr<PageCursor> PageTokens::Open(absl::string_view query,
                                            absl::string_view token) const {
  std::string sealed;
  if (!absl::WebSafeBase64Unescape(token, &sealed) ||
      sealed.size() < 1 + kNonceSize + kTagSize || sealed[0] != kVersion) {
    return BadToken();
  }
  const size_t size = sealed.size() - 1 - kNonceSize - kTagSize;
  unsigned char* nonce = Bytes(&sealed) + 1;
  unsigned char* body = nonce + kNonceSize;
  std::string plain(size, '\0');
  int written = 0;
  CipherContext context = NewContext();
  LF_CHECK(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr,
                              Bytes(absl::string_view(key_)), nonce) == 1);
  LF_CHECK(EVP_DecryptUpdate(context.get(), nullptr, &written, Bytes(query),
                             static_cast<int>(query.size())) == 1);
  LF_CHECK(EVP_DecryptUpdate(context.get(), Bytes(&plain), &written, body,
                             static_cast<int>(size)) == 1);
  LF_CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagSize,
                               body + size) == 1);
  int rest = 0;
  if (EVP_DecryptFinal_ex(context.get(), Bytes(&plain) + written, &rest) != 1) {
    return BadToken();
  }
  PageCursor cursor;
  if (!Decode(plain, &cursor)) return BadToken();
  return cursor;
}

}  // namespace landfall::reconcile
