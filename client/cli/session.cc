#include "client/cli/session.h"

#include "absl/strings/str_cat.h"
#include "client/cli/text.h"

namespace landfall::cli {

void Print(const Session& session, const google::protobuf::Message& message,
           const View& view) {
  PrintAnswer(session.around, session.format, message, view);
}

void PrintAnswer(Surroundings& around, Format format,
                 const google::protobuf::Message& message, const View& view) {
  std::ostream& out = around.out;
  const bool terminal = around.out_is_terminal;
  switch (format) {
    case Format::kTable:
      out << view.text;
      break;
    case Format::kCsv: {
      const std::string csv = RenderCsv(view.csv);
      out << (terminal ? PrintableLines(csv) : csv);
      break;
    }
    case Format::kJson: {
      const std::string json = JsonText(message);
      out << (terminal ? PrintableJson(json) : json) << "\n";
      break;
    }
  }
  out.flush();
}

int Report(Surroundings& around, const absl::Status& status) {
  const std::string message = Printable(std::string(status.message()));
  if (!client::IsAnswer(status)) {
    around.err << "landfall: the server cannot be reached: " << message << "\n";
    return kNotReachable;
  }
  around.err << "landfall: " << absl::StatusCodeToString(status.code());
  const v1::ErrorReason::Value reason = client::ReasonOf(status);
  if (reason != v1::ErrorReason::ERROR_REASON_UNSPECIFIED) {
    around.err << " (" << v1::ErrorReason::Value_Name(reason) << ")";
  }
  around.err << ": " << message << "\n";
  return kServerError;
}

int ReportUsage(Surroundings& around, const absl::Status& status) {
  around.err << "landfall: " << Printable(std::string(status.message()))
             << "\nTry landfall --help.\n";
  return kWrongUsage;
}

}  // namespace landfall::cli
