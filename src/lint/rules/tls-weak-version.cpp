#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <hapax/config/by_row.hpp>
#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

constexpr std::array<std::string_view, 6> kLines{
    "bind", "server", "default-server", "server-template", "ssl-default-bind-options", "ssl-default-server-options"};
constexpr std::array<std::string_view, 3> kForced{"force-sslv3", "force-tlsv10", "force-tlsv11"};
constexpr std::array<std::string_view, 3> kOld{"SSLv3", "TLSv1.0", "TLSv1.1"};

// The word that lets an old version in; null when there is none.
const config::Word* weak_word(const config::Directive& line) {
  const auto words = line.arguments();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (std::find(kForced.begin(), kForced.end(), words[i].text) != kForced.end()) return &words[i];
    const bool minimum = words[i].text == "ssl-min-ver" && i + 1 < words.size();
    if (minimum && std::find(kOld.begin(), kOld.end(), words[i + 1].text) != kOld.end()) return &words[i + 1];
  }
  return nullptr;
}

bool may_name_version(const config::Keyword& row) {
  return std::find(kLines.begin(), kLines.end(), row.name) != kLines.end();
}

void check(const Part& part, Report& report) {
  static const config::ByRow<bool> kMayNameVersion(config::KeywordClass::directive, may_name_version);
  for (const config::Section& section : part.sections) {
    for (const config::Directive& line : section.directives) {
      if (line.row == nullptr || !kMayNameVersion[*line.row]) continue;
      const config::Word* word = weak_word(line);
      if (word == nullptr) continue;
      Diagnostic& finding =
          report.add(word->span, fmt::format("'{}' lets connections use a broken version of TLS", word->text));
      finding.label = "older than TLS 1.2";
      finding.help = {"write 'ssl-min-ver TLSv1.2'"};
    }
  }
}

}  // namespace

extern const Rule tls_weak_version_rule{
    {
        .name = "tls-weak-version",
        .severity = Severity::warning,
        .summary = "SSL 3.0, TLS 1.0 or TLS 1.1 allowed on a bind or server line, or by the defaults in global",
        .why = "These versions have known weaknesses, RFC 8996 forbids TLS 1.0 and 1.1, and no browser of today needs "
               "them.",
        .example_bad = R"(global
    ssl-default-bind-options ssl-min-ver TLSv1.0
)",
        .example_good = R"(global
    ssl-default-bind-options ssl-min-ver TLSv1.2
)",
    },
    check,
};

}  // namespace hapax::lint
