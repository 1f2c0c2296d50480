#include "model/compile/bearing.hpp"

#include <algorithm>
#include <span>

namespace hapax::compile {
namespace {

#define ROW(name) name,
#define LINE ROW
constexpr std::string_view kLines[] = {
#include "model/compile/without_bearing.inc"
};
#undef LINE
#define SERVER_OPTION ROW
constexpr std::string_view kServerOptions[] = {
#include "model/compile/without_bearing.inc"
};
#undef SERVER_OPTION
#define BIND_OPTION ROW
constexpr std::string_view kBindOptions[] = {
#include "model/compile/without_bearing.inc"
};
#undef BIND_OPTION
#undef ROW

bool listed(std::span<const std::string_view> names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view listed_name) {
    if (!listed_name.ends_with('*')) return name == listed_name;
    return name.starts_with(listed_name.substr(0, listed_name.size() - 1));
  });
}

}  // namespace

bool line_without_bearing(std::string_view directive) { return listed(kLines, directive); }
bool server_option_without_bearing(std::string_view option) { return listed(kServerOptions, option); }
bool bind_option_without_bearing(std::string_view option) { return listed(kBindOptions, option); }

}  // namespace hapax::compile
