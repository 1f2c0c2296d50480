// SARIF 2.1.0, as GitHub and other code scanners read it: paths relative to the working directory, a stable rule id
// with its page as help, and a fingerprint that does not depend on line numbers.
#include <map>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include <hapax/lint/fingerprint.hpp>
#include <hapax/lint/lint.hpp>
#include <hapax/lint/render.hpp>

namespace hapax::lint {
namespace {

using Json = nlohmann::ordered_json;

std::string_view level_of(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

Json location_of(const SourceSet& sources, const Span& span) {
  const LineColumn begin = sources.begin(span);
  const LineColumn end = sources.end(span);
  Json json;
  json["physicalLocation"]["artifactLocation"]["uri"] = sources.name(span.file);
  json["physicalLocation"]["region"] = {
      {"startLine", begin.line}, {"startColumn", begin.column}, {"endLine", end.line}, {"endColumn", end.column}};
  return json;
}

Json rule_of(std::string_view name) {
  Json json;
  json["id"] = name;
  if (const RuleInfo* rule = find_rule(name)) {
    json["shortDescription"]["text"] = rule->summary;
    json["fullDescription"]["text"] = rule->why;
    json["help"]["text"] = render_page(*rule);
    json["defaultConfiguration"]["level"] = level_of(rule->severity);
  }
  return json;
}

Json result_of(const SourceSet& sources, const Diagnostic& diagnostic, const std::string& fingerprint) {
  Json json;
  json["ruleId"] = diagnostic.rule;
  json["level"] = level_of(diagnostic.severity);
  std::string text = diagnostic.message;
  for (const std::string& help : diagnostic.help) text += '\n' + help;
  json["message"]["text"] = std::move(text);
  json["locations"] = Json::array({location_of(sources, diagnostic.span)});
  Json related = Json::array();
  for (const Label& label : diagnostic.related) {
    Json one = location_of(sources, label.span);
    one["message"]["text"] = label.text;
    related.push_back(std::move(one));
  }
  if (!related.empty()) json["relatedLocations"] = std::move(related);
  json["partialFingerprints"]["hapax/v1"] = fingerprint;
  return json;
}

}  // namespace

std::string render_sarif(std::span<const Outcome> outcomes) {
  std::set<std::string_view> names;
  Json results = Json::array();
  Fingerprints fingerprints;
  for (const Outcome& outcome : outcomes) {
    for (const Diagnostic& d : outcome.diagnostics) {
      names.insert(d.rule);
      results.push_back(result_of(*outcome.sources, d, fingerprints.next(*outcome.sources, d)));
    }
  }
  Json rules = Json::array();
  for (const std::string_view name : names) rules.push_back(rule_of(name));

  Json json;
  json["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  json["version"] = "2.1.0";
  Json run;
  run["tool"]["driver"] = {{"name", "hapax"}, {"rules", std::move(rules)}};
  run["results"] = std::move(results);
  json["runs"] = Json::array({std::move(run)});
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace hapax::lint
