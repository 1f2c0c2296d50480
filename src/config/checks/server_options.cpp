#include "config/checks/server_options.hpp"

#include <algorithm>

#include <hapax/base/span_order.hpp>

namespace hapax::config {
namespace {

constexpr std::string_view kNo = "no-";

}  // namespace

template <class Wanted, class MayBeIn>
const Option* ServerOptions::last(Wanted wanted, MayBeIn may_be_in) const {
  const auto last_of = [&](const Directive& line) -> const Option* {
    if (!may_be_in(line)) return nullptr;
    const std::span<const Option> options = line.options();
    const auto found = std::find_if(options.rbegin(), options.rend(), wanted);
    return found == options.rend() ? nullptr : &*found;
  };
  if (const Option* own = last_of(server_)) return own;
  for (const Section* s = &section_; s != nullptr; s = s->defaults) {
    const std::span<const Directive* const> lines = reading_.default_servers(*s);
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
      if (s == &section_ && !stands_before((*line)->span, server_.span)) continue;
      if (const Option* inherited = last_of(**line)) return inherited;
    }
  }
  return nullptr;
}

const Option* ServerOptions::find(std::string_view name) const {
  return last([name](const Option& o) { return o.name() == name; },
              [name](const Directive& line) { return line.may_have_option(name); });
}

bool ServerOptions::is_on(std::string_view name) const {
  const auto is_off = [name](std::string_view other) {
    return other.size() == kNo.size() + name.size() && other.starts_with(kNo) && other.ends_with(name);
  };
  const Option* const found = last([&](const Option& o) { return o.name() == name || is_off(o.name()); },
                                   [name](const Directive& line) { return line.may_have_option(name); });
  return found != nullptr && found->name() == name;
}

std::vector<const Option*> ServerOptions::list() const {
  std::vector<const Option*> backwards;
  const auto take = [&backwards](const Option& o) {
    backwards.push_back(&o);
    return false;
  };
  (void)last(take, [](const Directive&) { return true; });
  return {backwards.rbegin(), backwards.rend()};
}

}  // namespace hapax::config
