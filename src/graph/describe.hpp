// Words for people about the parts of a model.
#pragma once

#include <string>
#include <vector>

#include <hapax/model/model.hpp>

namespace hapax::graph {

/// "127.0.0.1:80", "[::1]:80-90", "/run/app.sock", "abns@app".
std::string describe(const model::Endpoint& endpoint);

/// "http GET /health", "mysql"; empty when the server is not checked.
std::string describe(const model::HealthCheck& check);

/// "balance uri, consistent hash".
std::string describe(const model::Balance& balance);

/// "stick table: ip, http_req_rate(10s)".
std::string describe(const model::StickTable& table);

/// "http", "tcp".
std::string describe(model::Mode mode);

/// Further lines about a proxy, in either role: mode, limits, persistence, tables, rules.
std::vector<std::string> details(const model::RoutingModel& model, const model::Proxy& proxy);

/// "10s", "250ms".
std::string describe_time(model::Nanoseconds time);

}  // namespace hapax::graph
