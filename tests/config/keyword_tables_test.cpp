// Every name of the recorded vocabulary has its row, and lives in the versions in which it was seen.
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include <hapax/config/keyword.hpp>

#include "tests/paths.hpp"

namespace hapax::config {
namespace {

namespace fs = std::filesystem;

struct Dump {
  Version version;
  const char* file;
};
constexpr Dump kDumps[] = {{Version::v2_6, "2.6.txt"},
                           {Version::v2_8, "2.8.txt"},
                           {Version::v3_0, "3.0.txt"},
                           {Version::v3_2, "3.2.txt"},
                           {Version::v3_4, "3.4.txt"}};

fs::path folder() { return fs::path(HAPAX_SHARED_DIR) / "oracle" / "keywords"; }

// The names under a heading of a dump, such as "sample fetch functions".
std::set<std::string> names_under(const fs::path& file, const std::string& heading) {
  std::set<std::string> names;
  std::ifstream in(file);
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("# List of registered ", 0) == 0) inside = line.find(heading) != std::string::npos;
    if (!inside || line.empty() || line[0] == '#') continue;
    const std::size_t bracket = line.find("] ");
    if (line[0] == '[' && bracket != std::string::npos) line.erase(0, bracket + 2);
    names.insert(line.substr(0, line.find_first_of("(: ")));
  }
  return names;
}

void expect_rows(KeywordClass kind, const std::string& heading) {
  if (!fs::exists(folder())) GTEST_SKIP() << "the recorded vocabulary is not there: " << folder();
  for (const Dump& dump : kDumps) {
    for (const std::string& name : names_under(folder() / dump.file, heading)) {
      EXPECT_NE(find_keyword(kind, name, dump.version), nullptr)
          << class_name(kind) << " '" << name << "' in " << to_string(dump.version);
    }
  }
}

TEST(KeywordTables, HoldEverySampleFetch) { expect_rows(KeywordClass::fetch, "sample fetch functions"); }
TEST(KeywordTables, HoldEveryConverter) { expect_rows(KeywordClass::converter, "sample converter functions"); }
TEST(KeywordTables, HoldEveryAclName) { expect_rows(KeywordClass::acl, "ACL keywords"); }
TEST(KeywordTables, HoldEveryFilter) { expect_rows(KeywordClass::filter, "filter names"); }
TEST(KeywordTables, HoldEveryService) { expect_rows(KeywordClass::service, "service names"); }

TEST(KeywordTables, HoldEveryBindServerOptionAndAction) {
  if (!fs::exists(folder())) GTEST_SKIP() << "the recorded vocabulary is not there: " << folder();
  const std::map<std::string, RuleSet> sets{{"tcp-request connection ", RuleSet::tcp_request_connection},
                                            {"tcp-request session ", RuleSet::tcp_request_session},
                                            {"tcp-request content ", RuleSet::tcp_request_content},
                                            {"tcp-response content ", RuleSet::tcp_response_content},
                                            {"http-request ", RuleSet::http_request},
                                            {"http-response ", RuleSet::http_response},
                                            {"http-after-response ", RuleSet::http_after_response}};
  for (const Dump& dump : kDumps) {
    std::ifstream in(folder() / dump.file);
    for (std::string line; std::getline(in, line);) {
      if (line.empty() || line[0] != '\t') continue;
      line.erase(0, 1);
      std::istringstream words(line);
      std::string first, second, third, fourth;
      words >> first >> second >> third >> fourth;
      if (first == "bind") {
        const std::string name = third == "ssl" && !fourth.empty() && fourth[0] != '+' ? fourth : third;
        if (name == "process") continue;  // still registered in 3.0 and later, and always refused
        EXPECT_NE(find_keyword(KeywordClass::bind_option, name, dump.version), nullptr) << line;
      } else if (first == "server" && second == "<name>") {
        EXPECT_NE(find_keyword(KeywordClass::server_option, fourth, dump.version), nullptr) << line;
      }
      for (const auto& [start, set] : sets) {
        if (line.rfind(start, 0) != 0) continue;
        std::string action = line.substr(start.size());
        if (action.find(' ') != std::string::npos) continue;
        if (!action.empty() && action.back() == '*') action.back() = '(';
        EXPECT_NE(find_action(action, set, dump.version), nullptr) << line;
      }
    }
  }
}

TEST(KeywordTables, KnowWhichFirstWordsASectionTakes) {
  if (!fs::exists(folder())) GTEST_SKIP() << "the recorded vocabulary is not there: " << folder();
  std::ifstream in(folder() / "sections.tsv");
  for (std::string line; std::getline(in, line);) {
    std::istringstream cells(line);
    std::string section, word, known;
    cells >> section >> word;
    if (section.empty() || section[0] == '#' || section == "section") continue;
    SectionKind kind = SectionKind::unknown;
    for (std::size_t i = 0; i < kSectionKinds; ++i)
      if (section_name(static_cast<SectionKind>(i)) == section) kind = static_cast<SectionKind>(i);
    bool any = false;
    while (cells >> known) any = any || known == "Y";
    // Words of no section of their own, or refused by it in other ways.
    const bool odd =
        word == "acme-vars" || word == "performed" || word == "server-state-base" || word == "force-be-switch";
    if (!any || odd) continue;
    bool found = false;
    for (const Keyword& row : keywords(KeywordClass::directive))
      found =
          found || (row.name.substr(0, row.name.find(' ')) == word &&
                    (row.sections.contains(kind) || row.ignored_in.contains(kind) || row.refused_in.contains(kind)));
    EXPECT_TRUE(found) << word << " in " << section;
  }
}

TEST(KeywordTables, AnActionIsFoundByTheWordWithItsArguments) {
  const Keyword* const row = find_action("set-var-fmt(txn.x)", RuleSet::http_request, Version::v3_2);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->name, "set-var-fmt");
}

TEST(KeywordTables, ASignatureMayChangeWithTheVersion) {
  const Keyword* const row = find_directive("maxconn", SectionKind::global, Version::v2_6);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->params(Version::v2_6)[0].detail, "atoi");
  EXPECT_EQ(row->params(Version::v3_0)[0].detail, "int");
}

}  // namespace
}  // namespace hapax::config
