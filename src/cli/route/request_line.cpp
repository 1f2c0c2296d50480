#include "cli/route/request_line.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string_view>

#include <fmt/format.h>

namespace hapax::cli {
namespace {

constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || kTokenMarks.find(c) != std::string_view::npos;
  });
}

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
  });
}

std::vector<std::string_view> split_blanks(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// "shop.example:8443", "[2001:db8::1]:80".
Result<void> read_authority(std::string_view text, TypedRequest& request) {
  const std::size_t bracket = text.rfind(']');
  const std::size_t colon = text.rfind(':');
  const bool has_port = colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  std::string_view host = has_port ? text.substr(0, colon) : text;
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host.empty()) return fail(fmt::format("there is no host in '{}'", request.url));
  request.host = host;
  request.has_authority = true;
  request.port = request.tls ? 443 : 80;
  if (!has_port) return {};
  const std::string_view digits = text.substr(colon + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), request.port);
  if (error != std::errc{} || end != digits.data() + digits.size() || request.port == 0) {
    return fail(fmt::format("'{}' is no port: a number from 1 to 65535 stands there", digits));
  }
  request.port_written = true;
  return {};
}

Result<void> read_url(std::string_view url, TypedRequest& request, std::string& authority) {
  request.url = url;
  if (url.starts_with('/') || url == "*") {
    request.target = url;
    return {};
  }
  const std::size_t scheme_end = url.find("://");
  const std::string_view scheme = url.substr(0, scheme_end == std::string_view::npos ? 0 : scheme_end);
  request.tls = same(scheme, "https");
  if (!request.tls && !same(scheme, "http")) {
    return fail(fmt::format("'{}' is no URL: write 'https://host/path', 'http://host/path' or '/path'", url));
  }
  const std::string_view rest = url.substr(scheme_end + 3);
  const std::size_t path = std::min(rest.find_first_of("/?#"), rest.size());
  authority = rest.substr(0, path);
  if (auto good = read_authority(authority, request); !good) return good;
  std::string_view target = rest.substr(path);
  target = target.substr(0, target.find('#'));  // a fragment is never sent
  request.target = target.starts_with('/') ? std::string(target) : "/" + std::string(target);
  if (request.major >= 2) {
    request.target = std::string(request.tls ? "https" : "http") + "://" + authority + request.target;
  }
  return {};
}

Result<void> read_version(std::string_view text, TypedRequest& request) {
  if (text == "HTTP/1.0") request.minor = 0;
  const bool two = text == "HTTP/2" || text == "HTTP/2.0";
  const bool three = text == "HTTP/3" || text == "HTTP/3.0";
  if (two || three) {
    request.major = two ? 2 : 3;
    request.minor = 0;
  } else if (text != "HTTP/1.0" && text != "HTTP/1.1") {
    return fail(fmt::format("'{}' is no version of HTTP: HTTP/1.0, HTTP/1.1, HTTP/2 and HTTP/3 are", text));
  }
  return {};
}

}  // namespace

Result<TypedRequest> read_typed_request(const std::string& line, const std::vector<std::string>& headers) {
  TypedRequest request;
  std::vector<std::string_view> words = split_blanks(line);
  // A URL alone, as it comes out of a browser, is asked for with GET.
  if (words.size() == 1 && words[0].find('/') != std::string_view::npos) words.insert(words.begin(), "GET");
  if (words.size() < 2 || words.size() > 3) {
    return fail(fmt::format("'{}' is no request: write METHOD URL, such as 'GET https://host/path'", line));
  }
  if (!is_token(words[0])) return fail(fmt::format("'{}' is no method: such as GET or POST stands there", words[0]));
  request.method = words[0];
  if (words.size() == 3) {
    if (auto good = read_version(words[2], request); !good) return tl::unexpected(good.error());
  }
  std::string authority;
  if (auto good = read_url(words[1], request, authority); !good) return tl::unexpected(good.error());

  bool has_host = false;
  for (const std::string& header : headers) {
    const std::size_t colon = header.find(':');
    const std::string_view name = std::string_view(header).substr(0, colon);
    if (colon == std::string::npos || !is_token(name)) {
      return fail(fmt::format("'{}' is no header: write 'name: value'", header));
    }
    has_host = has_host || same(name, "host");
    request.headers.emplace_back(name, trim(std::string_view(header).substr(colon + 1)));
  }
  if (!has_host && !authority.empty()) request.headers.insert(request.headers.begin(), {"host", authority});
  return request;
}

}  // namespace hapax::cli
