// Reading a case: its JSON, and the model of its configuration.
#pragma once

#include <string>

#include <hapax/base/result.hpp>
#include <hapax/model/model.hpp>
#include <nlohmann/json.hpp>

namespace hapax::lb_case {

struct Case {
  nlohmann::json json;
  model::RoutingModel model;
};

/// `name` is what messages call the case. The configuration is read for the version in "oracle": the HAProxy release
/// that the case was, or is to be, compared with.
Result<Case> load_case(const std::string& name, const std::string& text);

/// Plays it. An error is a case that makes no sense, such as a step on an unknown server.
Result<nlohmann::json> play_case(const Case& loaded);

}  // namespace hapax::lb_case
