// hapax test: assertions on the way of requests, and which rules they have tried.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <hapax/base/markup.hpp>
#include <hapax/base/read_source.hpp>

#include "cli/frame/command.hpp"
#include "cli/frame/compiled.hpp"
#include "cli/frame/options.hpp"
#include "cli/frame/terminal.hpp"
#include "cli/suite/coverage.hpp"
#include "cli/suite/suite.hpp"

namespace hapax::cli {

extern const Command test_command;

namespace {

struct Tested {
  const TestCase* test = nullptr;
  std::vector<std::string> wrong;
};

std::string xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (const std::string_view entity = markup_entity(c); !entity.empty()) {
      out += entity;
    } else {
      out += static_cast<unsigned char>(c) < 32 && c != '\n' ? ' ' : c;
    }
  }
  return out;
}

std::string junit(const std::vector<Tested>& results, const std::string& suite, std::size_t failures) {
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"{}\" tests=\"{}\" "
      "failures=\"{}\">\n",
      xml(suite), results.size(), failures);
  for (const Tested& result : results) {
    text += fmt::format("    <testcase name=\"{}\" classname=\"{}\" line=\"{}\"", xml(result.test->name), xml(suite),
                        result.test->line);
    if (result.wrong.empty()) {
      text += "/>\n";
      continue;
    }
    text += fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n", xml(result.wrong.front()),
                        xml(fmt::format("{}", fmt::join(result.wrong, "\n"))));
  }
  return text + "  </testsuite>\n</testsuites>\n";
}

void print_text(const std::vector<Tested>& results, const std::string& suite, const Coverage& coverage,
                bool show_unseen) {
  std::size_t failures = 0;
  for (const Tested& result : results) {
    if (result.wrong.empty()) continue;
    ++failures;
    fmt::print("{}:{}: {}\n", suite, result.test->line, result.test->name);
    for (const std::string& what : result.wrong) fmt::print("    {}\n", what);
  }
  fmt::print("{} of {} cases hold; {} of {} rules have matched ({:.1f} %)\n", results.size() - failures, results.size(),
             coverage.seen(), coverage.rules(), coverage.percent());
  if (!show_unseen) return;
  for (const std::string& rule : coverage.unseen()) fmt::print("    never: {}\n", rule);
}

int run_test(Arguments arguments) {
  ConfigurationOptions input;
  std::string suite;
  std::string format = "text";
  double fail_under = 0;
  bool show_unseen = false;
  Options options(test_command, "PATH --suite FILE");
  input.declare(options);
  options.section("Test")
      .value("--suite", "FILE", suite, "the cases, as YAML")
      .number("--fail-under", "PERCENT", fail_under, "fail when fewer of the rules have matched in some case")
      .flag("--show-unseen", show_unseen, "list the rules that never matched");
  options.section("Output")
      .choice("--format", format, {"text", "junit"}, "how to print the result")
      .note(
          "A case of the suite is '- request: GET https://host/path' with 'expect', and 'name', 'headers', 'src' and "
          "'frontend' where it takes them. What it may expect: frontend, backend, server, outcome, status, request "
          "(path and headers as the server gets them), response (headers of the proxy's own answer). "
          "samples/shop/routes.yaml has one of each. Every case meets a process that has just started.");
  if (const auto status = options.parse(arguments)) return *status;
  if (suite.empty()) return options.usage_error("needs '--suite'");
  const auto text = read_source(suite);
  if (!text) return complain(text.error().message);
  const auto cases = read_suite(*text, suite);
  if (!cases) return complain(cases.error().message);
  const auto compiled = compile_accepted(input, options);
  if (!compiled) return compiled.error();
  if (const auto known = check_names(compiled->model, *cases, suite); !known) return complain(known.error().message);

  Coverage coverage(compiled->model);
  std::vector<Tested> results;
  std::size_t failures = 0;
  for (const TestCase& test : *cases) {
    const auto journey = route_single(compiled->model, test.request);
    if (!journey) return complain(fmt::format("'{}' line {}: {}", suite, test.line, journey.error().message));
    coverage.add(*journey);
    results.push_back({&test, differences(compiled->model, test.expect, *journey)});
    if (!results.back().wrong.empty()) ++failures;
  }
  if (format == "junit") {
    fmt::print("{}", junit(results, suite, failures));
  } else {
    print_text(results, suite, coverage, show_unseen);
  }
  if (coverage.percent() < fail_under) {
    fmt::print(stderr, "hapax: {:.1f} % of the rules have matched, less than {:.1f}\n", coverage.percent(), fail_under);
    return kFindings;
  }
  return failures == 0 ? kClean : kFindings;
}

}  // namespace

extern const Command test_command{"test", Topic::check, "check where requests go against a suite of cases", run_test};

}  // namespace hapax::cli
