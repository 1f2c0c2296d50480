// The result for programs; its form is promised to users, so that keys are only ever added.
#include <string>

#include <nlohmann/json.hpp>

#include <hapax/lint/render.hpp>

namespace hapax::lint {
namespace {

using Json = nlohmann::ordered_json;

std::string_view word(Origin origin) { return origin == Origin::haproxy ? "haproxy" : "hapax"; }

std::string_view word(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "info";
}

void put_place(Json& to, const SourceSet& sources, const Span& span) {
  const LineColumn begin = sources.begin(span);
  const LineColumn end = sources.end(span);
  to["file"] = sources.name(span.file);
  to["line"] = begin.line;
  to["column"] = begin.column;
  to["end_line"] = end.line;
  to["end_column"] = end.column;
}

Json fix_of(const SourceSet& sources, const Fix& fix) {
  Json json;
  json["title"] = fix.title;
  json["safe"] = fix.safe;
  json["edits"] = Json::array();
  for (const Edit& edit : fix.edits) {
    Json one;
    put_place(one, sources, edit.span);
    one["replacement"] = edit.replacement;
    json["edits"].push_back(std::move(one));
  }
  return json;
}

Json finding_of(const SourceSet& sources, const Diagnostic& diagnostic) {
  Json json;
  json["rule"] = diagnostic.rule;
  json["origin"] = word(diagnostic.origin);
  json["severity"] = word(diagnostic.severity);
  put_place(json, sources, diagnostic.span);
  json["message"] = diagnostic.message;
  std::string help;
  for (const std::string& line : diagnostic.help) help += (help.empty() ? "" : "\n") + line;
  json["help"] = std::move(help);
  json["related"] = Json::array();
  for (const Label& label : diagnostic.related) {
    Json one;
    put_place(one, sources, label.span);
    one["message"] = label.text;
    json["related"].push_back(std::move(one));
  }
  json["fix"] = diagnostic.fix ? fix_of(sources, *diagnostic.fix) : Json(nullptr);
  if (diagnostic.whole) json["whole"] = true;
  if (!diagnostic.refuses) json["refuses"] = false;
  return json;
}

}  // namespace

std::string render_json(std::span<const Outcome> outcomes) {
  std::string targets;
  bool several = false;
  for (const Outcome& outcome : outcomes) {
    const std::string name(to_string(outcome.target));
    if (targets.empty()) targets = name;
    several = several || name != targets;
  }
  if (several) {
    targets.clear();
    for (const Version target : kTargets) {
      for (const Outcome& outcome : outcomes) {
        if (outcome.target != target) continue;
        targets += (targets.empty() ? "" : ",") + std::string(to_string(target));
        break;
      }
    }
  }

  Json json;
  json["version"] = 1;
  json["target"] = targets;
  json["configurations"] = Json::array();
  for (const Outcome& outcome : outcomes) {
    Json one;
    one["files"] = Json::array();
    for (FileId file = 0; file < outcome.sources->size(); ++file) one["files"].push_back(outcome.sources->name(file));
    if (several) one["target"] = to_string(outcome.target);
    one["verdict"] = outcome.rejected ? "reject" : "accept";
    one["diagnostics"] = Json::array();
    for (const Diagnostic& d : outcome.diagnostics) one["diagnostics"].push_back(finding_of(*outcome.sources, d));
    json["configurations"].push_back(std::move(one));
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace hapax::lint
