#include "routing/evaluate/aliases.hpp"

#include <array>

#include <fmt/chrono.h>

#include "routing/fetch/fetches.hpp"
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

std::string_view number(std::int64_t value, Context& context, bool hex) {
  if (!hex) return decimal(value, context.arena);
  return context.arena.copy(fmt::format("{:X}", value));
}

const Request& request_of(Context& context) { return context.transaction->request; }

std::string_view request_line(const model::FormatPiece&, Context& context) {
  if (context.transaction == nullptr) return "<BADREQ>";
  const Request& request = request_of(context);
  return context.arena.copy(fmt::format("{} {} HTTP/{}.{}", context.state->first_method, context.state->first_target,
                                        request.major, request.minor));
}

std::string_view local_time(Context& context, const char* format) {
  const auto seconds = static_cast<std::time_t>((context.world.wall_clock + context.now) / kSecond);
  return context.arena.copy(fmt::format(fmt::runtime(format), fmt::gmtime(seconds)));
}

struct Alias {
  std::string_view name;
  Write write;
};

constexpr std::array kAliases = {
    Alias{"ci", [](const auto& p, Context& c) { return address_text(c.source(), c, p.hex); }},
    Alias{"cp", [](const auto& p, Context& c) { return number(c.source().port, c, p.hex); }},
    Alias{"fi", [](const auto& p, Context& c) { return address_text(c.destination(), c, p.hex); }},
    Alias{"fp", [](const auto& p, Context& c) { return number(c.destination().port, c, p.hex); }},
    Alias{"f",
          [](const auto&, Context& c) -> std::string_view {
            return c.world.model.proxies[c.connection().frontend].name;
          }},
    Alias{"ft",
          [](const auto&, Context& c) -> std::string_view {
            const std::string& name = c.world.model.proxies[c.connection().frontend].name;
            return c.connection().tls ? c.arena.copy(name + "~") : std::string_view(name);
          }},
    Alias{"b",
          [](const auto&, Context& c) -> std::string_view {
            const model::Index backend = c.transaction == nullptr ? model::kNone : c.transaction->ticket.backend;
            return c.world.model.proxies[backend == model::kNone ? c.connection().frontend : backend].name;
          }},
    Alias{"s",
          [](const auto&, Context& c) -> std::string_view {
            const model::Index server = c.transaction == nullptr ? model::kNone : c.transaction->ticket.server;
            return server == model::kNone ? "<NOSRV>" : std::string_view(c.world.model.servers[server].name);
          }},
    Alias{"HM",
          [](const auto&, Context& c) -> std::string_view {
            return c.state == nullptr ? "<BADREQ>" : c.state->first_method;
          }},
    Alias{"HU",
          [](const auto&, Context& c) -> std::string_view {
            return c.state == nullptr ? "<BADREQ>" : c.state->first_target;
          }},
    Alias{"HP",
          [](const auto&, Context& c) -> std::string_view {
            if (c.state == nullptr) return "<BADREQ>";
            return c.state->first_target.substr(0, c.state->first_target.find('?'));
          }},
    Alias{"HPO",
          [](const auto&, Context& c) -> std::string_view {
            return c.state == nullptr ? "<BADREQ>" : path_of(c.state->first_target).value_or("");
          }},
    Alias{"HQ",
          [](const auto&, Context& c) -> std::string_view {
            if (c.state == nullptr) return "<BADREQ>";
            const auto mark = c.state->first_target.find('?');
            return mark == std::string_view::npos ? std::string_view{} : c.state->first_target.substr(mark);
          }},
    Alias{"HV",
          [](const auto&, Context& c) -> std::string_view {
            if (c.transaction == nullptr) return "<BADREQ>";
            return c.arena.copy(fmt::format("HTTP/{}.{}", request_of(c).major, request_of(c).minor));
          }},
    Alias{"r", request_line},
    Alias{"ST",
          [](const auto& p, Context& c) {
            return number(c.transaction == nullptr ? 0 : c.transaction->response.status, c, p.hex);
          }},
    Alias{"ID",
          [](const auto&, Context& c) -> std::string_view {
            std::string_view text;
            return unique_id(c, text) ? text : "-";
          }},
    Alias{"Ts", [](const auto& p, Context& c) { return number((c.world.wall_clock + c.now) / kSecond, c, p.hex); }},
    Alias{"ms", [](const auto& p,
                   Context& c) { return number((c.world.wall_clock + c.now) / kMillisecond % 1000, c, p.hex); }},
    Alias{"T", [](const auto&, Context& c) { return local_time(c, "{:%d/%b/%Y:%H:%M:%S} +0000"); }},
    Alias{"sslv",
          [](const auto&,
             Context& c) -> std::string_view { return c.connection().tls ? c.connection().tls->version : "-"; }},
    Alias{"sslc",
          [](const auto&,
             Context& c) -> std::string_view { return c.connection().tls ? c.connection().tls->cipher : "-"; }},
};

}  // namespace

std::string_view alias_text(const model::FormatPiece& piece, Context& context) {
  for (const Alias& alias : kAliases) {
    if (alias.name == piece.literal) return alias.write(piece, context);
  }
  return "-";
}

}  // namespace hapax::routing
