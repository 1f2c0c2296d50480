# The standard headers that nearly every file reads, compiled once: a build from nothing takes a quarter less. With ccache
# they are left out (tools/build does so), since it finds more again where each file is compiled by itself.
option(HAPAX_PRECOMPILED "Compile common standard headers once" ON)

if(HAPAX_PRECOMPILED)
  file(WRITE ${PROJECT_BINARY_DIR}/precompiled.cpp "")
  add_library(hapax_precompiled STATIC ${PROJECT_BINARY_DIR}/precompiled.cpp)
  target_link_libraries(hapax_precompiled PRIVATE hapax_options fmt::fmt)
  target_precompile_headers(
    hapax_precompiled
    PRIVATE <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <span> <string> <string_view>
            <unordered_map> <utility> <variant> <vector> <fmt/format.h>)
endif()

function(hapax_use_precompiled target)
  if(HAPAX_PRECOMPILED)
    target_precompile_headers(${target} REUSE_FROM hapax_precompiled)
  endif()
endfunction()
