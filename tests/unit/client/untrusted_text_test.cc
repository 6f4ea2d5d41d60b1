// Customers choose their names, so whatever an answer holds may be meant for
// the terminal or the spreadsheet of who asks.
#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/cli/render.h"
#include "client/cli/session.h"
#include "client/cli/text.h"

namespace landfall::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Rows = google::protobuf::ListValue;

// The table that the page's csv.js is held to as well.
Rows Golden(const std::string& name) {
  std::ifstream file(std::string(LANDFALL_SOURCE_DIR) +
                     "/tests/golden/cells.json");
  std::stringstream text;
  text << file.rdbuf();
  google::protobuf::Struct all;
  const auto status =
      google::protobuf::util::JsonStringToMessage(text.str(), &all);
  EXPECT_TRUE(status.ok()) << status.message().as_string();
  return all.fields().at(name).list_value();
}

std::string CsvOf(const std::string& cell, Align align) {
  const std::string csv = RenderCsv({{{"x", align}}, {{cell}}});
  return csv.substr(2, csv.size() - 3);
}

TEST(UntrustedTextTest, GuardsTheCellsOfASpreadsheet) {
  const Rows cells = Golden("cells");
  ASSERT_GT(cells.values_size(), 20);
  for (const auto& row : cells.values()) {
    const std::string& text = row.list_value().values(0).string_value();
    SCOPED_TRACE(::testing::PrintToString(text));
    EXPECT_EQ(CsvOf(text, Align::kLeft),
              row.list_value().values(1).string_value());
  }
}

TEST(UntrustedTextTest, LeavesNumbersNumbers) {
  const Rows numbers = Golden("numbers");
  ASSERT_GT(numbers.values_size(), 0);
  for (const auto& row : numbers.values()) {
    EXPECT_EQ(CsvOf(absl::StrCat(row.list_value().values(0).number_value()),
                    Align::kRight),
              row.list_value().values(1).string_value());
  }
  EXPECT_EQ(CsvOf("-12.50", Align::kRight), "-12.50");
  // Not because of the column alone.
  EXPECT_EQ(CsvOf("=1+1", Align::kRight), "'=1+1");
  EXPECT_EQ(CsvOf("-1+1", Align::kRight), "'-1+1");
}

TEST(UntrustedTextTest, ShowsATerminalNothingThatItObeys) {
  const Rows shown = Golden("shown");
  ASSERT_GT(shown.values_size(), 10);
  for (const auto& row : shown.values()) {
    EXPECT_EQ(Printable(row.list_value().values(0).string_value()),
              row.list_value().values(1).string_value());
  }
  // An escape sequence as the rest of a character that is cut short, alone, in
  // a form that is longer than needed, and beyond Unicode.
  EXPECT_EQ(Printable("\xE2\x1B[2J"), "??[2J");
  EXPECT_EQ(Printable("\x9B"
                      "2J"),
            "?2J");
  EXPECT_EQ(Printable("\xC0\x9B"), "??");
  EXPECT_EQ(Printable("\xF7\xBF\xBF\xBF"), "????");
  EXPECT_EQ(PrintableLines("a\x1B\nb\u009B\n"), "a?\nb?\n");
  EXPECT_EQ(PrintableJson("{\"a\":\"\u009B \u202E \u00FC\"}\n"),
            "{\"a\":\"\\u009b \\u202e \u00FC\"}\n");
}

const std::string& Hostile() {
  static const auto* const text =
      new std::string("=cmd\x1B]0;p\x07\u009B2J\u202E\u2066\u200F\u2028x\x7F");
  return *text;
}

// Puts the text into every field that can hold one, two elements a list.
void Poison(google::protobuf::Message* message, int depth) {
  const auto* const reflection = message->GetReflection();
  const auto* const descriptor = message->GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* const field = descriptor->field(i);
    if (field->cpp_type() ==
        google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
      if (field->is_repeated()) {
        reflection->AddString(message, field, Hostile());
      } else {
        reflection->SetString(message, field, Hostile());
      }
    } else if (field->cpp_type() ==
                   google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE &&
               depth > 0) {
      if (field->is_repeated()) {
        Poison(reflection->AddMessage(message, field), depth - 1);
        Poison(reflection->AddMessage(message, field), depth - 1);
      } else {
        Poison(reflection->MutableMessage(message, field), depth - 1);
      }
    }
  }
}

template <typename Message>
Message Poisoned() {
  Message message;
  Poison(&message, 5);
  return message;
}

void ExpectHarmless(const google::protobuf::Message& message,
                    const View& view) {
  SCOPED_TRACE(message.GetTypeName());
  EXPECT_EQ(PrintableLines(view.text), view.text);
  EXPECT_THAT(view.text, HasSubstr("=cmd?"));
  std::istringstream rows(RenderCsv(view.csv));
  for (std::string row; std::getline(rows, row);) {
    EXPECT_FALSE(absl::StartsWith(row, "=")) << row;
    EXPECT_THAT(row, Not(HasSubstr(",=")));
    EXPECT_THAT(row, Not(HasSubstr("\"=")));
  }
  const std::string json = PrintableJson(JsonText(message));
  EXPECT_EQ(PrintableLines(json), json);
}

TEST(UntrustedTextTest, NoFieldOfAnyAnswerReachesATerminalRaw) {
  const auto check = Poisoned<v1::CheckPromotionResponse>();
  ExpectHarmless(check, ViewCheck(check, Colors::kOff));
  const auto record = Poisoned<v1::GetRecordResponse>();
  ExpectHarmless(record, ViewRecord(record, Colors::kOff));
  const auto card = Poisoned<v1::Card>();
  ExpectHarmless(card, ViewCard(card, Colors::kOff));
  const auto cards = Poisoned<v1::ListCardsResponse>();
  ExpectHarmless(cards, ViewCards(cards, Colors::kOff));
  const auto list = Poisoned<v1::ListCardRecordsResponse>();
  ExpectHarmless(list, ViewCardRecords(list, Colors::kOff));
  const auto history = Poisoned<v1::GetCardHistoryResponse>();
  ExpectHarmless(history, ViewCardHistory(history, Colors::kOff));
  const auto events = Poisoned<v1::ListEventsResponse>();
  ExpectHarmless(events, ViewEvents(events, Colors::kOff));
  const auto sources = Poisoned<v1::ListSourcesResponse>();
  ExpectHarmless(sources, ViewSources(sources, Colors::kOff));
  ExpectHarmless(sources, ViewSourceKeys(sources, Colors::kOff));
}

TEST(UntrustedTextTest, EscapesForATerminalAlone) {
  v1::ListCardRecordsResponse list;
  list.add_value()->set_name(Hostile());
  const View view = ViewCardRecords(list, Colors::kOff);
  for (const Format format : {Format::kJson, Format::kCsv, Format::kTable}) {
    std::istringstream in;
    std::ostringstream file;
    std::ostringstream screen;
    std::ostringstream err;
    for (const bool terminal : {false, true}) {
      Surroundings around{in, terminal ? screen : file, err, terminal};
      PrintAnswer(around, format, list, view);
    }
    EXPECT_EQ(PrintableLines(screen.str()), screen.str());
    if (format == Format::kTable) continue;
    EXPECT_THAT(file.str(), HasSubstr("\u202E")) << "as the server said it";
  }
}

}  // namespace
}  // namespace landfall::cli
