#include <hapax/lint/fix.hpp>

#include <algorithm>
#include <vector>

namespace hapax::lint {
namespace {

// Two edits are in each other's way when they share a byte, or insert at one place.
bool collide(const Edit& a, const Edit& b) {
  if (a.span.offset == b.span.offset) return true;
  return a.span.offset < b.span.end() && b.span.offset < a.span.end();
}

bool belongs_to(const Fix& fix, FileId file) {
  return !fix.edits.empty() &&
         std::all_of(fix.edits.begin(), fix.edits.end(), [file](const Edit& edit) { return edit.span.file == file; });
}

bool fits(const Fix& fix, const std::vector<const Edit*>& chosen) {
  for (const Edit& edit : fix.edits) {
    // Edits come nearly in order, so that what is in the way is among the last ones.
    for (auto other = chosen.rbegin(); other != chosen.rend(); ++other) {
      if (collide(edit, **other)) return false;
    }
  }
  return true;
}

}  // namespace

Repaired apply_fixes(const SourceSet& sources, FileId file, std::span<const Diagnostic> findings, bool unsafe) {
  std::vector<const Edit*> chosen;
  Repaired result;
  for (const Diagnostic& finding : findings) {
    if (!finding.fix || (!finding.fix->safe && !unsafe)) continue;
    if (!belongs_to(*finding.fix, file) || !fits(*finding.fix, chosen)) continue;
    for (const Edit& edit : finding.fix->edits) chosen.push_back(&edit);
    ++result.fixes;
  }
  std::sort(chosen.begin(), chosen.end(), [](const Edit* a, const Edit* b) { return a->span.offset < b->span.offset; });

  const std::string_view text = sources.text(file);
  std::size_t at = 0;
  for (const Edit* edit : chosen) {
    result.text += text.substr(at, edit->span.offset - at);
    result.text += edit->replacement;
    at = edit->span.end();
  }
  result.text += text.substr(at);
  return result;
}

}  // namespace hapax::lint
