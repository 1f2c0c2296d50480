// Lines that HAProxy accepts or refuses, by version: tests/config/verdicts.tsv. Several lines together, and lines that
// it refuses without naming them: tests/config/snippets.tsv.
#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <hapax/config/load.hpp>

#include "tests/paths.hpp"

namespace hapax::config {
namespace {

struct Row {
  std::string section, line, refused;
};

std::vector<Row> read_rows(const std::string& table) {
  std::ifstream in(HAPAX_SOURCE_DIR "/tests/config/" + table);
  std::vector<Row> rows;
  for (std::string text; std::getline(in, text);) {
    const std::size_t first = text.find('\t');
    const std::size_t second = text.find('\t', first + 1);
    if (text.empty() || text[0] == '#' || second == std::string::npos) continue;
    rows.push_back({text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)});
  }
  return rows;
}

// What stands around a line, so that everything it could refer to is there.
constexpr const char* kDefaults = "defaults\nmode http\ntimeout client 10s\ntimeout connect 10s\ntimeout server 10s\n";
constexpr const char* kOthers =
    "frontend main\nbind :8999\ndefault_backend be\nbackend be\nserver s1 127.0.0.1:8001\n"
    "backend tbl\nstick-table type ip size 1k expire 1m store gpc0,http_req_rate(10s)\n"
    "userlist usr\nuser u insecure-password p\npeers prs\npeer local 127.0.0.1:10000\n"
    "resolvers res\nnameserver n 127.0.0.1:53\nmailers mls\nmailer m 127.0.0.1:25\n"
    "http-errors errs\nerrorfile 503 503.http\ncache store\ntotal-max-size 4\nring rng\nsize 32768\n"
    "fcgi-app app\ndocroot /x\n";

std::string opening(const std::string& section) {
  static const std::map<std::string, std::string> kOpenings{{"defaults", "defaults named\n"},
                                                            {"frontend", "frontend fe\nbind :8000\n"},
                                                            {"backend", "backend b2\n"},
                                                            {"listen", "listen li\nbind :8002\n"},
                                                            {"fcgi-app", "fcgi-app a2\ndocroot /x\n"}};
  const auto it = kOpenings.find(section);
  return it == kOpenings.end() ? section + " x2\n" : it->second;
}

// What stands before and after the lines of a row.
std::pair<std::string, std::string> around(const Row& row) {
  const std::string before = "global\nlocalpeer local\n";
  if (row.section == "global") return {before, std::string(kDefaults) + kOthers};
  return {before + "expose-experimental-directives\n" + std::string(kDefaults) + opening(row.section), kOthers};
}

Diagnostics findings_of(SourceSet& sources, const std::string& text, Version target) {
  const FileId file = sources.add("haproxy.cfg", text);
  Diagnostics findings;
  LoadOptions options;
  options.target = target;
  const Config config = load(sources, std::span(&file, 1), options, findings);
  return findings;
}

// Whether some error stands on the line.
bool refuses(const Row& row, Version target) {
  const auto [before, after] = around(row);
  const auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  SourceSet sources;
  const Diagnostics findings = findings_of(sources, before + row.line + "\n" + after, target);
  for (const Diagnostic& d : findings.list())
    if (d.severity == Severity::error && d.origin == Origin::haproxy && d.refuses && !d.whole &&
        sources.begin(d.span).line == line)
      return true;
  return false;
}

std::string lines_of(const Row& row) {
  std::string lines = row.line;
  for (std::size_t at = lines.find("\\n"); at != std::string::npos; at = lines.find("\\n", at))
    lines.replace(at, 2, "\n");
  return lines;
}

bool refuses_snippet(const Row& row, Version target) {
  const auto [before, after] = around(row);
  SourceSet sources;
  return findings_of(sources, before + lines_of(row) + "\n" + after, target).rejected();
}

bool says_refused(const Row& row, Version target) { return row.refused.find(to_string(target)) != std::string::npos; }

TEST(Verdicts, OfSingleLinesAreHaproxys) {
  const std::vector<Row> rows = read_rows("verdicts.tsv");
  ASSERT_GT(rows.size(), 1000U);
  for (const Row& row : rows) {
    for (const Version target : {Version::v2_6, Version::v3_0, Version::v3_2}) {
      EXPECT_EQ(refuses(row, target), says_refused(row, target))
          << row.section << ": " << row.line << " (HAProxy " << to_string(target) << ')';
    }
  }
}

// What HAProxy says is repeated with what to do about it, or somebody has to look it up.
TEST(Verdicts, ComeWithWhatToDo) {
  std::map<std::string, std::string> without;
  for (const char* const table : {"verdicts.tsv", "snippets.tsv"}) {
    for (const Row& row : read_rows(table)) {
      const auto [before, after] = around(row);
      for (const Version target : {Version::v2_6, Version::v3_2}) {
        SourceSet sources;
        const Diagnostics findings = findings_of(sources, before + lines_of(row) + "\n" + after, target);
        for (const Diagnostic& d : findings.list()) {
          const bool silent = d.help.empty() && d.origin == Origin::haproxy;
          if (silent) without.emplace(std::string(d.rule) + ": " + d.message, row.section + ": " + row.line);
        }
      }
    }
  }
  for (const auto& [message, line] : without) ADD_FAILURE() << message << "  (" << line << ')';
}

TEST(Verdicts, OfLinesTogetherAreHaproxys) {
  const std::vector<Row> rows = read_rows("snippets.tsv");
  ASSERT_GT(rows.size(), 10U);
  for (const Row& row : rows) {
    for (const Version target : {Version::v2_6, Version::v3_0, Version::v3_2}) {
      EXPECT_EQ(refuses_snippet(row, target), says_refused(row, target))
          << row.section << ": " << row.line << " (HAProxy " << to_string(target) << ')';
    }
  }
}

}  // namespace
}  // namespace hapax::config
