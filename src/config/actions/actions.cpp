#include "config/actions/actions.hpp"

#include <algorithm>
#include <array>

#include <hapax/config/by_row.hpp>

namespace hapax::config {
namespace {

struct Entry {
  std::string_view name;
  ActionCheck check;
};

constexpr std::array kChecks{
    Entry{"capture", check_capture},
    Entry{"deny", check_reply},
    Entry{"do-resolve", check_do_resolve},
    Entry{"lua.", check_lua_action},
    Entry{"normalize-uri", check_normalizer},
    Entry{"redirect", check_redirect_action},
    Entry{"return", check_reply},
    Entry{"sc-add-gpc", check_counter},
    Entry{"sc-inc-gpc", check_counter},
    Entry{"sc-inc-gpc0", check_counter},
    Entry{"sc-inc-gpc1", check_counter},
    Entry{"sc-set-gpt", check_counter},
    Entry{"sc-set-gpt0", check_counter},
    Entry{"set-retries", check_set_retries},
    Entry{"set-timeout", check_set_timeout},
    Entry{"set-var", check_set_var},
    Entry{"set-var-fmt", check_set_var},
    Entry{"switch-mode", check_switch_mode},
    Entry{"tarpit", check_reply},
    Entry{"track-sc", check_track},
    Entry{"unset-var", check_set_var},
    Entry{"use-service", check_service},
    Entry{"wait-for-body", check_wait},
};

// Null: the action's arguments say all that there is to check.
ActionCheck check_of(const Keyword& row) {
  const auto* const it =
      std::find_if(kChecks.begin(), kChecks.end(), [&](const Entry& e) { return e.name == row.name; });
  return it == kChecks.end() ? nullptr : it->check;
}

}  // namespace

bool check_action(Reading& reading, const Place& place, const Action& action) {
  static const ByRow<ActionCheck> kCheckOf(KeywordClass::action, check_of);
  const ActionCheck check = kCheckOf[*action.row];
  return check == nullptr || check(reading, place, action);
}

std::string_view in_parentheses(std::string_view word) {
  const std::size_t open = word.find('(');
  const std::size_t close = word.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
  return word.substr(open + 1, close - open - 1);
}

}  // namespace hapax::config
