// The words of a line are the ones that HAProxy sees: on every line of the corpus, and on such lines with bytes
// changed.

#include "oracle_words.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <hapax/syntax/document.hpp>
#include <hapax/syntax/resolve.hpp>

#include "corpus.hpp"
#include "tests/paths.hpp"

namespace hapax::syntax {
namespace {

using Words = std::optional<std::vector<std::string>>;

const std::vector<std::pair<std::string, std::string>> kVariables = {
    {"A", "one"}, {"EMPTY", ""}, {"LIST", "a b  c "}, {"BLANKS", "  "}, {"QUOTES", "x\"y 'z\\ #"}};

class OracleWordsTest : public testing::Test {
 protected:
  void SetUp() override {
    if (corpus_files().empty()) GTEST_SKIP() << "no corpus in " << HAPAX_SHARED_DIR;
    if (!oracle.available()) GTEST_SKIP() << "no HAProxy with Lua, from 3.0 on, in HAPAX_ORACLE_DIR or PATH";
  }

  /// What hapax says, in the oracle's terms: up to the first empty word, and nothing for a line with an error.
  Words words_of(const std::string& text) const {
    Environment environment;
    for (const auto& [name, value] : kVariables) environment.set(name, value);
    SourceSet sources;
    const Document document = parse_document(sources, sources.add("w.cfg", text + "\n"));
    const Line& line = document.lines()[0];
    if (line.error != LineError::none) return std::nullopt;
    Arena arena;
    std::vector<ResolvedWord> resolved;
    resolve(sources, document, line, environment, {"w.cfg", 0, "global", oracle.version()}, arena, resolved);
    if (resolved.size() + WordOracle::kExtraWords > kMaxLineWords) return std::nullopt;
    std::vector<std::string> words;
    for (const ResolvedWord& word : resolved) {
      if (word.text.empty()) break;
      words.emplace_back(word.text);
    }
    return words;
  }

  void compare(const std::vector<std::string>& lines) {
    const std::vector<Words> answers = oracle.words(lines);
    std::size_t different = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const Words ours = words_of(lines[i]);
      if (ours == answers[i]) continue;
      if (++different <= 5) {
        ADD_FAILURE() << lines[i] << "\nhapax:   " << testing::PrintToString(ours)
                      << "\nHAProxy: " << testing::PrintToString(answers[i]);
      }
    }
    EXPECT_EQ(different, 0U) << "of " << lines.size();
  }

  /// True for a line whose words depend on where it stands, or on the variables that HAProxy sets itself.
  static bool depends_on_place(const std::string& line) {
    return line.find(".LINE") != std::string::npos || line.find("HAPROXY_") != std::string::npos;
  }

  /// Every different line that the corpus has.
  static std::vector<std::string> corpus_lines() {
    std::set<std::string> lines;
    for (const auto& path : corpus_files()) {
      if (path.extension() != ".cfg") continue;
      SourceSet sources;
      const Document document = parse_document(sources, sources.add(path, read_whole(path)));
      for (const Line& line : document.lines()) {
        if (line.blank()) continue;
        const std::string_view text = sources.text(document.span(line));
        const std::string content(text.substr(0, text.find_last_not_of("\r\n") + 1));
        if (!depends_on_place(content)) lines.insert(content);
      }
    }
    return {lines.begin(), lines.end()};
  }

  WordOracle oracle{kVariables};
};

TEST_F(OracleWordsTest, AgreeOnTheCorpus) { compare(corpus_lines()); }

TEST_F(OracleWordsTest, AgreeOnChangedLines) {
  constexpr int kLines = 4000;
  constexpr std::uint32_t kSeed = 20261123;
  const std::vector<std::string> pieces = {"\"",
                                           "'",
                                           "\\",
                                           "\\\\",
                                           " ",
                                           "\t",
                                           "#",
                                           "$",
                                           "{",
                                           "}",
                                           "\\x4",
                                           "1",
                                           "[*]",
                                           "-",
                                           "\"$A\"",
                                           "\"${A}\"",
                                           "\"$NONE\"",
                                           "\"${LIST[*]}\"",
                                           "\"${NONE-d}\"",
                                           "\"$EMPTY\"",
                                           "\"${BLANKS[*]}\"",
                                           "\"$QUOTES\"",
                                           ".",
                                           ".FILE",
                                           "\\n",
                                           "\xff"};
  const std::vector<std::string> originals = corpus_lines();
  std::mt19937 random(kSeed);
  const auto below = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
  };
  std::vector<std::string> lines;
  for (int i = 0; i < kLines; ++i) {
    std::string line = originals[below(originals.size())];
    for (std::size_t change = 0, changes = 1 + below(4); change < changes; ++change) {
      const std::size_t at = below(line.size() + 1);
      line.replace(at, below(3), pieces[below(pieces.size())]);
    }
    if (!depends_on_place(line)) lines.push_back(line);
  }
  compare(lines);
}

}  // namespace
}  // namespace hapax::syntax
