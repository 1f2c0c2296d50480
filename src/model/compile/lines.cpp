#include "model/compile/lines.hpp"

#include <algorithm>
#include <unordered_map>

#include <hapax/config/by_row.hpp>

#include "model/compile/bearing.hpp"
#include "model/compile/handler.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Directive;

/// A chain of defaults sections longer than this has a circle in it.
constexpr std::size_t kMaxDefaults = 64;

void nothing(Compilation&, ProxyWork&, const Directive&) {}

void backend_rule(Compilation&, ProxyWork& work, const Directive& line) {
  work.backend_rules.push_back({&line, work.scope});
}
void server_rule(Compilation&, ProxyWork& work, const Directive& line) {
  work.server_rules.push_back({&line, work.scope});
}
void default_backend(Compilation&, ProxyWork& work, const Directive& line) {
  work.default_backend = Line{&line, work.scope};
}
void http_reuse(Compilation& c, ProxyWork& work, const Directive& line) {
  const std::string_view word = WordCursor(line.arguments()).peek();
  c.proxy(work).reuse = word == "never"        ? model::HttpReuse::never
                        : word == "aggressive" ? model::HttpReuse::aggressive
                        : word == "always"     ? model::HttpReuse::always
                                               : model::HttpReuse::safe;
}
// Checks run beside the traffic: what is missing there changes no answer here, but the finding says so.
void check_only(Compilation& c, ProxyWork&, const Directive& line) {
  c.remark(line.span, std::string(line.name()) + " is not modelled: checks are taken to do without it");
}

// Those of caches and of compression say only where among filters they stand.
void filter(Compilation& c, ProxyWork& work, const Directive& line) {
  const std::string_view kind = WordCursor(line.arguments()).peek();
  if (kind != "cache" && kind != "compression") c.not_modelled(work.index, line.span, "filter " + std::string(kind));
}

// Lines that other passes look at (acl, mode), and the short ones.
constexpr Handler kLines[] = {
    {"acl", nothing},
    {"mode", nothing},
    {"use_backend", backend_rule},
    {"use-server", server_rule},
    {"default_backend", default_backend},
    {"http-reuse", http_reuse},
    {"filter", filter},
    {"http-check set-var", check_only},
    {"http-check set-var-fmt", check_only},
    {"http-check unset-var", check_only},
    {"tcp-check set-var", check_only},
    {"tcp-check set-var-fmt", check_only},
    {"tcp-check unset-var", check_only},
    {"tcp-check send-lf", check_only},
    {"tcp-check send-binary-lf", check_only},
};

std::unordered_map<std::string_view, Apply> all_lines() {
  std::unordered_map<std::string_view, Apply> lines;
  for (const auto& table : {std::span<const Handler>(kLines), option_lines(), limit_lines(), bind_lines(),
                            server_lines(), check_lines(), balance_lines(), persistence_lines(), rule_lines(),
                            log_lines(), error_lines(), stats_lines(), compression_lines()}) {
    for (const Handler& handler : table) lines.emplace(handler.name, handler.apply);
  }
  return lines;
}

struct Found {
  Apply apply = nullptr;
  std::size_t name_words = 0;
  bool by_words = false;  ///< the row does not say which handler it is
  bool without_bearing = false;
};

// The same by the first word of their names, the longest name first.
std::unordered_map<std::string_view, std::vector<Handler>> by_first_word() {
  std::unordered_map<std::string_view, std::vector<Handler>> groups;
  for (const auto& [name, apply] : all_lines()) groups[name.substr(0, name.find(' '))].push_back({name, apply});
  for (auto& [word, group] : groups) {
    std::sort(group.begin(), group.end(),
              [](const Handler& a, const Handler& b) { return a.name.size() > b.name.size(); });
  }
  return groups;
}

// How many words a handler's name takes if the line begins with it, else 0; what stands in parentheses is no part of a
// name.
std::size_t words_taken(std::string_view name, Words words) {
  std::size_t count = 0;
  while (true) {
    if (count == words.size()) return 0;
    const std::string_view text = words[count].text;
    const std::size_t blank = name.find(' ');
    if (text.substr(0, text.find('(')) != name.substr(0, blank)) return 0;
    ++count;
    if (blank == std::string_view::npos) return count;
    name.remove_prefix(blank + 1);
  }
}

const std::unordered_map<std::string_view, std::vector<Handler>>& handlers() {
  static const auto kGroups = by_first_word();
  return kGroups;
}

// The handler whose name is the longest beginning of the words.
Found find_by_words(Words words) {
  if (words.empty()) return {};
  const auto group = handlers().find(words[0].text.substr(0, words[0].text.find('(')));
  if (group == handlers().end()) return {};
  for (const Handler& handler : group->second) {
    if (const std::size_t count = words_taken(handler.name, words); count > 0) return {handler.apply, count};
  }
  return {};
}

// Keyword rows may name more words ("balance first") or fewer than a handler does; then the line itself has to be
// asked.
Found find_by_name(std::string_view name) {
  std::vector<config::Word> words;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find(' ', begin), name.size());
    words.push_back({syntax::WordText(name.substr(begin, end - begin)), {}});
    begin = end + 1;
  }
  Found found = find_by_words(words);
  const auto group = handlers().find(words[0].text);
  const std::string longer = std::string(name) + ' ';
  found.by_words =
      group != handlers().end() && std::any_of(group->second.begin(), group->second.end(),
                                               [&](const Handler& h) { return h.name.starts_with(longer); });
  found.without_bearing = line_without_bearing(name);
  return found;
}

Found find_handler(const Directive& line) {
  static const config::ByRow<Found> kKnown(config::KeywordClass::directive,
                                           [](const config::Keyword& row) { return find_by_name(row.name); });
  const Found& found = kKnown[*line.row];
  if (!found.by_words) return found;
  Found by_words =
      find_by_words(line.words.subspan(std::min<std::size_t>(line.no || line.reset ? 1 : 0, line.words.size())));
  by_words.without_bearing = found.without_bearing;
  return by_words;
}

void apply_section(Compilation& c, ProxyWork& work, const config::Section& section) {
  work.scope = &section;
  for (const Directive& line : section.directives) {
    if (line.row == nullptr || line.ignored) continue;
    const Found handler = find_handler(line);
    if (handler.apply == nullptr) {
      if (!handler.without_bearing && !line.no) c.not_modelled(work.index, line.span, std::string(line.name()));
      continue;
    }
    if (line.name_words == handler.name_words) {
      handler.apply(c, work, line);
      continue;
    }
    // Its arguments begin behind the handler's name, whatever the row's name is.
    Directive& own = c.lines.emplace_back(line);
    own.name_words = static_cast<std::uint8_t>(handler.name_words);
    handler.apply(c, work, own);
  }
}

}  // namespace

void apply_lines(Compilation& c, ProxyWork& work) {
  std::vector<const config::Section*> chain;
  for (const config::Section* at = work.section; at != nullptr && chain.size() < kMaxDefaults; at = at->defaults) {
    chain.push_back(at);
  }
  for (auto it = chain.rbegin(); it != chain.rend(); ++it) apply_section(c, work, **it);
}

}  // namespace hapax::compile
