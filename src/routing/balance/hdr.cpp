// `balance hdr(NAME)`: the first value of a header; with use_domain_only, of a host name only the label before the last
// dot, such as "example" of www.example.com. Reference: HAProxy configuration manual, `balance hdr`.
#include <algorithm>

#include <hapax/routing/router.hpp>

#include "routing/balance/hash_key.hpp"
#include "routing/live/backend.hpp"

namespace hapax::routing {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

/// Up to the first comma outside double quotes, without the blanks round it.
std::string_view first_value(std::string_view header) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < header.size(); ++end) {
    const char c = header[end];
    if (quoted && c == '\\') {
      ++end;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      break;
    }
  }
  header = header.substr(0, end);
  const std::size_t begin = header.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return header.substr(begin, header.find_last_not_of(" \t") - begin + 1);
}

std::string_view domain_label(std::string_view host) {
  const std::size_t last_dot = host.rfind('.');
  if (last_dot == std::string_view::npos || last_dot == 0) return host;
  const std::size_t dot_before = host.rfind('.', last_dot - 1);
  const std::size_t begin = dot_before == std::string_view::npos ? 0 : dot_before + 1;
  return host.substr(begin, last_dot - begin);
}

}  // namespace

std::optional<std::string_view> header_key(const Choice& choice, const Backend& backend) {
  const model::Balance& balance = backend.config->balance;
  for (const Header& header : choice.transaction.request.headers) {
    if (!same_name(header.name, balance.argument)) continue;
    const std::string_view value = first_value(header.value);
    if (value.empty()) return std::nullopt;
    return balance.use_domain_only ? domain_label(value) : value;
  }
  return std::nullopt;
}

}  // namespace hapax::routing
