// One row an alias. Times are in milliseconds; -1 stands for a stage that was not reached, as HAProxy writes it.
#include "runtime/log/aliases.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>

#include <fmt/format.h>

#include "runtime/net/address.hpp"

namespace hapax::runtime {
namespace {

using Append = void (*)(const LogContext&, std::string&);
struct Row {
  std::string_view name;
  Append append;
};

void number(std::string& line, std::int64_t value) { line += std::to_string(value); }

/// Milliseconds between two points, -1 unless both were reached.
void span(std::string& line, routing::Time from, routing::Time to) {
  number(line, from == 0 || to == 0 ? -1 : (to - from) / routing::kMillisecond);
}

void stamp(std::string& line, const LogContext& c, const char* format, bool milliseconds, bool utc) {
  const Timeline& t = c.record.timeline;
  const std::int64_t shift = t.idle_until == 0 ? 0 : (t.idle_until - t.accepted) / routing::kMicrosecond;
  const std::int64_t us = c.record.accepted_unix_us + shift;
  const std::time_t seconds = us / 1'000'000;
  std::tm time{};
  if (utc) {
    gmtime_r(&seconds, &time);
  } else {
    localtime_r(&seconds, &time);
  }
  std::array<char, 64> text{};
  std::strftime(text.data(), text.size(), format, &time);
  line += text.data();
  if (milliseconds) line += fmt::format(".{:03}", us / 1000 % 1000);
}

std::string_view backend_name(const LogContext& c) {
  const routing::Ticket* ticket = c.ticket();
  return ticket == nullptr || ticket->backend == model::kNone ? c.frontend().name
                                                              : c.model.proxies[ticket->backend].name;
}

std::string_view server_name(const LogContext& c) {
  const routing::Ticket* ticket = c.ticket();
  if (ticket == nullptr || ticket->backend == model::kNone) return "<NOSRV>";
  return ticket->server == model::kNone ? "<NOSRV>" : std::string_view(c.model.servers[ticket->server].name);
}

std::string_view word(std::string_view line, std::size_t index) {
  for (; index > 0; --index) {
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos) return {};
    line.remove_prefix(blank + 1);
  }
  return line.substr(0, line.find(' '));
}

void captures(std::string& line, const std::vector<std::string_view>& values) {
  if (values.empty()) return;
  line += '{';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) line += '|';
    line += values[i];
  }
  line += '}';
}

void request_line(const LogContext& c, std::string& line) {
  line += c.record.request_line.empty() ? "<BADREQ>" : c.record.request_line;
}

