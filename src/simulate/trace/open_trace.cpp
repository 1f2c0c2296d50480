#include <hapax/simulate/open_trace.hpp>

#include <utility>

namespace hapax::simulate {
namespace {

constexpr std::size_t kLook = 4096;

}  // namespace

Result<OpenedTrace> open_trace(const std::string& path, const model::RoutingModel& model) {
  auto source = open_source(path);
  if (!source) return tl::unexpected(source.error());
  std::string head;
  std::size_t first = std::string::npos;
  while (first == std::string::npos && head.size() < kLook) {
    std::string chunk(kLook, '\0');
    const auto count = (*source)->read(chunk.data(), chunk.size());
    if (!count) return tl::unexpected(count.error());
    if (*count == 0) break;
    head.append(chunk, 0, *count);
    first = head.find_first_not_of(" \t\r\n");
  }
  const bool native = first != std::string::npos && head[first] == '{';
  auto whole = put_back(std::move(head), std::move(*source));
  OpenedTrace opened;
  if (native) {
    opened.reader = read_native(std::move(whole));
    return opened;
  }
  auto log = read_log(std::move(whole), templates_for(model));
  opened.log = log.get();
  opened.reader = std::move(log);
  return opened;
}

}  // namespace hapax::simulate
