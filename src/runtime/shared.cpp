#include "runtime/shared.hpp"

#include "runtime/worker.hpp"

namespace hapax::runtime {

Shared::Shared(const model::RoutingModel& the_model, routing::Router& the_router)
    : model(the_model), router(the_router), proxies(the_model.proxies.size()), servers(the_model.servers.size()) {}

Shared::~Shared() = default;

}  // namespace hapax::runtime
