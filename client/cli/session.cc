#include "client/cli/session.h"

#include "absl/strings/str_cat.h"
#include "client/cli/text.h"

namespace landfall::cli {

void Print(const Session& session, const google::protobuf::Message& message,
           const View& view) {
  std::ostream& out = session.around.out;
  switch (session.format) {
    case Format::kTable:
      out << view.text;
      break;
    case Format::kCsv:
      out << RenderCsv(view.csv);
      break;
    case Format::kJson:
      out << JsonText(message) << "\n";
      break;
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
