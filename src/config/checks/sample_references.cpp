// Names in sample expressions and rules: stick tables, backends, frontends, servers, user lists.
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

// Which sections have a stick table, looked up once.
class Tables {
 public:
  explicit Tables(const Config& config) : config_(config) {
    for (const Section& s : config.sections) {
      for (const Directive& d : s.directives) {
        if (d.is("stick-table")) proxies_.insert(&s);
        if (d.is("table")) of_peers_.insert({&s, d.text("name")});
      }
    }
  }

  [[nodiscard]] bool contains(std::string_view name) const {
    const std::size_t slash = name.find('/');
    if (slash != std::string_view::npos) {
      const Section* const peers = config_.find(SectionKind::peers, name.substr(0, slash));
      if (peers != nullptr && of_peers_.contains({peers, name.substr(slash + 1)})) return true;
    }
    for (const SectionKind kind : {SectionKind::frontend, SectionKind::backend}) {
      const Section* const proxy = config_.find(kind, name);
      if (proxy != nullptr && proxies_.contains(proxy)) return true;
    }
    return false;
  }

 private:
  const Config& config_;
  std::unordered_set<const Section*> proxies_;
  std::set<std::pair<const Section*, std::string_view>> of_peers_;
};

// A list that is missing is reported for itself.
bool has_group(const Config& config, std::string_view list, std::string_view name) {
  const Section* const users = config.find(SectionKind::userlist, list);
  if (users == nullptr) return true;
  for (const Directive* const group : users->all("group"))
    if (group->text("name") == name) return true;
  return false;
}

bool is_there(Reading& reading, const Tables& tables, const NamedReference& r) {
  const Config& config = reading.config();
  const std::string_view name = r.name.empty() && r.section != nullptr ? r.section->name : r.name;
  // A rule without a name means its own section, not another one of the same name.
  if (r.kind == "track" && r.name.empty() && r.section != nullptr) return r.section->last("stick-table") != nullptr;
  if (r.kind == "table" || r.kind == "track") return tables.contains(name);
  if (r.kind == "backend") return config.find(SectionKind::backend, name) != nullptr;
  if (r.kind == "frontend") return config.find(SectionKind::frontend, name) != nullptr;
  if (r.kind == "resolvers") return has_resolvers(config, r.name);
  if (r.kind == "server") return !r.name.empty() && reading.find_server(r.name, r.section).second.line != nullptr;
  if (r.kind == "group") return has_group(config, r.owner, name);
  if (r.kind == "userlist") return !r.name.empty() && config.find(SectionKind::userlist, r.name) != nullptr;
  return true;
}

bool in_defaults(const NamedReference& r) { return r.section->kind == SectionKind::defaults; }

// "s1" of "be/s1": a server of the section it is named in.
bool is_own_server(const NamedReference& r) { return r.kind == "server" && r.name.find('/') == std::string_view::npos; }

std::string message_for(Reading& reading, const NamedReference& r) {
  const std::string_view what = r.kind == "track" || r.kind == "table" ? "stick table" : r.kind;
  if (r.name.empty())
    return fmt::format("{} needs a {}, and {} has none", quote(r.owner), what,
                       in_defaults(r) ? "a defaults section" : "this section");
  if (in_defaults(r) && is_own_server(r))
    return fmt::format("{} names the server {} without its backend, and a defaults section has no servers",
                       quote(r.owner), quote(r.name));
  const auto found = r.kind == "server" ? reading.find_server(r.name, r.section).second : ServerNames::Found();
  return fmt::format("{} names the {} {}, and {}", quote(r.owner), what, quote(r.name), what_is_wrong(found));
}

std::string help_for(const NamedReference& r) {
  if (r.kind == "table" || r.kind == "track")
    return r.name.empty() && !in_defaults(r) ? "add a 'stick-table' line to the section, or name another one's"
                                             : "name a section that has a 'stick-table' line";
  if (in_defaults(r) && is_own_server(r)) return "write 'BACKEND/SERVER'";
  if (in_defaults(r) && r.name.empty()) return fmt::format("name a {}", r.kind);
  return fmt::format("declare it: '{} {}'", r.kind, r.name.empty() ? "NAME" : r.name);
}

std::vector<const Section*> heirs(const Reading& reading, const Section& defaults) {
  std::vector<const Section*> list;
  for (const Section& section : reading.config().sections) {
    if (!section.is_proxy() || reading.disabled(section)) continue;
    for (const Section* s : chain(section))
      if (s == &defaults) list.push_back(&section);
  }
  return list;
}

const Directive* line_of(const NamedReference& r) {
  for (const Directive& d : r.section->directives)
    if (d.span.file == r.span.file && d.span.offset <= r.span.offset && r.span.end() <= d.span.end()) return &d;
  return nullptr;
}

// A rule of a defaults section belongs to all that inherit it, so that it has no table and no servers of its own. Where
// it names no proxy, it is for the kind of those that inherit.
bool is_there_for_rule(Reading& reading, const Tables& tables, const NamedReference& r,
                       const std::vector<const Section*>& heirs) {
  if (is_own_server(r)) return false;
  if (!r.name.empty()) return is_there(reading, tables, r);
  const auto all = [&](auto is_kind) { return std::all_of(heirs.begin(), heirs.end(), is_kind); };
  if (r.kind == "backend") return all([](const Section* s) { return s->is_backend(); });
  if (r.kind == "frontend") return all([](const Section* s) { return s->is_frontend(); });
  return r.kind != "track" && r.kind != "table";
}

// A format is read anew for each frontend that inherits it, and that of unique IDs for each backend, too.
bool is_there_for_format(Reading& reading, const Tables& tables, NamedReference r, const Directive& line,
                         const Section& heir) {
  r.section = &heir;
  return (!heir.is_frontend() && !line.is("unique-id-format")) || is_there(reading, tables, r);
}

bool is_there_for_heirs(Reading& reading, const Tables& tables, const NamedReference& r) {
  const std::vector<const Section*> list = heirs(reading, *r.section);
  const Directive* const line = line_of(r);
  if (list.empty() || line == nullptr) return true;
  // HAProxy looks for no names in checks and answers that are inherited.
  if (line->is("http-error") || line->row->name.starts_with("http-check") || line->row->name.starts_with("tcp-check"))
    return true;
  // ACLs are the business of rules, where there are some.
  if (line->is("acl") && r.section->action_bits == 0) return true;
  if (line->is("acl") || line->action() != nullptr) return is_there_for_rule(reading, tables, r, list);
  return std::all_of(list.begin(), list.end(),
                     [&](const Section* heir) { return is_there_for_format(reading, tables, r, *line, *heir); });
}

}  // namespace

void check_sample_references(Reading& reading) {
  if (reading.references.empty()) return;
  const Tables tables(reading.config());
  for (const NamedReference& r : reading.references) {
    if (r.section == nullptr || (r.section->is_proxy() && reading.disabled(*r.section))) continue;
    if (in_defaults(r) ? is_there_for_heirs(reading, tables, r) : is_there(reading, tables, r)) continue;
    Diagnostic& d = reading.error("unknown-reference", r.span, message_for(reading, r), help_for(r));
    d.whole = r.kind == "track" || r.kind == "group";
  }
}

}  // namespace hapax::config
