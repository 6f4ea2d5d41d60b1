// Turns the answer of a service (an OData page, a list under `data` or `items`,
// GraphQL connections, named lists) into its elements while it streams by.
// Entry point: JsonSplitter::SplitEnvelope, with the reader at the opening
// brace.
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/base/status_macros.h"
#include "server/decode/json_splitter.h"
#include "simdjson.h"

namespace landfall::decode {
namespace {

constexpr size_t kMaxNameBytes = 256;
constexpr size_t kMaxContextBytes = 16 << 10;
constexpr size_t kMaxNoteBytes = 64 << 10;
constexpr absl::string_view kContextKey = "\"@odata.context\"";

// Names the set and leaves out the list of selected columns, which may be long:
// "…/$metadata#accounts(name,accountnumber)" becomes "$metadata#accounts".
std::string ShortContext(absl::string_view context) {
  const size_t start = context.find("$metadata#");
  if (start == absl::string_view::npos || context.size() >= kMaxContextBytes) {
    return "";
  }
  // It goes into every element, and elements are valid UTF-8.
  if (!simdjson::validate_utf8(context.data(), context.size())) return "";
  context.remove_prefix(start);
  if (!absl::EndsWith(context, ")")) return std::string(context);
  int depth = 0;
  for (size_t i = context.size(); i-- > 0;) {
    if (context[i] == ')') ++depth;
    if (context[i] == '(' && --depth == 0) {
      return std::string(context.substr(0, i));
    }
  }
  return std::string(context);
}

}  // namespace

absl::Status JsonSplitter::SplitEnvelope(Envelope envelope) {
  switch (envelope) {
    case Envelope::kODataPage:
      return SplitODataPage();
    case Envelope::kDataList:
    case Envelope::kDataRecord:
      return SplitData();
    case Envelope::kGraphQl:
      return SplitGraphQl();
    case Envelope::kItemsPage:
      return SplitMemberArray("items");
    case Envelope::kConnection:
      return SplitConnection("");
    case Envelope::kNamedRows:
      return SplitNamedRows();
    case Envelope::kErrorAnswer:
      return absl::InvalidArgumentError(
          absl::StrCat("line ", reader_.line(),
                       " holds the error answer of a service, not records"));
    case Envelope::kRecord:
      break;
  }
  return TakeElement();
}

absl::Status JsonSplitter::SplitPage(
    absl::FunctionRef<absl::Status(PayloadPage* page)> walk) {
  PayloadPage page;
  page.line = reader_.line();
  PageNotes notes;
  const int64_t rows_before = rows_;
  PageNotes* const outer = std::exchange(notes_, &notes);
  absl::Status status = walk(&page);
  notes_ = outer;
  mark_ = Mark();
  LF_RETURN_IF_ERROR(status);
  page.rows = rows_ - rows_before;
  notes.Fill(&page);
  sinks_.page(std::move(page));
  return absl::OkStatus();
}

absl::Status JsonSplitter::NoteMember(absl::string_view name) {
  if (!PageNotes::Matters(name)) return SkipMember();
  std::string value;
  LF_RETURN_IF_ERROR(ReadMember(kMaxNoteBytes, &value));
  notes_->Add(name, value);
  return absl::OkStatus();
}

absl::Status JsonSplitter::SplitODataPage() {
  return SplitPage([this](PayloadPage* page) {
    return WalkObject([this, page](absl::string_view name) {
      if (name == "@odata.context" && reader_.Peek() == '"') {
        std::string context;
        if (!ReadRawString(reader_, kMaxContextBytes, &context)) {
          return Truncated(reader_.line());
        }
        page->set = ShortContext(context);
        if (!page->set.empty()) {
          mark_ = {absl::StrCat(kContextKey, ":\"", page->set, "\""),
                   {kContextKey}};
        }
        return absl::OkStatus();
      }
      if (name == "value" && reader_.Peek() == '[') {
        return WalkArray([this] { return TakeElement(); });
      }
      return NoteMember(name);
    });
  });
}

absl::Status JsonSplitter::SplitMemberArray(absl::string_view wanted) {
  return SplitPage([this, wanted](PayloadPage*) {
    return WalkObject([this, wanted](absl::string_view name) {
      if (name == wanted && reader_.Peek() == '[') {
        return WalkArray([this] { return TakeElement(); });
      }
      return NoteMember(name);
    });
  });
}

absl::Status JsonSplitter::SplitData() {
  return SplitPage([this](PayloadPage*) {
    return WalkObject([this](absl::string_view name) {
      if (name == "data" && reader_.Peek() == '{') return TakeElement();
      if (name == "data" && reader_.Peek() == '[') {
        return WalkArray([this] { return TakeElement(); });
      }
      return NoteMember(name);
    });
  });
}

// What could be read stands under `data`, what could not under `errors`.
absl::Status JsonSplitter::SplitGraphQl() {
  PayloadPage page;
  page.line = reader_.line();
  const int64_t rows_before = rows_;
  LF_RETURN_IF_ERROR(WalkObject([this, &page](absl::string_view name) {
    if (name == "errors") return ReadErrors(&page.errors);
    if (name != "data" || reader_.Peek() != '{') return SkipMember();
    return WalkObject(
        [this](absl::string_view member) { return SplitNamedMember(member); });
  }));
  if (!page.errors) return absl::OkStatus();
  if (rows_ == rows_before) {
    return absl::InvalidArgumentError(
        absl::StrCat("line ", page.line,
                     " holds the error answer of a service, not records"));
  }
  page.rows = 0;  // those of its connections count
  sinks_.page(std::move(page));
  return absl::OkStatus();
}

absl::Status JsonSplitter::ReadErrors(bool* errors) {
  std::string value;
  LF_RETURN_IF_ERROR(ReadMember(kMaxNoteBytes, &value));
  absl::StripTrailingAsciiWhitespace(&value);
  *errors |= value != "null" && value != "[]";
  return absl::OkStatus();
}

// The member names the type of its rows, which the decoder does not see.
absl::Status JsonSplitter::SplitNamedRows() {
  return WalkObject([this](absl::string_view name) {
    const absl::string_view type = TypeOfNamedRows(name);
    if (type.empty()) return SkipMember();
    mark_ = {absl::StrCat("\"__typename\":\"", type, "\""),
             {"\"__typename\"", "gid://shopify/"}};
    absl::Status status = SplitNamedMember(name);
    mark_ = Mark();
    return status;
  });
}

// A list of records, a connection, or a record.
absl::Status JsonSplitter::SplitNamedMember(absl::string_view name) {
  if (reader_.Peek() == '[') {
    return WalkArray([this] { return TakeElement(); });
  }
  if (reader_.Peek() != '{') return SkipMember();
  const int64_t line = reader_.line();
  ValueScanner scanner(reader_, limits_.max_element_bytes, LineLayout::kFree);
  scanner.Run();
  const Envelope envelope = ClassifyObject(scanner.text());
  reader_.Replay(scanner.text(), line);
  return envelope == Envelope::kConnection ? SplitConnection(name)
                                           : TakeElement();
}

absl::Status JsonSplitter::SplitConnection(absl::string_view name) {
  return SplitPage([this, name](PayloadPage* page) {
    page->set = std::string(name);
    return WalkObject([this](absl::string_view member) {
      if (reader_.Peek() == '[' && member == "nodes") {
        return WalkArray([this] { return TakeElement(); });
      }
      if (reader_.Peek() == '[' && member == "edges") return SplitEdges();
      return NoteMember(member);
    });
  });
}

absl::Status JsonSplitter::SplitEdges() {
  return WalkArray([this] {
    if (reader_.Peek() != '{') return TakeElement();
    return WalkObject([this](absl::string_view name) {
      return name == "node" ? TakeElement() : SkipMember();
    });
  });
}

absl::Status JsonSplitter::WalkObject(MemberReader member) {
  const int64_t line = reader_.line();
  reader_.Advance();
  for (bool first = true;; first = false) {
    reader_.SkipSpace();
    if (reader_.Peek() == '}') break;
    if (reader_.Peek() < 0) return Truncated(line);
    if (!first) {
      if (reader_.Peek() != ',') return Malformed("a comma is missing");
      reader_.Advance();
      reader_.SkipSpace();
      if (reader_.Peek() < 0) return Truncated(line);
    }
    if (reader_.Peek() != '"') return Malformed("a member name is missing");
    std::string name;
    if (!ReadRawString(reader_, kMaxNameBytes, &name)) return Truncated(line);
    reader_.SkipSpace();
    if (reader_.Peek() < 0) return Truncated(line);
    if (reader_.Peek() != ':') return Malformed("a colon is missing");
    reader_.Advance();
    reader_.SkipSpace();
    LF_RETURN_IF_ERROR(member(name));
  }
  reader_.Advance();
  return absl::OkStatus();
}

absl::Status JsonSplitter::WalkArray(
    absl::FunctionRef<absl::Status()> element) {
  const int64_t line = reader_.line();
  reader_.Advance();
  for (bool first = true;; first = false) {
    reader_.SkipSpace();
    if (reader_.Peek() == ']') break;
    if (reader_.Peek() < 0) return Truncated(line);
    if (!first) {
      if (reader_.Peek() != ',') return Malformed("a comma is missing");
      reader_.Advance();
      reader_.SkipSpace();
      if (reader_.Peek() < 0) return Truncated(line);
    }
    LF_RETURN_IF_ERROR(element());
  }
  reader_.Advance();
  return absl::OkStatus();
}

absl::Status JsonSplitter::SkipMember() {
  std::string ignored;
  return ReadMember(0, &ignored);
}

absl::Status JsonSplitter::ReadMember(size_t max_bytes, std::string* value) {
  const int64_t line = reader_.line();
  const int c = reader_.Peek();
  if (c == ',' || c == ']' || c == '}') return Malformed("a value is missing");
  switch (ReadValue(reader_, max_bytes, value)) {
    case ScanEnd::kComplete:
      return absl::OkStatus();
    case ScanEnd::kEndOfInput:
      return Truncated(line);
    case ScanEnd::kTooLarge:
    case ScanEnd::kBroken:
    case ScanEnd::kMismatched:
      break;
  }
  return Malformed("brackets do not match");
}

}  // namespace landfall::decode
