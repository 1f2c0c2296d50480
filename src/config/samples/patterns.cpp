#include "config/samples/patterns.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/regex.hpp"

namespace hapax::config {
namespace {

constexpr std::array<std::string_view, 13> kMethods{"found", "bool", "int", "ip",  "bin", "len", "str",
                                                    "beg",   "sub",  "dir", "dom", "end", "reg"};

bool is_operator(std::string_view word) {
  return word == "eq" || word == "gt" || word == "ge" || word == "lt" || word == "le";
}

bool is_number(std::string_view text, bool dots) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0 || (dots && c == '.');
  });
}

// "3", "3:7", ":7", "3:"; with a decimal point for versions such as "1.1". A dash separates like a colon, so a number
// can only be negative behind one of them.
bool is_range(std::string_view text, bool dots) {
  const std::size_t separator = text.find_first_of(":-");
  if (separator == std::string_view::npos) return is_number(text, dots);
  const std::string_view low = text.substr(0, separator);
  const std::string_view high = text.substr(separator + 1);
  if (low.empty() && high.empty()) return false;
  if (!low.empty() && !is_number(low, dots)) return false;
  if (!high.empty() && !is_number(high.starts_with('-') ? high.substr(1) : high, dots)) return false;
  const auto first = syntax::parse_integer(low);
  const auto last = syntax::parse_integer(high);
  return !first || !last || *first <= *last;
}

bool is_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string host(text.substr(0, slash));
  unsigned char room[16];
  const bool v6 = inet_pton(AF_INET6, host.c_str(), room) == 1;
  in_addr v4{};
  if (!v6 && inet_aton(host.c_str(), &v4) == 0) return false;
  if (slash == std::string_view::npos) return true;
  const std::string mask(text.substr(slash + 1));
  if (const auto length = syntax::parse_integer(mask)) return *length >= 0 && *length <= (v6 ? 128 : 32);
  return !v6 && inet_pton(AF_INET, mask.c_str(), room) == 1;
}

std::size_t wrong(Reading& reading, const Word& word, std::string_view what, std::string help) {
  reading.error("invalid-pattern", word.span, fmt::format("{} is not {}", quote(word.text), what), std::move(help));
  return 0;
}

std::size_t check_integer(Reading& reading, std::span<const Word> words, bool dots) {
  const std::size_t skip = is_operator(words[0].text) ? 1 : 0;
  if (words.size() == skip) return skip;
  if (!is_range(words[skip].text, dots || skip == 1))
    return wrong(reading, words[skip], "a number or a range of numbers", "for example '80', '1024:65535' or 'ge 400'");
  return skip + 1;
}

std::size_t check_hex(Reading& reading, const Word& word) {
  bool fine = word.text.size() % 2 == 0;
  for (const char c : word.text) fine = fine && std::isxdigit(static_cast<unsigned char>(c)) != 0;
  return fine ? 1 : wrong(reading, word, "a run of hexadecimal digits, two for each byte", "");
}

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

std::size_t check_pattern(Reading& reading, std::string_view method, std::span<const Word> words, bool ignore_case) {
  const Word& word = words[0];
  if (method == "int" || method == "len") return check_integer(reading, words, false);
  if (method == "version") return check_integer(reading, words, true);
  if (method == "ip") {
    if (is_network(word.text)) return 1;
    return wrong(reading, word, "an IP address or network", "for example '192.0.2.0/24' or '2001:db8::/32'");
  }
  if (method == "bin") return check_hex(reading, word);
  if (method == "reg") return check_regex(reading, word.text, word.span, ignore_case) ? 1 : 0;
  return 1;
}

}  // namespace hapax::config
