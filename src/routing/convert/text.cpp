// Converters of text that cut, change or compare it as a whole.

#include <algorithm>
#include <array>

#include "routing/convert/converters.hpp"
#include "routing/evaluate/expression.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

template <char (*change)(char)>
bool convert_each(const Args&, Context& c, Sample& s) {
  char* out = c.arena.allocate(s.text.size());
  std::transform(s.text.begin(), s.text.end(), out, change);
  s.text = {out, s.text.size()};
  return true;
}

/// regsub(REGEX,TEXT[,FLAGS]): the first match, or with `g` every one, becomes TEXT with its groups filled in.
bool convert_regsub(const Args& args, Context& c, Sample& s) {
  const Regex& regex = c.world.program.regexes[args[0].index];
  const bool all = args[2].text.find('g') != std::string_view::npos;
  Regex::Groups groups;
  std::string out;
  std::size_t at = 0;
  while (regex.match(s.text, at, groups)) {
    const auto [begin, end] = groups.spans[0];
    out += s.text.substr(at, begin - at);
    expand_groups(out, args[1].text, s.text, groups);
    at = end;
    if (!all) break;
    // An empty match would be found again in the same place. At the end of the text one may follow another match.
    if (begin != end) continue;
    if (at == s.text.size()) break;
    out += s.text[at++];
  }
  out += s.text.substr(at);
  s.text = c.arena.copy(out);
  return true;
}

bool convert_length(const Args&, Context&, Sample& s) {
  s.set_integer(static_cast<std::int64_t>(s.text.size()));
  return true;
}

/// 3.0 leaves a text alone that ends before the part does.
bool takes_all(const Context& c) {
  return c.world.model.target >= Version::v3_0 && c.world.model.target < Version::v3_2;
}

/// bytes(OFFSET[,LENGTH])
bool convert_bytes(const Args& args, Context& c, Sample& s) {
  std::int64_t offset = 0;
  std::int64_t length = 0;
  if (!operand(args[0], c, offset) || offset < 0) return false;
  const auto size = static_cast<std::int64_t>(s.text.size());
  if (offset >= size) {  // then the length is not looked at
    s.text = s.text.substr(0, 0);
    return true;
  }
  // Only 2.6 accepts a line with a negative length, and makes of it all the rest.
  if (args[1].kind == Arg::Kind::integer && args[1].number < 0) {
    s.text.remove_prefix(static_cast<std::size_t>(offset));
    return true;
  }
  if (args[1].given() && (!operand(args[1], c, length) || length < 0)) return false;
  if (args[1].given() && length > size - offset && takes_all(c)) return true;
  s.text.remove_prefix(static_cast<std::size_t>(offset));
  if (args[1].given()) s.text = s.text.substr(0, static_cast<std::size_t>(length));
  return true;
}

/// The text of a variable; nothing when it is not set.
std::optional<std::string_view> variable_text(const Arg& arg, Context& c) {
  if (arg.kind != Arg::Kind::variable) return std::nullopt;
  return read_variable_text(arg.index, c);
}

bool convert_concat(const Args& args, Context& c, Sample& s) {
  std::string out(s.text);
  out += args[0].text;
  out += variable_text(args[1], c).value_or("");
  out += args[2].text;
  s.text = c.arena.copy(out);
  return true;
}

/// add_item(DELIMITER[,VARIABLE[,SUFFIX]]): nothing is added when variable and suffix are both empty.
bool convert_add_item(const Args& args, Context& c, Sample& s) {
  const std::string_view value = variable_text(args[1], c).value_or("");
  std::string out(s.text);
  if (!out.empty() && (!value.empty() || !args[2].text.empty())) out += args[0].text;
  out += value;
  out += args[2].text;
  s.text = c.arena.copy(out);
  return true;
}

/// The difference of the first bytes that differ; else which one is shorter.
bool convert_strcmp(const Args& args, Context& c, Sample& s) {
  const auto other = variable_text(args[0], c);
  if (!other) return false;
  const auto [mine, theirs] = std::mismatch(s.text.begin(), s.text.end(), other->begin(), other->end());
  if (mine != s.text.end() && theirs != other->end()) {
    s.set_integer(static_cast<unsigned char>(*mine) - static_cast<unsigned char>(*theirs));
  } else {
    s.set_integer(mine != s.text.end() ? 1 : theirs != other->end() ? -1 : 0);
  }
  return true;
}

