#include <simulate/scenario/sources.hpp>

#include <charconv>

#include <fmt/format.h>

#include <hapax/simulate/trace.hpp>

namespace hapax::simulate {
namespace {

constexpr unsigned kMostHostBits = 32;

}  // namespace

Result<Sources> parse_network(const std::string& text) {
  const auto refuse = [&] {
    return fail(fmt::format("'src' is an address or a network such as 10.1.0.0/16, not '{}'", text));
  };
  Sources sources;
  const std::size_t slash = text.find('/');
  if (!parse_address(text.substr(0, slash), sources.first)) return refuse();
  if (slash == std::string::npos) return sources;
  const unsigned bits = sources.first.family == routing::Address::Family::ipv4 ? 32 : 128;
  unsigned prefix = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + slash + 1, end, prefix);
  if (read.ec != std::errc() || read.ptr != end || prefix > bits) return refuse();
  for (unsigned bit = prefix; bit < bits; ++bit) {
    sources.first.bytes[bit / 8] &= static_cast<std::uint8_t>(~(0x80U >> (bit % 8)));
  }
  const unsigned host_bits = std::min(bits - prefix, kMostHostBits);
  sources.client.most = (std::uint64_t{1} << host_bits) - 1;
  return sources;
}

routing::Address client_address(const Sources& sources, std::uint64_t n) {
  routing::Address address = sources.first;
  std::size_t at = address.family == routing::Address::Family::ipv4 ? 4 : 16;
  for (std::uint64_t carry = n; carry > 0 && at > 0; carry >>= 8U) {
    --at;
    carry += address.bytes[at];
    address.bytes[at] = static_cast<std::uint8_t>(carry);
  }
  return address;
}

}  // namespace hapax::simulate
