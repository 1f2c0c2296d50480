#include "runtime/log/access_log.hpp"

namespace hapax::runtime {
std::unique_ptr<AccessLog> make_access_log(const model::RoutingModel&, const Settings&) { return nullptr; }
}  // namespace hapax::runtime
