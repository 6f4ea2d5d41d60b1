// Turns the top-level members of an object into the kind of answer it is.
// Entry point: ClassifyObject.
#include "server/decode/payload_envelope.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "absl/strings/match.h"

namespace landfall::decode {
namespace {

struct Member {
  absl::string_view name;
  absl::string_view value;  // the text from its first character on
  char opening() const { return value.empty() ? '\0' : value.front(); }
};

absl::string_view SkipSpace(absl::string_view text) {
  const size_t start = text.find_first_not_of(" \t\r\n");
  return start == absl::string_view::npos ? absl::string_view()
                                          : text.substr(start);
}

// The position of the closing quote of the string that opens at `open`.
size_t EndOfString(absl::string_view text, size_t open) {
  size_t i = open + 1;
  while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
  return std::min(i, text.size());
}

std::vector<Member> TopMembers(absl::string_view text) {
  std::vector<Member> members;
  int64_t depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c != '"') continue;
    const size_t end = EndOfString(text, i);
    if (depth == 1 && end < text.size()) {
      absl::string_view rest = SkipSpace(text.substr(end + 1));
      if (!rest.empty() && rest.front() == ':') {
        members.push_back(
            {text.substr(i + 1, end - i - 1), SkipSpace(rest.substr(1))});
      }
    }
    i = end;
  }
  return members;
}

class Members {
 public:
  explicit Members(absl::string_view text) : members_(TopMembers(text)) {}

  const Member* Find(absl::string_view name) const {
    for (const Member& member : members_) {
      if (member.name == name) return &member;
    }
    return nullptr;
  }
  bool Has(absl::string_view name) const { return Find(name) != nullptr; }
  char Opening(absl::string_view name) const {
    const Member* member = Find(name);
    return member == nullptr ? '\0' : member->opening();
  }
  bool HasOnly(std::initializer_list<absl::string_view> names) const {
    return std::all_of(
        members_.begin(), members_.end(), [&](const Member& member) {
          return absl::StartsWith(member.name, "@") ||
                 std::find(names.begin(), names.end(), member.name) !=
                     names.end();
        });
  }

 private:
  std::vector<Member> members_;
};

struct RowsName {
  absl::string_view name;
  absl::string_view type;
};

// The bodies of Shopify's REST interface, plural and singular.
constexpr RowsName kRowsNames[] = {
    {"customers", "Customer"},
    {"customer", "Customer"},
    {"orders", "Order"},
    {"order", "Order"},
    {"draft_orders", "DraftOrder"},
    {"draft_order", "DraftOrder"},
    {"companies", "Company"},
    {"company", "Company"},
    {"company_locations", "CompanyLocation"},
    {"company_location", "CompanyLocation"},
};

// GraphQL answers with what it could find beside what went wrong.
bool IsPartialAnswer(const Members& members) {
  return members.Opening("data") == '{' &&
         members.HasOnly({"data", "errors", "extensions"});
}

bool IsErrorAnswer(const Members& members) {
  if (members.Has("error")) {
    return members.HasOnly({"error", "error_description", "error_codes",
                            "error_uri", "timestamp", "trace_id",
                            "correlation_id", "message", "code", "status"});
  }
  if (members.Has("errors")) {
    if (IsPartialAnswer(members)) return false;
    return members.HasOnly({"errors", "data", "extensions", "message", "code",
                            "status", "title", "type", "detail", "instance",
                            "parameters", "trace"});
  }
  if (members.Has("message") || members.Has("title")) {
    return members.HasOnly({"message", "parameters", "code", "trace", "status",
                            "title", "type", "detail", "instance"});
  }
  return false;
}

// B2B Edition answers 200 over HTTP and says in `code` what went wrong.
bool IsDataError(const Members& members) {
  const Member* code = members.Find("code");
  return code != nullptr && !absl::StartsWith(code->value, "200");
}

Envelope ClassifyData(const Members& members) {
  if (!members.HasOnly({"data", "meta", "code", "extensions", "errors"})) {
    return Envelope::kRecord;
  }
  if (IsPartialAnswer(members)) return Envelope::kGraphQl;
  if (IsDataError(members) || members.Has("errors")) {
    return Envelope::kErrorAnswer;
  }
  if (members.Opening("data") == '[') return Envelope::kDataList;
  if (members.Opening("data") != '{') return Envelope::kErrorAnswer;
  return Envelope::kDataRecord;
}

bool IsNamedRows(const Members& members) {
  for (const RowsName& rows : kRowsNames) {
    const char opening = members.Opening(rows.name);
    if (opening != '[' && opening != '{') continue;
    return members.HasOnly({rows.name});
  }
  return false;
}

}  // namespace

std::vector<absl::string_view> MemberNames(absl::string_view object) {
  std::vector<absl::string_view> names;
  for (const Member& member : TopMembers(object)) names.push_back(member.name);
  return names;
}

absl::string_view TypeOfNamedRows(absl::string_view name) {
  for (const RowsName& rows : kRowsNames) {
    if (rows.name == name) return rows.type;
  }
  return "";
}

Envelope ClassifyObject(absl::string_view text) {
  const Members members(text);
  // "Count" is what Windows PowerShell puts beside the elements of an array.
  if (members.Opening("value") == '[' &&
      members.HasOnly({"value", "odata.metadata", "odata.nextLink",
                       "odata.count", "nextLink", "count", "Count",
                       "totalCount"})) {
    return Envelope::kODataPage;
  }
  if (IsErrorAnswer(members)) return Envelope::kErrorAnswer;
  if (members.Has("data")) return ClassifyData(members);
  if (members.Has("items") &&
      members.HasOnly({"items", "search_criteria", "total_count"})) {
    return Envelope::kItemsPage;
  }
  if ((members.Opening("nodes") == '[' || members.Opening("edges") == '[') &&
      members.HasOnly(
          {"nodes", "edges", "pageInfo", "totalCount", "__typename"})) {
    return Envelope::kConnection;
  }
  if (IsNamedRows(members)) return Envelope::kNamedRows;
  return Envelope::kRecord;
}

}  // namespace landfall::decode
