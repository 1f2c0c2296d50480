#include "config/samples/patterns.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include <hapax/base/ascii_case.hpp>
#include <hapax/syntax/value.hpp>

#include "config/regex.hpp"

namespace hapax::config {
namespace {

constexpr std::array<std::string_view, 13> kMethods{"found", "bool", "int", "ip",  "bin", "len", "str",
                                                    "beg",   "sub",  "dir", "dom", "end", "reg"};

bool is_operator(std::string_view word) {
  return word == "eq" || word == "gt" || word == "ge" || word == "lt" || word == "le";
}

// "3" or "3.1", each number below 65536.
std::optional<std::int64_t> read_version(std::string_view text) {
  const std::size_t dot = text.find('.');
  const auto major = syntax::parse_integer(text.substr(0, dot));
  const auto minor = syntax::parse_integer(dot == std::string_view::npos ? "0" : text.substr(dot + 1));
  if (!major || !minor || *major < 0 || *minor < 0 || *major > UINT16_MAX || *minor > UINT16_MAX) return std::nullopt;
  return (*major << 16) + *minor;
}

// "3.1", "3.1:3.3", ":3.3", "3.1:"
bool is_version_range(std::string_view text) {
  const std::size_t separator = text.find_first_of(":-");
  if (separator == std::string_view::npos) return read_version(text).has_value();
  const auto first = read_version(text.substr(0, separator));
  const auto last = read_version(text.substr(separator + 1));
  if ((!first && separator != 0) || (!last && separator + 1 != text.size())) return false;
  return (first || last) && (!first || !last || *first <= *last);
}

bool is_number(std::string_view text, bool dots) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0 || (dots && c == '.');
  });
}

bool is_integer(std::string_view text) { return is_number(text, false) && syntax::parse_integer(text).has_value(); }

// "3", "3:7", ":7", "3:"; with a decimal point for versions such as "1.1". A dash separates like a colon, so a number
// can only be negative behind one of them.
bool is_range(std::string_view text, bool dots) {
  const auto is_end = [&](std::string_view end) { return dots ? is_number(end, true) : is_integer(end); };
  const std::size_t separator = text.find_first_of(":-");
  if (separator == std::string_view::npos) return is_end(text);
  const std::string_view low = text.substr(0, separator);
  const std::string_view high = text.substr(separator + 1);
  if (low.empty() && high.empty()) return false;
  if (!low.empty() && !is_end(low)) return false;
  if (!high.empty() && !is_end(high.starts_with('-') ? high.substr(1) : high)) return false;
  const auto first = syntax::parse_integer(low);
  const auto last = syntax::parse_integer(high);
  return !first || !last || *first <= *last;
}

enum class HostText : std::uint8_t { none, ipv4, ipv6, name };

// A name that a resolver may know, on this machine or another: its last part begins with a letter, and it has a dot or
// is the one that every machine knows.
bool is_host_name(std::string_view text) {
  const std::size_t dot = text.rfind('.');
  if (dot == std::string_view::npos) return equal_ignoring_case(text, "localhost");
  if (dot + 1 == text.size() || std::isalpha(static_cast<unsigned char>(text[dot + 1])) == 0) return false;
  return std::isalnum(static_cast<unsigned char>(text[0])) != 0 && std::all_of(text.begin(), text.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_';
         });
}

// "10" is an address too: HAProxy fills it up as inet_aton() does.
HostText host_text(std::string_view text) {
  const std::string host(text);
  in6_addr v6{};
  if (inet_pton(AF_INET6, host.c_str(), &v6) == 1) return HostText::ipv6;
  in_addr v4{};
  // inet_aton() ignores what stands behind a blank.
  if (text.find_first_of(" \t") == std::string_view::npos && inet_aton(host.c_str(), &v4) != 0) return HostText::ipv4;
  return is_host_name(text) ? HostText::name : HostText::none;
}

bool is_mask(const std::string& mask, bool v6) {
  if (const auto length = syntax::parse_integer(mask)) return *length >= 0 && *length <= (v6 ? 128 : 32);
  in_addr v4{};
  return !v6 && inet_pton(AF_INET, mask.c_str(), &v4) == 1;
}

bool is_network(std::string_view text, bool names) {
  const std::size_t slash = text.find('/');
  const HostText host = host_text(text.substr(0, slash));
  if (host == HostText::none || (host == HostText::name && !names)) return false;
  return slash == std::string_view::npos || is_mask(std::string(text.substr(slash + 1)), host == HostText::ipv6);
}

