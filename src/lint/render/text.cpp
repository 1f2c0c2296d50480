// Findings as a compiler shows them: message, place, excerpt with caret, second places, help, rule.
//
// The shape is fixed by the example in render.hpp. Everything that comes from the user's files passes through
// printable() or make_excerpt(), so that no configuration can send control sequences to the terminal.
#include <algorithm>
#include <string>
#include <tuple>
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

// Writes one finding. The gutter is as wide as its largest line number.
class Writer {
 public:
  Writer(const SourceSet& sources, const TextStyle& style, std::string& out)
      : sources_(sources), style_(style), out_(out) {}

  void finding(const Diagnostic& diagnostic, std::string_view note);

 private:
  void coloured(std::string_view colour, std::string_view text) {
    if (style_.colour && !text.empty() && !colour.empty()) {
      fmt::format_to(std::back_inserter(out_), "{}{}\x1b[0m", colour, text);
    } else {
      out_ += text;
    }
  }
  void pad(std::size_t columns) { out_.append(columns, ' '); }
  void place(std::string_view arrow, const Span& span);
  void excerpt(std::uint32_t line, const Diagnostic& diagnostic, const std::vector<Label>& labels, bool primary);
  void annotate(std::string_view text, std::string_view colour);

  const SourceSet& sources_;
  const TextStyle& style_;
  std::string& out_;
  std::size_t digits_ = 1;
};

std::string clipped(std::string_view text) {
  if (text.size() <= kLongestMessage) return printable(text);
  return printable(text.substr(0, kLongestMessage / 2)) + " … " +
         printable(text.substr(text.size() - kLongestMessage / 2));
}

void Writer::place(std::string_view arrow, const Span& span) {
  const LineColumn at = sources_.begin(span);
  pad(digits_ + 1);
  coloured(kGutter, arrow);
  fmt::format_to(std::back_inserter(out_), " {}:{}:{}\n", printable(sources_.name(span.file)), at.line, at.column);
}

// A line with the marks of the finding (if `primary`) and of those labels that lie on it.
void Writer::excerpt(std::uint32_t line, const Diagnostic& diagnostic, const std::vector<Label>& labels, bool primary) {
  const FileId file = primary ? diagnostic.span.file : labels.front().span.file;
  std::vector<Mark> marks;
  const auto mark = [&](const Span& span, char character) {
    const std::size_t begin = sources_.begin(span).column - 1;
    marks.push_back({begin, begin + span.length, character});
  };
  if (primary) mark(diagnostic.span, '^');
  for (const Label& label : labels) mark(label.span, '-');

  const std::size_t width = std::max(style_.width, kLeastWidth) - digits_ - 4;
  const Excerpt shown = make_excerpt(sources_.line(file, line), marks, width);
  pad(digits_ + 2);
  coloured(kGutter, "|");
  out_ += '\n';
  coloured(kGutter, fmt::format(" {:>{}} |", line, digits_));
  out_ += ' ' + shown.line + '\n';
  pad(digits_ + 2);
  coloured(kGutter, "|");
  out_ += ' ';
  const std::string& text = primary ? diagnostic.label : labels.front().text;
  const std::string_view colour = primary ? severity_colour(diagnostic.severity) : kGutter;
  coloured(colour, shown.marks + (text.empty() ? "" : " " + clipped(text)));
  out_ += '\n';
}

void Writer::annotate(std::string_view text, std::string_view colour) {
  pad(digits_ + 2);
  coloured(kGutter, "=");
  out_ += ' ';
  coloured(colour, text);
  out_ += '\n';
}

void Writer::finding(const Diagnostic& diagnostic, std::string_view note) {
  const std::uint32_t line = sources_.begin(diagnostic.span).line;
  std::uint32_t largest = line;
  for (const Label& label : diagnostic.related) largest = std::max(largest, sources_.begin(label.span).line);
  digits_ = fmt::formatted_size("{}", largest);

  coloured(severity_colour(diagnostic.severity), fmt::format("{}:", severity_word(diagnostic.severity)));
  out_ += ' ';
  coloured(kBold, clipped(diagnostic.message));
  out_ += '\n';
  place("-->", diagnostic.span);
  excerpt(line, diagnostic, {}, true);
  for (const Label& label : diagnostic.related) {
    place(":::", label.span);
    excerpt(sources_.begin(label.span).line, diagnostic, {label}, false);
  }
  for (const std::string& help : diagnostic.help) annotate(clipped(help), "");
  if (diagnostic.fix) {
    annotate(
        fmt::format("{} can: {}", diagnostic.fix->safe ? "--fix" : "--unsafe-fixes", clipped(diagnostic.fix->title)),
        "");
  }
  annotate(fmt::format("rule: {}{}{}", diagnostic.rule, note.empty() ? "" : " ", note), kFaint);
  out_ += '\n';
}

}  // namespace

void sort_by_place(std::vector<Diagnostic>& diagnostics) {
  // Findings are large: their keys are sorted, and each finding is moved once.
  std::vector<std::tuple<FileId, std::uint32_t, Severity, std::size_t>> keys;
  keys.reserve(diagnostics.size());
  for (const Diagnostic& d : diagnostics) keys.emplace_back(d.span.file, d.span.offset, d.severity, keys.size());
  std::sort(keys.begin(), keys.end());
  std::vector<Diagnostic> sorted;
  sorted.reserve(diagnostics.size());
  for (const auto& key : keys) sorted.push_back(std::move(diagnostics[std::get<std::size_t>(key)]));
  diagnostics = std::move(sorted);
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