constexpr std::array kRows{
    Row{"B", [](const LogContext& c, std::string& l) { number(l, static_cast<std::int64_t>(c.record.bytes_to_client)); }},
    Row{"CC", [](const LogContext&, std::string& l) { l += '-'; }},
    Row{"CS", [](const LogContext&, std::string& l) { l += '-'; }},
    Row{"H", [](const LogContext& c, std::string& l) { l += c.host; }},
    Row{"HM", [](const LogContext& c, std::string& l) { l += word(c.record.request_line, 0); }},
    Row{"HP",
        [](const LogContext& c, std::string& l) {
          const std::string_view target = word(c.record.request_line, 1);
          l += target.substr(0, target.find('?'));
        }},
    Row{"HQ",
        [](const LogContext& c, std::string& l) {
          const std::string_view target = word(c.record.request_line, 1);
          const std::size_t mark = target.find('?');
          if (mark != std::string_view::npos) l += target.substr(mark);
        }},
    Row{"HU", [](const LogContext& c, std::string& l) { l += word(c.record.request_line, 1); }},
    Row{"HV", [](const LogContext& c, std::string& l) { l += word(c.record.request_line, 2); }},
    Row{"ST",
        [](const LogContext& c, std::string& l) { number(l, c.record.status == 0 ? -1 : c.record.status); }},
    Row{"T", [](const LogContext& c, std::string& l) { stamp(l, c, "%d/%b/%Y:%H:%M:%S +0000", false, true); }},
    Row{"TR",
        [](const LogContext& c, std::string& l) {
          span(l, c.record.timeline.idle_until, c.record.timeline.head_complete);
        }},
    Row{"Ta", [](const LogContext& c, std::string& l) { span(l, c.record.timeline.idle_until, c.record.timeline.ended); }},
    Row{"Tc",
        [](const LogContext& c, std::string& l) { span(l, c.record.timeline.dequeued, c.record.timeline.connected); }},
    Row{"Td",
        [](const LogContext& c, std::string& l) { span(l, c.record.timeline.answered, c.record.timeline.ended); }},
    Row{"Th", [](const LogContext&, std::string& l) { l += '0'; }},
    Row{"Ti", [](const LogContext& c, std::string& l) { span(l, c.record.timeline.accepted, c.record.timeline.idle_until); }},
    Row{"Tl", [](const LogContext& c, std::string& l) { stamp(l, c, "%d/%b/%Y:%H:%M:%S %z", false, false); }},
    Row{"Tq",
        [](const LogContext& c, std::string& l) {
          span(l, c.record.timeline.accepted, c.record.timeline.head_complete);
        }},
    Row{"Tr",
        [](const LogContext& c, std::string& l) { span(l, c.record.timeline.connected, c.record.timeline.answered); }},
    Row{"Ts",
        [](const LogContext& c, std::string& l) {
          const Timeline& t = c.record.timeline;
          const std::int64_t shift = t.idle_until == 0 ? 0 : (t.idle_until - t.accepted) / routing::kMicrosecond;
          number(l, (c.record.accepted_unix_us + shift) / 1'000'000);
        }},
    Row{"Tt", [](const LogContext& c, std::string& l) { span(l, c.record.timeline.accepted, c.record.timeline.ended); }},
    Row{"Tu", [](const LogContext& c, std::string& l) { span(l, c.record.timeline.accepted, c.record.timeline.ended); }},
    Row{"Tw",
        [](const LogContext& c, std::string& l) {
          span(l, c.record.timeline.head_complete, c.record.timeline.dequeued);
        }},
    Row{"U", [](const LogContext& c, std::string& l) { number(l, static_cast<std::int64_t>(c.record.bytes_to_server)); }},
    Row{"ac", [](const LogContext& c, std::string& l) { number(l, c.record.process_sessions); }},
    Row{"b", [](const LogContext& c, std::string& l) { l += backend_name(c); }},
    Row{"bc", [](const LogContext& c, std::string& l) { number(l, c.record.backend_requests); }},
    Row{"bq", [](const LogContext& c, std::string& l) { number(l, c.record.backend_queue); }},
    Row{"ci", [](const LogContext& c, std::string& l) { l += host_text(c.record.client); }},
    Row{"cp", [](const LogContext& c, std::string& l) { number(l, c.record.client.port); }},
    Row{"f", [](const LogContext& c, std::string& l) { l += c.frontend().name; }},
    Row{"fc", [](const LogContext& c, std::string& l) { number(l, c.record.frontend_sessions); }},
    Row{"fi", [](const LogContext& c, std::string& l) { l += host_text(c.record.destination); }},
    Row{"fp", [](const LogContext& c, std::string& l) { number(l, c.record.destination.port); }},
    Row{"ft", [](const LogContext& c, std::string& l) { l += c.frontend().name; }},
    Row{"hr", [](const LogContext& c, std::string& l) { captures(l, c.record.captures); }},
    Row{"hs", [](const LogContext& c, std::string& l) { captures(l, c.record.response_captures); }},
    Row{"ms",
        [](const LogContext& c, std::string& l) { l += fmt::format("{:03}", c.record.accepted_unix_us / 1000 % 1000); }},
    Row{"pid", [](const LogContext&, std::string& l) { number(l, getpid()); }},
    Row{"r", request_line},
    Row{"rc",
        [](const LogContext& c, std::string& l) { number(l, c.ticket() == nullptr ? 0 : c.ticket()->attempts); }},
    Row{"s", [](const LogContext& c, std::string& l) { l += server_name(c); }},
    Row{"sc", [](const LogContext& c, std::string& l) { number(l, c.record.server_requests); }},
    Row{"sq", [](const LogContext& c, std::string& l) { number(l, c.record.server_queue); }},
    Row{"t", [](const LogContext& c, std::string& l) { stamp(l, c, "%d/%b/%Y:%H:%M:%S", true, false); }},
    Row{"tr", [](const LogContext& c, std::string& l) { stamp(l, c, "%d/%b/%Y:%H:%M:%S", true, false); }},
    Row{"ts",
        [](const LogContext& c, std::string& l) {
          l += c.record.cause;
          l += c.record.stage;
        }},
    Row{"tsc",
        [](const LogContext& c, std::string& l) {
          l += c.record.cause;
          l += c.record.stage;
          l += "--";
        }},
};

const Row* find(std::string_view name) {
  const auto* at = std::lower_bound(kRows.begin(), kRows.end(), name, [](const Row& r, auto n) { return r.name < n; });
  return at != kRows.end() && at->name == name ? at : nullptr;
}

}  // namespace

bool append_alias(std::string_view name, const LogContext& context, std::string& line) {
  const Row* row = find(name);
  if (row == nullptr) return false;
  row->append(context, line);
  return true;
}

bool knows_alias(std::string_view name) { return find(name) != nullptr; }

}  // namespace hapax::runtime
