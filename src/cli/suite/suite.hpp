// Assertions on the way of requests: the file behind `hapax test --suite`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <hapax/base/result.hpp>

#include "cli/route/single.hpp"

namespace hapax::cli {

/// What a case expects. What is not there is not looked at.
struct Expectation {
  std::optional<std::string> frontend, backend, server, outcome;
  std::optional<std::int64_t> status;                                 ///< of an answer that the proxy gives
  std::optional<std::string> path;                                    ///< of the request as the server gets it
  std::vector<std::pair<std::string, std::string>> request_headers;   ///< as the server gets them; "" : absent
  std::vector<std::pair<std::string, std::string>> response_headers;  ///< of the proxy's own answer
};

struct TestCase {
  std::string name;
  std::uint64_t line = 0;
  SingleRequest request;
  Expectation expect;
};

/// Reads a suite: a list of cases, each with `request` and `expect`. The Error says what and on which line.
Result<std::vector<TestCase>> read_suite(const std::string& text, const std::string& file);

/// Complains of a case that expects what cannot be: a frontend, backend or server that the configuration does not have,
/// an outcome that there is not.
Result<void> check_names(const model::RoutingModel& model, const std::vector<TestCase>& cases, const std::string& file);

/// What is not as expected, a line each, and last the rule that decided; empty when all is.
std::vector<std::string> differences(const model::RoutingModel& model, const Expectation& expect,
                                     const Journey& journey);

}  // namespace hapax::cli
