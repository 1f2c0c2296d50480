#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include <hapax/config/by_row.hpp>
#include <hapax/lint/rule.hpp>

#include "lint/counters.hpp"

namespace hapax::lint {
namespace {

/// The lists of a proxy that are made of its own lines.
constexpr std::array kLists = {&Proxy::binds, &Proxy::servers,      &Proxy::templates,     &Proxy::default_servers,
                               &Proxy::acls,  &Proxy::use_backends, &Proxy::http_requests, &Proxy::tcp_requests};

// Which of them lines of that row go into; none: kLists.size().
std::size_t list_of(const config::Keyword& row) {
  const auto at = [](Lines Proxy::*list) {
    return static_cast<std::size_t>(std::find(kLists.begin(), kLists.end(), list) - kLists.begin());
  };
  if (row.name == "bind") return at(&Proxy::binds);
  if (row.name == "server") return at(&Proxy::servers);
  if (row.name == "server-template") return at(&Proxy::templates);
  if (row.name == "default-server") return at(&Proxy::default_servers);
  if (row.name == "acl") return at(&Proxy::acls);
  if (row.name == "use_backend") return at(&Proxy::use_backends);
  if (row.name == "http-request") return at(&Proxy::http_requests);
  return row.name.starts_with("tcp-request ") ? at(&Proxy::tcp_requests) : kLists.size();
}

/// Gathers the lines of one proxy after the other.
class Gathering {
 public:
  explicit Gathering(Arena& arena) : arena_(arena) {}

  void gather(const config::Section& section, Proxy& proxy) {
    for (const config::Directive& line : section.directives) add(line);
    for (std::size_t i = 0; i < kLists.size(); ++i) {
      proxy.*kLists[i] = keep(found_[i]);
      found_[i].clear();
    }
    if (section.is_backend()) proxy.inherited_default_servers = inherited_default_servers(section);
  }

 private:
  void add(const config::Directive& line) {
    static const config::ByRow<std::size_t> kListOf(config::KeywordClass::directive, list_of);
    if (line.row == nullptr || line.no || line.reset) return;
    const std::size_t list = kListOf[*line.row];
    if (list < kLists.size()) found_[list].push_back(&line);
  }

  // Nearest first: a defaults section may itself be made from another one.
  Lines inherited_default_servers(const config::Section& section) {
    inherited_.clear();
    for (const config::Section* from = section.defaults; from != nullptr; from = from->defaults) {
      for (auto line = from->directives.rbegin(); line != from->directives.rend(); ++line) {
        if (line->is("default-server")) inherited_.push_back(&*line);
      }
    }
    return keep(inherited_);
  }

  Lines keep(const std::vector<const config::Directive*>& lines) { return arena_.keep(Lines(lines)); }

  Arena& arena_;
  std::array<std::vector<const config::Directive*>, kLists.size()> found_;
  std::vector<const config::Directive*> inherited_;
};

}  // namespace

Subject::Subject(const config::Config& configuration) : config(configuration) {
  by_index_.resize(config.sections.size());
  proxies.reserve(config.sections.size());
  Gathering lines(lines_);
  for (const config::Section& section : config.sections) {
    if (section.may_have_action(kTracking)) {
      for (const config::Directive& directive : section.directives) add_trackings(section, directive, trackings);
    }
    if (!section.is_proxy()) continue;
    by_index_[section.index] = proxies.size();
    Proxy& proxy = proxies.emplace_back();
    proxy.section = &section;
    proxy.mode = config.mode(section);
    lines.gather(section, proxy);
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
  const config::Section* const section = config.find(config::SectionKind::backend, name);
  return section == nullptr ? nullptr : &proxies[by_index_[section->index]];
}

}  // namespace hapax::lint
