// Runs hapax simulate on texts: a configuration, a trace, a scenario.
#pragma once

#include <string>
#include <vector>

namespace hapax::cli::testing {

/// A folder of its own for each test, with the files that it writes and `hapax simulate` on them.
class SimulateRun {
 public:
  SimulateRun();
  ~SimulateRun();
  SimulateRun(const SimulateRun&) = delete;
  SimulateRun& operator=(const SimulateRun&) = delete;

  [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name, const std::string& text) const;
  [[nodiscard]] std::string read(const std::string& name) const;
  /// `hapax simulate haproxy.cfg WORDS...`; its exit status.
  int run(std::vector<std::string> words);

  /// What becomes of each request of a trace, a line each: "www web/s1 served 0 12.5" (frontend, server, outcome,
  /// queue_ms, total_ms; "-" for null). The complaint if there was one.
  std::string decide(const std::string& configuration, const std::string& trace, const std::string& scenario = "");
  /// The same for the traffic that the scenario makes.
  std::string decide_workload(const std::string& configuration, const std::string& scenario);

  std::string out, err;

 private:
  std::string decisions(std::vector<std::string> words, const std::string& configuration, const std::string& scenario);

  std::string folder_;
};

}  // namespace hapax::cli::testing
