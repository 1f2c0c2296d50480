#include <hapax/simulate/trace.hpp>

namespace hapax::simulate {

routing::TlsInfo TraceRequest::tls_info(routing::Arena& arena) const {
  routing::TlsInfo info;
  info.sni = arena.copy(sni);
  info.alpn = arena.copy(alpn);
  if (!tls_version.empty()) info.version = arena.copy(tls_version);
  info.cipher = arena.copy(tls_cipher);
  return info;
}

}  // namespace hapax::simulate