bool is_hex(std::string_view text) {
  return text.size() % 2 == 0 && std::all_of(text.begin(), text.end(),
                                             [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; });
}

PatternFault wrong(std::string_view text, std::string_view what, std::string help) {
  return {"invalid-pattern", fmt::format("{} is not {}", quote(text), what), std::move(help)};
}

std::optional<PatternFault> find_number_fault(std::string_view text, bool dots) {
  if (is_range(text, dots)) return std::nullopt;
  constexpr std::pair<std::string_view, std::string_view> kOperators[]{{">=", "ge"}, {"<=", "le"}, {">", "gt"},
                                                                       {"<", "lt"},  {"==", "eq"}, {"=", "eq"}};
  for (const auto& [sign, word] : kOperators) {
    if (text == sign) return wrong(text, "a number or a range of numbers", fmt::format("write {}", quote(word)));
    if (text.starts_with(sign) && is_range(text.substr(sign.size()), dots))
      return wrong(text, "a number or a range of numbers",
                   fmt::format("write '{} {}'", word, text.substr(sign.size())));
  }
  return wrong(text, "a number or a range of numbers", "for example '80', '1024:65535' or 'ge 400'");
}

bool has_operators(std::string_view method) { return method == "int" || method == "len" || method == "version"; }

}  // namespace

bool is_match_method(std::string_view name) {
  for (const std::string_view m : kMethods)
    if (m == name) return true;
  return false;
}

std::string match_methods() { return join_or(kMethods); }

SampleType match_type(std::string_view method) {
  if (method == "found") return SampleType::any;
  if (method == "bool" || method == "int") return SampleType::integer;
  if (method == "ip") return SampleType::address;
  if (method == "bin") return SampleType::binary;
  return SampleType::string;
}

std::optional<PatternFault> find_pattern_fault(const PatternReading& how, std::string_view text) {
  if (has_operators(how.method)) return find_number_fault(text, how.method == "version");
  // "10" and "10.1" are filled up where names are looked up, too.
  if (how.method == "ip" && !(how.looks_up_names ? is_network(text, true) : is_plain_network(text)))
    return wrong(text, "an IP address or network", "for example '192.0.2.0/24' or '2001:db8::/32'");
  if (how.method == "bin" && !is_hex(text))
    return wrong(text, "a run of hexadecimal digits, two for each byte", "for example '16030100'");
  if (how.method != "reg") return std::nullopt;
  auto fault = find_regex_fault(text, how.ignore_case);
  if (!fault) return std::nullopt;
  return PatternFault{"invalid-regex", std::move(*fault), std::string(kRegexHelp)};
}

bool has_pattern_syntax(std::string_view method) {
  return has_operators(method) || method == "ip" || method == "bin" || method == "reg";
}

bool is_plain_network(std::string_view text) {
  const std::string_view host = text.substr(0, text.find('/'));
  const bool short_ipv4 = std::count(host.begin(), host.end(), '.') != 3 && host.find(':') == std::string_view::npos;
  return !short_ipv4 && is_network(text, false);
}

std::size_t check_pattern(Reading& reading, const PatternReading& how, std::span<const Word> words) {
  if (!has_pattern_syntax(how.method)) return words.empty() ? 0 : 1;
  std::size_t skip = 0;
  if (has_operators(how.method))
    while (skip < words.size() && is_operator(words[skip].text)) ++skip;
  if (words.size() == skip) return skip;
  const Word& word = words[skip];
  // Behind an operator a decimal point is allowed, but not in a range of whole numbers.
  const bool dots = how.method == "version" || word.text.find_first_of(":-") == std::string_view::npos;
  if (how.method == "version" && !is_version_range(word.text) && is_range(word.text, true)) {
    reading.error("invalid-pattern", word.span,
                  fmt::format("{} is not a version or a range of versions", quote(word.text)),
                  "for example '3.1', '3.1:3.3' or 'ge 3.1'");
    return 0;
  }
  auto fault = skip != 0 ? find_number_fault(word.text, dots) : find_pattern_fault(how, word.text);
  if (!fault) return skip + 1;
  reading.error(fault->rule, word.span, std::move(fault->message), std::move(fault->help));
  return 0;
}

}  // namespace hapax::config
