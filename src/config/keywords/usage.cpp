#include <hapax/config/usage.hpp>

#include <cstdint>

#include <fmt/format.h>

namespace hapax::config {
namespace {

std::string joined(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) text += fmt::format("{}{}", text.empty() ? "" : "|", word);
  return text;
}

std::string step(const Param& param) {
  switch (param.kind) {
    case ParamKind::literal:
      return std::string(param.words[0]);
    case ParamKind::choice:
      return '{' + joined(param.words) + '}';
    case ParamKind::condition:
      return param.detail == "required" ? "{if|unless} <condition>" : "[{if|unless} <condition>]";
    case ParamKind::params:
      return "[<option>...]";
    case ParamKind::action:
      return "<action>";
    case ParamKind::rest:
      return fmt::format("<{}>...", param.name);
    case ParamKind::ignored:
      return "";
    default:
      return fmt::format("<{}>", param.name);
  }
}

std::string number(const Param& param) {
  const bool from = param.first > INT32_MIN;
  const bool to = param.last < INT32_MAX;
  if (from && to) return fmt::format("a whole number from {} to {}", param.first, param.last);
  if (from) return fmt::format("a whole number, {} or more", param.first);
  return to ? fmt::format("a whole number, {} at most", param.last) : "a whole number";
}

std::string time(const Param& param) {
  const std::string_view unit = param.detail.substr(0, param.detail.find('|'));
  const std::string_view name = unit == "s" ? "seconds" : unit == "us" ? "microseconds" : "milliseconds";
  return fmt::format("a time such as 500ms, 30s or 5m; without a unit {}{}", name,
                     param.detail.ends_with("|infinite") ? "; or 'infinite'" : "");
}

}  // namespace

std::string usage(std::string_view name, std::span<const Param> params) {
  std::string text(name);
  std::uint8_t open = 0;
  for (const Param& param : params) {
    if (open != 0 && param.group != open) text += ']';
    const bool opens = param.group != 0 && param.group != open;
    open = param.group;
    const std::string written = step(param);
    if (written.empty()) continue;
    text += fmt::format(" {}{}{}", opens ? "[" : "", written, param.repeated ? "..." : "");
  }
  if (open != 0) text += ']';
  return text;
}

std::string meaning(const Param& param) {
  switch (param.kind) {
    case ParamKind::integer:
      return number(param);
    case ParamKind::duration:
      return time(param);
    case ParamKind::size:
      return "a size in bytes, or with a unit: 64k, 10m, 1g";
    case ParamKind::address:
      return "an address such as '192.0.2.1:80'";
    case ParamKind::reference:
      return fmt::format("the name of a {}", param.detail);
    case ParamKind::file:
      return "a file";
    case ParamKind::format:
      return "a log format: a text with '%[expression]' in it";
    case ParamKind::expression:
      return "a sample fetch and converters, such as 'req.hdr(host),lower'";
    case ParamKind::condition:
      return "ACLs side by side, '!' before what must not hold, 'or' between alternatives";
    case ParamKind::acl:
      return "what to compare, flags and patterns, such as 'path_beg -i /api'";
    case ParamKind::text:
      return param.detail == "regex" ? "a regular expression" : "";
    default:
      return {};
  }
}

}  // namespace hapax::config
