// hapax graph: the topology of a configuration as a picture or as JSON.
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <hapax/base/read_source.hpp>
#include <hapax/graph/draw.hpp>
#include <hapax/graph/topology.hpp>
#include <hapax/graph/traffic.hpp>

#include "cli/frame/command.hpp"
#include "cli/frame/compiled.hpp"
#include "cli/frame/options.hpp"
#include "cli/frame/output_file.hpp"
#include "cli/frame/terminal.hpp"

namespace hapax::cli {

extern const Command graph_command;

namespace {

struct GraphOptions {
  ConfigurationOptions input;
  std::string output = "-";
  std::optional<std::string> focus;
  std::string traffic;
};

/// What the reader of the picture has to know beside it.
void remark(const CompiledConfiguration& compiled, const graph::Topology& topology) {
  if (compiled.loaded.findings.rejected()) {
    fmt::print(stderr,
               "hapax: HAProxy {} would refuse '{}' ('hapax lint' says why); drawn as far as it is understood\n",
               to_string(compiled.loaded.target), compiled.loaded.name);
  }
  if (const std::string count = not_modelled_remark(compiled.model); !count.empty()) {
    fmt::print(stderr, "hapax: {}\n", count);
  }
  for (const std::string& group : topology.collapsed) fmt::print(stderr, "hapax: {}\n", group);
}

Result<std::string> draw(const GraphOptions& options, graph::Topology topology, graph::Format format,
                         const CompiledConfiguration& compiled) {
  if (!options.traffic.empty()) {
    const auto result = read_source(options.traffic);
    if (!result) return tl::unexpected(result.error());
    if (const auto added = graph::add_traffic(topology, *result); !added) {
      return fail(fmt::format("{}: {}", options.traffic, added.error().message));
    }
  }
  if (options.focus) {
    auto part = graph::focus(topology, *options.focus);
    if (!part) return fail(fmt::format("{}: {}", compiled.loaded.name, part.error().message));
    topology = std::move(*part);
  }
  if (format != graph::Format::json) topology = graph::collapse(std::move(topology));
  auto picture = graph::draw(topology, format);
  if (picture) remark(compiled, topology);
  return picture;
}

int run_graph(Arguments arguments) {
  GraphOptions options;
  Options words(graph_command, "PATH [-o out.svg]");
  options.input.declare(words);
  words.section("Output")
      .value("-o,--output", "FILE", options.output,
             "where to write: .svg, .png, .pdf, .dot or .json (standard output, as dot, without this option)")
      .value("--focus", "NAME", options.focus, "only what leads to and from this proxy, server or address")
      .value("--traffic", "FILE", options.traffic,
             "how many requests went where, by the result of 'hapax simulate --format json'")
      .note("Where a picture would be too large, like servers and backends are drawn as one; JSON holds them all.");
  if (const auto status = words.parse(arguments)) return *status;

  const auto format = options.output == "-" ? graph::Format::dot : graph::format_of(options.output);
  if (!format) {
    return words.usage_error(fmt::format(
        "'{}' has no extension that names a format; there are .svg, .png, .pdf, .dot and .json", options.output));
  }
  const auto compiled = compile_any(options.input, words);
  if (!compiled) return compiled.error();
  const auto picture = draw(options, graph::build(compiled->model), *format, *compiled);
  if (!picture) return complain(picture.error().message);
  if (const auto written = write_file(options.output, *picture); !written) return complain(written.error().message);
  return kClean;
}

}  // namespace

extern const Command graph_command{"graph", Topic::understand, "draw the topology of a configuration", run_graph};

}  // namespace hapax::cli
