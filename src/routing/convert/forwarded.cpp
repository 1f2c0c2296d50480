// The Forwarded header, RFC 7239: rfc7239_is_valid, rfc7239_field, and what a node is made of.
//
// As strict as HAProxy, which is stricter than the RFC: one element, its parameters in lower case and each at most
// once, no blanks; a value that holds more than a token (a port, an IPv6 address) is quoted. A header that is not valid
// has no fields.

#include <algorithm>
#include <array>
#include <optional>

#include "routing/convert/converters.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

enum Field : std::size_t { kFor, kBy, kHost, kProto, kFields };
constexpr std::array<std::string_view, kFields> kNames = {"for", "by", "host", "proto"};

/// The values without quotes; nothing for those that are not there.
using Element = std::array<std::optional<std::string_view>, kFields>;

/// A node (RFC 7239 section 6): a name and perhaps a port.
struct Node {
  std::string_view name;  ///< without brackets
  std::optional<std::string_view> port;
};

/// What may stand in a name of one's own, which begins with `_`: letters, digits, dots, underscores, hyphens.
bool is_own_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == '-'; });
}

bool is_obfuscated(std::string_view text) {
  return text.size() > 1 && text.front() == '_' && is_own_name(text.substr(1));
}

bool is_port(std::string_view text) {
  if (text.empty() || text.size() > 5 || !std::all_of(text.begin(), text.end(), is_digit)) return false;
  int value = 0;
  for (const char digit : text) value = value * 10 + (digit - '0');
  return value <= 65535;
}

std::string_view leading(std::string_view text, bool (*fits)(char)) {
  const auto* end = std::find_if_not(text.begin(), text.end(), fits);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}
bool is_name_char(char c) { return is_own_name({&c, 1}); }

/// An address, "unknown", or a name of one's own, at the beginning of `text`, which is left behind it.
std::optional<std::string_view> take_name(std::string_view& text) {
  std::string_view name;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    name = text.substr(1, close - 1);
    text.remove_prefix(close + 1);
    return parse_ipv6(name) ? std::optional(name) : std::nullopt;
  }
  if (text.starts_with("unknown")) {
    name = text.substr(0, std::string_view("unknown").size());
  } else if (text.starts_with('_')) {
    name = leading(text, is_name_char);
    if (!is_obfuscated(name)) return std::nullopt;
  } else {
    name = leading(text, [](char c) { return is_digit(c) || c == '.'; });
    if (!parse_ipv4(name)) return std::nullopt;
  }
  text.remove_prefix(name.size());
  return name;
}

/// What follows the node is left in `text`.
std::optional<Node> take_node(std::string_view& text) {
  const auto name = take_name(text);
  if (!name) return std::nullopt;
  Node node{*name, std::nullopt};
  if (!text.starts_with(':')) return node;
  text.remove_prefix(1);
  node.port = text.starts_with('_') ? leading(text, is_name_char) : leading(text, is_digit);
  if (!is_port(*node.port) && !is_obfuscated(*node.port)) return std::nullopt;
  text.remove_prefix(node.port->size());
  return node;
}

std::optional<Node> parse_node(std::string_view text) {
  const auto node = take_node(text);
  return text.empty() ? node : std::nullopt;
}

/// HAProxy takes no hyphen in a name.
bool is_host(std::string_view text) {
  std::string_view rest;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos || !parse_ipv6(text.substr(1, close - 1))) return false;
    rest = text.substr(close + 1);
  } else {
    const auto colon = std::min(text.find(':'), text.size());
    const std::string_view name = text.substr(0, colon);
    const auto fits = [](char c) { return is_alphanumeric(c) || c == '.'; };
    if (!std::all_of(name.begin(), name.end(), fits)) return false;
    rest = text.substr(colon);
  }
  return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
}

bool fits(std::size_t field, std::string_view value) {
  switch (field) {
    case kHost:
      return is_host(value);
    case kProto:
      return value == "http" || value == "https";
    default:
      return parse_node(value).has_value();
  }
}

