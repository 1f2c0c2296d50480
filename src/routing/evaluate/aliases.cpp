#include "routing/evaluate/aliases.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/chrono.h>

#include "routing/fetch/fetches.hpp"
#include "routing/live/live_state.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using Write = std::string_view (*)(const model::FormatPiece& piece, Context& context);

std::string_view address_text(const Address& address, Context& context, bool hex) {
  if (address.family == Address::Family::none || address.family == Address::Family::unix_socket) {
    return address.family == Address::Family::none ? "-" : "unix";
  }
  const bool ipv6 = address.family == Address::Family::ipv6;
  if (!hex)
    return ipv6 ? ipv6_text(address.bytes.data(), context.arena) : ipv4_text(address.bytes.data(), context.arena);
  const std::size_t size = ipv6 ? 16 : 4;
  char* out = context.arena.allocate(size * 2);
  for (std::size_t i = 0; i < size; ++i) {
    out[2 * i] = kHexDigits[address.bytes[i] >> 4];
    out[2 * i + 1] = kHexDigits[address.bytes[i] & 15];
  }
  return {out, size * 2};
}

/// Only ports and counters of requests know +X.
std::string_view port_text(std::uint64_t value, Context& context, bool hex) {
  if (!hex) return decimal(static_cast<std::int64_t>(value), context.arena);
  return context.arena.copy(fmt::format("{:04X}", value));
}

std::string_view number(std::int64_t value, Context& context) { return decimal(value, context.arena); }

