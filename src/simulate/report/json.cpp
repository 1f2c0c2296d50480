#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <hapax/simulate/report.hpp>
#include <simulate/report/result_json.hpp>

namespace hapax::simulate {
namespace {

using Json = nlohmann::ordered_json;

double milliseconds(double nanoseconds) { return nanoseconds / 1e6; }

Json outcomes(const OutcomeCounts& counts) {
  Json object = Json::object();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) object[std::string(routing::to_string(static_cast<routing::Outcome>(i)))] = counts[i];
  }
  return object;
}

Json frontend(const ProxyResult& entry) {
  return {{"name", entry.name},
          {"requests", entry.requests},
          {"outcomes", outcomes(entry.outcomes)},
          {"total_ms", histogram_json(entry.total)},
          {"queue_ms", histogram_json(entry.queue)},
          {"most_connections", entry.most_connections},
          {"held_back", entry.held_back}};
}

Json backend(const ProxyResult& entry, double span) {
  return {{"name", entry.name},
          {"requests", entry.requests},
          {"outcomes", outcomes(entry.outcomes)},
          {"total_ms", histogram_json(entry.total)},
          {"queue_ms", histogram_json(entry.queue)},
          {"longest_queue", entry.longest_queue},
          {"mean_queue", entry.queue_integral / span}};
}

Json server(const ServerResult& entry, std::uint64_t of_backend, double span) {
  Json object{{"backend", entry.backend},
              {"name", entry.name},
              {"backup", entry.backup},
              {"weight", entry.weight},
              {"maxconn", entry.maxconn},
              {"requests", entry.requests},
              {"share", of_backend == 0 ? 0 : static_cast<double>(entry.requests) / static_cast<double>(of_backend)},
              {"outcomes", outcomes(entry.outcomes)},
              {"total_ms", histogram_json(entry.total)},
              {"mean_in_service", entry.busy / span},
              {"most_in_service", entry.most_at_once},
              {"failed_attempts", entry.failed_attempts},
              {"went_down", entry.went_down}};
  object["utilisation"] =
      entry.maxconn > 0 ? Json(entry.busy / span / static_cast<double>(entry.maxconn)) : Json(nullptr);
  return object;
}

Json refusing_rules(const std::vector<RefusingRule>& rules) {
  Json list = Json::array();
  for (const RefusingRule& rule : rules) {
    list.push_back({{"file", rule.file.empty() ? Json(nullptr) : Json(rule.file)},
                    {"line", rule.line},
                    {"rule", rule.text},
                    {"requests", rule.count},
                    {"first_s", static_cast<double>(rule.first) / 1e9},
                    {"last_s", static_cast<double>(rule.last) / 1e9}});
  }
  return list;
}

Json refused_clients(const std::vector<RefusedClient>& clients) {
  Json list = Json::array();
  for (const RefusedClient& client : clients) {
    list.push_back({{"client", client.address},
                    {"requests", client.count},
                    {"excess", client.excess},
                    {"first_s", static_cast<double>(client.first) / 1e9},
                    {"last_s", static_cast<double>(client.last) / 1e9}});
  }
  return list;
}

Json damage(const Damage& damage) {
  Json first = Json::array();
  for (const DamagedLine& line : damage.first) first.push_back({{"line", line.line}, {"why", line.why}});
  return {{"count", damage.count}, {"first", std::move(first)}};
}

std::uint64_t requests_of(const SimulationResult& result, const std::string& backend) {
  for (const ProxyResult& entry : result.backends) {
    if (entry.name == backend) return entry.requests;
  }
  return 0;
}

}  // namespace

Json histogram_json(const Histogram& values) {
  if (values.count() == 0) return nullptr;
  Json object{{"count", values.count()}, {"mean", milliseconds(values.mean())}};
  for (const auto& [name, percent] :
       {std::pair{"p50", 50.0}, {"p90", 90.0}, {"p95", 95.0}, {"p99", 99.0}, {"p999", 99.9}}) {
    object[name] = milliseconds(static_cast<double>(values.percentile(percent)));
  }
  object["max"] = milliseconds(static_cast<double>(values.max()));
  return object;
}

Json result_json(const SimulationResult& result, const ReportContext& context) {
  Json json{{"version", kReportVersion},
            {"configuration", context.configuration},
            {"traffic", context.traffic},
            {"seed", context.seed},
            {"span_ms", milliseconds(result.span())},
            {"requests", result.requests},
            {"outcomes", outcomes(result.outcomes)},
            {"frontends", Json::array()},
            {"backends", Json::array()},
            {"servers", Json::array()}};
  for (const ProxyResult& entry : result.frontends) json["frontends"].push_back(frontend(entry));
  for (const ProxyResult& entry : result.backends) json["backends"].push_back(backend(entry, result.span()));
  for (const ServerResult& entry : result.servers) {
    json["servers"].push_back(server(entry, requests_of(result, entry.backend), result.span()));
  }
  json["routes"] = Json::array();
  for (const RouteResult& route : result.routes) {
    json["routes"].push_back({{"frontend", route.frontend},
                              {"backend", route.backend.empty() ? Json(nullptr) : Json(route.backend)},
                              {"requests", route.requests}});
  }
  json["refusing_rules"] = refusing_rules(result.refusing_rules);
  json["refused_clients"] = refused_clients(result.refused_clients);
  json["damaged_lines"] = damage(result.damage);
  json["unknown_frontend"] = result.unknown_frontend;
  json["refused_changes"] = result.refused_changes;
  json["late_lines"] = context.late;
  json["bad_requests"] = context.bad_requests;
  json["unfinished"] = result.unfinished;
  json["interrupted"] = result.interrupted;
  json["lines_not_modelled"] = context.not_modelled;
  return json;
}

// Names come from files: bytes that are not UTF-8 are printed as U+FFFD.
std::string json_report(const SimulationResult& result, const ReportContext& context) {
  return result_json(result, context).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string decision_line(const Decision& decision, const model::RoutingModel& model) {
  const auto proxy = [&](model::Index index) {
    return index == model::kNone ? Json(nullptr) : Json(model.proxies[index].name);
  };
  const bool reached = decision.server != model::kNone;
  const auto time = [](routing::Time value) { return milliseconds(static_cast<double>(value - value % 1000)); };
  const Json json{{"i", decision.index},
                  {"frontend", proxy(decision.frontend)},
                  {"backend", proxy(decision.backend)},
                  {"server", reached ? Json(model.servers[decision.server].name) : Json(nullptr)},
                  {"outcome", routing::to_string(decision.outcome)},
                  {"queue_ms", decision.queue < 0 ? Json(nullptr) : Json(time(decision.queue))},
                  {"total_ms", time(decision.total)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace hapax::simulate
