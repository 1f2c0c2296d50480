#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <hapax/base/random.hpp>
#include <hapax/lint/render.hpp>

#include "lint/render/excerpt.hpp"

namespace hapax::lint {
namespace {

using testing::HasSubstr;
using testing::Not;

// The finding of the style guide, at the first occurrence of `word` in `text`.
struct Example {
  Example(std::string text, std::string_view word) {
    const auto at = static_cast<std::uint32_t>(text.find(word));
    const FileId file = sources.add("haproxy.cfg", std::move(text));
    diagnostic.rule = "bind-missing-port";
    diagnostic.origin = Origin::haproxy;
    diagnostic.span = {file, at, static_cast<std::uint32_t>(word.size())};
    diagnostic.message = "'bind' needs a port: '*' names an address only";
    diagnostic.label = "no port here";
    diagnostic.help = {"write 'bind :80' for every address on port 80"};
  }
  [[nodiscard]] std::string text(TextStyle style = {}) const {
    std::string out;
    render_text(sources, diagnostic, style, out);
    return out;
  }
  SourceSet sources;
  Diagnostic diagnostic;
};

TEST(RenderText, ShowsMessagePlaceExcerptHelpAndRule) {
  EXPECT_EQ(Example("listen x\n# a\nbind *\n", "*").text(),
            "error: 'bind' needs a port: '*' names an address only\n"
            "  --> haproxy.cfg:3:6\n"
            "   |\n"
            " 3 | bind *\n"
            "   |      ^ no port here\n"
            "   = write 'bind :80' for every address on port 80\n"
            "   = rule: bind-missing-port\n"
            "\n");
}

TEST(RenderText, ASecondPlaceHasItsOwnExcerpt) {
  Example example("bind :80\n\n\n\n\n\n\n\n\nbind *\n", "*");
  example.diagnostic.related.push_back({{0, 5, 3}, "first bound here"});
  EXPECT_THAT(example.text(), HasSubstr("    |\n"
                                        " 10 | bind *\n"
                                        "    |      ^ no port here\n"
                                        "   ::: haproxy.cfg:1:6\n"
                                        "    |\n"
                                        "  1 | bind :80\n"
                                        "    |      --- first bound here\n"));
}

TEST(RenderText, SaysWhatAFixWouldDo) {
  Example example("bind *\n", "*");
  example.diagnostic.fix = Fix{"write ':80'", false, {{{0, 5, 1}, ":80"}}};
  EXPECT_THAT(example.text(), HasSubstr("   = --fix --unsafe-fixes can: write ':80'\n"));
}

TEST(RenderText, ColoursOnlyWhenAsked) {
  const Example example("bind *\n", "*");
  EXPECT_THAT(example.text(), Not(HasSubstr("\x1b")));
  EXPECT_THAT(example.text({true, 80}), HasSubstr("\x1b[1;31merror:\x1b[0m "));
}

TEST(RenderText, SendsNoControlSequenceOfTheConfigurationToTheTerminal) {
  Example example("bind \x1b[31m\n", "\x1b[31m");
  example.diagnostic.message = "unknown '\x1b[31m'";
  EXPECT_THAT(example.text(), Not(HasSubstr("\x1b")));
  EXPECT_THAT(example.text(), HasSubstr("unknown '\\x1b[31m'"));
}

TEST(Excerpt, TheCaretStandsBelowTheWordBehindTabs) {
  const Excerpt shown = make_excerpt("\tbind\t*", {{6, 7, '^'}}, 80);
  EXPECT_EQ(shown.line, "    bind    *");
  EXPECT_EQ(shown.marks, "            ^");
}

TEST(Excerpt, AWideCharacterTakesTwoColumns) {
  const std::string line = "# 的 bind";
  const Excerpt shown = make_excerpt(line, {{line.find("bind"), line.size(), '^'}}, 80);
  EXPECT_EQ(shown.line, line);
  EXPECT_EQ(shown.marks, "     ^^^^");
  EXPECT_EQ(make_excerpt(line, {{2, 5, '^'}}, 80).marks, "  ^^");
}

TEST(Excerpt, BytesThatAreNoTextAreShownAsNumbers) {
  const Excerpt shown = make_excerpt("a\xff\rb", {{3, 4, '^'}}, 80);
  EXPECT_EQ(shown.line, "a\\xff\\x0db");
  EXPECT_EQ(shown.marks, "         ^");
}

TEST(Excerpt, CharactersThatCannotBeSeenAreShownAsNumbers) {
  const Excerpt shown = make_excerpt("a\u00a0b \ufeffc", {{1, 3, '^'}}, 80);
  EXPECT_EQ(shown.line, "a\\xc2\\xa0b \\xef\\xbb\\xbfc");
  EXPECT_EQ(shown.marks, " ^^^^^^^^");
}

TEST(Excerpt, AnEmptyPlaceAtTheEndIsOneCaret) { EXPECT_EQ(make_excerpt("bind", {{4, 4, '^'}}, 80).marks, "    ^"); }

TEST(Excerpt, ALongLineIsClippedAroundThePlace) {
  const std::string line = std::string(5000, 'a') + "MARK" + std::string(5000, 'b');
  const Excerpt shown = make_excerpt(line, {{5000, 5004, '^'}}, 40);
  EXPECT_EQ(shown.line, "…" + std::string(20, 'a') + "MARK" + std::string(15, 'b') + "…");
  EXPECT_EQ(shown.marks, std::string(21, ' ') + "^^^^");
}

TEST(Excerpt, CombiningCharactersTakeNoColumn) {
  const std::string line = "e\xcc\x81 x";
  EXPECT_EQ(make_excerpt(line, {{4, 5, '^'}}, 80).marks, "  ^");
}

TEST(SortByPlace, FileThenByteThenSeverity) {
  const auto at = [](FileId file, std::uint32_t offset, Severity severity) {
    Diagnostic d;
    d.span = {file, offset, 1};
    d.severity = severity;
    return d;
  };
  std::vector<Diagnostic> all{at(1, 0, Severity::error), at(0, 9, Severity::info), at(0, 9, Severity::error),
                              at(0, 2, Severity::info)};
  sort_by_place(all);
  EXPECT_EQ(all[0].span.offset, 2U);
  EXPECT_EQ(all[1].severity, Severity::error);
  EXPECT_EQ(all[2].severity, Severity::info);
  EXPECT_EQ(all[3].span.file, 1U);
}

TEST(SortByPlace, IsStableWhateverTheOrderWas) {
  Xoshiro256 random(5);
  for (int round = 0; round < 50; ++round) {
    std::vector<Diagnostic> all(random.next32() % 40);
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i].span.offset = random.next32() % 16;
      all[i].message = std::to_string(i);
    }
    std::vector<Diagnostic> expected = all;
    std::stable_sort(expected.begin(), expected.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.span.offset < b.span.offset; });
    sort_by_place(all);
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].message, expected[i].message) << round;
  }
}

TEST(CountBySeverity, NamesWhatThereIs) {
  EXPECT_EQ(count_by_severity({}), "no findings");
  std::vector<Diagnostic> some(3);
  some[2].severity = Severity::warning;
  EXPECT_EQ(count_by_severity(some), "2 errors, 1 warning");
}

}  // namespace
}  // namespace hapax::lint
