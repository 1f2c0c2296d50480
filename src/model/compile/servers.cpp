// `server`, `server-template`, `default-server`; numeric ids; what servers say of other servers.
#include <algorithm>
#include <set>

#include "model/compile/addresses.hpp"
#include "model/compile/expressions.hpp"
#include "model/compile/handler.hpp"
#include "model/compile/passes.hpp"
#include "model/compile/servers.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Directive;
using model::Server;

/// More servers than this from one `server-template` are a slip of the finger, not a farm.
constexpr std::int64_t kMostFromTemplate = 65536;

// `minconn` alone or above `maxconn` becomes the maxconn; `maxconn` alone is also the minconn.
void settle_limits(Server& server) {
  if (server.minconn > server.maxconn) {
    server.maxconn = server.minconn;
  } else if (server.minconn == 0) {
    server.minconn = server.maxconn;
  }
}

// What a line says of other things is looked at when all names are known.
bool names_others(const Directive& line) { return line.option("sni") != nullptr || line.option("track") != nullptr; }

// The server, or null where only what cannot be modelled is looked for.
Server* add_server(Compilation& c, ProxyWork& work, const Directive& line, std::string name, std::string_view address) {
  const bool explains_itself = names_others(line) || !work.default_server_line.empty();
  if (!explains_itself && c.names_may_be_left_out()) {
    check_server_options(c, work, line);
    return nullptr;
  }
  model::Range& servers = c.proxy(work).servers;
  const auto index = static_cast<model::Index>(c.model.servers.size());
  if (servers.empty()) servers.first = index;
  ++servers.count;
  Server& server = c.model.servers.emplace_back(work.default_server);
  server.name = std::move(name);
  server.proxy = work.index;
  server.place = c.place(line.span);
  server.address = server_endpoint(address);
  apply_server_options(c, work, line, server);
  settle_limits(server);
  c.seen.tls_at_servers = c.seen.tls_at_servers || server.tls;
  if (c.read_all_names == nullptr) c.seen.servers.try_emplace(c.proxy(work).name + "/" + server.name, index);
  if (explains_itself) work.server_lines.emplace_back(index, &line);
  return &server;
}

void server_line(Compilation& c, ProxyWork& work, const Directive& line) {
  WordCursor words(line.arguments());
  const std::string_view name = words.next();
  add_server(c, work, line, std::string(name), words.next());
}

// `server-template web 1-3 host:80` is web1, web2 and web3. An `id` is that of the first only.
void server_template(Compilation& c, ProxyWork& work, const Directive& line) {
  WordCursor words(line.arguments());
  const std::string_view prefix = words.next();
  const std::string_view range = words.next();
  const std::string_view address = words.next();
  const std::size_t dash = range.find('-');
  const std::int64_t first = dash == std::string_view::npos ? 1 : integer_value(range);
  const std::int64_t last = integer_value(dash == std::string_view::npos ? range : range.substr(dash + 1));
  if (last - first >= kMostFromTemplate) {
    c.not_modelled(work.index, line.span, "server-template with more than 65536 servers");
    return;
  }
  for (std::int64_t i = first; i <= last; ++i) {
    Server* const server = add_server(c, work, line, std::string(prefix) + std::to_string(i), address);
    if (server != nullptr && i > first) server->id = 0;
  }
}

void default_server(Compilation& c, ProxyWork& work, const Directive& line) {
  apply_server_options(c, work, line, work.default_server);
  if (names_others(line)) work.default_server_line.push_back(&line);
}

constexpr Handler kLines[] = {
    {"server", server_line}, {"server-template", server_template}, {"default-server", default_server}};

// The option of the server's own line, else of the last default-server line that has it.
const config::Option* option_of(const ProxyWork& work, const Directive& line, std::string_view name) {
  if (const config::Option* own = line.option(name)) return own;
  for (auto it = work.default_server_line.rbegin(); it != work.default_server_line.rend(); ++it) {
    if (const config::Option* inherited = (*it)->option(name)) return inherited;
  }
  return nullptr;
}

void resolve_track(Compilation& c, ProxyWork& work, Server& server, const config::Option& option) {
  const std::string_view name = option.words.size() > 1 ? option.words[1].text : std::string_view();
  const bool elsewhere = name.find('/') != std::string_view::npos;
  const std::string full = elsewhere ? std::string(name) : c.proxy(work).name + "/" + std::string(name);
  server.track = Compilation::find(c.shared_names().servers, full);
}

}  // namespace

std::span<const Handler> server_lines() { return kLines; }

// Explicit ids are reserved; then each server in declaration order gets the smallest free id that is not below the
// number of servers before it plus one, so that an explicit id makes the numbering skip.
void assign_server_ids(Compilation& c, ProxyWork& work) {
  const model::Range range = c.proxy(work).servers;
  std::set<std::uint32_t> used;
  for (model::Index i = range.first; i < range.end(); ++i) used.insert(c.model.servers[i].id);
  std::uint32_t next = 1;
  for (model::Index i = range.first; i < range.end(); ++i) {
    std::uint32_t& id = c.model.servers[i].id;
    if (id == 0) {
      while (used.contains(next)) ++next;
      id = next;
      used.insert(id);
    }
    ++next;
  }
}

void compile_server_names(Compilation& c, ProxyWork& work) {
  for (const auto& [index, line] : work.server_lines) {
    if (const config::Option* track = option_of(work, *line, "track")) {
      resolve_track(c, work, c.model.servers[index], *track);
    }
    const config::Option* sni = option_of(work, *line, "sni");
    if (sni == nullptr) continue;
    WordCursor words(sni->words.subspan(1));
    const auto expression = compile_expression(c, work, words);
    if (expression) {
      c.model.servers[index].tls_sni = *expression;
    } else {
      c.not_modelled(work.index, sni->span(), "server option sni: " + expression.error().message);
    }
  }
}

}  // namespace hapax::compile
