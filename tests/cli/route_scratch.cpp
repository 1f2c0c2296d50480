#include "tests/cli/route_scratch.hpp"

#include <fstream>
#include <sstream>

#include <unistd.h>

#include "tests/cli/ran.hpp"

namespace hapax::cli {

RouteScratch::RouteScratch(const std::string& name)
    : folder_(std::filesystem::temp_directory_path() / ("hapax-" + name + "-" + std::to_string(::getpid()))) {
  std::filesystem::create_directories(folder_);
  std::filesystem::current_path(folder_);
  // Recorded with these. No other thread is there yet.
  ::setenv("HAPAX_TEST", "from the environment", 1);  // NOLINT(concurrency-mt-unsafe)
  ::unsetenv("HAPAX_UNSET");                          // NOLINT(concurrency-mt-unsafe)
}

RouteScratch::~RouteScratch() {
  std::filesystem::current_path(std::filesystem::temp_directory_path());
  std::filesystem::remove_all(folder_);
}

void RouteScratch::write(const std::string& file, const std::string& content) { std::ofstream(file) << content; }

std::vector<nlohmann::ordered_json> RouteScratch::route(const std::string& target, std::string& complaints) {
  const Ran ran = run_hapax({"route", "--target", target, "--format", "json", "--trace", "trace.jsonl", "haproxy.cfg"});
  std::istringstream out(ran.out);
  complaints = ran.err;
  std::vector<nlohmann::ordered_json> entries;
  for (std::string line; std::getline(out, line);) {
    if (line.starts_with('{')) entries.push_back(nlohmann::ordered_json::parse(line));
  }
  return entries;
}

namespace {

nlohmann::ordered_json grouped(const nlohmann::ordered_json& headers) {
  nlohmann::ordered_json groups = nlohmann::ordered_json::object();
  for (const auto& header : headers) groups[header[0].get<std::string>()].push_back(header[1]);
  return groups;
}

}  // namespace

nlohmann::ordered_json trace_line(const nlohmann::ordered_json& request) {
  nlohmann::ordered_json line = request;
  line["t"] = 0;
  line["frontend"] = "fe";
  line["headers"] = grouped(request.at("headers"));
  line["response"]["headers"] = grouped(request.at("response").at("headers"));
  return line;
}

nlohmann::ordered_json without_blanks(nlohmann::ordered_json headers) {
  for (auto& header : headers) {
    auto value = header[1].get<std::string>();
    const auto first = value.find_first_not_of(" \t");
    value = first == std::string::npos ? "" : value.substr(first, value.find_last_not_of(" \t") - first + 1);
    header[1] = value;
  }
  return headers;
}

}  // namespace hapax::cli