bool convert_secure_memcmp(const Args& args, Context& c, Sample& s) {
  const Sample* held = args[0].kind == Arg::Kind::variable ? read_variable(args[0].index, c) : nullptr;
  if (held == nullptr) return false;
  s.set_boolean(binary_form(*held, c.arena) == s.text);
  return true;
}

bool convert_ltrim(const Args& args, Context&, Sample& s) {
  s.text.remove_prefix(std::min(s.text.find_first_not_of(args[0].text), s.text.size()));
  return true;
}

bool convert_rtrim(const Args& args, Context&, Sample& s) {
  const auto last = s.text.find_last_not_of(args[0].text);
  s.text = s.text.substr(0, last == std::string_view::npos ? 0 : last + 1);
  return true;
}

bool convert_reverse(const Args&, Context& c, Sample& s) {
  char* out = c.arena.allocate(s.text.size());
  std::reverse_copy(s.text.begin(), s.text.end(), out);
  s.text = {out, s.text.size()};
  return true;
}

/// www.example.com -> com.example.www; a dot at the end is dropped.
bool convert_reverse_dom(const Args&, Context& c, Sample& s) {
  std::string_view rest = s.text;
  if (rest.ends_with('.')) rest.remove_suffix(1);
  std::string out;
  for (;;) {
    const auto dot = rest.rfind('.');
    out += dot == std::string_view::npos ? rest : rest.substr(dot + 1);
    if (dot == std::string_view::npos) break;
    out += '.';
    rest = rest.substr(0, dot);
  }
  s.text = c.arena.copy(out);
  return true;
}

bool convert_cut_crlf(const Args&, Context&, Sample& s) {
  s.text = s.text.substr(0, s.text.find_first_of("\r\n"));
  return true;
}

/// Where the port of `h:80`, `1.2.3.4:80`, `[::1]:80` begins, its colon included; npos when there is none. An IPv6
/// address without brackets loses its last part.
std::size_t port_begin(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || text.find(']', colon) != std::string_view::npos) return std::string_view::npos;
  return colon;
}

/// Also lower case, as HAProxy does.
bool convert_host_only(const Args& args, Context& c, Sample& s) {
  s.text = s.text.substr(0, port_begin(s.text));
  return convert_each<to_lower>(args, c, s);
}

/// Every byte counts as a digit, whatever it is: HAProxy does not look.
bool convert_port_only(const Args&, Context&, Sample& s) {
  const auto colon = port_begin(s.text);
  std::uint32_t port = 0;
  for (std::size_t i = colon; i != std::string_view::npos && ++i < s.text.size();) {
    port = port * 10 + static_cast<std::uint32_t>(static_cast<unsigned char>(s.text[i]) - '0');
  }
  s.set_integer(port);
  return true;
}

bool convert_iif(const Args& args, Context&, Sample& s) {
  s.set_string(s.number != 0 ? args[0].text : args[1].text);
  return true;
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::lower, convert_each<to_lower>},
    ConverterEntry{ConverterId::upper, convert_each<to_upper>},
    ConverterEntry{ConverterId::regsub, convert_regsub},
    ConverterEntry{ConverterId::length, convert_length},
    ConverterEntry{ConverterId::bytes, convert_bytes},
    ConverterEntry{ConverterId::concat, convert_concat},
    ConverterEntry{ConverterId::add_item, convert_add_item},
    ConverterEntry{ConverterId::strcmp, convert_strcmp},
    ConverterEntry{ConverterId::secure_memcmp, convert_secure_memcmp},
    ConverterEntry{ConverterId::ltrim, convert_ltrim},
    ConverterEntry{ConverterId::rtrim, convert_rtrim},
    ConverterEntry{ConverterId::reverse, convert_reverse},
    ConverterEntry{ConverterId::reverse_dom, convert_reverse_dom},
    ConverterEntry{ConverterId::cut_crlf, convert_cut_crlf},
    ConverterEntry{ConverterId::host_only, convert_host_only},
    ConverterEntry{ConverterId::port_only, convert_port_only},
    ConverterEntry{ConverterId::iif, convert_iif},
};

}  // namespace

std::span<const ConverterEntry> text_converters() { return kEntries; }

}  // namespace hapax::routing
