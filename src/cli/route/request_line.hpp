// The request of `--request` and `-H`, as a person types it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <hapax/base/result.hpp>

namespace hapax::cli {

/// `GET https://shop.example/cart` taken apart.
struct TypedRequest {
  std::string method;
  std::string url;   ///< as typed
  bool tls = false;  ///< https
  bool has_authority = false;
  std::string host;        ///< without port and brackets; empty when the URL is only a path
  std::uint16_t port = 0;  ///< written, or the scheme's; 0 when the URL is only a path
  bool port_written = false;
  std::string target;  ///< what stands in the request line
  std::uint8_t major = 1;
  std::uint8_t minor = 1;
  std::vector<std::pair<std::string, std::string>> headers;  ///< Host first unless it was given
};

/// `[METHOD] URL [HTTP/VERSION]`, GET where only a URL is given; the URL with scheme and host or only a path, and
/// headers as "name: value". HTTP/1 requests have the path in their request line, HTTP/2 requests the whole URL, as
/// HAProxy holds them.
Result<TypedRequest> read_typed_request(const std::string& line, const std::vector<std::string>& headers);

}  // namespace hapax::cli
