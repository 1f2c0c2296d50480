// json: text made fit to stand in a JSON string. json_query: a member of a JSON text.

#include <array>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "routing/convert/converters.hpp"
#include "routing/convert/json_query.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

/// The next character of UTF-8 text, or the byte itself where it is none; `valid` says which.
std::uint32_t next_character(std::string_view text, std::size_t& i, bool& valid) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const std::uint32_t first = byte(i);
  const unsigned length = first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : first >> 3 == 30 ? 4 : 0;
  valid = length > 0 && i + length <= text.size();
  std::uint32_t value = length == 1 ? first : first & (0x7FU >> length);
  for (unsigned j = 1; valid && j < length; ++j) {
    valid = (byte(i + j) & 0xC0U) == 0x80;
    value = value << 6 | (byte(i + j) & 0x3FU);
  }
  if (!valid) return byte(i++);
  i += length;
  return value;
}

void append_escaped(std::string& out, std::uint32_t c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '/':
      out += "\\/";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  if (c >= 32 && c < 127) {
    out += static_cast<char>(c);
  } else {
    out += fmt::format("\\u{:04x}", c & 0xFFFF);
  }
}

/// json([ascii|utf8|utf8s|utf8p|utf8ps]): what is no UTF-8 ends the sample (utf8), is left out (utf8s), or stands for
/// itself (ascii, utf8p, utf8ps: left out as well).
bool convert_json(const Args& args, Context& c, Sample& s) {
  const std::string_view mode = args[0].given() && !args[0].text.empty() ? args[0].text : std::string_view("ascii");
  std::string out;
  for (std::size_t i = 0; i < s.text.size();) {
    if (mode == "ascii") {
      append_escaped(out, static_cast<unsigned char>(s.text[i++]));
      continue;
    }
    bool valid = false;
    const std::uint32_t character = next_character(s.text, i, valid);
    if (!valid && mode == "utf8") return false;
    if (!valid && (mode == "utf8s" || mode == "utf8ps")) continue;
    append_escaped(out, character);
  }
  s.text = c.arena.copy(out);
  return true;
}

/// `$.store.book[0].title`: the value at that path; null when there is none.
const nlohmann::json* find_path(const nlohmann::json& root, std::string_view path) {
  const nlohmann::json* at = &root;
  if (path.starts_with('$')) path.remove_prefix(1);
  while (!path.empty()) {
    if (path.front() == '.') {
      path.remove_prefix(1);
      std::string name;
      while (!path.empty() && path.front() != '.' && path.front() != '[') {
        if (path.front() == '\\' && path.size() > 1) path.remove_prefix(1);
        name += path.front();
        path.remove_prefix(1);
      }
      const auto member = at->is_object() ? at->find(name) : at->end();
      if (!at->is_object() || member == at->end()) return nullptr;
      at = &*member;
    } else if (path.front() == '[') {
      const auto close = path.find(']');
      if (close == std::string_view::npos || !at->is_array()) return nullptr;
      std::size_t index = 0;
      for (const char digit : path.substr(1, close - 1)) {
        if (digit < '0' || digit > '9' || index > at->size()) return nullptr;
        index = index * 10 + static_cast<std::size_t>(digit - '0');
      }
      if (index >= at->size()) return nullptr;
      at = &(*at)[index];
      path.remove_prefix(close + 1);
    } else {
      return nullptr;
    }
  }
  return at;
}

/// Text deeper nested than this is no JSON here: the parser must not run out of stack.
constexpr int kMaxDepth = 64;

}  // namespace

bool json_query(std::string_view path, const JsonQuery& query, Arena& arena, Sample& s) {
  int deepest = 0;
  const auto watch = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    deepest = std::max(deepest, depth);
    return depth <= kMaxDepth;
  };
  const nlohmann::json root = nlohmann::json::parse(s.text.begin(), s.text.end(), watch, false);
  if (root.is_discarded() || deepest > kMaxDepth) return false;
  const nlohmann::json* found = find_path(root, path);
  if (found == nullptr) return false;
  if (found->is_string()) {
    s.set_string(arena.copy(found->get_ref<const std::string&>()));
  } else if (found->is_boolean()) {
    s.set_boolean(found->get<bool>());
  } else if (found->is_number() || (found->is_array() && query.arrays)) {
    s.set_string(arena.copy(found->dump()));
    if (found->is_number() && query.as_integer) return cast(s, SampleType::integer, arena);
  } else {
    return false;
  }
  return true;
}

namespace {

bool convert_json_query(const Args& args, Context& c, Sample& s) {
  return json_query(args[0].text, {args[1].text == "int", c.world.model.target >= Version::v2_8}, c.arena, s);
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::json, convert_json},
    ConverterEntry{ConverterId::json_query, convert_json_query},
};

}  // namespace

std::span<const ConverterEntry> json_converters() { return kEntries; }

}  // namespace hapax::routing
