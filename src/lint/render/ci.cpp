// The formats of CI systems, each a flat list of findings.
//
//   github      workflow commands on standard output; GitHub shows the first ten of a step, so errors come first
//   gitlab      Code Quality report: JSON; GitLab drops findings whose fingerprint it has seen
//   junit       one test case a configuration, one failure a finding at or above warning
//   checkstyle  the XML that many Java tools read
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <hapax/base/markup.hpp>
#include <hapax/lint/fingerprint.hpp>
#include <hapax/lint/render.hpp>

namespace hapax::lint {
namespace {

struct Located {
  const SourceSet* sources;
  const Diagnostic* diagnostic;
};

std::string full_text(const Diagnostic& diagnostic) {
  std::string text = diagnostic.message;
  for (const std::string& help : diagnostic.help) text += '\n' + help;
  return text;
}

// XML 1.0 knows no control characters but tab and line ends; bytes that are not UTF-8 would make the document invalid.
std::string xml(std::string_view text) {
  const std::string clean = nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const std::string utf8 = nlohmann::json::parse(clean).get<std::string>();
  std::string out;
  for (const char c : utf8) {
    if (const std::string_view entity = markup_entity(c); !entity.empty()) {
      out += entity;
    } else if (c == '\n') {
      out += "&#10;";
    } else {
      out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return out;
}

std::string github_escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%')
      out += "%25";
    else if (c == '\n')
      out += "%0A";
    else if (c == '\r')
      out += "%0D";
    else if (property && c == ':')
      out += "%3A";
    else if (property && c == ',')
      out += "%2C";
    else
      out += c;
  }
  return out;
}

std::string_view word(Severity severity, std::string_view error, std::string_view warning, std::string_view info) {
  return severity == Severity::error ? error : severity == Severity::warning ? warning : info;
}

std::vector<Located> errors_first(std::span<const Outcome> outcomes) {
  std::vector<Located> all;
  for (const Outcome& outcome : outcomes) {
    for (const Diagnostic& d : outcome.diagnostics) all.push_back({outcome.sources, &d});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Located& a, const Located& b) { return a.diagnostic->severity < b.diagnostic->severity; });
  return all;
}

std::string name_of(const Outcome& outcome) {
  return outcome.sources->size() == 0 ? std::string() : std::string(outcome.sources->name(0));
}

}  // namespace

std::string render_github(std::span<const Outcome> outcomes) {
  std::string out;
  for (const Located& located : errors_first(outcomes)) {
    const Diagnostic& d = *located.diagnostic;
    const LineColumn begin = located.sources->begin(d.span);
    const LineColumn end = located.sources->end(d.span);
    out += fmt::format("::{} file={},line={},endLine={},col={},endColumn={},title={}::{}\n",
                       word(d.severity, "error", "warning", "notice"),
                       github_escaped(located.sources->name(d.span.file), true), begin.line, end.line, begin.column,
                       end.column, github_escaped(d.rule, true), github_escaped(full_text(d), false));
  }
  return out;
}

std::string render_gitlab(std::span<const Outcome> outcomes) {
  using Json = nlohmann::ordered_json;
  Json list = Json::array();
  Fingerprints fingerprints;
  for (const Outcome& outcome : outcomes) {
    for (const Diagnostic& d : outcome.diagnostics) {
      Json one;
      one["description"] = d.message;
      one["check_name"] = d.rule;
      one["fingerprint"] = fingerprints.next(*outcome.sources, d);
      one["severity"] = word(d.severity, "critical", "major", "info");
      one["location"]["path"] = outcome.sources->name(d.span.file);
      one["location"]["lines"]["begin"] = outcome.sources->begin(d.span).line;
      list.push_back(std::move(one));
    }
  }
  return list.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string render_junit(std::span<const Outcome> outcomes) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (const Outcome& outcome : outcomes) {
    std::string failures;
    std::size_t count = 0;
    for (const Diagnostic& d : outcome.diagnostics) {
      if (d.severity == Severity::info) continue;
      ++count;
      const LineColumn begin = outcome.sources->begin(d.span);
      const std::string place = fmt::format("{}:{}:{}", outcome.sources->name(d.span.file), begin.line, begin.column);
      failures += fmt::format(
          "    <testcase name=\"{0} at {1}\" classname=\"{2}\">\n      <failure type=\"{3}\" "
          "message=\"{4}\">{5}</failure>\n"
          "    </testcase>\n",
          d.rule, xml(place), xml(name_of(outcome)), word(d.severity, "error", "warning", "info"), xml(d.message),
          xml(full_text(d)));
    }
    if (count == 0) failures = fmt::format("    <testcase name=\"lint\" classname=\"{}\"/>\n", xml(name_of(outcome)));
    out += fmt::format(
        "  <testsuite name=\"hapax lint {} for HAProxy {}\" tests=\"{}\" failures=\"{}\">\n{}  </testsuite>\n",
        xml(name_of(outcome)), to_string(outcome.target), std::max<std::size_t>(count, 1), count, failures);
  }
  return out + "</testsuites>\n";
}

std::string render_checkstyle(std::span<const Outcome> outcomes) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n";
  for (const Outcome& outcome : outcomes) {
    for (FileId file = 0; file < outcome.sources->size(); ++file) {
      out += fmt::format("  <file name=\"{}\">\n", xml(outcome.sources->name(file)));
      for (const Diagnostic& d : outcome.diagnostics) {
        if (d.span.file != file) continue;
        const LineColumn begin = outcome.sources->begin(d.span);
        out += fmt::format(
            "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"hapax.{}\"/>\n", begin.line,
            begin.column, word(d.severity, "error", "warning", "info"), xml(full_text(d)), d.rule);
      }
      out += "  </file>\n";
    }
  }
  return out + "</checkstyle>\n";
}

}  // namespace hapax::lint
