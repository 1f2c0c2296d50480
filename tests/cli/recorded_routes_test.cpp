// Configurations and requests that tools/difftest --routing made and real HAProxy played, in tests/routing/route-cases:
// `hapax route` says where each request went, what the server got and what the client got.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/cli/route_scratch.hpp"
#include "tests/paths.hpp"

namespace hapax::cli {
namespace {

using json = nlohmann::ordered_json;

std::vector<std::filesystem::path> cases() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(HAPAX_SOURCE_DIR "/tests/routing/route-cases")) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

bool holds(const json& headers, const char* name, const char* value) {
  return std::find(headers.begin(), headers.end(), json::array({name, value})) != headers.end();
}

/// What belongs to one hop says nothing, a key that HAProxy makes up is never the same, and the length of the proxy's
/// own pages is each program's own.
json comparable(json headers) {
  headers = without_blanks(std::move(headers));
  const bool page = holds(headers, "content-type", "text/html") && holds(headers, "cache-control", "no-cache");
  json kept = json::array();
  for (const json& header : headers) {
    const bool hop = header[0] == "connection" || header[0] == "keep-alive" || header[0] == "sec-websocket-key";
    if (!hop && !(page && header[0] == "content-length")) kept.push_back(header);
  }
  return kept;
}

void expect_same(const json& expected, const json& entry) {
  const bool forwarded = !expected.at("request").is_null();
  ASSERT_EQ(entry.at("request").is_null(), !forwarded);
  if (forwarded) {
    EXPECT_EQ(entry.at("backend"), expected.at("backend"));
    EXPECT_EQ(entry.at("server"), expected.at("server"));
    for (const char* key : {"method", "path"}) EXPECT_EQ(entry.at("request").at(key), expected.at("request").at(key));
    EXPECT_EQ(comparable(entry.at("request").at("headers")), comparable(expected.at("request").at("headers")));
  }
  const json& answer = expected.at("response");
  ASSERT_EQ(entry.at("response").is_null(), answer.is_null());
  if (answer.is_null()) return;
  EXPECT_EQ(entry.at("response").at("status"), answer.at("status"));
  EXPECT_EQ(comparable(entry.at("response").at("headers")), comparable(answer.at("headers")));
}

class RecordedRoute : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(RecordedRoute, GoesWhereHaproxySentIt) {
  std::ifstream file(GetParam());
  const json recorded = json::parse(file);
  const RouteScratch scratch("route");
  for (const auto& [name, content] : recorded.at("files").items()) RouteScratch::write(name, content);
  std::string trace;
  for (const json& request : recorded.at("requests")) trace += request.dump() + "\n";
  RouteScratch::write("trace.jsonl", trace);
  std::string complaints;
  const auto entries = RouteScratch::route(recorded.at("target"), complaints);
  ASSERT_EQ(entries.size(), recorded.at("requests").size()) << complaints;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    SCOPED_TRACE("request " + std::to_string(i) + ": " + recorded.at("requests")[i].dump());
    expect_same(recorded.at("expected")[i], entries[i]);
  }
}

INSTANTIATE_TEST_SUITE_P(Haproxy, RecordedRoute, testing::ValuesIn(cases()), [](const auto& recorded) {
  std::string name = recorded.param.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
});

}  // namespace
}  // namespace hapax::cli
