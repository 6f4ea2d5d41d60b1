#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

#include "tests/support/temp_folder.h"

namespace landfall::testing {

// A PostgreSQL server of one test program: in a temporary folder, reached only
// by a socket in it, run by a user who is not root, and gone when the program
// is. It does not write through to the disk: that is not what these tests are
// about. Not thread-safe.
class PostgresServer {
 public:
  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // The one that tests share which do not stop it.
  static PostgresServer& Shared();

  // The connection string of the database of this name, which is made when it
  // is asked for the first time.
  std::string Url(const std::string& name);
  // The same for a new database.
  std::string NewUrl();
  // Carries out statements there, as its owner.
  void Execute(const std::string& url, const std::string& sql);

  void Start();
  // Ends it at once, as a crash does.
  void Kill();
  // The file of the socket.
  std::string socket() const;

 private:
  std::string UrlOf(const std::string& database) const;
  // Starts a program of PostgreSQL in the folder; its process.
  pid_t Spawn(const std::string& program,
              const std::vector<std::string>& arguments) const;
  void AwaitStart();

  TempFolder folder_;
  pid_t process_ = 0;
  std::map<std::string, std::string> urls_;  // by name
};

}  // namespace landfall::testing
