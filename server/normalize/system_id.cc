// Turns the ids of each system into their one spelling.
// Entry point: CanonicalSystemId.
#include "server/normalize/system_id.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/field_error.h"
#include "server/base/status_macros.h"

namespace landfall::normalize {
namespace {

using base::FieldError;
using model::System;

constexpr size_t kGuidLength = 36;
constexpr size_t kMaxEventIdBytes = 256;
constexpr size_t kMaxIdDigits = 20;  // an unsigned 64-bit integer

bool IsDashPosition(size_t i) {
  return i == 8 || i == 13 || i == 18 || i == 23;
}

absl::StatusOr<std::string> FinanceOperationsId(absl::string_view id) {
  id = absl::StripAsciiWhitespace(id);
  const size_t colon = id.find(':');
  if (colon == absl::string_view::npos || colon == 0 ||
      colon + 1 == id.size()) {
    return FieldError("id",
                      "not an id; allowed is dataAreaId:Account, as in "
                      "usmf:US-001");
  }
  return EntityId(absl::StripAsciiWhitespace(id.substr(0, colon)),
                  absl::StripAsciiWhitespace(id.substr(colon + 1)));
}

absl::StatusOr<std::string> BusinessCentralId(absl::string_view id) {
  // A company's name may hold a colon, a customer's number does not.
  const size_t colon = id.rfind(':');
  absl::string_view company;
  absl::string_view rest;
  if (colon != absl::string_view::npos) {
    company = absl::StripAsciiWhitespace(id.substr(0, colon));
    rest = absl::StripAsciiWhitespace(id.substr(colon + 1));
  }
  if (company.empty() || rest.empty()) {
    return FieldError("id",
                      "not an id; allowed is company:system id, or the company "
                      "and the number");
  }
  return EntityId(company, CanonicalGuid(rest).value_or(std::string(rest)));
}

}  // namespace

absl::StatusOr<std::string> CanonicalSystemId(System system,
                                              absl::string_view type,
                                              absl::string_view id) {
  if (model::KindOf(system, type) == model::RecordKind::kErrorEvent) {
    return EventId(id);
  }
  LF_RETURN_IF_ERROR(CheckType(system, type));
  switch (system) {
    case System::kDataverse:
      return GuidId("id", id);
    case System::kFinanceOperations:
      return FinanceOperationsId(id);
    case System::kBusinessCentral:
      return BusinessCentralId(id);
    case System::kShopify:
      return ShopifyId("id", type, id);
    case System::kBigCommerce:
    case System::kAdobeCommerce:
      return IntegerId("id", id);
  }
  return absl::InternalError("a source without a system");
}

absl::Status TypeError(System system, absl::string_view type) {
  std::vector<absl::string_view> types = model::RecordTypes(system);
  types.pop_back();  // the error event, which no system hands out
  const std::string allowed = absl::StrJoin(types, ", ");
  if (type.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the record type cannot be told from the payload; name one of ",
        allowed));
  }
  return absl::InvalidArgumentError(
      absl::StrCat("type '", type, "': ", model::SystemName(system),
                   " has the types ", allowed));
}

absl::Status CheckType(System system, absl::string_view type) {
  const bool known = model::KindOf(system, type).has_value();
  if (known && type != "error_event") return absl::OkStatus();
  return TypeError(system, type);
}

std::optional<std::string> CanonicalGuid(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.size() == kGuidLength + 2 &&
      ((text.front() == '{' && text.back() == '}') ||
       (text.front() == '(' && text.back() == ')'))) {
    text = text.substr(1, kGuidLength);
  }
  if (text.size() != kGuidLength) return std::nullopt;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if (IsDashPosition(i) ? c != '-' : !absl::ascii_isxdigit(c)) {
      return std::nullopt;
    }
  }
  return absl::AsciiStrToLower(text);
}

absl::StatusOr<std::string> GuidId(absl::string_view path,
                                   absl::string_view text) {
  std::optional<std::string> guid = CanonicalGuid(text);
  if (!guid.has_value()) {
    return FieldError(path, text.empty()
                                ? "missing; a row is identified by its GUID"
                                : "not a GUID; allowed are 32 hex digits as "
                                  "8-4-4-4-12, with or without braces");
  }
  return *std::move(guid);
}

absl::StatusOr<std::string> IntegerId(absl::string_view path,
                                      absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.empty()) {
    return FieldError(path, "missing; a record needs an id of digits");
  }
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
  while (text.size() > 1 && text[0] == '0') text.remove_prefix(1);
  if (!digits || text.size() > kMaxIdDigits) {
    return FieldError(path, "not an id; allowed are at most 20 digits");
  }
  return std::string(text);
}

std::string EntityId(absl::string_view entity, absl::string_view id) {
  return absl::StrCat(absl::AsciiStrToLower(entity), ":", id);
}

absl::StatusOr<std::string> EventId(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.empty() || text.size() > kMaxEventIdBytes) {
    return FieldError("id", absl::StrCat("an event's id has 1 to ",
                                         kMaxEventIdBytes, " bytes"));
  }
  // An id is part of a URL and an argument of the command line, so what they
  // cannot hold cannot be asked for again.
  const bool control = std::any_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_iscntrl(static_cast<unsigned char>(c));
  });
  if (control || text == "." || text == "..") {
    return FieldError("id",
                      "an event's id holds no control characters, and is not "
                      "a dot or two, which a URL cannot name");
  }
  if (std::optional<std::string> guid = CanonicalGuid(text)) return *guid;
  return std::string(text);
}

}  // namespace landfall::normalize
