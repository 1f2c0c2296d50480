// Lines of log-profile, ring and log-forward sections that HAProxy reads by hand.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/directives/proxy_directives.hpp"
#include "config/samples/format.hpp"
#include "config/samples/points.hpp"

namespace hapax::config {
namespace {

constexpr std::array<std::string_view, 15> kLogSteps{
    "accept",         "request",      "connect",      "response",     "close",
    "error",          "any",          "quic-init",    "http-req",     "http-res",
    "http-after-res", "tcp-req-conn", "tcp-req-sess", "tcp-req-cont", "tcp-res-cont"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// on STEP [drop] [{format FORMAT | sd FORMAT}...]
void check_log_profile_step(Reading& reading, const Directive& d) {
  const std::span<const Word> words = d.arguments();
  if (words.empty() || !contains(kLogSteps, words[0].text)) {
    reading.error("invalid-choice", words.empty() ? d.span : words[0].span, "'on' needs a step of the log",
                  "it can be " + join_or(kLogSteps));
    return;
  }
  const auto expected = [&](Span span) {
    reading.error("invalid-choice", span, fmt::format("'on {}' needs 'drop', 'format' or 'sd'", words[0].text),
                  "for example 'on any format \"%ci %ST\"'");
  };
  if (words.size() == 1) return expected(d.span);
  const std::size_t begin = words[1].text == "drop" ? 2 : 1;
  const SamplePlace place{"on", points_of("log-format", *reading.section), reading.section};
  for (std::size_t i = begin; i < words.size(); i += 2) {
    if (words[i].text != "format" && words[i].text != "sd") return expected(words[i].span);
    if (i + 1 == words.size()) {
      reading.error("missing-argument", words[i].span, fmt::format("{} needs a log format", quote(words[i].text)));
      return;
    }
    if (read_format(reading, place, words[i + 1]) == nullptr) return;
  }
}

}  // namespace

// HAProxy takes a negative number, and then ignores the shards of all peers.
void check_shards(Reading& reading, Directive& d) {
  reading.last_shards = &d;
  if (d.integer("number").value_or(0) != 0) return;
  reading.error("value-out-of-range", d.arg("number")->span(),
                fmt::format("{} is no number of shards", quote(d.text("number"))), "write 1 or more");
}

// HAProxy names each server that it finds there by its address, and finds the same ones again.
void check_system_servers(Reading& reading, Directive& d) {
  const Directive* const first = twin_above(reading, d);
  if (first == nullptr) return;
  Diagnostic& found =
      reading.warning("name-servers-twice", d.span, "the name servers of /etc/resolv.conf are in this section already",
                      "remove one of the two lines");
  found.related.push_back({first->span, "read here first"});
}

// What is mapped keeps its size.
void check_ring_size(Reading& reading, Directive& d) {
  const Directive* const file =
      reading.section->kind == SectionKind::ring ? reading.section->last("backing-file") : nullptr;
  if (file == nullptr) return;
  Diagnostic& found = reading.error("size-behind-file", d.span, "the backing file above has its size already",
                                    "write 'size' above 'backing-file'");
  found.related.push_back({file->span, "mapped here"});
}

// The file is made when HAProxy starts, the folder is not.
void check_backing_file(Reading& reading, Directive& d) {
  const Directive* const first = twin_above(reading, d);
  if (first != nullptr) {
    Diagnostic& found =
        reading.error("set-twice", d.span, "this ring has a backing file already", "keep one of the lines");
    found.related.push_back({first->span, "the first"});
    return;
  }
  FileAccess* const files = reading.files();
  const std::string_view file = d.text("file");
  const std::size_t slash = file.rfind('/');
  if (files != nullptr && files->state(std::string(file)) == FileState::directory) {
    reading.error("missing-file", d.arg("file")->span(), fmt::format("{} is a folder, and no file", quote(file)),
                  "name a file for the ring; HAProxy creates it");
    return;
  }
  if (files == nullptr || slash == std::string_view::npos || slash == 0) return;
  const std::string_view folder = file.substr(0, slash);
  if (files->state(std::string(folder)) != FileState::missing) return;
  reading.error("missing-file", d.arg("file")->span(),
                fmt::format("the folder {}, where the ring is to be kept, does not exist", quote(folder)),
                "create it; HAProxy creates the file in it");
}

void check_log_step(Reading& reading, Directive& d) {
  if (reading.section->kind == SectionKind::log_profile) check_log_profile_step(reading, d);
}

// Up to 3.0 the name must be known before the first peers section.
void check_localpeer(Reading& reading, Directive& d) {
  if (reading.from(Version::v3_2) || reading.config().all(SectionKind::peers).empty()) return;
  reading.warning("localpeer-too-late", d.span, "'localpeer' has no effect below a peers section",
                  "move the global section above it");
}

}  // namespace hapax::config
