#include <hapax/simulate/open_trace.hpp>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace hapax::simulate {
namespace {

constexpr std::size_t kLook = 4096;

// Whether one of the lines, the last of which may be cut, is what a log-format of the configuration writes: many of
// them write objects.
bool is_logged(std::string_view lines, const std::vector<LogTemplate>& forms) {
  for (const LogTemplate& form : forms) {
    const bool written_by_hand = !form.items.empty() && form.items.front().before.starts_with('{');
    if (form.encoding != model::Encoding::json && !written_by_hand) continue;
    LogLineParser parser(form);
    TraceRequest request;
    for (std::string_view rest = lines; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find_first_of("\r\n"));
      if (parser.parse(line, request) || parser.lacks_time()) return true;
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    }
  }
  return false;
}

}  // namespace

Result<OpenedTrace> open_trace(const std::string& path, const model::RoutingModel& model) {
  auto source = open_source(path);
  if (!source) return tl::unexpected(source.error());
  std::string head;
  std::size_t first = std::string::npos;
  const auto seen = [&] { return first != std::string::npos && head.find('\n', first) != std::string::npos; };
  while (!seen() && head.size() < kLook) {
    std::string chunk(kLook, '\0');
    const auto count = (*source)->read(chunk.data(), chunk.size());
    if (!count) return tl::unexpected(count.error());
    if (*count == 0) break;
    head.append(chunk, 0, *count);
    first = head.find_first_not_of(" \t\r\n");
  }
  std::vector<LogTemplate> forms = templates_for(model);
  const bool native = first != std::string::npos && head[first] == '{' && !is_logged(head, forms);
  auto whole = put_back(std::move(head), std::move(*source));
  OpenedTrace opened;
  if (native) {
    opened.reader = read_native(std::move(whole));
    return opened;
  }
  auto log = read_log(std::move(whole), std::move(forms));
  opened.log = log.get();
  opened.reader = std::move(log);
  return opened;
}

}  // namespace hapax::simulate
