#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/syntax/line_stream.hpp>

namespace hapax::lint {
namespace {

// A word and its place; quotes are of no interest here.
struct Word {
  std::string_view text;
  Span span;
};
using Line = std::vector<Word>;

// The first lines of a configuration in which no line opens a section.
std::vector<Line> lines_outside(const config::Config& config) {
  constexpr std::size_t kMost = 1000;  // what is longer has nothing more to say of what was meant
  std::vector<Line> lines;
  if (!config.sections.empty() || config.sources == nullptr) return lines;
  for (FileId file = 0; file < config.sources->size(); ++file) {
    syntax::LineStream stream(*config.sources, file);
    while (lines.size() < kMost && stream.next()) {
      if (stream.line().word_count == 0) continue;
      Line& words = lines.emplace_back();
      for (const syntax::Word& word : stream.document().words(stream.line())) {
        const Span span = stream.document().span(word);
        words.push_back({config.sources->text(span), span});
      }
    }
  }
  return lines;
}

// The word behind 'server' in a line, when it looks like HOST:PORT.
std::string_view server_in(const Line& line) {
  const auto keyword = std::find_if(line.begin(), line.end(), [](const auto& w) { return w.text == "server"; });
  for (auto word = keyword; word != line.end(); ++word) {
    const auto colon = word->text.rfind(':');
    if (colon != std::string_view::npos && colon > 0 && colon + 1 < word->text.size()) return word->text;
  }
  return {};
}

// What the author probably has in mind, in the words of HAProxy: the addresses are taken from the lines up to the first
// one that repeats the first line's shape.
std::string sketch(const std::vector<Line>& lines) {
  std::string servers;
  std::string_view port;
  std::size_t count = 0;
  for (const Line& line : lines) {
    const std::string_view address = server_in(line);
    if (address.empty()) continue;
    const std::string_view own_port = address.substr(address.rfind(':') + 1);
    if (!port.empty() && own_port != port) break;
    port = own_port;
    servers += fmt::format(" / server server{} {}", ++count, address);
  }
  if (port.empty()) return "listen web / bind :80 / mode http / server server1 192.0.2.11:80";
  const bool http = port == "80" || port == "8080";
  return fmt::format("listen {} / bind :{} / mode {}{}", http ? "web" : "service", port, http ? "http" : "tcp",
                     servers);
}

void check(const Subject& subject, Report& report) {
  const std::vector<Line> lines = lines_outside(subject.config);
  if (lines.empty()) return;
  const Word& word = lines.front().front();
  Diagnostic& finding =
      report.add(word.span, fmt::format("no line of this configuration opens a section: '{}' is none", word.text));
  finding.label = "not a section of HAProxy";
  finding.help = {
      "everything stands in sections: 'frontend' (where clients come in), 'backend' (the servers), 'listen' "
      "(both in one), 'defaults' and 'global'",
      fmt::format("write, each part on a line of its own: {}", sketch(lines))};
}

}  // namespace

extern const Rule no_section_rule{
    {
        .name = "no-section",
        .severity = Severity::error,
        .summary = "a configuration in which no line opens a section",
        .why = "HAProxy then reports every line as an unknown keyword, which does not tell what is missing: a section "
               "such as 'frontend', 'backend' or 'listen' around the lines.",
        .example_bad = "proxy_http  http      input    server server1.example.com:80\n"
                       "output    server server2.example.com:80\n"
                       "http_port  80\n",
        .example_good = "listen web\n"
                        "    bind :80\n"
                        "    mode http\n"
                        "    server server1 server1.example.com:80\n"
                        "    server server2 server2.example.com:80\n",
    },
    check,
};

}  // namespace hapax::lint
