#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

void gather(const config::Directive& directive, Proxy& proxy) {
  if (directive.row == nullptr || directive.no || directive.reset) return;
  const std::string_view name = directive.row->name;
  if (name == "bind") proxy.binds.push_back(&directive);
  if (name == "server") proxy.servers.push_back(&directive);
  if (name == "server-template") proxy.templates.push_back(&directive);
  if (name == "default-server") proxy.default_servers.push_back(&directive);
  if (name == "acl") proxy.acls.push_back(&directive);
  if (name == "use_backend") proxy.use_backends.push_back(&directive);
  if (name == "http-request") proxy.http_requests.push_back(&directive);
  if (name.starts_with("tcp-request ")) proxy.tcp_requests.push_back(&directive);
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

Subject::Subject(const config::Config& configuration)
    : config(configuration), acl_tests(lint::acl_tests(configuration)) {
  by_index_.resize(config.sections.size());
  for (const config::Section& section : config.sections) {
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

Balance balance_of(const config::Section& section) {
  // The tables have a row for each algorithm, so that the line goes by its first word.
  for (const config::Section* from = &section; from != nullptr; from = from->defaults) {
    for (auto line = from->directives.rbegin(); line != from->directives.rend(); ++line) {
      if (line->row == nullptr || line->words.size() < 2 || line->words[0].text != "balance") continue;
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
