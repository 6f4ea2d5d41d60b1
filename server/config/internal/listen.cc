// listen, store, public_url, log -> addresses, files and folders.
#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/config/internal/readers.h"

namespace landfall::config::internal {
namespace {

// "host:port" -> its two parts; an empty host means every interface.
bool SplitAddress(absl::string_view address, absl::string_view* host,
                  int* port) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos) return false;
  *host = address.substr(0, colon);
  // A bare IPv6 address has no brackets to tell its end from the port.
  const bool bracketed =
      absl::StartsWith(*host, "[") && absl::EndsWith(*host, "]");
  if (!bracketed && absl::StrContains(*host, ":")) return false;
  const absl::string_view digits = address.substr(colon + 1);
  return absl::SimpleAtoi(digits, port) && *port >= 0 && *port <= 65535 &&
         host->find_first_of(" /") == absl::string_view::npos;
}

std::string HostOf(const Listener& listener) {
  absl::string_view host;
  int port = 0;
  return SplitAddress(listener.address, &host, &port) ? std::string(host) : "";
}

void ReadAddress(const Item& item, Listener& listener) {
  const std::optional<std::string> text = item.Text();
  if (!text.has_value()) return;
  absl::string_view host;
  int port = 0;
  if (!SplitAddress(*text, &host, &port)) {
    item.Fail(
        "must be host:port with a port from 0 to 65535, such as "
        "127.0.0.1:7450 or [::1]:7450");
    return;
  }
  listener.address = *text;
}

// `label` is what a block of the file must be: "CERTIFICATE". A listener that
// is given something else says only that it cannot listen.
std::string ReadPemFile(const Section& tls, absl::string_view key,
                        absl::string_view label, const std::string& directory) {
  const std::optional<Item> item = tls.Find(key);
  const std::optional<std::string> text = tls.Text(key);
  if (!text.has_value()) return "";
  const std::string path = Absolute(*text, directory);
  std::ifstream file(path);
  std::ostringstream content;
  if (!file.is_open() || !(content << file.rdbuf())) {
    item->Fail(absl::StrCat("file ", path, " cannot be read"));
  } else if (!absl::StrContains(content.str(), "-----BEGIN ") ||
             !absl::StrContains(content.str(), absl::StrCat(label, "-----"))) {
    item->Fail(absl::StrCat("file ", path, " holds no ",
                            absl::AsciiStrToLower(label), " in PEM form"));
  }
  return path;
}

void ReadTls(const Item& item, const std::string& directory,
             Listener& listener) {
  const Section tls(item, {"cert", "key", "client_ca"});
  if (!item.IsMap()) return;
  tls.RequiredText("cert");
  tls.RequiredText("key");
  listener.tls_certificate = ReadPemFile(tls, "cert", "CERTIFICATE", directory);
  listener.tls_key = ReadPemFile(tls, "key", "PRIVATE KEY", directory);
  listener.tls_client_ca =
      ReadPemFile(tls, "client_ca", "CERTIFICATE", directory);
  if (const auto key = tls.Find("key")) {
    CheckPrivateFile(*key, listener.tls_key);
  }
  // Whoever changes it decides who gets in.
  if (const auto client_ca = tls.FindFilled("client_ca")) {
    CheckOwnedFile(*client_ca, listener.tls_client_ca);
  }
}

// An address, or a map of an address and its tls.
void ReadListener(const Section& listen, absl::string_view key,
                  const std::string& directory, Listener& listener) {
  const std::optional<Item> item = listen.Find(key);
  if (!item.has_value()) return;
  if (!item->IsMap()) return ReadAddress(*item, listener);
  const Section section(*item, {"address", "tls"});
  if (const auto address = section.Find("address")) {
    ReadAddress(*address, listener);
  }
  if (const auto tls = section.FindFilled("tls")) {
    ReadTls(*tls, directory, listener);
  }
}

void CheckListener(const Section& file, absl::string_view key,
                   const Listener& listener, const ServerOptions& options) {
  if (IsLoopback(HostOf(listener))) return;
  const std::optional<Item> listen = file.Find("listen");
  const Item& place = listen.has_value() ? *listen : file.item();
  const std::string path = absl::StrCat("listen.", key);
  const std::string reached = absl::StrCat(
      "\"", listener.address, "\" can be reached from other machines");
  Problems& problems = file.item().problems();
  if (!options.auth.enabled()) {
    problems.Add(
        place.node().line, path,
        absl::StrCat(reached,
                     ", which needs auth: add auth.api_keys (`landfall keys "
                     "new` prints a line), or listen on 127.0.0.1"));
  } else if (listener.tls_certificate.empty()) {
    problems.Warn(
        place.node().line, path,
        absl::StrCat(reached,
                     " without TLS: keys and customers' data go there in the "
                     "clear; set listen.tls, or listen on 127.0.0.1 behind a "
                     "proxy that does"));
  }
}

}  // namespace

