#include <hapax/base/source.hpp>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

namespace hapax {
namespace {

std::vector<std::uint32_t> find_line_starts(std::string_view text) {
  constexpr std::size_t kUsualLine = 32;  // bytes; most configurations have longer ones
  std::vector<std::uint32_t> starts;
  starts.reserve(text.size() / kUsualLine + 1);
  starts.push_back(0);
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  for (const char* at = begin; at != end;) {
    const auto* newline = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (newline == nullptr) break;
    at = newline + 1;
    starts.push_back(static_cast<std::uint32_t>(at - begin));
  }
  return starts;
}

}  // namespace

FileId SourceSet::add(std::string name, std::string text) {
  File& file = files_.emplace_back(File{std::move(name), std::move(text), {}});
  file.line_starts = find_line_starts(file.text);
  return static_cast<FileId>(files_.size() - 1);
}

LineColumn SourceSet::position(FileId file, std::uint32_t offset) const {
  const auto& starts = files_[file].line_starts;
  const auto next = std::upper_bound(starts.begin(), starts.end(), offset);
  const auto line = static_cast<std::uint32_t>(std::distance(starts.begin(), next));
  return {line, offset - starts[line - 1] + 1};
}

std::string_view SourceSet::line(FileId file, std::uint32_t line) const {
  const File& f = files_[file];
  if (line == 0 || line > f.line_starts.size()) return {};
  const std::uint32_t begin = f.line_starts[line - 1];
  const std::size_t end = line < f.line_starts.size() ? f.line_starts[line] - 1 : f.text.size();
  std::string_view text = std::string_view(f.text).substr(begin, end - begin);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace hapax
