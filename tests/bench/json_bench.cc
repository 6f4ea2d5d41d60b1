// What JSON costs on the hot path: reading a check and writing its answer, with
// our own code, with protobuf's, and the least that simdjson and a copy of the
// text could do. Run by scripts/bench-http; docs/benchmarks.md.
#include <google/protobuf/util/json_util.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "landfall/v1/promotion_service.pb.h"
#include "server/base/check.h"
#include "server/serve/json/json_reader.h"
#include "server/serve/json/json_writer.h"
#include "simdjson.h"

namespace landfall::bench {
namespace {

constexpr int kRounds = 100'000;

template <typename Step>
double Nanoseconds(Step step) {
  for (int i = 0; i < kRounds / 10; ++i) step();
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < kRounds; ++i) step();
  return std::chrono::duration<double, std::nano>(
             std::chrono::steady_clock::now() - start)
             .count() /
         kRounds;
}

void Print(const char* what, double ours, double protobuf, double least) {
  std::printf(
      "%s: ours %.0f ns, protobuf %.0f ns (%.1fx), at least %.0f ns (%.2fx)\n",
      what, ours, protobuf, protobuf / ours, least, least / ours);
}

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

void Run(const std::string& folder) {
  std::string body = ReadFile(folder + "/body");
  const std::string text = ReadFile(folder + "/answer");
  v1::CheckPromotionResponse answer;
  LF_CHECK(google::protobuf::util::JsonStringToMessage(text, &answer).ok());
  body.reserve(body.size() + simdjson::SIMDJSON_PADDING);

  simdjson::dom::parser parser;
  Print("read a check", Nanoseconds([&] {
          v1::CheckPromotionRequest request;
          LF_CHECK(serve::json::ReadJson(body, &request).ok());
        }),
        Nanoseconds([&] {
          v1::CheckPromotionRequest request;
          LF_CHECK(
              google::protobuf::util::JsonStringToMessage(body, &request).ok());
        }),
        Nanoseconds([&] {
          simdjson::dom::element root;
          LF_CHECK(parser.parse(body.data(), body.size(), false).get(root) ==
                   simdjson::SUCCESS);
        }));
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  size_t bytes = 0;
  Print("write its answer",
        Nanoseconds([&] { bytes += serve::json::JsonOf(answer).size(); }),
        Nanoseconds([&] {
          std::string out;
          LF_CHECK(
              google::protobuf::util::MessageToJsonString(answer, &out, options)
                  .ok());
          bytes += out.size();
        }),
        Nanoseconds([&] { bytes += std::string(text).size(); }));
  LF_CHECK(bytes > 0);
}

}  // namespace
}  // namespace landfall::bench

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: json_bench FOLDER_OF_SERVE_BENCH\n");
    return 2;
  }
  landfall::bench::Run(argv[1]);
  return 0;
}
