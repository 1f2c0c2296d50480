// hapax compile: the RoutingModel of a configuration as JSON.
#include <fmt/format.h>

#include <hapax/model/json.hpp>

#include "cli/frame/command.hpp"
#include "cli/frame/compiled.hpp"
#include "cli/frame/options.hpp"
#include "cli/frame/terminal.hpp"

namespace hapax::cli {

extern const Command compile_command;

namespace {

int run_compile(Arguments arguments) {
  ConfigurationOptions input;
  bool schema = false;
  Options options(compile_command, "PATH");
  input.declare(options);
  options.section("Output").flag("--schema", schema, "print the JSON Schema of the model, without a configuration");
  if (const auto status = options.parse(arguments)) return *status;
  if (schema) {
    fmt::print("{}", model::json_schema());
    return kClean;
  }
  const auto compiled = compile_accepted(input, options);
  if (!compiled) return compiled.error();
  fmt::print("{}", model::to_json(compiled->model));
  if (const std::string remark = not_modelled_remark(compiled->model); !remark.empty()) {
    fmt::print(stderr, "hapax: {}\n", remark);
  }
  return kClean;
}

}  // namespace

extern const Command compile_command{"compile", Topic::understand, "what a configuration means, as JSON", run_compile};

}  // namespace hapax::cli
