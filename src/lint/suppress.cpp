// The comments `# hapax: ignore=RULE[,RULE...] reason`.
//
// A file without the word "hapax:" behind some '#' is not looked at any further. In one that has it, the comments are
// found by the same reading of lines that the configuration went through, so that a '#' within quotes is none. A
// comment covers a range of lines: its own line when it stands behind words, else the next line that has words; with
// ignore-section the lines of the section in which it stands; with ignore-file all of them. A finding goes away when
// its rule is named by a comment that covers its first line; each name that no finding needed is reported.
#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>
#include <hapax/lint/lint.hpp>
#include <hapax/syntax/document.hpp>

namespace hapax::lint {

extern const Rule suppression_unused_rule;
extern const Rule suppression_invalid_rule;

namespace {

struct LineRange {
  std::uint32_t first = 1;
  std::uint32_t last = std::numeric_limits<std::uint32_t>::max();
};

struct Suppression {
  Span span;  // of the rule's name in the comment
  std::string_view rule;
  LineRange lines;
  bool used = false;
};

enum class Scope { line, section, file };

// Reads the comments of one file.
class CommentReader {
 public:
  CommentReader(const SourceSet& sources, const config::Config& config, const syntax::Document& document,
                Report& invalid)
      : sources_(sources), config_(config), document_(document), invalid_(invalid) {}

  void read(std::vector<Suppression>& to) {
    for (const syntax::Line& line : document_.lines()) {
      if (line.has_comment()) comment(line, to);
    }
  }

 private:
  void comment(const syntax::Line& line, std::vector<Suppression>& to);
  [[nodiscard]] LineRange covered(const syntax::Line& line, Scope scope) const;
  [[nodiscard]] LineRange section_around(std::uint32_t line) const;
  [[nodiscard]] LineRange next_with_words(std::uint32_t line) const;
  void rule_name(const Span& span, const LineRange& lines, std::vector<Suppression>& to);

  const SourceSet& sources_;
  const config::Config& config_;
  const syntax::Document& document_;
  Report& invalid_;
};

Span part(const Span& whole, std::size_t at, std::size_t length) {
  return {whole.file, whole.offset + static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(length)};
}

std::optional<Scope> scope_of(std::string_view word) {
  if (word == "ignore") return Scope::line;
  if (word == "ignore-section") return Scope::section;
  if (word == "ignore-file") return Scope::file;
  return std::nullopt;
}

void CommentReader::comment(const syntax::Line& line, std::vector<Suppression>& to) {
  const Span span = document_.comment_span(line);
  const std::string_view text = sources_.text(span);
  std::size_t at = text.find_first_not_of("# \t");
  if (at == std::string_view::npos || !text.substr(at).starts_with("hapax:")) return;
  at = std::min(text.find_first_not_of(" \t", at + 6), text.size());
  const std::size_t end = std::min(text.find_first_of(" \t", at), text.size());
  const std::string_view order = text.substr(at, end - at);
  const std::size_t equals = std::min(order.find('='), order.size());
  const auto scope = scope_of(order.substr(0, equals));
  if (!scope || equals + 1 >= order.size()) {
    Diagnostic& finding = invalid_.add(part(span, at, end - at), fmt::format("'{}' is no order to hapax", order));
    finding.label = scope ? "names no rule" : "unknown";
    finding.help = {"write '# hapax: ignore=RULE reason', or 'ignore-section=RULE', or 'ignore-file=RULE'"};
    return;
  }
  const LineRange lines = covered(line, *scope);
  for (std::size_t name = equals + 1; name <= order.size();) {
    const std::size_t comma = std::min(order.find(',', name), order.size());
    rule_name(part(span, at + name, comma - name), lines, to);
    name = comma + 1;
  }
}

void CommentReader::rule_name(const Span& span, const LineRange& lines, std::vector<Suppression>& to) {
  const std::string_view name = sources_.text(span);
  if (find_rule(name) != nullptr) {
    to.push_back({span, name, lines, false});
    return;
  }
  Diagnostic& finding = invalid_.add(span, fmt::format("there is no rule '{}' to be ignored", name));
  std::vector<std::string_view> known;
  for (const RuleInfo* rule : all_rules()) known.push_back(rule->name);
  if (const auto near = nearest(name, known)) finding.help.push_back(fmt::format("did you mean '{}'?", *near));
  finding.help.emplace_back("'hapax rule' lists the rules");
}

LineRange CommentReader::covered(const syntax::Line& line, Scope scope) const {
  const std::uint32_t number = document_.number(line);
  if (scope == Scope::file) return {};
  if (scope == Scope::section) return section_around(number);
  return line.blank() ? next_with_words(number) : LineRange{number, number};
}

LineRange CommentReader::next_with_words(std::uint32_t line) const {
  const auto lines = document_.lines();
  std::uint32_t next = line + 1;
  while (next <= lines.size() && lines[next - 1].blank()) ++next;
  return {next, next};
}

LineRange CommentReader::section_around(std::uint32_t line) const {
  LineRange range{0, std::numeric_limits<std::uint32_t>::max()};
  for (const config::Section& section : config_.sections) {
    if (section.span.file != document_.file()) continue;
    const std::uint32_t opens = sources_.begin(section.span).line;
    if (opens <= line) range.first = opens;
    if (opens > line) {
      range.last = opens - 1;
      break;
    }
  }
  return range;
}

// Few lines have a '#', and every second one an 'h'.
bool may_have_orders(std::string_view text) {
  for (std::size_t at = text.find('#'); at != std::string_view::npos; at = text.find('#', at)) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (text.substr(at, end - at).find("hapax:") != std::string_view::npos) return true;
    at = end;
  }
  return false;
}

}  // namespace

void suppress(const SourceSet& sources, const config::Config& config, const Selection& selection,
              Diagnostics& findings) {
  std::vector<std::vector<Suppression>> by_file(sources.size());
  Diagnostics made;
  Report invalid(suppression_invalid_rule.info, made);
  bool any = false;
  for (FileId file = 0; file < sources.size(); ++file) {
    if (!may_have_orders(sources.text(file))) continue;
    const syntax::Document document = syntax::parse_document(sources, file);
    CommentReader(sources, config, document, invalid).read(by_file[file]);
    any = true;
  }
  if (!any) return;

  std::erase_if(findings.list(), [&](const Diagnostic& d) {
    bool hidden = false;
    const std::uint32_t line = sources.begin(d.span).line;
    for (Suppression& s : by_file[d.span.file]) {
      if (s.rule != d.rule || line < s.lines.first || line > s.lines.last) continue;
      s.used = true;
      hidden = true;
    }
    return hidden;
  });

  Report unused(suppression_unused_rule.info, made);
  for (const auto& list : by_file) {
    for (const Suppression& s : list) {
      if (s.used || !selection.allows(s.rule)) continue;
      Diagnostic& finding = unused.add(s.span, fmt::format("this hides nothing: '{}' finds nothing here", s.rule));
      finding.label = "not needed";
      finding.help = {"remove it, so that it does not hide a later mistake"};
    }
  }
  for (Diagnostic& d : made.list()) {
    if (selection.allows(d.rule)) findings.add(std::move(d));
  }
}

}  // namespace hapax::lint
