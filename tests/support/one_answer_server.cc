#include "tests/support/one_answer_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/base/check.h"

namespace landfall::testing {
namespace {

// How many bytes of content the head of a request announces.
size_t ContentLength(absl::string_view head) {
  constexpr absl::string_view kName = "Content-Length: ";
  const size_t at = head.find(kName);
  if (at == absl::string_view::npos) return 0;
  absl::string_view value = head.substr(at + kName.size());
  value = value.substr(0, value.find("\r\n"));
  size_t length = 0;
  LF_CHECK(absl::SimpleAtoi(value, &length));
  return length;
}

// Reads a request; what does not look like one ends after the first bytes.
template <typename Read>
std::string ReadRequest(Read read) {
  std::string request;
  char buffer[1024];
  while (true) {
    const auto got = read(buffer, sizeof(buffer));
    if (got <= 0) return request;
    request.append(buffer, static_cast<size_t>(got));
    if (!absl::StartsWith(request, "GET ") &&
        !absl::StartsWith(request, "POST ")) {
      return request;
    }
    const size_t end = request.find("\r\n\r\n");
    if (end != std::string::npos &&
        request.size() >= end + 4 + ContentLength(request.substr(0, end + 2))) {
      return request;
    }
  }
}

template <typename T, typename Write>
std::string Pem(T* thing, Write write) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()),
                                                      &BIO_free);
  LF_CHECK(write(out.get(), thing) == 1);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

template <typename T, typename Read>
T* FromPem(const std::string& text, Read read) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free);
  T* thing = read(in.get(), nullptr, nullptr, nullptr);
  LF_CHECK(thing != nullptr);
  return thing;
}

}  // namespace

OneAnswerServer::OneAnswerServer(std::string answer, std::string certificate,
                                 std::string key)
    : answer_(std::move(answer)),
      certificate_(std::move(certificate)),
      key_(std::move(key)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  LF_CHECK(bind(listener_, raw, size) == 0);
  LF_CHECK(listen(listener_, 8) == 0);
  LF_CHECK(getsockname(listener_, raw, &size) == 0);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Serve(); });
}

OneAnswerServer::~OneAnswerServer() {
  shutdown(listener_, SHUT_RDWR);  // ends accept()
  thread_.join();
  close(listener_);
}

void OneAnswerServer::Serve() {
  while (true) {
    const int peer = accept(listener_, nullptr, nullptr);
    if (peer < 0) return;
    ++requests_;
    if (certificate_.empty()) {
      Answer(peer);
    } else {
      AnswerOverTls(peer);
    }
    close(peer);
  }
}

void OneAnswerServer::Answer(int peer) {
  request_ = ReadRequest(
      [peer](char* data, size_t size) { return read(peer, data, size); });
  // The other side may hang up on a body that is too long.
  send(peer, answer_.data(), answer_.size(), MSG_NOSIGNAL);
}

void OneAnswerServer::AnswerOverTls(int peer) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
      SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      FromPem<X509>(certificate_, PEM_read_bio_X509), &X509_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      FromPem<EVP_PKEY>(key_, PEM_read_bio_PrivateKey), &EVP_PKEY_free);
  SSL_CTX_use_certificate(context.get(), certificate.get());
  SSL_CTX_use_PrivateKey(context.get(), key.get());
  const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()),
                                                      &SSL_free);
  SSL_set_fd(tls.get(), peer);
  request_.clear();
  if (SSL_accept(tls.get()) != 1) return;  // the client hung up
  request_ = ReadRequest([&tls](char* data, size_t size) {
    return SSL_read(tls.get(), data, static_cast<int>(size));
  });
  SSL_write(tls.get(), answer_.data(), static_cast<int>(answer_.size()));
  SSL_shutdown(tls.get());
}

std::string HttpAnswer(const std::string& status, const std::string& body,
                       const std::string& headers) {
  return absl::StrCat("HTTP/1.1 ", status, "\r\nContent-Length: ", body.size(),
                      "\r\nConnection: close\r\n", headers, "\r\n", body);
}

SelfSigned MakeSelfSigned() {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(),
                                                                &X509_free);
  X509* const x509 = certificate.get();
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  constexpr int kHour = 60 * 60;
  X509_gmtime_adj(X509_getm_notBefore(x509), -kHour);
  X509_gmtime_adj(X509_getm_notAfter(x509), kHour);
  X509_set_pubkey(x509, key.get());
  X509_NAME* const name = X509_get_subject_name(x509);
  X509_NAME_add_entry_by_txt(
      name, "CN", MBSTRING_ASC,
      reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
  X509_set_issuer_name(x509, name);
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name,
                          "IP:127.0.0.1"),
      &X509_EXTENSION_free);
  X509_add_ext(x509, names.get(), -1);
  LF_CHECK(X509_sign(x509, key.get(), EVP_sha256()) > 0);
  return {Pem(x509, PEM_write_bio_X509), Pem(key.get(), [](BIO* out, auto* k) {
            return PEM_write_bio_PrivateKey(out, k, nullptr, nullptr, 0,
                                            nullptr, nullptr);
          })};
}

}  // namespace landfall::testing
