// What only all proxies together decide: their numeric ids, and the default of fullconn.
#include <algorithm>
#include <set>

#include "model/compile/passes.hpp"

namespace hapax::compile {
namespace {

/// Connections that a frontend may have when neither it nor the global section says: HAProxy computes the number from
/// the limit of open files; this is what it makes of the usual hard limit of 1048576.
constexpr std::int64_t kUsualMaxconn = 524'288;

}  // namespace

// Explicit ids are reserved; the others are the smallest free ones, in declaration order.
void assign_proxy_ids(Compilation& c) {
  std::set<std::uint32_t> used;
  for (const ProxyWork& work : c.proxies) {
    if (work.has_id) used.insert(c.proxy(work).id);
  }
  std::uint32_t next = 1;
  for (const ProxyWork& work : c.proxies) {
    if (!work.has_id) {
      while (used.contains(next)) ++next;
      c.proxy(work).id = next;
      used.insert(next);
    }
    ++next;
  }
}

// A tenth, rounded up, of the connections that may come in: the maxconn of every frontend that names the backend in
// default_backend or in a use_backend, once each; a listen without default_backend counts for itself.
void default_fullconn(Compilation& c) {
  std::vector<std::int64_t> incoming(c.model.proxies.size(), 0);
  const std::int64_t process = c.model.maxconn != 0 ? c.model.maxconn : kUsualMaxconn;
  for (model::Index i = 0; i < c.model.proxies.size(); ++i) {
    const model::Proxy& proxy = c.model.proxies[i];
    if (proxy.kind == model::Proxy::Kind::backend) continue;
    std::set<model::Index> named;
    if (proxy.default_backend != model::kNone) {
      named.insert(proxy.default_backend);
    } else if (proxy.kind == model::Proxy::Kind::listen) {
      named.insert(i);
    }
    for (model::Index r = proxy.backend_rules.first; r < proxy.backend_rules.end(); ++r) {
      if (c.model.backend_rules[r].backend != model::kNone) named.insert(c.model.backend_rules[r].backend);
    }
    for (const model::Index backend : named) incoming[backend] += proxy.maxconn != 0 ? proxy.maxconn : process;
  }
  for (model::Index i = 0; i < c.model.proxies.size(); ++i) {
    model::Proxy& proxy = c.model.proxies[i];
    if (proxy.kind == model::Proxy::Kind::frontend || proxy.fullconn != 0) continue;
    proxy.fullconn = std::max<std::int64_t>(1, (incoming[i] + 9) / 10);
  }
}

}  // namespace hapax::compile
