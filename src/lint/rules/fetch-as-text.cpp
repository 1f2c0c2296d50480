#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include <hapax/config/by_row.hpp>
#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

bool sets_headers(const config::Keyword& row) {
  return row.name == "http-request" || row.name == "http-response" || row.name == "http-after-response";
}

// Whether the word can only be meant as a sample fetch: 'src', 'ssl_fc', 'req.hdr(host)'; 'path' and 'method' may be
// texts.
bool is_meant_as_fetch(std::string_view word, Version target) {
  constexpr std::array<std::string_view, 5> kNoText{"src", "dst", "uuid", "pathq", "hostname"};
  if (word.empty() || std::isalpha(static_cast<unsigned char>(word.front())) == 0) return false;
  const std::string_view name = word.substr(0, word.find_first_of("(,"));
  const bool no_text = name.size() < word.size() || name.find_first_of("._") != std::string_view::npos ||
                       std::find(kNoText.begin(), kNoText.end(), name) != kNoText.end();
  return no_text && config::find_keyword(config::KeywordClass::fetch, name, target) != nullptr;
}

void check(const Part& part, Report& report) {
  static const config::ByRow<bool> kSetsHeaders(config::KeywordClass::directive, sets_headers);
  for (const config::Section& section : part.sections) {
    if (!section.may_have_action("set-header") && !section.may_have_action("add-header")) continue;
    for (const config::Directive& line : section.directives) {
      if (line.row == nullptr || !kSetsHeaders[*line.row]) continue;
      const auto words = line.arguments();
      if (words.size() < 3 || (words[0].text != "set-header" && words[0].text != "add-header")) continue;
      const config::Word& value = words[2];
      if (!is_meant_as_fetch(value.text, part.config.target)) continue;
      Diagnostic& finding =
          report.add(value.span, fmt::format("the header '{}' gets the text '{}'", words[1].text, value.text));
      finding.label = "not evaluated";
      finding.help = {fmt::format("write '%[{}]' for what the sample fetch gives", value.text)};
    }
  }
}

}  // namespace

extern const Rule fetch_as_text_rule{
    {
        .name = "fetch-as-text",
        .severity = Severity::warning,
        .summary = "a header that is set to the name of a sample fetch",
        .why = "The value of a header is a text; what is to be evaluated in it stands in '%[...]'. HAProxy takes "
               "'set-header X-Client src' without a word and sends the three letters.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    http-request set-header X-Client src
    default_backend app

backend app
    mode http
    server s1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    http-request set-header X-Client %[src]
    default_backend app

backend app
    mode http
    server s1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
