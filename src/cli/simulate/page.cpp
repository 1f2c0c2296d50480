#include "cli/simulate/page.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include <hapax/graph/draw.hpp>
#include <hapax/graph/topology.hpp>
#include <hapax/graph/traffic.hpp>
#include <hapax/simulate/page.hpp>

#include "cli/frame/terminal.hpp"
#include "cli/lint/checker.hpp"

namespace hapax::cli {
namespace {

std::string_view to_string(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "info";
}

simulate::PageFinding shown(const Diagnostic& finding, const SourceSet& sources) {
  return {
      std::string(to_string(finding.severity)), std::string(finding.rule), std::string(sources.name(finding.span.file)),
      sources.begin(finding.span).line,         finding.message,           finding.help};
}

/// What `hapax lint` says of the configuration, with the settings that apply to it.
OrStatus<std::vector<simulate::PageFinding>> findings_of(CompiledConfiguration& compiled,
                                                         const ConfigurationOptions& input, const Options& options) {
  const auto files = input.find(options);
  if (!files) return tl::unexpected<int>(files.error());
  LintOptions lint;
  lint.input = input;
  const auto task = prepare(lint, files->front());
  if (!task) return tl::unexpected<int>(task.error());
  const Checked checked = check_compiled(*task, std::move(compiled.loaded));
  std::vector<simulate::PageFinding> list;
  for (const Diagnostic& finding : checked.outcome.diagnostics) {
    list.push_back(shown(finding, *checked.loaded.sources));
  }
  return list;
}

/// The topology with the run's traffic as an element for the page: without what makes a file of its own of it.
Result<std::string> picture_of(const model::RoutingModel& model, const std::string& result) {
  graph::Topology topology = graph::build(model);
  if (const auto added = graph::add_traffic(topology, result); !added) return tl::unexpected(added.error());
  auto svg = graph::draw(graph::collapse(std::move(topology)), graph::Format::svg);
  if (!svg) return svg;
  return svg->substr(std::min(svg->size(), svg->find("<svg")));
}

}  // namespace

int write_page(OutputFile& file, const simulate::SimulationResult& result, const simulate::ReportContext& context,
               CompiledConfiguration& compiled, const ConfigurationOptions& input, const Options& options) {
  simulate::PageExtras extras;
  extras.version = HAPAX_VERSION;
  auto picture = picture_of(compiled.model, simulate::json_report(result, context));
  if (!picture) return complain(picture.error().message);
  extras.topology = std::move(*picture);
  auto findings = findings_of(compiled, input, options);
  if (!findings) return findings.error();
  extras.findings = std::move(*findings);
  const std::string page = simulate::html_report(result, context, extras);
  std::fwrite(page.data(), 1, page.size(), file.stream());
  const auto written = file.commit();
  return written ? kClean : complain(written.error().message);
}

}  // namespace hapax::cli
