// The passes, in order. Names first, then the lines of each proxy, then everything that refers to names.
#include <hapax/model/compile/compile.hpp>

#include <array>

#include "model/compile/glance.hpp"
#include "model/compile/lines.hpp"
#include "model/compile/passes.hpp"

namespace hapax::compile {
namespace {

using Kind = model::Proxy::Kind;

model::Mode mode_of(config::ProxyMode mode) {
  switch (mode) {
    case config::ProxyMode::tcp:
      return model::Mode::tcp;
    case config::ProxyMode::http:
      return model::Mode::http;
    case config::ProxyMode::log:
      return model::Mode::log;
    case config::ProxyMode::spop:
      return model::Mode::spop;
    case config::ProxyMode::haterm:
      return model::Mode::haterm;
  }
  return model::Mode::tcp;
}

model::Proxy declared(const Compilation& c, const config::Section& section) {
  model::Proxy proxy;
  proxy.name = section.name;
  proxy.kind = section.kind == config::SectionKind::listen     ? Kind::listen
               : section.kind == config::SectionKind::frontend ? Kind::frontend
                                                               : Kind::backend;
  proxy.mode = mode_of(c.config.mode(section));
  proxy.place = c.place(section.span);
  return proxy;
}

void declare_proxies(Compilation& c) {
  for (const config::Section& section : c.config.sections) {
    if (!section.is_proxy()) continue;
    const auto index = static_cast<model::Index>(c.sections.size());
    c.sections.push_back(&section);
    if (!c.findings_only) c.model.proxies.push_back(declared(c, section));
    if (section.is_frontend()) c.frontends.try_emplace(section.name, index);
    if (section.is_backend()) c.backends.try_emplace(section.name, index);
  }
}

ProxyWork work_on(const Compilation& c, model::Index index) {
  ProxyWork work;
  work.section = c.sections[index];
  work.index = index;
  return work;
}

void declare_all(Compilation& c, const syntax::Environment* environment) {
  c.variables_of_process = environment;
  c.model.target = c.config.target;
  for (FileId file = 0; file < c.config.sources->size(); ++file)
    c.model.files.emplace_back(c.config.sources->name(file));
  declare_proxies(c);
  compile_userlists(c);
  compile_caches(c);
  compile_http_errors(c);
  compile_peers(c);
  compile_global(c);
}

void read_lines(Compilation& c, ProxyWork& work) {
  default_balance(c, work);
  apply_lines(c, work);
  assign_server_ids(c, work);
  finish_checks(c, work);
}

void refer_to_names(Compilation& c, ProxyWork& work) {
  compile_server_names(c, work);
  compile_balance(c, work);
  if (!c.findings_only) compile_logs(c, work);
  compile_rules(c, work);
  compile_switching(c, work);
  compile_stick_rules(c, work);
  compile_monitor(c, work);
}

// With findings_only there is one proxy in the model at a time, the first. No index is followed but those of the proxy
// itself; what stands in the maps of names says only that something exists.
ProxyWork only_proxy(Compilation& c, const config::Section& section) {
  c.model.proxies.resize(1);
  c.model.proxies.front() = declared(c, section);
  // A table of servers that doubles again and again would be the largest thing there is for a large backend.
  if (section.is_backend()) c.model.servers.reserve(section.directives.size());
  ProxyWork work;
  work.section = &section;
  work.index = 0;
  return work;
}

// Takes back everything in the model that belongs to the proxy at work.
void forget(Compilation& c, const ProxyWork& work) {
  model::RoutingModel& m = c.model;
  c.known_expressions.forget();
  c.forget_line();
  const auto clear = [](auto&... table) { (table.clear(), ...); };
  clear(m.servers, m.binds, m.rules, m.backend_rules, m.server_rules, m.persist_rules, m.stick_rules, m.stick_tables,
        m.check_steps, m.tests, m.acls, m.terms, m.conjunctions, m.conditions, m.not_modelled);
  // clear() and '= {}' would leave the buckets of the largest proxy to be gone through each time.
  if (!c.acls.empty()) c.acls = decltype(c.acls)();
  c.acl_lines.erase(work.section);
  c.lines.clear();
  c.made_words.clear();
}

// What the proxies declare, and nothing of what is found on the way.
SharedNames read_names(const Compilation& c) {
  Diagnostics dropped;
  Compilation all(c.config, c.files, dropped);
  all.findings_only = true;
  declare_all(all, c.variables_of_process);
  for (const config::Section* section : all.sections) {
    ProxyWork work = only_proxy(all, *section);
    apply_lines(all, work);
    forget(all, work);
  }
  return std::move(all.seen);
}

constexpr std::string_view kWhy =
    "hapax understands this line but its answers about traffic (route, simulate, graph) do not take it into account. "
    "The number of such lines stands beside each answer that they could have changed.";

constexpr std::array kRules{RuleInfo{"not-modelled", Origin::hapax, Severity::info,
                                     "a line that answers about traffic do not take into account", kWhy,
                                     "backend b\n    filter spoe engine waf config waf.conf\n", ""}};

}  // namespace

model::RoutingModel compile(const config::Config& config, config::FileAccess* files, Diagnostics& diagnostics,
                            const syntax::Environment* environment) {
  Compilation c(config, files, diagnostics);
  declare_all(c, environment);
  for (model::Index i = 0; i < c.model.proxies.size(); ++i) read_lines(c, c.proxies.emplace_back(work_on(c, i)));
  assign_proxy_ids(c);
  for (ProxyWork& work : c.proxies) refer_to_names(c, work);
  default_fullconn(c);
  return std::move(c.model);
}

void find_not_modelled(const config::Config& config, config::FileAccess* files, Diagnostics& diagnostics,
                       const syntax::Environment* environment) {
  Compilation c(config, files, diagnostics);
  c.findings_only = true;
  c.read_all_names = read_names;
  declare_all(c, environment);
  for (const config::Section* section : c.sections) {
    if (finds_nothing(c, *section)) continue;
    ProxyWork work = only_proxy(c, *section);
    apply_lines(c, work);
    refer_to_names(c, work);
    forget(c, work);
  }
}

std::span<const RuleInfo> rules() { return kRules; }

}  // namespace hapax::compile
