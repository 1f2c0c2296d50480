#include "config/check_kind.hpp"

#include "config/checks/checks.hpp"

namespace hapax::config {

std::string_view check_kind(const Section& section) {
  static const std::uint64_t kBits = [] {
    std::uint64_t bits = 0;
    for (const std::string_view name : kCheckOptions) bits |= name_bit(name);
    return bits;
  }();
  std::string_view kind;
  for (const Section* s : chain(section)) {
    if ((s->name_bits & kBits) == 0) continue;
    for (const Directive& d : s->directives) {
      if (d.row == nullptr || d.no) continue;
      for (const std::string_view name : kCheckOptions)
        if (d.row->name == name) kind = d.row->name;
    }
  }
  return kind;
}

bool is_check_step(const Directive& d, std::string_view prefix) {
  if (d.row == nullptr || !d.row->name.starts_with(prefix)) return false;
  const std::string_view what = d.row->name.substr(prefix.size());
  return what == "connect" || what == "expect" || what == "send" || (what.starts_with("send-") && what != "send-state");
}

}  // namespace hapax::config