void ReadListen(const Section& file, const std::string& directory,
                ServerOptions& options) {
  const std::optional<Item> item = file.Find("listen");
  if (!item.has_value()) return;
  const Section listen(*item, {"grpc", "http", "tls"});
  // One tls for both, unless a listener has its own.
  if (const auto tls = listen.FindFilled("tls")) {
    ReadTls(*tls, directory, options.grpc);
    const std::string http_address = options.http.address;
    options.http = options.grpc;
    options.http.address = http_address;
  }
  ReadListener(listen, "grpc", directory, options.grpc);
  ReadListener(listen, "http", directory, options.http);
  if (options.grpc.address == options.http.address &&
      !absl::EndsWith(options.grpc.address, ":0")) {
    item->Fail("grpc and http cannot share one address");
  }
}

void CheckExposure(const Section& file, const ServerOptions& options) {
  CheckListener(file, "grpc", options.grpc, options);
  CheckListener(file, "http", options.http, options);
  const bool published =
      !options.public_url.empty() && !IsLoopback(HostOfUrl(options.public_url));
  if (!published || options.auth.enabled()) return;
  // A proxy in front asks nobody, and to us all its callers are this machine.
  file.Find("public_url")
      ->Fail(
          "says that others reach this server there, which needs auth: add "
          "auth.api_keys (`landfall keys new` prints a line), or take it out");
}

void ReadStore(const Section& file, const std::string& directory,
               ServerOptions& options) {
  options.store_path = Absolute(options.store_path, directory);
  const std::optional<Item> item = file.Find("store");
  if (!item.has_value()) return;
  const Section store(*item, {"path", "postgres"});
  if (store.Find("path").has_value() && store.Find("postgres").has_value()) {
    item->Fail("path and postgres exclude each other");
  }
  if (const auto path = store.Text("path")) {
    options.store_path = Absolute(*path, directory);
  }
  const std::optional<Item> postgres = store.Find("postgres");
  const std::optional<std::string> text = store.Text("postgres");
  if (!text.has_value()) return;
  if (IsSecretReference(*text)) {
    const auto secret = ResolveSecret(*postgres, *text, directory);
    if (secret.has_value()) options.postgres = secret->Reveal();
    return;
  }
  const size_t at = text->find('@');
  const size_t user = text->find("://");
  const bool password =
      at != std::string::npos && user != std::string::npos &&
      absl::StrContains(text->substr(user + 3, at - user - 3), ":");
  if (password || absl::StrContains(*text, "password=")) {
    postgres->Fail(
        "a password does not belong into this file; write the whole URL as "
        "\"env:NAME\" or \"file:/path\"");
    return;
  }
  if (!absl::StartsWith(*text, "postgresql://") &&
      !absl::StartsWith(*text, "postgres://")) {
    postgres->Fail("must be a URL such as postgresql://user@host/db");
    return;
  }
  options.postgres = *text;
}

void ReadPublicUrl(const Section& file, ServerOptions& options) {
  const std::optional<Item> item = file.Find("public_url");
  if (!item.has_value()) return;
  // Unlike a source's url this may be http: nothing is sent there.
  options.public_url = ReadUrl(*item, /*plain=*/true).value_or("");
}

void ReadLog(const Section& file, ServerOptions& options) {
  const std::optional<Item> item = file.Find("log");
  if (!item.has_value()) return;
  const Section log(*item, {"level"});
  const std::optional<Item> level = log.Find("level");
  if (!level.has_value()) return;
  const auto text = level->OneOf({"trace", "debug", "info", "warn", "error"});
  if (text.has_value()) options.log_level = *text;
}

void ReadRecall(const Section& file, ServerOptions& options) {
  const std::optional<Item> item = file.Find("recall");
  if (!item.has_value()) return;
  const auto text = item->OneOf({"on", "off"});
  if (text.has_value()) options.recall = *text == "on";
}

}  // namespace landfall::config::internal
