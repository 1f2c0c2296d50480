#include "config/pattern_files.hpp"

#include <fmt/format.h>

namespace hapax::config {
namespace {

using syntax::PatternFile;
using syntax::PatternSource;

enum class Value : std::uint8_t { text, integer, address };

// What a file is read as.
struct Content {
  PatternFile kind;
  PatternReading how;
  Value value = Value::text;
};

// "map_ip_int": how keys are matched, then what values are.
Content content_of(std::string_view converter) {
  Content content{PatternFile::map, {"str", false, false}};
  if (converter == "map_regm") content.how.method = "reg";
  if (!converter.starts_with("map_")) return content;
  std::string_view rest = converter.substr(4);
  const std::string_view method = rest.substr(0, rest.find('_'));
  if (is_match_method(method)) content.how.method = method;
  if (rest.ends_with("_int")) content.value = Value::integer;
  if (rest.ends_with("_ip")) content.value = Value::address;
  return content;
}

bool has_syntax(const Content& content) {
  return content.value != Value::text || has_pattern_syntax(content.how.method);
}

// A sign and digits, either of which may be missing; HAProxy does not ask whether 64 bits hold the number.
bool is_map_integer(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<PatternFault> find_value_fault(Value kind, std::string_view text) {
  if (kind == Value::integer && !is_map_integer(text))
    return PatternFault{"invalid-pattern", fmt::format("the value {} is not a number", quote(text)), {}};
  if (kind == Value::address && !is_plain_network(text))
    return PatternFault{"invalid-pattern", fmt::format("the value {} is not an IP address", quote(text)), {}};
  return std::nullopt;
}

// One finding for a file: its first bad line, and how many more there are.
bool check_content(Reading& reading, const Content& content, std::string_view path, Span span, std::string_view text) {
  std::optional<PatternFault> first;
  std::uint32_t line_of_first = 0;
  std::size_t more = 0;
  syntax::PatternLines lines(text, content.kind);
  while (const auto line = lines.next()) {
    auto fault = find_pattern_fault(content.how, line->key);
    if (!fault) fault = find_value_fault(content.value, line->value);
    if (!fault) continue;
    if (first) {
      ++more;
      continue;
    }
    first = std::move(fault);
    line_of_first = line->number;
  }
  if (!first) return true;
  const std::string others =
      more == 0 ? "" : fmt::format("; {} more of its lines {} wrong too", more, more == 1 ? "is" : "are");
  reading.error(first->rule, span,
                fmt::format("{}, in line {} of {}{}", first->message, line_of_first, quote(path), others),
                std::move(first->help));
  return false;
}

bool check_file(Reading& reading, const Content& content, std::string_view given, Span span) {
  const auto [kind, path] = syntax::parse_pattern_source(given, reading.target());
  // Up to 3.0 what is no file is nobody's but the rule's that names it.
  if (kind != PatternSource::Kind::no_file || reading.from(Version::v3_2))
    reading.pattern_files.push_back({path, content.kind, span});
  FileAccess* const files = reading.files();
  if (files == nullptr || kind == PatternSource::Kind::no_file) return true;
  const std::string name(path);
  const FileState state = files->state(name);
  if (state == FileState::regular || state == FileState::other) {
    const auto text = files->read(name, has_syntax(content) ? syntax::kMaxPatternFile : 1);
    if (text) return !has_syntax(content) || check_content(reading, content, path, span, *text);
  }
  if (kind == PatternSource::Kind::maybe_file) return true;
  reading.error("missing-file", span,
                fmt::format("the {} {} cannot be opened",
                            content.kind == PatternFile::map ? "map file" : "pattern file", quote(path)),
                "paths count from the directory where HAProxy is started");
  return false;
}

}  // namespace

bool check_pattern_file(Reading& reading, std::string_view path, Span span, PatternFile kind,
                        const PatternReading& how) {
  return check_file(reading, {kind, how}, path, span);
}

bool check_map_file(Reading& reading, std::string_view path, Span span, std::string_view converter) {
  return check_file(reading, content_of(converter), path, span);
}

}  // namespace hapax::config
