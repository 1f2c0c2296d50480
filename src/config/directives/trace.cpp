// `trace SOURCE [COMMAND ARGUMENT]...`: what is traced, how much of it and where to. Names of events are looked at up
// to 3.2.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "config/directives/proxy_directives.hpp"
#include "config/directives/trace_events.hpp"

namespace hapax::config {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 6> kVerbosities{"quiet", "clean", "minimal", "simple", "advanced", "complete"};
constexpr std::array<std::string_view, 2> kSessionVerbosities{"quiet", "default"};
constexpr std::array<std::string_view, 6> kLevels{"error", "user", "proto", "state", "data", "developer"};
constexpr std::array<std::string_view, 9> kCommands{"event", "level", "lock",      "pause", "sink",
                                                    "start", "stop",  "verbosity", "follow"};  // the last from 3.2 on
constexpr std::array<std::string_view, 3> kCommandsOfAll{"sink", "level", "follow"};

// What a source can be locked on.
constexpr std::array<std::string_view, 8> kLocks{"backend", "connection", "frontend", "listener",
                                                 "nothing", "server",     "session",  "thread"};
constexpr std::array<std::string_view, 6> kQuicLocks{"connection", "frontend", "listener",
                                                     "nothing",    "session",  "thread"};
constexpr std::array<std::string_view, 7> kStreamLocks{"backend", "frontend", "listener", "nothing",
                                                       "server",  "session",  "thread"};
constexpr std::array<std::string_view, 4> kSessionLocks{"frontend", "listener", "nothing", "thread"};
constexpr std::array<std::string_view, 2> kFewLocks{"nothing", "thread"};

struct Source {
  std::string_view name;
  Names verbosities, locks;
  std::array<std::string_view, 2> own_locks;  ///< beside those
  Version since = Version::v2_6;
};

constexpr std::span kFirstTwo = std::span(kVerbosities).first(2);
constexpr std::span kFirstThree = std::span(kVerbosities).first(3);
constexpr std::array kSources{Source{"acme", kVerbosities, kFewLocks, {"acme_ctx"}, Version::v3_2},
                              Source{"ssl", kVerbosities, kLocks, {}, Version::v3_2},
                              Source{"h3", kFirstThree, kLocks, {"qcs"}},
                              Source{"quic", kFirstTwo, kQuicLocks, {"qconn", "quic"}},
                              Source{"qmux", kFirstThree, kLocks, {"qcs"}},
                              Source{"h2", kVerbosities, kLocks, {"h2s"}},
                              Source{"h1", kVerbosities, kLocks, {"h1s"}},
                              Source{"fcgi", kVerbosities, kLocks, {"fstrm"}},
                              Source{"stream", kVerbosities, kStreamLocks, {"stream"}},
                              Source{"spop", kVerbosities, kLocks, {"spop_strm"}, Version::v3_2},
                              Source{"peers", kFirstTwo, kLocks, {"peers"}},
                              Source{"check", kVerbosities, kFewLocks, {"check"}},
                              Source{"applet", kVerbosities, kFewLocks, {"applet"}},
                              Source{"pt", kVerbosities, kLocks, {}},
                              Source{"session", kSessionVerbosities, kSessionLocks, {"session"}, Version::v3_2}};

bool contains(Names names, std::string_view word) { return std::find(names.begin(), names.end(), word) != names.end(); }

std::vector<std::string_view> source_names(std::initializer_list<std::string_view> others, Version target) {
  std::vector<std::string_view> names(others);
  for (const Source& source : kSources)
    if (source.since <= target) names.push_back(source.name);
  return names;
}

bool refuse(Reading& reading, const Word& word, std::string_view what, Names choice) {
  Diagnostic& d =
      reading.error("invalid-choice", word.span, fmt::format("{} is no {} of traces", quote(word.text), what));
  if (!offer_nearest(reading, d, word.text, choice)) d.help.push_back("it can be " + join_or(choice));
  return false;
}

// "start +h1c_new", "event any": a name, perhaps behind a sign. All but 'event' take "now", too.
bool check_event(Reading& reading, const Source& source, std::string_view command, const Word& word) {
  std::string_view event = word.text;
  if (event.find_first_of("+-!") == 0) event.remove_prefix(1);
  if (event.empty() || reading.from(Version::v3_4) || (command != "event" && event == "now")) return true;
  const std::vector<std::string_view> known = trace_events(source.name);
  if (contains(known, event)) return true;
  Diagnostic& d = reading.error("invalid-choice", word.span,
                                fmt::format("the source {} has no event {}", source.name, quote(event)));
  if (!offer_nearest(reading, d, event, known)) d.help.push_back("its events are " + join_or(known));
  return false;
}

bool check_argument(Reading& reading, const Source* source, std::string_view command, const Word& word) {
  if (command == "level" && !contains(kLevels, word.text)) return refuse(reading, word, "level", kLevels);
  if (command == "follow") {
    const auto names = source_names({"none"}, reading.target());
    if (!contains(names, word.text)) return refuse(reading, word, "source", names);
  }
  if (source == nullptr) return true;
  for (const std::string_view takes_event : {"event", "start", "stop", "pause"})
    if (command == takes_event) return check_event(reading, *source, command, word);
  if (command == "verbosity" && !contains(source->verbosities, word.text))
    return refuse(reading, word, "verbosity", source->verbosities);
  if (command == "lock" && !contains(source->locks, word.text) && !contains(source->own_locks, word.text)) {
    std::vector<std::string_view> names(source->locks.begin(), source->locks.end());
    for (const std::string_view name : source->own_locks)
      if (!name.empty()) names.push_back(name);
    return refuse(reading, word, "criterion", names);
  }
  return true;
}

void lists_only(Reading& reading, const Directive& d) {
  reading.warning("trace-lists", d.span, "this line traces nothing: HAProxy prints what could stand at its end",
                  "write for example 'trace h1 sink stderr level developer verbosity complete start now'");
}

}  // namespace

void check_trace(Reading& reading, Directive& d) {
  const std::span<const Word> words = d.arguments();
  if (words.empty()) return lists_only(reading, d);
  // 0 ends all traces, and all stands for each source.
  if (words[0].text == "0") return;
  const bool all = words[0].text == "all" && reading.from(Version::v3_2);
  const auto* const source = std::find_if(kSources.begin(), kSources.end(), [&](const Source& known) {
    return known.name == words[0].text && known.since <= reading.target();
  });
  const bool known = source != kSources.end();
  if (!known && !all) {
    // 3.4 has more sources than 3.2.
    if (!reading.from(Version::v3_4)) {
      auto names = source_names({"0"}, reading.target());
      if (reading.from(Version::v3_2)) names.emplace_back("all");
      refuse(reading, words[0], "source", names);
    }
    return;
  }
  if (words.size() == 1) return lists_only(reading, d);
  for (std::size_t i = 1; i < words.size(); i += 2) {
    const Names own = Names(kCommands).first(kCommands.size() - (reading.from(Version::v3_2) ? 0 : 1));
    const Names commands = all ? Names(kCommandsOfAll) : own;
    if (!contains(commands, words[i].text)) {
      refuse(reading, words[i], all ? "command of 'all'" : "command", commands);
      return;
    }
    if (i + 1 == words.size()) return lists_only(reading, d);
    if (!check_argument(reading, known ? source : nullptr, words[i].text, words[i + 1])) return;
  }
}

}  // namespace hapax::config
