#include "routing/http/reception.hpp"

#include <algorithm>

#include "routing/http/headers.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

bool is_token_char(char c) {
  const char lower = to_lower(c);
  return is_digit(c) || (lower >= 'a' && lower <= 'z') ||
         (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

bool is_target(std::string_view target, std::string_view method) {
  if (target.find('#') != std::string_view::npos) return false;
  return target.empty() || target.starts_with('/') || target == "*" || method == "CONNECT" ||
         target.find("://") != std::string_view::npos;
}

/// Brackets only round an address at the beginning, a port behind them; no character that separates parts of addresses.
bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    if (end == std::string_view::npos) return false;
    const std::string_view port = host.substr(end + 1);
    if (!port.empty() && port.front() != ':') return false;
    host = port;
  }
  return std::all_of(host.begin(), host.end(), [](char c) {
    return static_cast<unsigned char>(c) > ' ' && static_cast<unsigned char>(c) < 0x7F &&
           std::string_view("#,/?@[\\]").find(c) == std::string_view::npos;
  });
}

bool hosts_are_good(const Headers& headers, Version version) {
  const Header* first = nullptr;
  for (const Header& header : headers) {
    if (header.name.size() != 4 || !equal_ignoring_case(header.name, "host")) continue;
    if (version >= Version::v3_0 && !is_host(header.value)) return false;
    if (first != nullptr && !equal_ignoring_case(first->value, header.value)) return false;
    if (first == nullptr) first = &header;
  }
  return true;
}

bool has_token(const Headers& headers, std::string_view name, std::string_view token) {
  HeaderCursor cursor;
  std::string_view value;
  while (next_value(headers, name, false, cursor, value)) {
    if (equal_ignoring_case(value, token)) return true;
  }
  return false;
}

/// The tokens that `keep` wants, separated by commas.
template <typename Keep>
std::string kept_tokens(std::string_view value, Keep keep) {
  std::string kept;
  const Headers one = {{"", value}};
  HeaderCursor cursor;
  std::string_view token;
  while (next_value(one, "", false, cursor, token)) {
    if (token.empty() || !keep(token)) continue;
    if (!kept.empty()) kept += ", ";
    kept += token;
  }
  return kept;
}

/// True: something went.
bool tidy_connection(Headers& headers, bool upgrade_too, Arena& arena) {
  bool changed = false;
  for (std::size_t i = 0; i < headers.size();) {
    if (headers[i].name.size() != 10 || !equal_ignoring_case(headers[i].name, "connection")) {
      ++i;
      continue;
    }
    const std::string kept = kept_tokens(headers[i].value, [&](std::string_view token) {
      return !equal_ignoring_case(token, "close") && !equal_ignoring_case(token, "keep-alive") &&
             !(upgrade_too && equal_ignoring_case(token, "upgrade"));
    });
    changed = changed || kept != headers[i].value;
    if (kept.empty()) {
      headers.erase(headers.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      headers[i++].value = arena.copy(kept);
    }
  }
  return changed;
}

/// One field of that name is left, with one value. True: more of them went.
bool merge(Headers& headers, std::string_view name) {
  Header* first = nullptr;
  bool changed = false;
  std::erase_if(headers, [&](Header& header) {
    if (header.name.size() != name.size() || !equal_ignoring_case(header.name, name)) return false;
    const bool repeated = first != nullptr;
    if (!repeated) first = &header;
    changed = changed || repeated;
    return repeated;
  });
  return changed;
}

/// "4, 4" is "4".
void shorten_length(Headers& headers) {
  for (Header& header : headers) {
    if (header.name.size() == 14 && equal_ignoring_case(header.name, "content-length")) {
      header.value = trim(header.value.substr(0, header.value.find(',')));
    }
  }
}

bool drop_upgrade(Headers& headers, Version version) {
  const auto upgrade = find_header(headers, "upgrade");
  const bool asked = has_token(headers, "connection", "upgrade");
  if (!upgrade) return false;
  const bool alone = version >= Version::v3_2 && !asked;
  const bool h2c = version >= Version::v3_0 && equal_ignoring_case(*upgrade, "h2c");
  if (!alone && !h2c) return false;
  remove_header(headers, "upgrade");
  return true;
}

/// Most messages have nothing to tidy, which one look at the names' lengths tells.
bool is_tidy(const Headers& headers) {
  unsigned hosts = 0;
  for (const Header& header : headers) {
    switch (header.name.size()) {
      case 4:
        if (equal_ignoring_case(header.name, "host") && ++hosts > 1) return false;
        break;
      case 7:
        if (equal_ignoring_case(header.name, "upgrade")) return false;
        break;
      case 10:
        if (equal_ignoring_case(header.name, "connection")) return false;
        break;
      case 14:
        if (equal_ignoring_case(header.name, "content-length")) return false;
        break;
      default:
        break;
    }
  }
  return true;
}

}  // namespace

bool is_well_formed(const Request& request, Version version) {
  return request.major != 1 || (std::all_of(request.method.begin(), request.method.end(), is_token_char) &&
                                is_target(request.target, request.method) && hosts_are_good(request.headers, version));
}

bool tidy_request_fields(Request& request, Version version, Arena& arena) {
  if (request.major != 1 || is_tidy(request.headers)) return false;
  bool changed = merge(request.headers, "host");
  changed = merge(request.headers, "content-length") || changed;
  shorten_length(request.headers);
  changed = drop_upgrade(request.headers, version) || changed;
  const bool without_upgrade = version >= Version::v3_2 && !find_header(request.headers, "upgrade");
  return tidy_connection(request.headers, without_upgrade, arena) || changed;
}

void tidy_response_fields(Response& response, Arena& arena) {
  if (is_tidy(response.headers)) return;
  merge(response.headers, "content-length");
  shorten_length(response.headers);
  tidy_connection(response.headers, false, arena);
}

void tidy_forwarded_fields(Request& request) {
  std::erase_if(request.headers, [](Header& header) {
    if (header.name.size() != 2 || !equal_ignoring_case(header.name, "te")) return false;
    const bool trailers = has_token({header}, "te", "trailers");
    header.value = "trailers";
    return !trailers;
  });
}

}  // namespace hapax::routing
