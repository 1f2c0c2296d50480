// The order in which places stand in a configuration. Directives lie in containers whose addresses say nothing of it.
#pragma once

#include <hapax/base/source.hpp>

namespace hapax {

/// Whether `a` begins above or left of `b`; files of one configuration follow each other as they were read.
constexpr bool stands_before(const Span& a, const Span& b) {
  return a.file != b.file ? a.file < b.file : a.offset < b.offset;
}

}  // namespace hapax
