// Expressions and conditions, one row each in tests/routing/expressions.tsv with the values that HAProxy gave in three
// releases: fetches, converters and ways to compare. tools/record-expressions writes the table.

#include <array>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/cli/route_scratch.hpp"
#include "tests/paths.hpp"

namespace hapax::cli {
namespace {

constexpr std::array kVersions = {"2.6", "3.0", "3.2"};

struct Row {
  std::string kind;  ///< request, response, test, format
  std::string text;
  std::vector<std::string> values;  ///< by version
};

std::vector<Row> read_table() {
  std::ifstream file(HAPAX_SOURCE_DIR "/tests/routing/expressions.tsv");
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream cells(line);
    Row row;
    std::getline(cells, row.kind, '\t');
    std::getline(cells, row.text, '\t');
    for (std::string value; std::getline(cells, value, '\t');) row.values.push_back(value);
    rows.push_back(row);
  }
  return rows;
}

std::string rule(std::size_t number, const Row& row) {
  const std::string header = "set-header x-v" + std::to_string(number);
  if (row.kind == "test") return "http-request " + header + " 1 if { " + row.text + " }";
  if (row.kind == "format") return "http-request " + header + " \"" + row.text + "\"";
  return "http-" + row.kind + " " + header + " \"%[" + row.text + "]\"";
}

void replace(std::string& text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), with);
}

std::string configuration(const nlohmann::ordered_json& setting, const std::vector<Row>& rows, std::size_t version) {
  std::string text;
  for (std::string line : setting.at("frontend")) {
    replace(line, "BIND", "127.0.0.1:8080");
    text += line + "\n";
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].values.at(version) != "-") text += rule(i, rows[i]) + "\n";
  }
  for (std::string line : setting.at("backend")) {
    replace(line, "SERVER", "127.0.0.1:9000");
    text += line + "\n";
  }
  return text;
}

/// x-v0, x-v1, ... of what the server got and of what the client got.
std::map<std::string, std::string> values_of(const nlohmann::ordered_json& entry) {
  std::map<std::string, std::string> values;
  for (const char* part : {"request", "response"}) {
    for (const auto& header : without_blanks(entry.at(part).at("headers"))) values[header[0]] = header[1];
  }
  return values;
}

class RecordedExpressions : public testing::TestWithParam<std::size_t> {};

TEST_P(RecordedExpressions, HaveTheValuesThatHaproxyGave) {
  const std::vector<Row> rows = read_table();
  ASSERT_GT(rows.size(), 500U);
  std::ifstream file(HAPAX_SOURCE_DIR "/tests/routing/expressions.json");
  const nlohmann::ordered_json setting = nlohmann::ordered_json::parse(file);
  const std::string version = kVersions[GetParam()];
  const RouteScratch scratch("expressions-" + version);
  for (const auto& [name, content] : setting.at("files").items()) RouteScratch::write(name, content);
  RouteScratch::write("haproxy.cfg", configuration(setting, rows, GetParam()));
  RouteScratch::write("trace.jsonl", trace_line(setting.at("request")).dump() + "\n");
  std::string complaints;
  const auto entries = RouteScratch::route(version, complaints);
  ASSERT_EQ(entries.size(), 1U) << complaints;
  EXPECT_FALSE(entries[0].contains("not_modelled")) << entries[0].at("not_modelled");
  const auto values = values_of(entries[0]);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string& recorded = rows[i].values.at(GetParam());
    if (recorded == "-") continue;
    const auto found = values.find("x-v" + std::to_string(i));
    const std::string actual = found == values.end() ? "" : found->second;
    const std::string expected = rows[i].kind == "test" ? (recorded == "1" ? "1" : "")
                                                        : nlohmann::ordered_json::parse(recorded).get<std::string>();
    EXPECT_EQ(actual, expected) << rows[i].kind << ' ' << rows[i].text << " in " << version;
  }
}

INSTANTIATE_TEST_SUITE_P(Haproxy, RecordedExpressions, testing::Range(std::size_t{0}, kVersions.size()));

}  // namespace
}  // namespace hapax::cli
