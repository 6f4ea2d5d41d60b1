#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/base/decimal.h"
#include "server/config/internal/section.h"
#include "server/config/server_options.h"

// One function per part of the file. Each reads its part into the options and
// reports what is wrong with it; the order of the calls in load.cc matters
// where a later part names things of an earlier one.

namespace landfall::config::internal {

// listen, store, public_url, log (listen.cc). Relative paths are relative to
// `directory`.
void ReadListen(const Section& file, const std::string& directory,
                ServerOptions& options);
void ReadStore(const Section& file, const std::string& directory,
               ServerOptions& options);
void ReadPublicUrl(const Section& file, ServerOptions& options);
void ReadLog(const Section& file, ServerOptions& options);
void ReadRecall(const Section& file, ServerOptions& options);

// Without auth only loopback is served, and with it better not in the clear.
// Call after ReadListen, ReadPublicUrl and ReadAuth.
void CheckExposure(const Section& file, const ServerOptions& options);

// reporting_currency, exchange_rates (rates.cc), legal_entities (entities.cc).
// A feed and entities name sources, so ReadSources comes before them.
void ReadCurrencies(const Section& file, ServerOptions& options);
void ReadEntities(const Section& file, ServerOptions& options);
// Whether the feed can be read with these legal entities.
void CheckRateFeed(const Section& file, const ServerOptions& options);

// sources (sources.cc).
void ReadSources(const Section& file, const std::string& directory,
                 ServerOptions& options);

// The field map of one source (source_fields.cc), with the defaults.
void ReadKeyFields(const Section& source_section, const ServerOptions& options,
                   model::Source& source);
// orders.active of one source (source_fields.cc), with the defaults.
void ReadActiveStates(const Section& source_section, model::Source& source);

// expectation, scope, documents, keys, hubs, placeholder_domains (rules.cc).
void ReadExpectation(const Section& file, ServerOptions& options);
void ReadScope(const Section& file, ServerOptions& options);
void ReadDocuments(const Section& file, ServerOptions& options);
void ReadMatching(const Section& file, ServerOptions& options);
// table_maps (table_maps.cc): a file, relative to `directory`.
void ReadTableMaps(const Section& file, const std::string& directory,
                   ServerOptions& options);
// A list of key kinds that is not empty; nullopt after a problem.
std::optional<model::KeyKinds> ReadKeyKinds(const Item& item);

// cards (cards.cc). After ReadMatching: its keys are the default.
void ReadCards(const Section& file, ServerOptions& options);

// auth (auth.cc).
void ReadAuth(const Section& file, const std::string& directory,
              ServerOptions& options);
// events, webhooks (outgoing.cc).
void ReadEvents(const Section& file, ServerOptions& options);
void ReadWebhooks(const Section& file, ServerOptions& options);

// Everything about how one source is reached (connections.cc): url, auth, sync,
// notify, order_window, and what only some systems have.
void ReadConnection(const Section& source_section, const std::string& directory,
                    model::Source& source, ServerOptions& options);
// The auth of one source: values by key, with secrets resolved
// (source_auth.cc).
std::map<std::string, Secret> ReadSourceAuth(const Item& item,
                                             model::System system,
                                             const std::string& directory);
// Reports a key that `source` must not have because its system is none of
// `systems`; `because` may be empty. Whether it may have it.
bool CheckBelongs(const Item& item, const model::Source& source,
                  const std::vector<model::System>& systems,
                  absl::string_view because);

// Secrets (secrets.cc). The value of a reference such as "env:NAME" or
// "file:/path", one line end at its end cut; nullopt after a problem, and so
// is a secret that is written down itself.
std::optional<Secret> ReadSecret(const Item& item,
                                 const std::string& directory);
// The same for the text of an item. REQUIRES: IsSecretReference(reference).
std::optional<Secret> ResolveSecret(const Item& item,
                                    const std::string& reference,
                                    const std::string& directory);
bool IsSecretReference(absl::string_view text);

// Files that open doors (private_file.cc). Reports one that others than its
// owner may write to.
void CheckOwnedFile(const Item& item, const std::string& path);
// The same, and warns of one that everybody may read.
void CheckPrivateFile(const Item& item, const std::string& path);

// Small readers that several parts share (values.cc).

// A country in ISO alpha-2 as written by people.
std::optional<std::string> ReadCountry(const Item& item);
// Three capital letters.
std::optional<std::string> ReadCurrency(const Item& item);
// A lower-case slug such as "shop-2".
std::optional<std::string> ReadSlug(const Item& item);
// An http(s) URL without user, query and fragment, and without a slash at its
// end. Plain http only to loopback, unless `plain`.
std::optional<std::string> ReadUrl(const Item& item, bool plain = false);
// The host of such a URL: "localhost", "[::1]".
absl::string_view HostOfUrl(absl::string_view url);
// Letters, digits and '_', beginning with a letter: how systems call their
// tables and columns.
std::optional<std::string> ReadIdentifier(const Item& item);
// Whether a host ("localhost", "[::1]", "127.0.0.1") is this machine.
bool IsLoopback(absl::string_view host);
// The id of a configured source.
const model::Source* ReadSourceRef(const Item& item,
                                   const ServerOptions& options);
// A legal entity, spelt as configured.
const model::LegalEntity* ReadEntityRef(const Item& item,
                                        const ServerOptions& options);
// `path` as it is when absolute, else below `directory`; always absolute.
std::string Absolute(const std::string& path, const std::string& directory);

}  // namespace landfall::config::internal
