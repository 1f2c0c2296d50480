// Properties of the Document that hold for every text, checked on every file of the corpus.

#include "corpus.hpp"
#include "tests/paths.hpp"

#include <gtest/gtest.h>

#include <hapax/syntax/document.hpp>
#include <hapax/syntax/resolve.hpp>

namespace hapax::syntax {
namespace {

class CorpusTest : public testing::Test {
 protected:
  void SetUp() override {
    files = corpus_files();
    if (files.empty()) GTEST_SKIP() << "no corpus in " << HAPAX_SHARED_DIR;
  }

  std::vector<std::filesystem::path> files;
};

TEST_F(CorpusTest, PrintsBackByteForByte) {
  for (const auto& path : files) {
    SourceSet sources;
    const std::string text = read_whole(path);
    const Document document = parse_document(sources, sources.add(path, text));
    EXPECT_TRUE(print(sources, document) == text) << path;
  }
}

TEST_F(CorpusTest, KeepsWordsApartAndInsideTheirLine) {
  for (const auto& path : files) {
    SourceSet sources;
    const Document document = parse_document(sources, sources.add(path, read_whole(path)));
    for (const Line& line : document.lines()) {
      std::uint32_t at = line.offset + line.indent;
      for (const Word& word : document.words(line)) {
        ASSERT_GE(word.offset, at) << path << ':' << document.number(line);
        ASSERT_GT(word.length, 0U) << path << ':' << document.number(line);
        at = word.offset + word.length;
      }
      ASSERT_LE(at, line.offset + line.comment) << path << ':' << document.number(line);
      ASSERT_LE(line.comment, line.content);
      ASSERT_LE(line.content, line.length);
    }
  }
}

TEST_F(CorpusTest, ResolvesWordsWithoutVariablesOneToOne) {
  for (const auto& path : files) {
    SourceSet sources;
    const Document document = parse_document(sources, sources.add(path, read_whole(path)));
    Arena arena;
    std::vector<ResolvedWord> resolved;
    for (const Line& line : document.lines()) {
      if (line.has_variable || line.error != LineError::none) continue;
      resolved.clear();
      resolve(sources, document, line, Environment{}, ReadingPlace{}, arena, resolved);
      const auto words = document.words(line);
      ASSERT_EQ(resolved.size(), words.size()) << path << ':' << document.number(line);
      for (std::size_t i = 0; i < words.size(); ++i) {
        ASSERT_EQ(resolved[i].span, document.span(words[i])) << path << ':' << document.number(line);
      }
    }
  }
}

}  // namespace
}  // namespace hapax::syntax