/// One `name=value` from the front of `text`, which loses it.
bool take_parameter(std::string_view& text, Element& element) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return false;
  const auto* name = std::find(kNames.begin(), kNames.end(), text.substr(0, equals));
  if (name == kNames.end()) return false;
  const auto field = static_cast<std::size_t>(name - kNames.begin());
  if (element[field]) return false;
  text.remove_prefix(equals + 1);
  const bool quoted = text.starts_with('"');
  if (quoted) text.remove_prefix(1);
  const auto end = std::min(text.find(quoted ? '"' : ';'), text.size());
  if (quoted && end == text.size()) return false;
  const std::string_view value = text.substr(0, end);
  text.remove_prefix(end + (quoted ? 1 : 0));
  const bool plain = !value.empty() && value.find_first_of(":[") == std::string_view::npos;
  if ((!quoted && !plain) || !fits(field, value)) return false;
  element[field] = value;
  return true;
}

std::optional<Element> parse_element(std::string_view text) {
  Element element;
  for (;;) {
    if (!take_parameter(text, element)) return std::nullopt;
    if (text.empty()) return element;
    if (text.front() != ';') return std::nullopt;
    text.remove_prefix(1);
  }
}

bool convert_is_valid(const Args&, Context&, Sample& s) {
  s.set_boolean(parse_element(s.text).has_value());
  return true;
}

bool convert_field(const Args& args, Context&, Sample& s) {
  const auto element = parse_element(s.text);
  const auto* name = std::find(kNames.begin(), kNames.end(), args[0].text);
  if (!element || name == kNames.end()) return false;
  const auto value = (*element)[static_cast<std::size_t>(name - kNames.begin())];
  if (!value) return false;
  s.set_string(*value);
  return true;
}

/// The name of a node: an address, or a text. What follows the node does not matter.
bool convert_node_name(const Args&, Context& c, Sample& s) {
  const auto node = take_node(s.text);
  if (!node) return false;
  s.set_string(node->name);
  Sample address = s;
  if (cast(address, SampleType::address, c.arena)) s = address;
  return true;
}

/// The port of a node: a number, or a text.
bool convert_node_port(const Args&, Context& c, Sample& s) {
  const auto node = take_node(s.text);
  if (!node || !node->port) return false;
  s.set_string(*node->port);
  return !is_port(*node->port) || cast(s, SampleType::integer, c.arena);
}

bool set_own_name(Context& c, Sample& s) {
  if (!cast(s, SampleType::string, c.arena) || !is_own_name(s.text)) return false;
  s.set_string(c.arena.copy("_" + std::string(s.text)));
  return true;
}

/// An address as it stands in the header, or a name of one's own.
bool convert_to_node_name(const Args&, Context& c, Sample& s) {
  const bool ipv4 = s.type == SampleType::ipv4;
  const bool ipv6 = s.type == SampleType::ipv6;
  if (!ipv4 && !ipv6) {
    if (!cast(s, SampleType::string, c.arena) || !s.text.empty()) return set_own_name(c, s);
    s.set_string("unknown");
    return true;
  }
  if (!cast(s, SampleType::string, c.arena)) return false;
  if (ipv6) s.set_string(c.arena.copy("[" + std::string(s.text) + "]"));
  return true;
}

/// A number in 32 bits, or a name of one's own.
bool convert_to_node_port(const Args&, Context& c, Sample& s) {
  if (s.type != SampleType::integer)
    return cast(s, SampleType::string, c.arena) && !s.text.empty() && set_own_name(c, s);
  s.set_string(c.arena.copy(std::to_string(static_cast<std::uint32_t>(s.number))));
  return true;
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::rfc7239_is_valid, convert_is_valid},
    ConverterEntry{ConverterId::rfc7239_field, convert_field},
    ConverterEntry{ConverterId::rfc7239_n2nn, convert_node_name},
    ConverterEntry{ConverterId::rfc7239_n2np, convert_node_port},
    ConverterEntry{ConverterId::rfc7239_nn, convert_to_node_name},
    ConverterEntry{ConverterId::rfc7239_np, convert_to_node_port},
};

}  // namespace

std::span<const ConverterEntry> forwarded_converters() { return kEntries; }

}  // namespace hapax::routing
