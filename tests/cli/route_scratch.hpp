// A folder of files for `hapax route`, and what it prints about them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace hapax::cli {

/// Made for one test, in the system's folder for temporary files; the current directory as long as it lives.
class RouteScratch {
 public:
  explicit RouteScratch(const std::string& name);
  ~RouteScratch();
  RouteScratch(const RouteScratch&) = delete;
  RouteScratch& operator=(const RouteScratch&) = delete;

  static void write(const std::string& file, const std::string& content);
  /// `hapax route --format json` on haproxy.cfg and trace.jsonl: one entry a request. What it complains about goes to
  /// `complaints`.
  static std::vector<nlohmann::ordered_json> route(const std::string& target, std::string& complaints);

 private:
  std::filesystem::path folder_;
};

/// A line of a trace in hapax's own form, from a request with "headers" as a list of pairs.
nlohmann::ordered_json trace_line(const nlohmann::ordered_json& request);

/// Names and values, as route prints them, for comparison: blanks around values do not count.
nlohmann::ordered_json without_blanks(nlohmann::ordered_json headers);

}  // namespace hapax::cli