/// What cannot stand in a line of a log is written as #XX: control characters, what is no ASCII, and `also`.
std::string_view encoded(std::string_view text, std::string_view also, Context& context) {
  const auto bad = [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 32 || byte >= 127 || also.find(c) != std::string_view::npos;
  };
  if (std::none_of(text.begin(), text.end(), bad)) return text;
  std::string out;
  for (const char c : text) {
    if (bad(c)) {
      out += fmt::format("#{:02X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return context.arena.copy(out);
}

constexpr std::string_view kBadInTargets = "\"#";
constexpr std::string_view kBadInHeaders = "\"#{|}";

/// The client's, as far as it is kept.
std::string_view kept_line(Context& context) {
  const Request& request = context.transaction->request;
  const std::string line = fmt::format("{} {} HTTP/{}.{}", context.state->first_method, context.state->first_target,
                                       request.major, request.minor);
  return context.arena.copy(std::string_view(line).substr(0, context.world.model.request_line_size));
}

std::string_view request_line(const model::FormatPiece&, Context& context) {
  return context.request_line_is_kept() ? encoded(kept_line(context), kBadInTargets, context) : "<BADREQ>";
}

/// Where nothing is left of it, that of a request line without one.
std::string_view request_version(const model::FormatPiece&, Context& context) {
  if (!context.request_line_is_kept()) return "<BADREQ>";
  const std::size_t begin = context.state->first_method.size() + context.state->first_target.size() + 2;
  const std::string_view line = kept_line(context);
  return begin < line.size() ? line.substr(begin) : "HTTP/0.9";
}

/// The target as the client sent it, or a part of it.
template <std::string_view (*part)(std::string_view target, Version version)>
std::string_view target_part(const model::FormatPiece&, Context& context) {
  if (!context.request_line_is_kept()) return "<BADREQ>";
  return encoded(part(context.state->first_target, context.world.model.target), kBadInTargets, context);
}

std::string_view whole(std::string_view target, Version) { return target; }
std::string_view without_query(std::string_view target, Version) { return target.substr(0, target.find('?')); }
std::string_view only_path(std::string_view target, Version version) { return path_of(target, version).value_or(""); }
std::string_view only_query(std::string_view target, Version) {
  const auto mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view{} : target.substr(mark);
}

std::string_view local_time(Context& context, const char* format) {
  const auto seconds = static_cast<std::time_t>((context.world.wall_clock + context.now) / kSecond);
  return context.arena.copy(fmt::format(fmt::runtime(format), fmt::gmtime(seconds)));
}

std::string_view log_date(const model::FormatPiece&, Context& c) { return local_time(c, "{:%d/%b/%Y:%H:%M:%S} +0000"); }

std::string_view log_date_with_ms(const model::FormatPiece&, Context& c) {
  const Time milliseconds = (c.world.wall_clock + c.now) / kMillisecond % 1000;
  return c.arena.copy(fmt::format("{}.{:03}", local_time(c, "{:%d/%b/%Y:%H:%M:%S}"), milliseconds));
}

/// Captured headers as {a|b}.
template <std::vector<std::string_view> TransactionState::*slots>
std::string_view captures(const model::FormatPiece&, Context& c) {
  if (c.state == nullptr || (c.state->*slots).empty()) return {};
  std::string out = "{";
  for (const std::string_view text : c.state->*slots) {
    out += encoded(text, kBadInHeaders, c);
    out += '|';
  }
  out.back() = '}';
  return c.arena.copy(out);
}

/// Captured headers one after the other, each quoted and escaped for itself.
std::string_view separate_captures(const model::FormatPiece& piece, Context& c) {
  std::string out;
  bool first = true;
  for (const std::string_view text : captured_texts(piece, c)) {
    if (!std::exchange(first, false)) out += ' ';
    if (piece.quoted) out += '"';
    for (const char byte : text) append_escaped(out, byte, piece.escaped);
    if (piece.quoted) out += '"';
  }
  return c.arena.copy(out);
}

model::Index server_of(const Context& c) {
  return c.transaction == nullptr ? model::kNone : c.transaction->ticket.server;
}

/// Before a backend is chosen the frontend itself stands for it.
model::Index backend_of(const Context& c) {
  const model::Index backend = c.transaction == nullptr ? model::kNone : c.transaction->ticket.backend;
  return backend == model::kNone ? c.connection().frontend : backend;
}

/// Not when a rule refused the request before, though a cookie may have named its server.
bool is_connected(const Context& c) {
  const bool refused = c.state != nullptr && c.state->refused && c.state->server_status == 0;
  return !c.unconnected && !refused && server_of(c) != model::kNone;
}

std::string_view server_address(const model::FormatPiece& piece, Context& c) {
  if (!is_connected(c)) return {};
  const model::Endpoint& endpoint = c.world.model.servers[server_of(c)].address;
  const auto address = parse_ipv4(endpoint.host);
  if (!piece.hex || !address) return endpoint.host;
  return c.arena.copy(
      fmt::format("{:02X}{:02X}{:02X}{:02X}", (*address)[0], (*address)[1], (*address)[2], (*address)[3]));
}

/// From where the proxy connects is not known here.
std::string_view source_of_server_connection(const model::FormatPiece& /*piece*/, Context& c) {
  return c.response && is_connected(c) ? "-" : "";
}

std::string_view server_port(const model::FormatPiece& piece, Context& c) {
  if (!is_connected(c)) return {};
  return port_text(c.world.model.servers[server_of(c)].address.port, c, piece.hex);
}

/// Times that are over when the answer's rules run. Nothing takes time here; -1 is what has not happened yet.
std::string_view later(const model::FormatPiece&, Context& c) { return c.response ? "0" : "-1"; }
/// Who ended the transaction, and when.
std::string_view ending(const Context& c) {
  return c.state == nullptr ? std::string_view("--") : std::string_view(c.state->ended.data(), c.state->ended.size());
}

std::string_view at_once(const model::FormatPiece&, Context&) { return "0"; }

struct Alias {
  std::string_view name;
  bool text;  ///< +Q puts quotes round it
  Write write;
};

constexpr std::array kAliases = {
    Alias{"ci", true, [](const auto& p, Context& c) { return address_text(c.source(), c, p.hex); }},
    Alias{"cp", false, [](const auto& p, Context& c) { return port_text(c.source().port, c, p.hex); }},
    Alias{"fi", true, [](const auto& p, Context& c) { return address_text(c.destination(), c, p.hex); }},
    Alias{"fp", false, [](const auto& p, Context& c) { return port_text(c.destination().port, c, p.hex); }},
    Alias{"f", true,
          [](const auto&, Context& c) -> std::string_view {
            return c.world.model.proxies[c.connection().frontend].name;
          }},
    Alias{"ft", true,
          [](const auto&, Context& c) -> std::string_view {
            const std::string& name = c.world.model.proxies[c.connection().frontend].name;
            return c.connection().tls ? c.arena.copy(name + "~") : std::string_view(name);
          }},
    Alias{"b", true,
          [](const auto&, Context& c) -> std::string_view { return c.world.model.proxies[backend_of(c)].name; }},
    Alias{"s", true,
          [](const auto&, Context& c) -> std::string_view {
            if (c.state != nullptr && !c.state->applet.empty()) return c.state->applet;
            return server_of(c) == model::kNone ? "<NOSRV>"
                                                : std::string_view(c.world.model.servers[server_of(c)].name);
          }},
    Alias{"bi", true, source_of_server_connection},
    Alias{"bp", true, source_of_server_connection},
    Alias{"si", true, server_address},
    Alias{"sp", true, server_port},
    Alias{"HM", true,
          [](const auto&, Context& c) -> std::string_view {
            return c.request_line_is_kept() ? c.state->first_method : "<BADREQ>";
          }},
    Alias{"HU", true, target_part<whole>},
    Alias{"HP", true, target_part<without_query>},
    Alias{"HPO", true, target_part<only_path>},
    Alias{"HQ", true, target_part<only_query>},
    Alias{"HV", true, request_version},
    Alias{"r", true, request_line},
    Alias{"hr", true, captures<&TransactionState::captures>},
    Alias{"hs", true, captures<&TransactionState::response_captures>},
    Alias{"hrl", false, separate_captures},
    Alias{"hsl", false, separate_captures},
    Alias{"CC", true,
          [](const auto&, Context& c) -> std::string_view {
            return c.state == nullptr ? std::string_view{} : c.state->cookie_capture;
          }},
    Alias{"CS", true,
          [](const auto&, Context& c) -> std::string_view {
            return c.state == nullptr ? std::string_view{} : c.state->response_cookie_capture;
          }},
    Alias{"ST", false,
          [](const auto&, Context& c) {
            const bool composed = c.answer_is_gone;  // an answer that has its status before its texts
            const bool answered = c.transaction != nullptr && (c.response || composed || c.transaction->has_response);
            if (answered) return number(c.transaction->response.transaction_status(), c);
            // Before 3.2 an early hint leaves its mark.
            const bool hinted = c.state != nullptr && c.state->hinted && c.world.model.target < Version::v3_2;
            return number(hinted ? 0 : -1, c);
          }},
    Alias{"ID", true,
          [](const auto&, Context& c) -> std::string_view {
            // Before 3.2 a format does not make one.
            const bool made = c.state != nullptr && c.state->unique_id_made;
            std::string_view text;
            return (made || c.world.model.target >= Version::v3_2) && unique_id(c, text) ? text : "";
          }},
    Alias{"ac", false, [](const auto&, Context& c) { return number(c.world.connections, c); }},
    Alias{"fc", false,
          [](const auto&, Context& c) { return number(c.world.traffic[c.connection().frontend].connections, c); }},
    Alias{"bc", false,
          [](const auto&, Context& c) { return number(c.world.live.backend(backend_of(c)).connections, c); }},
    Alias{"sc", false,
          [](const auto&, Context& c) {
            return number(server_of(c) == model::kNone ? 0 : c.world.live.server(server_of(c), c.now).current, c);
          }},
    Alias{"bq", false, at_once},
    Alias{"sq", false, at_once},
    Alias{"rc", false,
          [](const auto&, Context& c) -> std::string_view {
            if (c.transaction == nullptr) return "0";
            const Ticket& ticket = c.transaction->ticket;
            return c.arena.copy(fmt::format("{}{}", ticket.redispatched ? "+" : "", ticket.attempts));
          }},
    Alias{"B", false, at_once},
    Alias{"U", false, at_once},
    Alias{"rt", false,
          [](const auto& p, Context& c) {
            return port_text(c.state == nullptr ? c.world.requests - 1 : c.state->number, c, p.hex);
          }},
    Alias{"ts", false, [](const auto&, Context& c) { return c.arena.copy(ending(c)); }},
    Alias{"tsc", false,
          [](const auto&, Context& c) -> std::string_view {
            const std::string_view end = ending(c);
            const bool persists = c.world.model.proxies[backend_of(c)].cookie.mode != model::CookiePersistence::Mode::none;
            if (c.state == nullptr || !persists) return c.arena.copy(fmt::format("{}{}", end, persists ? "NN" : "--"));
            constexpr std::string_view kFound = "NIVDEOU";  // by TransactionState::CookieFound
            constexpr std::string_view kGiven = "NIUPDR";   // by CookieGiven
            const std::array<char, 4> text = {end[0], end[1], kFound[static_cast<std::size_t>(c.state->cookie)],
                                              kGiven[static_cast<std::size_t>(c.state->cookie_given)]};
            return c.arena.copy({text.data(), text.size()});
          }},
    Alias{"Ta", false, at_once},
    Alias{"Th", false, at_once},
    Alias{"Ti", false, at_once},
    Alias{"Tt", false, at_once},
    Alias{"Tu", false, at_once},
    Alias{"Tc", false, later},
    Alias{"Td", false, later},
    Alias{"Tq", false, later},
    Alias{"TR", false, later},
    Alias{"Tr", false, later},
    Alias{"Tw", false, later},
    Alias{"Ts", false, [](const auto&, Context& c) { return number((c.world.wall_clock + c.now) / kSecond, c); }},
    Alias{"ms", false,
          [](const auto&, Context& c) -> std::string_view {
            return c.arena.copy(fmt::format("{:03}", (c.world.wall_clock + c.now) / kMillisecond % 1000));
          }},
    Alias{"T", false, log_date},
    Alias{"Tl", false, log_date},
    Alias{"trg", false, log_date},
    Alias{"trl", false, log_date},
    Alias{"t", false, log_date_with_ms},
    Alias{"tr", false, log_date_with_ms},
    Alias{"sslv", true,
          [](const auto&,
             Context& c) -> std::string_view { return c.connection().tls ? c.connection().tls->version : ""; }},
    Alias{"sslc", true,
          [](const auto&,
             Context& c) -> std::string_view { return c.connection().tls ? c.connection().tls->cipher : ""; }},
};

}  // namespace

std::vector<std::string_view> captured_texts(const model::FormatPiece& piece, Context& c) {
  std::vector<std::string_view> texts;
  if (c.state == nullptr) return texts;
  for (const std::string_view text : piece.literal == "hrl" ? c.state->captures : c.state->response_captures) {
    const bool missing = text.data() == nullptr && !piece.quoted;
    texts.push_back(missing ? "-" : encoded(text, kBadInHeaders, c));
  }
  return texts;
}

AliasText alias_text(const model::FormatPiece& piece, Context& context) {
  for (const Alias& alias : kAliases) {
    if (alias.name != piece.literal) continue;
    const std::string_view text = alias.write(piece, context);
    // An address in hexadecimal is a number, and so is the server's port, if there is one.
    const bool address = alias.name == "ci" || alias.name == "fi" || alias.name == "si";
    const bool number = !text.empty() && ((address && piece.hex) || alias.name == "sp");
    const bool list = alias.name == "hrl" || alias.name == "hsl";
    return {text, alias.text && !number, list};
  }
  return {"-", true};
}

}  // namespace hapax::routing
