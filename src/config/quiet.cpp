#include "config/quiet.hpp"

namespace hapax::config {
namespace {

const Directive* first_quiet(const Config& config) {
  for (const Section* const global : config.all(SectionKind::global))
    for (const Directive* const d : global->all("quiet"))
      if (d->words.size() == 1) return d;
  return nullptr;
}

bool stands_before(const Span& a, const Span& b) { return a.file != b.file ? a.file < b.file : a.offset < b.offset; }

}  // namespace

void hide_what_is_only_printed(const Config& config, Diagnostics& findings) {
  const Directive* const quiet = first_quiet(config);
  if (quiet == nullptr) return;
  for (Diagnostic& found : findings.list()) {
    const bool refuses = found.severity == Severity::error && found.refuses;
    // 3.2 knows the line before it reads any other.
    const bool printed = config.target < Version::v3_2 && !found.whole && stands_before(found.span, quiet->span);
    if (found.origin == Origin::haproxy && !refuses && !printed) found.origin = Origin::hapax;
  }
}

}  // namespace hapax::config
