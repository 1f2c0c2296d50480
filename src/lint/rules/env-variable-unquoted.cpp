#include <cctype>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// The place of "${NAME" in a word; npos when there is none.
std::size_t variable_in(std::string_view text) {
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
    const bool letter = at + 2 < text.size() && std::isalpha(static_cast<unsigned char>(text[at + 2])) != 0;
    if (letter && text.find('}', at) != std::string_view::npos) return at;
  }
  return std::string_view::npos;
}

// What stands in no file stands in no word that is taken as it is.
bool any_in(const SourceSet& sources) {
  for (FileId file = 0; file < sources.size(); ++file) {
    if (sources.text(file).find("${") != std::string_view::npos) return true;
  }
  return false;
}

void check(const Subject& subject, Report& report) {
  if (subject.config.sources == nullptr || !any_in(*subject.config.sources)) return;
  for (const config::Section& section : subject.config.sections) {
    for (const config::Directive& line : section.directives) {
      for (const config::Word& word : line.words) {
        // Quoted or escaped, the braces are meant as they are.
        if (word.span.length != word.text.size()) continue;
        const std::size_t at = variable_in(word.text);
        if (at == std::string_view::npos) continue;
        const std::string_view name = word.text.substr(at, word.text.find('}', at) + 1 - at);
        Diagnostic& finding = report.add(
            word.span, fmt::format("'{}' is not replaced: variables are seen only within double quotes", name));
        finding.label = "taken as it stands";
        finding.help = {fmt::format("write '\"{}\"'", word.text)};
        finding.fix = Fix{"put it in double quotes", false, {{word.span, fmt::format("\"{}\"", word.text)}}};
      }
    }
  }
}

}  // namespace

extern const Rule env_variable_unquoted_rule{
    {
        .name = "env-variable-unquoted",
        .severity = Severity::error,
        .summary = "an environment variable outside of double quotes",
        .why =
            "HAProxy replaces ${NAME} only within double quotes. Elsewhere the dollar sign and the braces are ordinary "
            "characters, and the word means itself.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    use_backend app if { req.hdr(host) -i ${SHOP_HOST} }

backend app
    mode http
    server app1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    use_backend app if { req.hdr(host) -i "${SHOP_HOST}" }

backend app
    mode http
    server app1 192.0.2.11:80
)",
        .fix = "unsafe: the word is put in double quotes, and the variable begins to count.",
    },
    check,
};

}  // namespace hapax::lint
