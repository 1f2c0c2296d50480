#include <nlohmann/json.hpp>

#include "cli/route/show.hpp"

namespace hapax::cli {
namespace {

using Json = nlohmann::ordered_json;

Json name_of(const model::RoutingModel& model, model::Index proxy) {
  return proxy == model::kNone ? Json(nullptr) : Json(model.proxies[proxy].name);
}

Json header_list(const HeaderList& headers) {
  Json list = Json::array();
  for (const auto& [name, value] : headers) list.push_back(Json::array({name, value}));
  return list;
}

Json request_of(const Journey& journey) {
  if (!journey.forwarded) return nullptr;
  return {{"method", journey.request.method},
          {"path", journey.request.path},
          {"headers", header_list(journey.request.headers)}};
}

Json response_of(const Journey& journey) {
  if (!journey.answered) return nullptr;
  Json response{{"status", journey.response.status}, {"headers", header_list(journey.response.headers)}};
  if (!journey.response.body.empty()) response["body"] = journey.response.body;
  return response;
}

Json place_of(const model::RoutingModel& model, model::Place place) {
  return {{"file", place.file < model.files.size() ? Json(model.files[place.file]) : Json(nullptr)},
          {"line", place.line}};
}

Json rules_of(const model::RoutingModel& model, const Journey& journey) {
  Json rules = Json::array();
  for (const Step& step : journey.steps) {
    const auto* rule = std::get_if<RuleStep>(&step);
    if (rule == nullptr) continue;
    Json entry = place_of(model, rule->place);
    entry["rule"] = rule->rule;
    entry["matched"] = rule->matched;
    entry["why"] = rule->why;
    rules.push_back(std::move(entry));
  }
  return rules;
}

}  // namespace

std::string journey_json(const model::RoutingModel& model, std::uint64_t number, const Journey& journey) {
  Json entry{{"i", number}};
  entry["frontend"] = name_of(model, journey.frontend);
  entry["backend"] = name_of(model, journey.backend);
  entry["server"] = journey.server == model::kNone ? Json(nullptr) : Json(model.servers[journey.server].name);
  entry["outcome"] = routing::to_string(journey.outcome);
  entry["request"] = request_of(journey);
  entry["response"] = response_of(journey);
  if (!journey.refused.empty()) entry["refused"] = journey.refused;
  entry["rules"] = rules_of(model, journey);
  if (!journey.not_modelled.empty()) {
    Json lines = Json::array();
    for (const model::NotModelled* what : journey.not_modelled) lines.push_back(place_of(model, what->place));
    entry["not_modelled"] = std::move(lines);
  }
  return entry.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace hapax::cli
