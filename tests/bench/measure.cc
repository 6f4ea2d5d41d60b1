#include "tests/bench/measure.h"

#include <malloc.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <vector>

namespace landfall::bench {
namespace {

double WallSeconds() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

double ProcessorSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) +
         static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

double Seconds(const std::function<void()>& work) {
  const double start = ProcessorSeconds();
  work();
  return ProcessorSeconds() - start;
}

double MedianSeconds(const std::function<void(int round)>& work) {
  std::vector<double> runs;
  for (int round = 0; round < kRounds; ++round) {
    runs.push_back(Seconds([&] { work(round); }));
  }
  std::sort(runs.begin(), runs.end());
  return runs[kRounds / 2];
}

void Writing::Add(const std::function<void()>& work) {
  const double start = WallSeconds();
  processor += Seconds(work);
  wall += WallSeconds() - start;
}

int64_t ResidentBytes() {
  malloc_trim(0);  // what was freed is nobody's memory
  std::ifstream statm("/proc/self/statm");
  int64_t total = 0;
  int64_t resident = 0;
  statm >> total >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

}  // namespace landfall::bench
