// The passes, in order. Names first, then the lines of each proxy, then everything that refers to names.
#include <hapax/model/compile/compile.hpp>

#include <array>

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

void declare_proxies(Compilation& c) {
  for (const config::Section& section : c.config.sections) {
    if (!section.is_proxy()) continue;
    ProxyWork& work = c.proxies.emplace_back();
    work.section = &section;
    work.index = static_cast<model::Index>(c.model.proxies.size());
    model::Proxy& proxy = c.model.proxies.emplace_back();
    proxy.name = section.name;
    proxy.kind = section.kind == config::SectionKind::listen     ? Kind::listen
                 : section.kind == config::SectionKind::frontend ? Kind::frontend
                                                                 : Kind::backend;
    proxy.mode = mode_of(c.config.mode(section));
    proxy.place = c.place(section.span);
    if (section.is_frontend()) c.frontends.try_emplace(proxy.name, work.index);
    if (section.is_backend()) c.backends.try_emplace(proxy.name, work.index);
  }
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
  c.variables_of_process = environment;
  c.model.target = config.target;
  for (FileId file = 0; file < config.sources->size(); ++file) c.model.files.emplace_back(config.sources->name(file));

  declare_proxies(c);
  compile_userlists(c);
  compile_http_errors(c);
  compile_peers(c);
  compile_global(c);
  for (ProxyWork& work : c.proxies) {
    default_balance(c, work);
    apply_lines(c, work);
    assign_server_ids(c, work);
    finish_checks(c, work);
  }
  assign_proxy_ids(c);
  for (ProxyWork& work : c.proxies) {
    compile_server_names(c, work);
    compile_balance(c, work);
    compile_logs(c, work);
    compile_rules(c, work);
    compile_switching(c, work);
    compile_stick_rules(c, work);
    compile_monitor(c, work);
  }
  default_fullconn(c);
  return std::move(c.model);
}

std::span<const RuleInfo> rules() { return kRules; }

}  // namespace hapax::compile
