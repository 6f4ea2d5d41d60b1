// SQLSTATE -> status, with the way out.
#include "server/store/postgres/errors.h"

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace landfall::store::postgres {
namespace {

constexpr char kLostUrl[] = "landfall/postgres-lost";

// Data exceptions and violated constraints: their messages quote what was sent.
bool QuotesValues(absl::string_view sqlstate) {
  return absl::StartsWith(sqlstate, "22") || absl::StartsWith(sqlstate, "23");
}

// Limits, an operator, a system around it, or a stand-by that takes no writes:
// the same statement may do later.
bool MayPass(absl::string_view sqlstate) {
  for (const char* one : {"08", "40", "53", "55", "57", "58", "25006"}) {
    if (absl::StartsWith(sqlstate, one)) return true;
  }
  return false;
}

}  // namespace

absl::Status ServerError(absl::string_view sqlstate,
                         absl::string_view message) {
  const std::string what = absl::StrCat(
      "PostgreSQL answers ", QuotesValues(sqlstate) ? "an error" : message,
      " (SQLSTATE ", sqlstate, ")");
  if (sqlstate == "53100") {
    return absl::ResourceExhaustedError(absl::StrCat(
        what, ": the disk of the database is full; make room there"));
  }
  if (MayPass(sqlstate)) return absl::UnavailableError(what);
  if (sqlstate == "42501") {
    return absl::PermissionDeniedError(
        absl::StrCat(what,
                     ": the user of store.postgres must own schema landfall, "
                     "or be allowed to create it"));
  }
  if (absl::StartsWith(sqlstate, "XX00") && sqlstate != "XX000") {
    return absl::DataLossError(
        absl::StrCat(what, ": restore the database from a backup"));
  }
  return absl::InternalError(what);
}

absl::Status LostError(absl::string_view what) {
  absl::Status status = absl::UnavailableError(
      absl::StrCat("the database cannot be reached: ", what));
  status.SetPayload(kLostUrl, absl::Cord());
  return status;
}

bool IsLost(const absl::Status& status) {
  return status.GetPayload(kLostUrl).has_value();
}

absl::Status DamagedError(absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("schema landfall of the database holds ", what,
                   ": restore it from a backup"));
}

}  // namespace landfall::store::postgres
