// From 3.2 on HAProxy wants to know how booleans are handed to Lua, before the first script.
#include "config/checks/checks.hpp"

namespace hapax::config {

void check_lua(Reading& reading) {
  if (!reading.from(Version::v3_2)) return;
  for (const Section* global : reading.config().all(SectionKind::global)) {
    for (const Directive& d : global->directives) {
      if (d.is("tune.lua.bool-sample-conversion")) return;
      if (!d.is("lua-load") && !d.is("lua-load-per-thread")) continue;
      reading
          .warning("lua-bool-conversion", d.span, "nothing says how booleans are handed to Lua scripts",
                   "write 'tune.lua.bool-sample-conversion normal' above the first 'lua-load'")
          .whole = true;
      return;
    }
  }
}

}  // namespace hapax::config
