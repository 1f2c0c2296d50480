#include <hapax/config/by_row.hpp>
#include <hapax/lint/rule.hpp>

#include "lint/counters.hpp"

namespace hapax::lint {
namespace {

using Lines = std::vector<const config::Directive*> Proxy::*;

// The list of a proxy in which lines of that row stand; null: in none.
Lines list_of(const config::Keyword& row) {
  if (row.name == "bind") return &Proxy::binds;
  if (row.name == "server") return &Proxy::servers;
  if (row.name == "server-template") return &Proxy::templates;
  if (row.name == "default-server") return &Proxy::default_servers;
  if (row.name == "acl") return &Proxy::acls;
  if (row.name == "use_backend") return &Proxy::use_backends;
  if (row.name == "http-request") return &Proxy::http_requests;
  return row.name.starts_with("tcp-request ") ? &Proxy::tcp_requests : nullptr;
}

void gather(const config::Directive& directive, Proxy& proxy) {
  static const config::ByRow<Lines> kLists(config::KeywordClass::directive, list_of);
  if (directive.row == nullptr || directive.no || directive.reset) return;
  const Lines list = kLists[*directive.row];
  if (list == nullptr) return;
  constexpr std::size_t kUsual = 4;  // a backend's servers, most often
  if ((proxy.*list).empty()) (proxy.*list).reserve(kUsual);
  (proxy.*list).push_back(&directive);
}

// Nearest first: a defaults section may itself be made from another one.
std::vector<const config::Directive*> inherited_default_servers(const config::Section& section) {
  std::vector<const config::Directive*> lines;
  for (const config::Section* from = section.defaults; from != nullptr; from = from->defaults) {
    for (auto line = from->directives.rbegin(); line != from->directives.rend(); ++line) {
      if (line->is("default-server")) lines.push_back(&*line);
    }
  }
  return lines;
}

}  // namespace

Subject::Subject(const config::Config& configuration) : config(configuration) {
  by_index_.resize(config.sections.size());
  proxies.reserve(config.sections.size());
  for (const config::Section& section : config.sections) {
    if (section.action_bits != 0) {
      for (const config::Directive& directive : section.directives) add_trackings(section, directive, trackings);
    }
    if (!section.is_proxy()) continue;
    by_index_[section.index] = proxies.size();
    if (section.is_backend()) backends_.emplace(section.name, proxies.size());
    Proxy& proxy = proxies.emplace_back();
    proxy.section = &section;
    proxy.mode = config.mode(section);
    for (const config::Directive& directive : section.directives) gather(directive, proxy);
    if (section.is_backend()) proxy.inherited_default_servers = inherited_default_servers(section);
    if (section.is_frontend()) proxy.default_backend = config.effective(section, "default_backend");
  }
}

std::vector<AclTest> acl_tests_of(const SectionRange& sections) {
  std::size_t lines = 0;
  for (const config::Section& section : sections) lines += section.directives.size();
  std::vector<AclTest> tests;
  tests.reserve(lines);  // more than needed, and what is not used takes no memory
  for (const config::Section& section : sections) {
    if (!section.is_proxy() && section.kind != config::SectionKind::defaults) continue;
    for (const config::Directive& line : section.directives) add_acl_tests(section, line, tests);
  }
  return tests;
}

Balance balance_of(const config::Section& section) {
  // The tables have a row for each algorithm, so that the line goes by its first word; the row says where to look.
  for (const config::Section* from = &section; from != nullptr; from = from->defaults) {
    for (auto line = from->directives.rbegin(); line != from->directives.rend(); ++line) {
      if (line->row == nullptr || !line->row->name.starts_with("balance")) continue;
      if (line->words.size() < 2 || line->words[0].text != "balance") continue;
      return {&*line, line->words[1].text, from == &section};
    }
  }
  return {};
}

const Proxy* Subject::backend(std::string_view name) const {
  const auto found = backends_.find(name);
  return found == backends_.end() ? nullptr : &proxies[found->second];
}

}  // namespace hapax::lint
