#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <hapax/base/edit_distance.hpp>

#include "cli/suite/suite.hpp"

namespace hapax::cli {
namespace {

/// Thrown by the readers below, caught in read_suite().
struct Wrong {
  int line;
  std::string what;
};

[[noreturn]] void wrong(const YAML::Node& node, std::string what) {
  throw Wrong{node.Mark().line + 1, std::move(what)};
}

std::string text_of(const YAML::Node& node, std::string_view key) {
  if (!node.IsScalar()) wrong(node, fmt::format("'{}' is not a text", key));
  return node.as<std::string>();
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

template <std::size_t N>
[[noreturn]] void unknown_key(const YAML::Node& node, const std::string& key,
                              const std::array<std::string_view, N>& known) {
  std::string what = fmt::format("unknown key '{}'", key);
  if (const auto near = nearest(key, known)) {
    what += fmt::format("; did you mean '{}'?", *near);
  } else {
    what += fmt::format("; there are {}", fmt::join(known, ", "));
  }
  wrong(node, std::move(what));
}

void headers_of(const YAML::Node& node, std::vector<std::pair<std::string, std::string>>& into) {
  if (!node.IsMap()) wrong(node, "'headers' is not a map of names and values");
  for (const auto& entry : node) {
    const std::string name = lower(entry.first.as<std::string>());
    into.emplace_back(name, entry.second.IsNull() ? std::string() : text_of(entry.second, name));
  }
}

// `request: {path: /x, headers: {...}}` and `response: {headers: {...}}` of an expectation.
void message_of(const YAML::Node& node, std::optional<std::string>* path,
                std::vector<std::pair<std::string, std::string>>& headers) {
  static constexpr std::array<std::string_view, 2> kKeys{"path", "headers"};
  if (!node.IsMap()) wrong(node, "a message is a map of 'path' and 'headers'");
  for (const auto& entry : node) {
    const auto key = entry.first.as<std::string>();
    if (key == "path" && path != nullptr) {
      *path = text_of(entry.second, key);
    } else if (key == "headers") {
      headers_of(entry.second, headers);
    } else {
      unknown_key(entry.first, key, kKeys);
    }
  }
}

Expectation expectation_of(const YAML::Node& node) {
  static constexpr std::array<std::string_view, 7> kKeys{"frontend", "backend", "server",  "outcome",
                                                         "status",   "request", "response"};
  if (!node.IsMap()) wrong(node, "'expect' is not a map");
  Expectation expect;
  for (const auto& entry : node) {
    const auto key = entry.first.as<std::string>();
    const YAML::Node& value = entry.second;
    if (key == "frontend") {
      expect.frontend = text_of(value, key);
    } else if (key == "backend") {
      expect.backend = text_of(value, key);
    } else if (key == "server") {
      expect.server = text_of(value, key);
    } else if (key == "outcome") {
      expect.outcome = text_of(value, key);
    } else if (key == "status") {
      std::int64_t status = 0;
      if (!YAML::convert<std::int64_t>::decode(value, status)) wrong(value, "'status' is not a number");
      expect.status = status;
    } else if (key == "request") {
      message_of(value, &expect.path, expect.request_headers);
    } else if (key == "response") {
      message_of(value, nullptr, expect.response_headers);
    } else {
      unknown_key(entry.first, key, kKeys);
    }
  }
  return expect;
}

TestCase case_of(const YAML::Node& node) {
  static constexpr std::array<std::string_view, 6> kKeys{"name", "request", "headers", "src", "frontend", "expect"};
  if (!node.IsMap()) wrong(node, "a case is a map with 'request' and 'expect'");
  TestCase test;
  test.line = static_cast<std::uint64_t>(node.Mark().line) + 1;
  for (const auto& entry : node) {
    const auto key = entry.first.as<std::string>();
    const YAML::Node& value = entry.second;
    if (key == "name") {
      test.name = text_of(value, key);
    } else if (key == "request") {
      test.request.line = text_of(value, key);
    } else if (key == "headers") {
      std::vector<std::pair<std::string, std::string>> headers;
      headers_of(value, headers);
      for (const auto& [name, content] : headers) test.request.headers.push_back(fmt::format("{}: {}", name, content));
    } else if (key == "src") {
      test.request.source = text_of(value, key);
    } else if (key == "frontend") {
      test.request.frontend = text_of(value, key);
    } else if (key == "expect") {
      test.expect = expectation_of(value);
    } else {
      unknown_key(entry.first, key, kKeys);
    }
  }
  if (test.request.line.empty()) wrong(node, "the case has no 'request'");
  if (!node["expect"]) wrong(node, "the case has no 'expect'");
  if (test.name.empty()) test.name = test.request.line;
  return test;
}

}  // namespace

Result<std::vector<TestCase>> read_suite(const std::string& text, const std::string& file) {
  try {
    const YAML::Node root = YAML::Load(text);
    if (!root.IsSequence()) {
      return fail(
          fmt::format("'{}' is no suite: that is a list of cases, each such as\n"
                      "- request: GET https://shop.example/cart\n  expect: {{backend: cart}}",
                      file));
    }
    std::vector<TestCase> cases;
    for (const YAML::Node& node : root) cases.push_back(case_of(node));
    return cases;
  } catch (const Wrong& error) {
    return fail(fmt::format("'{}' line {}: {}", file, error.line, error.what));
  } catch (const YAML::Exception& error) {
    return fail(fmt::format("'{}' line {}: {}", file, error.mark.line + 1, error.msg));
  }
}

}  // namespace hapax::cli
