#include "simulate_run.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/cli/ran.hpp"

namespace hapax::cli::testing {
namespace {

std::string text_of(const nlohmann::json& value) {
  if (value.is_null()) return "-";
  if (value.is_string()) return value.get<std::string>();
  std::ostringstream text;
  text << value.get<double>();
  return text.str();
}

std::string compact(const std::string& line) {
  const auto json = nlohmann::json::parse(line);
  const std::string server =
      json["server"].is_null() ? text_of(json["backend"]) : text_of(json["backend"]) + "/" + text_of(json["server"]);
  return text_of(json["frontend"]) + " " + server + " " + text_of(json["outcome"]) + " " + text_of(json["queue_ms"]) +
         " " + text_of(json["total_ms"]) + "\n";
}

}  // namespace

SimulateRun::SimulateRun() {
  std::string pattern = ::testing::TempDir() + "hapax-simulate-XXXXXX";
  folder_ = ::mkdtemp(pattern.data());
}

SimulateRun::~SimulateRun() { std::filesystem::remove_all(folder_); }

void SimulateRun::write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }

std::string SimulateRun::read(const std::string& name) const {
  std::ifstream file(path(name));
  return {std::istreambuf_iterator<char>(file), {}};
}

int SimulateRun::run(std::vector<std::string> words) {
  words.insert(words.begin(), {"simulate", path("haproxy.cfg")});
  Ran ran = run_hapax(words);
  out = std::move(ran.out);
  err = std::move(ran.err);
  return ran.status;
}

std::string SimulateRun::decisions(std::vector<std::string> words, const std::string& configuration,
                                   const std::string& scenario) {
  write("haproxy.cfg", configuration);
  write("s.yaml", scenario);
  words.insert(words.end(), {"--scenario", path("s.yaml"), "--decisions", path("d.jsonl")});
  if (run(words) != 0) return err + out;
  std::istringstream lines(read("d.jsonl"));
  std::string all;
  for (std::string line; std::getline(lines, line);) all += compact(line);
  return all;
}

std::string SimulateRun::decide(const std::string& configuration, const std::string& trace,
                                const std::string& scenario) {
  write("t.jsonl", trace);
  return decisions({"--trace", path("t.jsonl")}, configuration, scenario);
}

std::string SimulateRun::decide_workload(const std::string& configuration, const std::string& scenario) {
  return decisions({}, configuration, scenario);
}

}  // namespace hapax::cli::testing
