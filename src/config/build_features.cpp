#include "config/build_features.hpp"

#include <algorithm>
#include <array>

namespace hapax::config {
namespace {

// What `haproxy -vv` of a usual Linux build lists with a '+'.
constexpr std::array<std::string_view, 29> kUsual{
    "ACCEPT4",   "BACKTRACE",    "CPU_AFFINITY", "CRYPT_H",     "DL",     "EPOLL",     "GETADDRINFO", "LIBCRYPT",
    "LINUX_CAP", "LINUX_SPLICE", "LINUX_TPROXY", "LUA",         "MATH",   "NETFILTER", "NS",          "OPENSSL",
    "PCRE2",     "PCRE2_JIT",    "POLL",         "PRCTL",       "PROMEX", "RT",        "SHM_OPEN",    "SLZ",
    "SSL",       "TFO",          "THREAD",       "THREAD_DUMP", "TPROXY"};

}  // namespace

bool has_build_feature(const Reading& reading, std::string_view name) {
  if (name == "LUA" && !reading.has(Feature::lua)) return false;
  if (name == "OPENSSL" && !reading.has(Feature::openssl)) return false;
  if (name == "PROMEX" && !reading.has(Feature::promex)) return false;
  if (name == "QUIC") return reading.from(Version::v3_0) && reading.has(Feature::quic);
  return std::find(kUsual.begin(), kUsual.end(), name) != kUsual.end();
}

}  // namespace hapax::config
