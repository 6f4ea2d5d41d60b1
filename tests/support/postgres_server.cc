#include "tests/support/postgres_server.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include "absl/strings/str_cat.h"
#include "server/base/check.h"
#include "server/store/postgres/connection.h"

namespace landfall::testing {
namespace {

using store::postgres::Connection;

constexpr char kPrograms[] = "/usr/lib/postgresql/15/bin/";
constexpr absl::Duration kPatience = absl::Seconds(60);

// Whom the server runs as: PostgreSQL refuses root.
const passwd& User() {
  static const passwd* const user = [] {
    if (geteuid() != 0) return getpwuid(geteuid());
    const passwd* named = getpwnam("postgres");
    return const_cast<passwd*>(named != nullptr ? named : getpwnam("nobody"));
  }();
  LF_CHECK(user != nullptr);
  return *user;
}

void Await(pid_t process) {
  int status = 0;
  LF_CHECK(waitpid(process, &status, 0) == process);
  LF_CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace

PostgresServer::PostgresServer() {
  const std::string data = folder_.Sub("data");
  LF_CHECK(mkdir(data.c_str(), 0700) == 0);
  if (geteuid() == 0) {
    const passwd& user = User();
    LF_CHECK(chown(folder_.path().c_str(), user.pw_uid, user.pw_gid) == 0);
    LF_CHECK(chown(data.c_str(), user.pw_uid, user.pw_gid) == 0);
  }
  Await(Spawn("initdb", {"--pgdata", data, "--username", "landfall", "--auth",
                         "trust", "--encoding", "UTF8", "--locale", "C",
                         "--no-sync", "--no-instructions"}));
  Start();
}

PostgresServer::~PostgresServer() { Kill(); }

PostgresServer& PostgresServer::Shared() {
  static PostgresServer server;
  return server;
}

pid_t PostgresServer::Spawn(const std::string& program,
                            const std::vector<std::string>& arguments) const {
  const std::string path = kPrograms + program;
  const std::string log = folder_.Sub(program + ".log");
  std::vector<char*> words{const_cast<char*>(path.c_str())};
  for (const std::string& argument : arguments) {
    words.push_back(const_cast<char*>(argument.c_str()));
  }
  words.push_back(nullptr);
  const passwd& user = User();
  const bool root = geteuid() == 0;
  const pid_t child = fork();
  LF_CHECK(child >= 0);
  if (child > 0) return child;
  // Only calls that are safe between fork and exec.
  if (root && (setgroups(0, nullptr) != 0 || setgid(user.pw_gid) != 0 ||
               setuid(user.pw_uid) != 0)) {
    _exit(126);
  }
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(file, STDOUT_FILENO);
  dup2(file, STDERR_FILENO);
  if (chdir(folder_.path().c_str()) != 0) _exit(126);
  execv(path.c_str(), words.data());
  _exit(127);
}

void PostgresServer::Start() {
  LF_CHECK(process_ == 0);
  process_ = Spawn("postgres",
                   {"-D", folder_.Sub("data"), "-c", "listen_addresses=", "-c",
                    absl::StrCat("unix_socket_directories=", folder_.path()),
                    "-c", "fsync=off", "-c", "full_page_writes=off", "-c",
                    "max_connections=60", "-c", "shared_buffers=32MB"});
  AwaitStart();
}

void PostgresServer::AwaitStart() {
  for (int attempt = 0; attempt < 600; ++attempt) {
    if (Connection::Open(UrlOf("postgres"), kPatience).ok()) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  std::fprintf(stderr, "PostgreSQL does not start: see %s\n",
               folder_.path().c_str());
  LF_CHECK(false);
}

void PostgresServer::Kill() {
  if (process_ == 0) return;
  kill(process_, SIGQUIT);
  int status = 0;
  LF_CHECK(waitpid(process_, &status, 0) == process_);
  process_ = 0;
}

std::string PostgresServer::socket() const {
  return folder_.Sub(".s.PGSQL.5432");
}

std::string PostgresServer::UrlOf(const std::string& database) const {
  return absl::StrCat("postgresql://landfall@/", database,
                      "?host=", folder_.path());
}

std::string PostgresServer::Url(const std::string& name) {
  std::string& url = urls_[name];
  if (!url.empty()) return url;
  const std::string database = absl::StrCat("test_", urls_.size());
  Execute(UrlOf("postgres"), absl::StrCat("CREATE DATABASE ", database));
  url = UrlOf(database);
  return url;
}

std::string PostgresServer::NewUrl() {
  return Url(absl::StrCat("new/", urls_.size()));
}

void PostgresServer::Execute(const std::string& url, const std::string& sql) {
  auto connection = Connection::Open(url, kPatience);
  LF_CHECK(connection.ok());
  const absl::Status status = (*connection)->RunScript(sql, kPatience);
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  LF_CHECK(status.ok());
}

}  // namespace landfall::testing
