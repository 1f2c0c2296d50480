// The Config as those see it who read it: lines of sections, names, rows; and load() in two halves.
#include <hapax/config/config.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <hapax/config/by_row.hpp>
#include <hapax/config/load.hpp>
#include <hapax/syntax/condition.hpp>

#include "config/checks/server_names.hpp"

namespace hapax::config {
namespace {

struct Loaded {
  explicit Loaded(const std::string& text) : config(load(sources, add(text), {}, findings)) {}
  std::span<const FileId> add(const std::string& text) {
    file = sources.add("haproxy.cfg", text);
    return {&file, 1};
  }
  [[nodiscard]] const Section& backend(std::string_view name) const { return *config.find(SectionKind::backend, name); }

  SourceSet sources;
  FileId file = 0;
  Diagnostics findings;
  Config config;
};

std::string servers(const std::string& prefix, int count) {
  std::string lines;
  for (int i = 0; i < count; ++i) lines += " server " + prefix + std::to_string(i) + " 192.0.2.1:80\n";
  return lines;
}

TEST(DirectiveList, HoldsTheLinesOfItsSectionInOrder) {
  const Loaded loaded("backend a\n" + servers("a", 300) + "backend b\nbackend c\n balance source\n" +
                      servers("c", 300));
  EXPECT_TRUE(loaded.backend("b").directives.empty());
  const DirectiveList& lines = loaded.backend("c").directives;
  ASSERT_EQ(lines.size(), 301U);
  EXPECT_EQ(std::distance(lines.begin(), lines.end()), 301);
  EXPECT_EQ(lines.begin()->words[0].text, "balance");
  EXPECT_EQ(lines.rbegin()->text("name"), "c299");
  EXPECT_EQ(lines.begin()[300].text("name"), "c299");
  EXPECT_EQ((lines.end() - 300)->text("name"), "c0");
  std::vector<const Directive*> forwards;
  for (const Directive& d : lines) forwards.push_back(&d);
  std::vector<const Directive*> backwards;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) backwards.push_back(&*line);
  std::reverse(backwards.begin(), backwards.end());
  EXPECT_EQ(forwards, backwards);
}

TEST(Section, FindsTheLastLineOfAName) {
  const Loaded loaded("backend a\n mode http\n retries 3\n mode tcp\n server s 192.0.2.1:80\n");
  const Section& section = loaded.backend("a");
  ASSERT_NE(section.last("mode"), nullptr);
  EXPECT_EQ(section.last("mode")->text("mode"), "tcp");
  EXPECT_EQ(section.all("mode").size(), 2U);
  EXPECT_EQ(section.last("fullconn"), nullptr);
  EXPECT_TRUE(section.all("fullconn").empty());
  EXPECT_EQ(section.last(""), nullptr);
}

TEST(Section, FindsEveryNameOfTheTables) {
  Section section;
  for (const Keyword& row : keywords(KeywordClass::directive)) {
    section.name_bits = name_bit(row.name);
    EXPECT_NE(section.name_bits, 0U) << row.name;
  }
}

TEST(Section, GoesThroughItsLinesInBothDirections) {
  std::string text = "backend first\n";
  for (int i = 0; i < 300; ++i) text += " server s" + std::to_string(i) + " 192.0.2.1:80\n";
  text += "backend a\n";
  for (int i = 0; i < 600; ++i) text += " server s" + std::to_string(i) + " 192.0.2.1:80\n";
  const Loaded loaded(text);
  const DirectiveList& lines = loaded.backend("a").directives;
  ASSERT_EQ(lines.size(), 600U);
  int number = 0;
  for (const Directive& line : lines) {
    EXPECT_EQ(line.text("name"), "s" + std::to_string(number));
    EXPECT_EQ(&line, &lines.begin()[number]);
    ++number;
  }
  EXPECT_EQ(number, 600);
  for (auto line = lines.end(); line != lines.begin();) {
    --line;
    EXPECT_EQ(line->text("name"), "s" + std::to_string(--number));
  }
  EXPECT_EQ(lines.begin() + 600, lines.end());
}

TEST(Directive, MayHaveEveryOptionThatItHas) {
  for (const Keyword& row : keywords(KeywordClass::server_option)) {
    const Loaded loaded("backend a\n server s 192.0.2.1:80 " + std::string(row.name) + "\n");
    const Directive& line = *loaded.backend("a").last("server");
    for (const Option& option : line.options()) {
      EXPECT_TRUE(line.may_have_option(option.name())) << option.name();
      EXPECT_NE(line.option(option.name()), nullptr) << option.name();
    }
  }
}

TEST(Directive, MayHaveTheOptionThatANegationIsOf) {
  const Loaded loaded("backend a\n server s 192.0.2.1:80 no-ssl\n server t 192.0.2.1:80 weight 1\n");
  const DirectiveList& lines = loaded.backend("a").directives;
  EXPECT_TRUE(lines.begin()[0].may_have_option("ssl"));
  EXPECT_EQ(lines.begin()[0].option("ssl"), nullptr);
  EXPECT_FALSE(lines.begin()[1].may_have_option("ssl"));
}

TEST(Directive, FindsOptionsAndActionWhereverTheyStand) {
  const Loaded loaded("listen l\n bind :80 name web\n http-request deny status 429 if TRUE\n");
  const Section& section = *loaded.config.find(SectionKind::listen, "l");
  ASSERT_NE(section.last("bind")->option("name"), nullptr);
  EXPECT_EQ(section.last("bind")->action(), nullptr);
  ASSERT_NE(section.last("http-request")->action(), nullptr);
  EXPECT_EQ(section.last("http-request")->action()->name(), "deny");
  EXPECT_TRUE(section.last("http-request")->options().empty());
}

TEST(ServerNames, FindTheOneLineThatMakesTheServer) {
  const Loaded loaded(
      "backend a\n server s1 192.0.2.1:80\n server-template s 1-3 a.example:80\n server t 192.0.2.2:80\n");
  const Section& section = loaded.backend("a");
  const ServerNames names(section);
  const auto line = section.directives.begin();
  EXPECT_EQ(names.find("t").line, &line[2]);
  EXPECT_EQ(names.find("s2").line, &line[1]);
  EXPECT_EQ(names.find("s1").line, nullptr) << "two lines make it";
  EXPECT_TRUE(names.find("s1").several);
  for (const char* const none : {"s4", "s02", "s", "x"}) {
    EXPECT_EQ(names.find(none).line, nullptr) << none;
    EXPECT_FALSE(names.find(none).several) << none;
  }
}

TEST(ByRow, HasTheValueOfEachRow) {
  const ByRow<std::size_t> sizes(KeywordClass::fetch, [](const Keyword& row) { return row.name.size(); });
  const ByRow<bool> experimental(KeywordClass::fetch, [](const Keyword& row) { return row.experimental; });
  for (const Keyword& row : keywords(KeywordClass::fetch)) {
    EXPECT_EQ(sizes[row], row.name.size());
    EXPECT_EQ(experimental[row], row.experimental);
  }
}

TEST(PendingChecks, FindWhatLoadFindsBehindTheLines) {
  const std::string text =
      "frontend f\n bind :80\n mode htp\n default_backend none\nbackend b\n server s 192.0.2.1:80 track t\n";
  const Loaded whole(text);
  SourceSet sources;
  const FileId file = sources.add("haproxy.cfg", text);
  Diagnostics of_lines;
  Diagnostics of_checks;
  PendingChecks checks;
  Config read = load(sources, {&file, 1}, {}, of_lines, checks);
  Config moved = std::move(read);
  checks.run(moved, of_checks);
  std::vector<std::string> halves;
  for (const Diagnostics* half : {&of_lines, &of_checks}) {
    EXPECT_FALSE(half->empty());
    for (const Diagnostic& d : half->list()) halves.push_back(d.message);
  }
  std::vector<std::string> all;
  for (const Diagnostic& d : whole.findings.list()) all.push_back(d.message);
  EXPECT_EQ(halves, all);
}

TEST(Directive, HoldsWhatItsAclTests) {
  const Loaded loaded("frontend f\n acl static path -m beg /img /css\n acl broken path(\n");
  const Section& frontend = *loaded.config.find(SectionKind::frontend, "f");
  const std::vector<const Directive*> lines = frontend.all("acl");
  ASSERT_EQ(lines.size(), 2U);
  const syntax::AclDefinition* const definition = lines[0]->acl("expression");
  ASSERT_NE(definition, nullptr);
  EXPECT_EQ(definition->criterion.fetch().name, "path");
  EXPECT_EQ(definition->pattern_count, 2U);
  EXPECT_EQ(lines[1]->acl("expression"), nullptr);
}

TEST(Directive, HoldsExpressionsThatGoOnInFurtherWords) {
  const Loaded loaded("backend b\n stick-table type string\n stick on src,lower upper,length\n");
  const syntax::Expression* const key = loaded.backend("b").last("stick on")->expression("key");
  ASSERT_NE(key, nullptr);
  ASSERT_EQ(key->calls.size(), 4U);
  EXPECT_EQ(key->calls[3].name, "length");
}

}  // namespace
}  // namespace hapax::config
