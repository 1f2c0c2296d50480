#include "routing/evaluate/forwarded.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "routing/convert/converters.hpp"
#include "routing/evaluate/expression.hpp"
#include "routing/fetch/tls.hpp"
#include "routing/http/headers.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

/// The parts that are asked for; those whose value is made by an expression with its index.
using Parts = std::map<std::string_view, model::Index>;

Parts parts_of(const model::Proxy& backend) {
  constexpr std::string_view kSuffix = "-expr";
  Parts parts;
  std::size_t expressions = 0;
  for (const std::string_view part : backend.forwarded) {
    if (part.ends_with(kSuffix)) {
      parts[part.substr(0, part.size() - kSuffix.size())] = backend.forwarded_expressions[expressions++];
    } else {
      parts[part] = model::kNone;
    }
  }
  return parts;
}

/// Does an element of a Forwarded header keep to RFC 7239?
bool is_valid(std::string_view element, Context& c) {
  Sample sample;
  sample.set_string(element);
  return convert_function(model::ConverterId::rfc7239_is_valid)({}, c, sample) && sample.number != 0;
}

bool are_valid(const Headers& headers, Context& c) {
  HeaderCursor cursor;
  std::string_view element;
  bool valid = true;
  while (valid && next_value(headers, "forwarded", false, cursor, element)) valid = is_valid(element, c);
  return valid;
}

/// What an expression gives, as a text; in a node, an IPv6 address has brackets.
std::string text_of(model::Index expression, bool is_node, Context& c) {
  Sample sample;
  if (!evaluate(expression, c, SampleType::any, sample)) return "";
  const bool brackets = is_node && sample.type == SampleType::ipv6;
  if (!cast(sample, SampleType::string, c.arena)) return "";
  return brackets ? fmt::format("[{}]", sample.text) : std::string(sample.text);
}

/// A name of one's own begins with `_`, which is put before what has none.
std::optional<std::string> own_name(std::string_view text) {
  const bool good = !text.empty() && std::all_of(text.begin(), text.end(), [](char ch) {
    return is_alphanumeric(ch) || ch == '.' || ch == '_' || ch == '-';
  });
  if (!good) return std::nullopt;
  return text.size() > 1 && text.front() == '_' ? std::string(text) : fmt::format("_{}", text);
}

/// An address, a name of one's own, or "unknown".
std::string node_name(model::Index expression, const Address& address, Context& c) {
  if (expression == model::kNone) {
    Sample sample;
    if (!sample.set_address(address) || !cast(sample, SampleType::string, c.arena)) return "unknown";
    return address.family == Address::Family::ipv6 ? fmt::format("[{}]", sample.text) : std::string(sample.text);
  }
  std::string text = text_of(expression, true, c);
  const bool with_port = text.find(':') != std::string::npos && !text.ends_with(']');
  if (!with_port && is_valid(fmt::format("for=\"{}\"", text), c)) return text;
  return own_name(text).value_or("unknown");
}

/// A number, or a name of one's own; nothing where the expression gives neither.
std::optional<std::string> node_port(model::Index expression, const Address& address, Context& c) {
  if (expression == model::kNone) return std::to_string(address.port);
  const std::string text = text_of(expression, true, c);
  const bool number = !text.empty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), is_digit);
  if (number && std::stoi(text) > 0 && std::stoi(text) <= 0xFFFF) return text;
  return own_name(text);
}

/// `127.0.0.1`, or in quotes `"127.0.0.1:80"`, `"[::1]"`; nothing when no node of that name is asked for.
std::string node_text(const Parts& parts, std::string_view name, const Address& address, Context& c) {
  const auto node = parts.find(name);
  const auto port = parts.find(name == "by" ? "by_port" : "for_port");
  const bool has_port = port != parts.end();
  if (node == parts.end() && (!has_port || port->second != model::kNone)) return "";
  std::string text = node_name(node == parts.end() ? model::kNone : node->second, address, c);
  const bool quoted = has_port || text.starts_with('[');
  if (has_port) {
    if (const auto number = node_port(port->second, address, c)) text += ":" + *number;
  }
  return quoted ? fmt::format("\"{}\"", text) : text;
}

/// The Host header, or what the expression gives, in quotes; nothing between them where it is no host.
std::string host_text(model::Index expression, Context& c) {
  const std::string host = expression == model::kNone
                               ? std::string(find_header(c.transaction->request.headers, "host").value_or(""))
                               : text_of(expression, false, c);
  const std::string text = fmt::format("\"{}\"", host);
  return is_valid("host=" + text, c) ? text : "\"\"";
}

}  // namespace

void add_forwarded(const model::Proxy& backend, Context& c) {
  const Parts parts = parts_of(backend);
  Headers& headers = c.transaction->request.headers;
  std::string text;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    if (!text.empty()) text += ';';
    text.append(name).append("=").append(value);
  };
  if (parts.contains("proto")) add("proto", terminates_tls(c) ? "https" : "http");
  if (const auto host = parts.find("host"); host != parts.end()) add("host", host_text(host->second, c));
  add("by", node_text(parts, "by", c.destination(), c));
  add("for", node_text(parts, "for", c.source(), c));
  const bool valid = are_valid(headers, c);
  for (auto header = headers.rbegin(); valid && header != headers.rend(); ++header) {
    if (!equal_ignoring_case(header->name, "forwarded")) continue;
    header->value = c.arena.copy(fmt::format("{},{}", header->value, text));
    return;
  }
  headers.push_back({"forwarded", c.arena.copy(text)});
}

}  // namespace hapax::routing
