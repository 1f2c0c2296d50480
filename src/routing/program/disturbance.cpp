#include "routing/program/disturbance.hpp"

#include <string_view>

#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::ActionId;
using model::FetchId;

/// The request's headers that expressions read.
class ReadHeaders {
 public:
  explicit ReadHeaders(const model::RoutingModel& model) {
    for (const model::Expression& expression : model.expressions) {
      switch (expression.fetch) {
        case FetchId::req__hdr:
        case FetchId::req__fhdr:
          if (expression.arguments.empty() || model.arguments[expression.arguments.first].text.empty()) all_ = true;
          if (!all_) names_.push_back(model.arguments[expression.arguments.first].text);
          break;
        case FetchId::req__cook:
          names_.emplace_back("cookie");
          break;
        default:
          break;
      }
    }
  }

  [[nodiscard]] bool contains(std::string_view name) const {
    if (all_) return true;
    for (const std::string_view known : names_) {
      if (equal_ignoring_case(known, name)) return true;
    }
    return false;
  }

 private:
  std::vector<std::string_view> names_;
  bool all_ = false;
};

bool disturbs(const model::Rule& rule, const model::RoutingModel& model, const ReadHeaders& read) {
  switch (rule.action) {
    case ActionId::set_header:
    case ActionId::add_header:
    case ActionId::replace_header:
    case ActionId::replace_value:
      return read.contains(model.arguments[rule.arguments.first].text);
    case ActionId::set_var:
    case ActionId::set_var_fmt:
    case ActionId::unset_var:
    case ActionId::track_sc:
    case ActionId::sc_inc_gpc:
    case ActionId::sc_inc_gpc0:
    case ActionId::sc_inc_gpc1:
    case ActionId::sc_add_gpc:
    case ActionId::sc_set_gpt:
    case ActionId::sc_set_gpt0:
    case ActionId::set_priority_class:
    case ActionId::set_priority_offset:
    case ActionId::capture:
    case ActionId::no_effect:
    case ActionId::early_hint:
      return false;
    default:
      return true;
  }
}

}  // namespace

std::vector<std::uint8_t> disturbing_rules(const model::RoutingModel& model) {
  const ReadHeaders read(model);
  std::vector<std::uint8_t> result;
  result.reserve(model.rules.size());
  for (const model::Rule& rule : model.rules) result.push_back(disturbs(rule, model, read) ? 1 : 0);
  return result;
}

}  // namespace hapax::routing
