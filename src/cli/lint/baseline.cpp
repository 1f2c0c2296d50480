#include "cli/lint/baseline.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include <hapax/base/read_source.hpp>

#include "cli/frame/output_file.hpp"

namespace hapax::cli {
namespace {
constexpr std::string_view kHeading = "# hapax baseline 1\n";
}

Result<Baseline> Baseline::open(const std::string& path) {
  Baseline baseline;
  baseline.path_ = path;
  std::error_code error;
  baseline.is_new_ = !std::filesystem::exists(path, error);
  if (baseline.is_new_) return baseline;
  const Result<std::string> text = read_source(path);
  if (!text) return tl::unexpected<Error>(text.error());
  if (!text->starts_with(kHeading))
    return fail(fmt::format("'{}' is no baseline: its first line is not '# hapax baseline 1'", path));
  for (std::string_view rest = *text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    if (!rest.starts_with('#')) baseline.known_.emplace(rest.substr(0, rest.find_first_of(" \n")));
    rest.remove_prefix(end);
  }
  return baseline;
}

std::size_t Baseline::take(lint::Outcome& outcome) {
  const std::size_t before = outcome.diagnostics.size();
  std::erase_if(outcome.diagnostics, [&](const Diagnostic& d) {
    const std::string fingerprint = fingerprints_.next(*outcome.sources, d);
    if (is_new_) lines_ += fmt::format("{} {} {}\n", fingerprint, d.rule, outcome.sources->name(d.span.file));
    return is_new_ || known_.contains(fingerprint);
  });
  return before - outcome.diagnostics.size();
}

Result<void> Baseline::save() const { return write_file(path_, std::string(kHeading) + lines_); }

}  // namespace hapax::cli
