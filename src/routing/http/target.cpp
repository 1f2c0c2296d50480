#include "routing/http/target.hpp"

#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

/// Where the authority of an absolute target begins; npos for other targets.
std::size_t authority_begin(std::string_view target) {
  if (target.empty() || !is_letter(target.front())) return std::string_view::npos;
  std::size_t end = 1;
  while (end < target.size() && (is_letter(target[end]) || is_digit(target[end]) ||
                                 std::string_view("+-.").find(target[end]) != std::string_view::npos)) {
    ++end;
  }
  return target.substr(end).starts_with("://") ? end + 3 : std::string_view::npos;
}

std::size_t authority_end(std::string_view target, std::size_t begin, Version version) {
  return target.find_first_of(version < Version::v3_2 ? "/" : "/?#", begin);
}

}  // namespace

std::optional<std::string_view> path_and_query(std::string_view target, Version version) {
  if (target.empty()) return std::nullopt;
  if (target.front() == '/') return target;
  const auto begin = authority_begin(target);
  if (begin == std::string_view::npos) return std::nullopt;
  const auto end = authority_end(target, begin, version);
  if (end == std::string_view::npos) return std::nullopt;
  return target.substr(end);
}

std::optional<std::string_view> path_of(std::string_view target, Version version) {
  const auto whole = path_and_query(target, version);
  if (!whole) return std::nullopt;
  return whole->substr(0, whole->find('?'));
}

std::optional<std::string_view> query_of(std::string_view target) {
  const auto mark = target.find('?');
  if (mark == std::string_view::npos) return std::nullopt;
  return target.substr(mark + 1);
}

std::optional<std::string_view> authority_of(std::string_view target, Version version) {
  const auto begin = authority_begin(target);
  if (begin == std::string_view::npos) return std::nullopt;
  return target.substr(begin, authority_end(target, begin, version) - begin);
}

std::optional<std::string_view> authority_of_new(std::string_view target, Version version) {
  if (target.empty() || target.front() == '/' || target.front() == '*') return std::nullopt;
  const auto begin = authority_begin(target) == std::string_view::npos ? 0 : authority_begin(target);
  return target.substr(begin, authority_end(target, begin, version) - begin);
}

std::optional<std::string_view> query_parameter(std::string_view query, const ParameterName& name, std::size_t& from) {
  const char delimiters[] = {'&', ';', name.delimiter};
  while (from < query.size()) {
    std::size_t end = query.find_first_of({delimiters, sizeof delimiters}, from);
    if (end == std::string_view::npos) end = query.size();
    const std::string_view parameter = query.substr(from, end - from);
    from = end + 1;
    const auto equals = parameter.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view found = parameter.substr(0, equals);
    if (name.text.empty() || (name.ignore_case ? equal_ignoring_case(found, name.text) : found == name.text)) {
      return parameter.substr(equals + 1);
    }
  }
  return std::nullopt;
}

}  // namespace hapax::routing
