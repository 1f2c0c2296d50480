#include "config/samples/arguments.hpp"

#include <arpa/inet.h>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/regex.hpp"
#include "config/samples/special_arguments.hpp"

namespace hapax::config {
namespace {

using syntax::Argument;

bool is_ip(std::string_view text, int family) {
  unsigned char room[16];
  return inet_pton(family, std::string(text).c_str(), room) == 1;
}

bool is_mask(std::string_view text, bool v6) {
  const auto length = syntax::parse_integer(text.starts_with('/') ? text.substr(1) : text);
  if (length) return *length >= 0 && *length <= (v6 ? 128 : 32);
  return is_ip(text, v6 ? AF_INET6 : AF_INET);
}

// However long: HAProxy takes the nearest number that it can hold.
bool is_whole_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

class ArgumentCheck {
 public:
  ArgumentCheck(Reading& reading, const Keyword& row, const CallPlace& place)
      : reading_(reading), row_(row), place_(place) {}

  bool run() {
    const std::span<const Param> params = row_.params(reading_.target());
    if (place_.arguments.size() > params.size()) return too_many(params.size());
    for (std::size_t i = 0; i < params.size(); ++i) {
      if (i < place_.arguments.size()) {
        if (!is_left_out(params[i], i) && !check(params[i], place_.arguments[i])) return false;
      } else if (i == 0 && params[i].kind == ParamKind::reference &&
                 (params[i].group == 0 || place_.call.parentheses)) {
        own_section(params[i]);
      } else if (params[i].group == 0 && !(i == 0 && params[i].kind == ParamKind::text && params[i].detail == "str")) {
        return missing(i, params[i]);
      }
    }
    return check_special_arguments(reading_, row_, place_);
  }

 private:
  [[nodiscard]] Span span(const Argument& a) const { return place_.text.span(a.offset, a.length); }

  // "hdr(x,)", "ipmask(24,)": nothing stands where a last number or mask may.
  [[nodiscard]] bool is_left_out(const Param& param, std::size_t i) const {
    const bool looked_at = param.kind == ParamKind::integer || param.detail == "ipv4" || param.detail == "ipv6";
    return looked_at && param.group != 0 && i > 0 && i + 1 == place_.arguments.size() &&
           place_.arguments[i].text.empty();
  }

  // A table, backend or frontend that is not named is the section's own.
  void own_section(const Param& param) {
    const Span place = place_.text.span(place_.call.offset, place_.call.length);
    reading_.references.push_back({param.detail, {}, place_.place.section, place, row_.name});
  }

  bool too_many(std::size_t most) {
    reading_.error("call-arguments", span(place_.arguments[most]),
                   fmt::format("{} takes {}", quote(row_.name),
                               most == 0 ? "no argument" : fmt::format("at most {} arguments", most)),
                   most == 0 ? fmt::format("write {} alone", quote(row_.name)) : "remove what is behind them");
    return false;
  }

  bool missing(std::size_t index, const Param& param) {
    reading_.error("call-arguments", place_.text.span(place_.call.offset, place_.call.length),
                   fmt::format("{} needs its argument {}, {}", quote(row_.name), index + 1, describe(param)),
                   fmt::format("write it into parentheses: '{}({}...)'", row_.name, index == 0 ? "" : "...,"));
    return false;
  }

  static std::string describe(const Param& param) {
    if (param.kind == ParamKind::integer) return "a whole number";
    if (param.kind == ParamKind::reference) return "the name of a " + std::string(param.detail);
    if (param.detail == "regex") return "a regular expression";
    return param.detail == "ipv4" || param.detail == "ipv6" ? "an IP address or mask" : "a text";
  }

  bool check(const Param& param, const Argument& a) {
    if (param.kind == ParamKind::integer) {
      if (is_whole_number(a.text)) return true;
    } else if (param.kind == ParamKind::reference) {
      reading_.references.push_back({param.detail, a.text, place_.place.section, span(a), row_.name});
      return true;
    } else if (param.detail == "regex") {
      return check_regex(reading_, a.text, span(a));
    } else if (param.detail == "ipv4" || param.detail == "ipv6") {
      const bool v6 = param.detail == "ipv6";
      const bool mask = row_.name == "ipmask";
      if (mask ? is_mask(a.text, v6) : is_ip(a.text, v6 ? AF_INET6 : AF_INET)) return true;
    } else {
      return true;
    }
    reading_.error("call-arguments", span(a),
                   fmt::format("{} expects {} here, not {}", quote(row_.name), describe(param), quote(a.text)),
                   param.kind == ParamKind::integer ? "write digits only"
                   : param.detail == "ipv6"         ? "write an IPv6 address, or the bits of a mask, such as 64"
                                                    : "write an IPv4 address, or the bits of a mask, such as 24");
    return false;
  }

  Reading& reading_;
  const Keyword& row_;
  const CallPlace& place_;
};

}  // namespace

bool check_call_arguments(Reading& reading, const Keyword& row, const CallPlace& place) {
  return ArgumentCheck(reading, row, place).run();
}

}  // namespace hapax::config
