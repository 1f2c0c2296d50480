// Findings as a compiler shows them: message, place, excerpt with caret, second places, help, rule.
//
// The shape is fixed by the example in render.hpp. Everything that comes from the user's files passes through
// printable() or make_excerpt(), so that no configuration can send control sequences to the terminal.
#include <algorithm>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <hapax/lint/render.hpp>

#include "lint/render/excerpt.hpp"

namespace hapax::lint {
namespace {

constexpr std::size_t kLongestMessage = 600;
constexpr unsigned kLeastWidth = 40;

std::string_view severity_word(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::info:
      return "info";
  }
  return "";
}

std::string_view severity_colour(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "\x1b[1;31m";
    case Severity::warning:
      return "\x1b[1;33m";
    case Severity::info:
      return "\x1b[1;36m";
  }
  return "";
}

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kGutter = "\x1b[1;34m";
constexpr std::string_view kFaint = "\x1b[2m";
constexpr std::string_view kNoColour = "\x1b[0m";

std::string clipped(std::string_view text) {
  if (text.size() <= kLongestMessage) return printable(text);
  return printable(text.substr(0, kLongestMessage / 2)) + " … " +
         printable(text.substr(text.size() - kLongestMessage / 2));
}

// Writes one finding. The gutter is as wide as its largest line number.
class Writer {
 public:
  Writer(const SourceSet& sources, const TextStyle& style, std::string& out)
      : sources_(sources), style_(style), out_(out) {}

  void finding(const Diagnostic& diagnostic, std::string_view note);

 private:
  void coloured(std::string_view colour, std::string_view text) { coloured(colour, {&text, 1}); }
  // Several texts of one colour, one behind the other.
  void coloured(std::string_view colour, std::initializer_list<std::string_view> texts) {
    coloured(colour, std::span(texts.begin(), texts.size()));
  }
  void coloured(std::string_view colour, std::span<const std::string_view> texts) {
    const bool with_colour = style_.colour && !colour.empty() &&
                             std::any_of(texts.begin(), texts.end(), [](std::string_view t) { return !t.empty(); });
    if (with_colour) out_ += colour;
    for (const std::string_view text : texts) out_ += text;
    if (with_colour) out_ += kNoColour;
  }
  void number(std::uint32_t value) {
    const fmt::format_int digits(value);
    out_.append(digits.data(), digits.size());
  }
  void pad(std::size_t columns) { out_.append(columns, ' '); }
  // A text as it is shown; good until the next one.
  std::string_view shown(std::string_view text) {
    if (text.size() <= kLongestMessage && is_printable_ascii(text)) return text;
    return changed_ = clipped(text);
  }
  void place(std::string_view arrow, const Span& span);
  void excerpt(const Span& span, const std::string& text, char mark, std::string_view colour);
  void annotate(std::string_view colour, std::initializer_list<std::string_view> texts);

  const SourceSet& sources_;
  const TextStyle& style_;
  std::string& out_;
  std::size_t digits_ = 1;
  std::string changed_;
};

void Writer::place(std::string_view arrow, const Span& span) {
  const LineColumn at = sources_.begin(span);
  pad(digits_ + 1);
  coloured(kGutter, arrow);
  out_ += ' ';
  out_ += printable(sources_.name(span.file));
  out_ += ':';
  number(at.line);
  out_ += ':';
  number(at.column);
  out_ += '\n';
}

