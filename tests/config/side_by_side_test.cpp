// A large configuration is read in stretches at the same time; a conditional block at its end keeps that from being
// done. Both ways have to come to the same.
#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include <hapax/config/load.hpp>

#include "config/stretches.hpp"
#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

constexpr const char* kInOrder = ".if 0\n.endif\n";

struct Loaded {
  SourceSet sources;
  Diagnostics findings;
  Config config;
};

void load_text(Loaded& loaded, const std::string& text) {
  const FileId file = loaded.sources.add("haproxy.cfg", text);
  const FileId files[] = {file};
  LoadOptions options;
  loaded.config = load(loaded.sources, files, options, loaded.findings);
  // Where a finding stands among the others shows only in those of the same place.
  std::stable_sort(loaded.findings.list().begin(), loaded.findings.list().end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.span.offset < b.span.offset; });
}

std::string names(const Config& config) {
  std::string out;
  for (const Section& s : config.sections) {
    out += std::to_string(s.index) + ":" + std::string(s.name) + ":" + std::to_string(s.directives.size()) + " ";
    EXPECT_EQ(config.find(s.kind, s.name) != nullptr, true);
  }
  return out;
}

// Sections that warn, refer to each other, declare names and share them.
std::string sections(int count, const std::string& extra) {
  std::string text = "global\n maxconn 100\ndefaults d\n mode http\n timeout client 1s\n timeout server 1s\n";
  for (int i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    text += "frontend f" + n + "\n bind :" + std::to_string(1024 + i % 60000) + "\n acl a path -i /x " + n +
            "\n http-request set-header X-Name \"%[path] ${NAME}\" if a\n use_backend b" + n + " if a\nbackend b" + n +
            "\n server s1 192.0.2.1:80 check # note\n server s2 192.0.2.2:80\n";
    if (i % 500 == 7) text += extra;
  }
  return text;
}

void expect_same(const std::string& text) {
  ASSERT_GT(text.size(), std::size_t{256} << 10) << "large enough for threads";
  Loaded at_once;
  Loaded in_order;
  load_text(at_once, text);
  load_text(in_order, text + kInOrder);
  EXPECT_EQ(in_short(at_once.sources, at_once.findings), in_short(in_order.sources, in_order.findings));
  EXPECT_EQ(names(at_once.config), names(in_order.config));
}

TEST(SideBySide, FindsTheSame) {
  expect_same(sections(1400, ""));
  expect_same(sections(1400,
                       " timeout connect\n acl bad path \"open\n stick on src table f1\n"
                       "backend twice\n server a 192.0.2.1:80 weight 900\nbackend twice\n"
                       "backend named from d\n"
                       "frontend no-bind\n default_backend nowhere\n http-request deny if unknown\n"));
}

TEST(SideBySide, CountsErrorsOfAllStretchesAndInOrder) {
  std::string wrong;
  for (int i = 0; i < 20; ++i) wrong += " no-such-word\n";
  const std::string text = sections(1400, wrong);
  expect_same(text);
  Loaded loaded;
  load_text(loaded, text);
  EXPECT_NE(in_short(loaded.sources, loaded.findings).find("too-many-errors:"), std::string::npos);
}

TEST(SideBySide, GoesOnWithTheLastSectionInTheNextFile) {
  Loaded loaded;
  const FileId first = loaded.sources.add("a.cfg", sections(1400, ""));
  const FileId second = loaded.sources.add("b.cfg", " server s1 192.0.2.3:80\n acl a path /\n");
  const FileId files[] = {first, second};
  loaded.config = load(loaded.sources, files, LoadOptions{}, loaded.findings);
  EXPECT_EQ(loaded.config.sections.back().name, "b1399");
  EXPECT_EQ(loaded.config.sections.back().directives.size(), 4U);
  EXPECT_NE(in_short(loaded.sources, loaded.findings).find("duplicate-name"), std::string::npos);
}

}  // namespace
}  // namespace hapax::config
