#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "client/cli/commands.h"
#include "server/serve/grpc/grpc_server.h"
#include "tests/unit/serve/fake_reconciler.h"
#include "tests/unit/serve/test_gate.h"

namespace landfall::cli {

// The program against a server on a socket, with a fake behind it.
class CliTest : public ::testing::Test {
 protected:
  void SetUp() override {
    serve::grpc::GrpcServerOptions options;
    options.listener.address = "127.0.0.1:0";
    auto server = serve::grpc::GrpcServer::Start(options, *gate_, handlers_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    std::string name =
        (std::filesystem::temp_directory_path() / "landfall-cli-XXXXXX");
    folder_ = mkdtemp(name.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  int Run(std::vector<std::string> words) {
    in_.clear();
    out_.str("");
    err_.str("");
    Surroundings around{in_, out_, err_};
    around.in_is_terminal = in_is_terminal_;
    around.variables["LANDFALL_SERVER"] = server_->address();
    return RunLandfall(words, around);
  }

  std::string File(const std::string& name, const std::string& content) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path) << content;
    return path;
  }

  landfall::testing::FakeReconciler reconciler_;
  landfall::testing::FixedClock clock_;
  serve::api::Handlers handlers_{reconciler_, reconciler_, clock_};
  landfall::testing::TestGate gate_;
  std::unique_ptr<serve::grpc::GrpcServer> server_;
  std::string folder_;
  bool in_is_terminal_ = false;
  std::stringstream in_;
  std::stringstream out_;
  std::stringstream err_;
};

}  // namespace landfall::cli