// A line with the marks of the finding, or with that of one of its labels.
void Writer::excerpt(const Span& span, const std::string& text, char mark, std::string_view colour) {
  const LineColumn at = sources_.begin(span);
  const std::size_t width = std::max(style_.width, kLeastWidth) - digits_ - 4;
  const std::size_t begin = at.column - 1;
  const Excerpt seen = make_excerpt(sources_.line(span.file, at.line), {{begin, begin + span.length, mark}}, width);
  pad(digits_ + 2);
  coloured(kGutter, "|");
  out_ += '\n';
  const fmt::format_int line(at.line);
  const std::string blanks(1 + digits_ - line.size(), ' ');
  coloured(kGutter, {blanks, {line.data(), line.size()}, " |"});
  out_ += ' ';
  out_ += seen.line;
  out_ += '\n';
  pad(digits_ + 2);
  coloured(kGutter, "|");
  out_ += ' ';
  if (text.empty()) {
    coloured(colour, seen.marks);
  } else {
    coloured(colour, {seen.marks, " ", shown(text)});
  }
  out_ += '\n';
}

void Writer::annotate(std::string_view colour, std::initializer_list<std::string_view> texts) {
  pad(digits_ + 2);
  coloured(kGutter, "=");
  out_ += ' ';
  coloured(colour, texts);
  out_ += '\n';
}

void Writer::finding(const Diagnostic& diagnostic, std::string_view note) {
  std::uint32_t largest = sources_.begin(diagnostic.span).line;
  for (const Label& label : diagnostic.related) largest = std::max(largest, sources_.begin(label.span).line);
  digits_ = fmt::format_int(largest).size();

  const std::string_view colour = severity_colour(diagnostic.severity);
  coloured(colour, {severity_word(diagnostic.severity), ":"});
  out_ += ' ';
  coloured(kBold, shown(diagnostic.message));
  out_ += '\n';
  place("-->", diagnostic.span);
  excerpt(diagnostic.span, diagnostic.label, '^', colour);
  for (const Label& label : diagnostic.related) {
    place(":::", label.span);
    excerpt(label.span, label.text, '-', kGutter);
  }
  for (const std::string& help : diagnostic.help) annotate("", {shown(help)});
  if (diagnostic.fix) {
    annotate("", {diagnostic.fix->safe ? "--fix" : "--fix --unsafe-fixes", " can: ", shown(diagnostic.fix->title)});
  }
  annotate(kFaint, {"rule: ", diagnostic.rule, note.empty() ? "" : " ", note});
  out_ += '\n';
}

}  // namespace

void sort_by_place(std::vector<Diagnostic>& diagnostics) {
  // Findings are large: their keys are sorted, and each finding is moved once, round the circles of those that take
  // each other's places.
  std::vector<std::tuple<FileId, std::uint32_t, Severity, std::size_t>> keys;
  keys.reserve(diagnostics.size());
  for (const Diagnostic& d : diagnostics) keys.emplace_back(d.span.file, d.span.offset, d.severity, keys.size());
  std::sort(keys.begin(), keys.end());
  for (std::size_t first = 0; first < keys.size(); ++first) {
    if (std::get<std::size_t>(keys[first]) == first) continue;
    Diagnostic displaced = std::move(diagnostics[first]);
    std::size_t to = first;
    while (true) {
      const std::size_t from = std::exchange(std::get<std::size_t>(keys[to]), to);
      if (from == first) break;
      diagnostics[to] = std::move(diagnostics[from]);
      to = from;
    }
    diagnostics[to] = std::move(displaced);
  }
}

void render_text(const SourceSet& sources, const Diagnostic& diagnostic, const TextStyle& style, std::string& out,
                 std::string_view note) {
  Writer(sources, style, out).finding(diagnostic, note);
}

std::string count_by_severity(std::span<const Diagnostic> diagnostics) {
  std::size_t counts[3]{};
  for (const Diagnostic& d : diagnostics) ++counts[static_cast<std::size_t>(d.severity)];
  std::string text;
  const auto append = [&text](std::size_t count, std::string_view one, std::string_view many) {
    if (count == 0) return;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, count == 1 ? one : many);
  };
  append(counts[0], "error", "errors");
  append(counts[1], "warning", "warnings");
  append(counts[2], "info", "infos");
  return text.empty() ? "no findings" : text;
}

}  // namespace hapax::lint
