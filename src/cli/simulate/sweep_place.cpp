#include "cli/simulate/sweep_place.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <hapax/base/edit_distance.hpp>

namespace hapax::cli {
namespace {

constexpr std::string_view kScenario = "scenario.";

using Words = std::vector<std::string_view>;

Words split(std::string_view text, char at) {
  Words parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_number(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }
bool begins_with_number(std::string_view text) { return !text.empty() && is_digit(text.front()); }

std::string did_you_mean(std::string_view word, const Words& known) {
  const auto near = nearest(word, known);
  return near ? fmt::format("; did you mean '{}'?", *near) : "";
}

Result<SweepPlace> number_word(const std::string& target, const config::Directive& line, std::size_t at) {
  if (at < line.words.size() && begins_with_number(line.words[at].text)) return SweepPlace{line.words[at].span, ""};
  return fail(at < line.words.size() ? fmt::format("cannot sweep '{}': '{}' is no number", target, line.words[at].text)
                                     : fmt::format("cannot sweep '{}': there is no number behind it", target));
}

// The word `name` and the number behind it, or the number inside of `name(...)`.
std::optional<Result<SweepPlace>> behind_word(const std::string& target, const config::Directive& line,
                                              std::string_view name, std::size_t from) {
  for (std::size_t i = from; i < line.words.size(); ++i) {
    const std::string_view word = line.words[i].text;
    if (word == name) return number_word(target, line, i + 1);
    if (word.size() <= name.size() + 1 || !word.starts_with(name) || word[name.size()] != '(') continue;
    const std::string_view inside = word.substr(name.size() + 1);
    if (!begins_with_number(inside) || line.words[i].span.length != word.size()) continue;
    const auto digits =
        static_cast<std::uint32_t>(std::find_if_not(inside.begin(), inside.end(), is_digit) - inside.begin());
    const Span& span = line.words[i].span;
    return SweepPlace{{span.file, span.offset + static_cast<std::uint32_t>(name.size()) + 1, digits}, ""};
  }
  return std::nullopt;
}

Result<SweepPlace> on_line(const std::string& target, std::uint32_t number, std::string_view word,
                           const config::Config& config) {
  const config::Directive* found = nullptr;
  for (const config::Section& section : config.sections) {
    for (const config::Directive& line : section.directives) {
      if (line.span.file != 0 || config.sources->begin(line.span).line != number) continue;
      found = &line;
      if (auto place = behind_word(target, line, word, 0)) return *place;
    }
  }
  if (found == nullptr) return fail(fmt::format("cannot sweep '{}': line {} holds no words", target, number));
  Words words;
  for (const auto& known : found->words) words.push_back(known.text);
  return fail(
      fmt::format("cannot sweep '{}': line {} has no word '{}'{}", target, number, word, did_you_mean(word, words)));
}

Result<SweepPlace> of_server(const std::string& target, std::string_view backend, std::string_view server,
                             std::string_view option, const config::Config& config) {
  std::vector<std::string> names;
  for (const config::Section& section : config.sections) {
    if (!section.is_backend()) continue;
    for (const config::Directive* line : section.all("server")) {
      if (line->words.size() < 3) continue;
      names.push_back(fmt::format("{}/{}", section.name, line->words[1].text));
      if (section.name != backend || line->words[1].text != server) continue;
      if (auto place = behind_word(target, *line, option, 3)) return *place;
      return SweepPlace{{line->span.file, line->span.end(), 0}, fmt::format(" {} ", option)};
    }
  }
  const std::string wanted = fmt::format("{}/{}", backend, server);
  return fail(fmt::format("cannot sweep '{}': there is no server '{}'{}", target, wanted,
                          did_you_mean(wanted, Words(names.begin(), names.end()))));
}

bool begins_with(const config::Directive& line, const Words& words) {
  if (line.words.size() < words.size()) return false;
  return std::equal(words.begin(), words.end(), line.words.begin(),
                    [](std::string_view word, const config::Word& of_line) { return word == of_line.text; });
}

Result<SweepPlace> of_section(const std::string& target, std::string_view name, const Words& keyword,
                              const config::Config& config) {
  const config::Section* last = nullptr;
  Words names{"global"};
  for (const config::Section& section : config.sections) {
    if (section.is_proxy()) names.push_back(section.name);
    const bool wanted =
        section.kind == config::SectionKind::global ? name == "global" : !section.name.empty() && section.name == name;
    if (!wanted) continue;
    last = &section;
    for (const config::Directive& line : section.directives) {
      if (begins_with(line, keyword)) return number_word(target, line, keyword.size());
    }
  }
  if (last == nullptr) {
    return fail(fmt::format("cannot sweep '{}': there is no section '{}'{}", target, name, did_you_mean(name, names)));
  }
  return SweepPlace{{last->span.file, last->span.end(), 0}, fmt::format("\n    {} ", fmt::join(keyword, " "))};
}

}  // namespace

bool is_in_scenario(const std::string& target) { return target.starts_with(kScenario); }

Result<SweepPlace> find_place(const std::string& target, const config::Config& config) {
  Words parts = split(target, '.');
  // Names may have dots in them: the shortest beginning that names something is it.
  for (std::size_t taken = 1; taken < parts.size(); ++taken) {
    const auto length = static_cast<std::size_t>(parts[taken].data() - target.data()) - 1;
    const std::string_view name = std::string_view(target).substr(0, length);
    const Words keyword(parts.begin() + static_cast<std::ptrdiff_t>(taken), parts.end());
    const bool last = taken + 1 == parts.size();
    if (is_number(name) && keyword.size() == 1) {
      std::uint32_t line = 0;
      std::from_chars(name.data(), name.data() + name.size(), line);
      return on_line(target, line, keyword[0], config);
    }
    const std::size_t slash = name.find('/');
    auto place = slash == std::string_view::npos
                     ? of_section(target, name, keyword, config)
                     : of_server(target, name.substr(0, slash), name.substr(slash + 1), keyword[0], config);
    if (place || last || parts.size() == 2) return place;
    // "web.timeout.server": a longer name cannot help where the short one is a section.
    for (const config::Section& section : config.sections) {
      if (section.name == name) return place;
    }
  }
  return fail(fmt::format("cannot sweep '{}': write SECTION.KEYWORD, BACKEND/SERVER.OPTION, LINE.WORD or scenario.KEY",
                          target));
}

SourceSet with_values(const SourceSet& sources, const std::vector<std::pair<SweepPlace, std::string>>& values) {
  auto ordered = values;
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const auto& a, const auto& b) { return a.first.span.offset > b.first.span.offset; });
  SourceSet result;
  for (FileId file = 0; file < sources.size(); ++file) {
    std::string text(sources.text(file));
    for (const auto& [place, value] : ordered) {
      if (place.span.file == file) text.replace(place.span.offset, place.span.length, place.before + value);
    }
    result.add(std::string(sources.name(file)), std::move(text));
  }
  return result;
}

Result<std::string> with_value(const std::string& yaml, const std::string& target, const std::string& value) {
  try {
    YAML::Node root = YAML::Load(yaml);
    YAML::Node node = root;
    for (const std::string_view part : split(std::string_view(target).substr(kScenario.size()), '.')) {
      YAML::Node next;
      std::size_t place = 0;
      if (node.IsSequence() && is_number(part)) {
        std::from_chars(part.data(), part.data() + part.size(), place);
        if (place < node.size()) next.reset(node[place]);
      } else if (node.IsMap() && node[std::string(part)]) {
        next.reset(node[std::string(part)]);
      }
      if (next.IsNull()) return fail(fmt::format("cannot sweep '{}': the scenario has no '{}' there", target, part));
      node.reset(next);
    }
    if (!node.IsScalar() || !begins_with_number(node.Scalar())) {
      return fail(fmt::format("cannot sweep '{}': it is no number", target));
    }
    node = value;
    return YAML::Dump(root);
  } catch (const YAML::Exception& error) {
    return fail(fmt::format("cannot sweep '{}': the scenario is not readable as YAML: {}", target, error.msg));
  }
}

}  // namespace hapax::cli
