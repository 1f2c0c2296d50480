// What HAProxy 3.2 accepts, the embedded grammars accept: conditions, ACLs, log formats, expressions, addresses, times
// of every configuration of the corpus that is labelled "accept".

#include "corpus.hpp"
#include "tests/paths.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <sstream>

#include <hapax/syntax/address.hpp>
#include <hapax/syntax/condition.hpp>
#include <hapax/syntax/log_format.hpp>
#include <hapax/syntax/resolve.hpp>
#include <hapax/syntax/value.hpp>

namespace hapax::syntax {
namespace {

namespace fs = std::filesystem;

/// Files that 3.2 accepts as they are.
std::vector<fs::path> accepted_files() {
  const fs::path folder = fs::path(HAPAX_SHARED_DIR) / "corpus";
  std::ifstream labels(folder / "labels.tsv");
  std::vector<fs::path> files;
  for (std::string row; std::getline(labels, row);) {
    std::istringstream cells(row);
    std::string path, hash, version, environment, exit, verdict;
    for (std::string* cell : {&path, &hash, &version, &environment, &exit, &verdict}) std::getline(cells, *cell, '\t');
    if (version == "3.2" && environment == "bare" && verdict == "accept") files.push_back(folder / path);
  }
  return files;
}

using Words = std::vector<ResolvedWord>;

class AcceptedTest : public testing::Test {
 protected:
  /// Calls `check` for every line of the accepted files; what it returns is a complaint.
  void each_line(const std::function<std::string(const Words&, Arena&)>& check) {
    const std::vector<fs::path> files = accepted_files();
    if (files.empty()) GTEST_SKIP() << "no corpus in " << HAPAX_SHARED_DIR;
    for (const fs::path& path : files) {
      SourceSet sources;
      const Document document = parse_document(sources, sources.add(path, read_whole(path)));
      for (const Line& line : document.lines()) {
        ASSERT_EQ(line.error, LineError::none) << path << ':' << document.number(line);
        Arena arena;
        Words words;
        resolve(sources, document, line, Environment{}, ReadingPlace{}, arena, words);
        if (words.empty()) continue;
        const std::string complaint = check(words, arena);
        EXPECT_EQ(complaint, "") << path << ':' << document.number(line) << ": " << sources.text(document.span(line));
      }
    }
  }
};

bool takes_condition(std::string_view keyword) {
  static const std::set<std::string_view> kKeywords = {"http-request", "http-response", "http-after-response",
                                                       "tcp-request",  "tcp-response",  "use_backend",
                                                       "use-server",   "redirect",      "block",
                                                       "monitor",      "force-persist", "ignore-persist",
                                                       "stick"};
  return kKeywords.contains(keyword);
}

std::string problem(const ParseError& error) {
  return "problem " + std::to_string(static_cast<int>(error.problem)) + " at " + std::to_string(error.offset);
}

TEST_F(AcceptedTest, Conditions) {
  each_line([](const Words& words, Arena& arena) -> std::string {
    if (!takes_condition(words[0].text)) return "";
    const auto begin = std::find_if(words.begin(), words.end(), [](const auto& w) { return begins_condition(w.text); });
    if (begin == words.end()) return "";
    const std::span<const ResolvedWord> rest(begin, words.end());
    const auto condition = parse_condition(rest, arena);
    if (!condition) return problem(condition.error().error);
    for (const Term& term : condition->terms) {
      if (!term.anonymous) continue;
      const auto acl = parse_acl(rest.subspan(term.first_word, term.word_count), arena);
      if (!acl) return problem(acl.error().error);
    }
    return "";
  });
}

TEST_F(AcceptedTest, Acls) {
  each_line([](const Words& words, Arena& arena) -> std::string {
    if (words[0].text != "acl") return "";
    const auto acl = parse_acl(std::span(words).subspan(2), arena);
    return acl ? "" : problem(acl.error().error);
  });
}

TEST_F(AcceptedTest, LogFormats) {
  each_line([](const Words& words, Arena& arena) -> std::string {
    for (std::size_t i = 1; i < words.size(); ++i) {
      const bool header = words[0].text.starts_with("http-re") && words[i - 1].text != "-m" &&
                          words[i].text.find("%[") != std::string_view::npos;
      if (!header && words[i - 1].text != "log-format") continue;
      const auto format = parse_log_format(words[i].text, Version::v3_2, arena);
      if (!format) return problem(format.error());
    }
    return "";
  });
}

TEST_F(AcceptedTest, Expressions) {
  each_line([](const Words& words, Arena& arena) -> std::string {
    if (words.size() < 3 || words[0].text != "http-request" || !words[1].text.starts_with("set-var(")) return "";
    const auto expression = parse_expression(words[2].text, arena);
    return expression ? "" : problem(expression.error());
  });
}

TEST_F(AcceptedTest, Addresses) {
  each_line([](const Words& words, Arena&) -> std::string {
    if (words.size() < 2 || words[0].text != "bind") return "";
    std::istringstream addresses{std::string(words[1].text)};
    for (std::string address; std::getline(addresses, address, ',');) {
      const auto parsed = parse_address(address, Version::v3_2);
      if (!parsed) return problem(parsed.error());
      if (parsed->is_ip() && parsed->port_form == PortForm::none) return "no port";
    }
    return "";
  });
}

TEST_F(AcceptedTest, Times) {
  each_line([](const Words& words, Arena&) -> std::string {
    if (words.size() < 3 || words[0].text != "timeout") return "";
    const auto time = parse_time(words[2].text);
    return time ? "" : problem(time.error());
  });
}

}  // namespace
}  // namespace hapax::syntax
