#include <hapax/simulate/trace.hpp>

namespace hapax::simulate {

routing::TlsInfo TraceRequest::tls_info(routing::Arena& arena) const {
  const std::string_view version = tls_version.empty() ? std::string_view("TLSv1.3") : arena.copy(tls_version);
  return {arena.copy(sni), arena.copy(alpn), version, arena.copy(tls_cipher)};
}

}  // namespace hapax::simulate
