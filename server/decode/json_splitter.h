#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/decode/page_notes.h"
#include "server/decode/payload_envelope.h"
#include "server/decode/payload_splitter.h"
#include "server/decode/text_reader.h"
#include "server/decode/value_scanner.h"

namespace landfall::decode {

// Splits JSON payloads: pages, arrays, one object, objects one after another.
// One use per splitter; not thread-safe.
class JsonSplitter {
 public:
  // The arguments must outlive the splitter.
  JsonSplitter(TextReader& reader, const SplitLimits& limits,
               const SplitSinks& sinks)
      : reader_(reader), limits_(limits), sinks_(sinks) {}

  absl::Status Run();

 private:
  using MemberReader = absl::FunctionRef<absl::Status(absl::string_view name)>;

  // What the elements of an array at the top of the file are.
  enum class Holds { kUnknown, kRecords, kPages };
  // Something that its page says about each of its rows.
  struct Mark {
    std::string member;  // "" for none
    // Rows with one of these texts say it themselves.
    std::vector<absl::string_view> unless;
  };

  absl::Status SplitObject();
  absl::Status EndObject(ScanEnd end, ValueScanner& scanner, int64_t line);
  absl::Status SplitArray();
  absl::Status TakeArrayElement(Holds* holds);
  absl::Status SplitEnvelope(Envelope envelope);
  absl::Status SplitODataPage();
  absl::Status SplitData();
  absl::Status SplitGraphQl();
  absl::Status ReadErrors(bool* errors);
  absl::Status SplitNamedRows();
  absl::Status SplitNamedMember(absl::string_view name);
  absl::Status SplitConnection(absl::string_view name);
  absl::Status SplitEdges();
  absl::Status SplitMemberArray(absl::string_view wanted);

  // Runs `walk` over a page and tells the sink what it says of itself.
  absl::Status SplitPage(
      absl::FunctionRef<absl::Status(PayloadPage* page)> walk);
  // Reads a member of the page beside its rows.
  absl::Status NoteMember(absl::string_view name);

  // Calls `member` for each member of the object at hand, with the reader at
  // the member's value, which it has to consume.
  absl::Status WalkObject(MemberReader member);
  // Calls `element` for each element of the array at hand, likewise.
  absl::Status WalkArray(absl::FunctionRef<absl::Status()> element);
  absl::Status SkipMember();
  absl::Status ReadMember(size_t max_bytes, std::string* value);
  absl::Status TakeElement();
  absl::Status EndElement(ScanEnd end, ValueScanner& scanner, int64_t line);

  absl::Status Deliver(std::string text, int64_t line, int64_t depth);
  void Defect(int64_t line, std::string cause);
  void SkipBrokenRecord(ScanEnd end);
  absl::Status Truncated(int64_t line) const;
  absl::Status Malformed(absl::string_view what) const;

  TextReader& reader_;
  const SplitLimits& limits_;
  const SplitSinks& sinks_;
  Mark mark_;                   // of the page at hand
  PageNotes* notes_ = nullptr;  // likewise
  bool lines_ = false;          // one record a line: JSON Lines
  int64_t rows_ = 0;            // elements and defects that were handed on
};

}  // namespace landfall::decode
