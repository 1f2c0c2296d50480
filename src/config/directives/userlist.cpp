// userlist: what a group says of its users.
#include "config/directives/proxy_directives.hpp"

namespace hapax::config {

// Up to 2.6 the second list counts.
void check_list_member(Reading& reading, Directive& d) {
  if (reading.section->kind != SectionKind::userlist || !reading.from(Version::v3_0)) return;
  std::size_t lists = 0;
  for (const Option& o : d.options()) {
    lists += o.name() == "users" ? 1 : 0;
    if (lists < 2) continue;
    reading.error("set-twice", o.span, "the users of this group are listed already", "join the lists with ','");
    return;
  }
}

}  // namespace hapax::config
