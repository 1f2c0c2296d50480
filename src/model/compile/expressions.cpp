#include "model/compile/expressions.hpp"

#include <algorithm>

#include "model/compile/acls.hpp"
#include "model/compile/arguments.hpp"
#include "model/compile/glance.hpp"
#include "model/compile/overwritten.hpp"

namespace hapax::compile {
namespace {

std::string not_known(std::string_view what, std::string_view name, const std::string& why = {}) {
  return std::string(what) + " '" + std::string(name) + "'" + (why.empty() ? "" : ": " + why);
}

// env(NAME) is what the configuration was read with.
void add_environment(Compilation& c, model::FetchId id, std::vector<model::Argument>& arguments) {
  if (id != model::FetchId::env || arguments.empty()) return;
  if (const auto value = c.environment(arguments[0].text)) {
    arguments.resize(1);
    arguments.push_back(text_argument(*value));
  }
}

// quic_enabled is what the global section says.
void add_quic(Compilation& c, model::FetchId id, std::vector<model::Argument>& arguments) {
  if (id != model::FetchId::quic_enabled) return;
  bool enabled = true;
  for (const config::Section* global : c.config.all(config::SectionKind::global)) {
    enabled = enabled && global->all("no-quic").empty();
  }
  arguments = {integer_argument(enabled ? 1 : 0)};
}

// Details of TLS that the model has no place for. They have no value where nobody speaks it.
bool tells_of_tls(Compilation& c, model::FetchId id) {
  using Id = model::FetchId;
  if (id == Id::tls_flag || id == Id::tls_number || id == Id::tls_text || id == Id::ssl_fc_is_resumed) {
    return c.shared_names().tls_at_binds;
  }
  if (id == Id::client_certificate_flag || id == Id::client_certificate_error || id == Id::client_certificate_version ||
      id == Id::client_certificate_text) {
    return c.shared_names().certificates_of_clients;
  }
  const bool of_servers = id == Id::server_tls_text || id == Id::server_tls_number || id == Id::server_tls_flag;
  return of_servers && c.shared_names().tls_at_servers;
}

// when(acl,NAME)
Result<void> add_acl_of_condition(Compilation& c, const ProxyWork& work, std::vector<model::Argument>& arguments) {
  if (arguments.size() < 2 || !arguments[0].text.ends_with("acl")) return {};
  const auto acl = named_acl(c, work, work.scope != nullptr ? work.scope : work.section, arguments[1].text);
  if (!acl) return tl::unexpected(acl.error());
  arguments[1].index = *acl;
  return {};
}

Result<model::Range> converters(Compilation& c, const ProxyWork& work, const syntax::Expression& expression,
                                std::span<const syntax::Call> calls) {
  std::vector<model::Converter> list;
  list.reserve(calls.size());
  for (const syntax::Call& call : calls) {
    const auto id = model::find_converter(call.name);
    if (!id) return fail(not_known("converter", call.name));
    auto arguments = compile_arguments(c, work, {call.name, model::arguments_of(*id)}, expression.arguments_of(call));
    if (!arguments) return fail(not_known("converter", call.name, arguments.error().message));
    if (*id == model::ConverterId::when) {
      if (auto known = add_acl_of_condition(c, work, *arguments); !known) return tl::unexpected(known.error());
    }
    list.push_back({*id, Compilation::append(c.model.arguments, std::move(*arguments))});
  }
  return Compilation::append(c.model.converters, std::move(list));
}

Result<model::Index> compile_anew(Compilation& c, const ProxyWork& work, const syntax::Expression& expression,
                                  std::string_view text) {
  if (expression.calls.empty()) return fail("an empty expression");
  const syntax::Call& fetch = expression.fetch();
  auto id = model::find_fetch(fetch.name);
  // Both messages have headers that `hdr` may mean, and cookies; in conditions `hdr` always means the request's.
  if (c.of_answer && fetch.name == "hdr") id = model::FetchId::res__hdr;
  if (c.of_answer && fetch.name == "cookie") id = model::FetchId::res__cook;
  if (!id) return fail(not_known("sample fetch", fetch.name));
  auto arguments = compile_arguments(c, work, {fetch.name, model::arguments_of(*id)}, expression.arguments_of(fetch));
  if (!arguments) return fail(not_known("sample fetch", fetch.name, arguments.error().message));
  add_environment(c, *id, *arguments);
  add_quic(c, *id, *arguments);
  if (*id == model::FetchId::acl) {
    if (auto known = compile_named_acls(c, work, *arguments); !known) return tl::unexpected(known.error());
  }
  if (tells_of_tls(c, *id)) return fail(not_known("sample fetch", fetch.name));
  const auto chain = converters(c, work, expression, expression.converters());
  if (!chain) return tl::unexpected(chain.error());
  model::Expression made;
  made.fetch = *id;
  made.arguments = Compilation::append(c.model.arguments, std::move(*arguments));
  if (const auto found = find_overwriting(c.model, *id, made.arguments, *chain)) {
    return fail(not_known("converter", found->converter, std::string(found->why)));
  }
  made.converters = *chain;
  if (!c.findings_only) made.text = text;
  return Compilation::append_one(c.model.expressions, std::move(made));
}

}  // namespace

Result<model::Index> compile_expression(Compilation& c, const ProxyWork& work, const syntax::Expression& expression,
                                        std::string_view text) {
  if (!c.findings_only || work.section == nullptr || expression.calls.empty())
    return compile_anew(c, work, expression, text);
  const KnownExpressions::Key key{work.section, work.scope, text, expression.fetch().name, c.of_answer};
  if (const model::Index known = c.known_expressions.find(key); known != model::kNone) return known;
  auto made = compile_anew(c, work, expression, text);
  if (!made) return made;
  c.known_expressions.keep(key, *made, c.model);
  if (is_the_same_everywhere(c.model, c.model.expressions[*made])) c.understood.expressions(c.of_answer).add(text);
  return made;
}

Result<model::Index> compile_expression(Compilation& c, const ProxyWork& work, WordCursor& words,
                                        const syntax::Expression* known) {
  std::string_view text = words.next();
  // HAProxy goes on looking for converters in the words behind the first.
  std::string longer;
  while (!words.done()) {
    const std::string_view name = syntax::converter_name(words.peek());
    const bool converter =
        !name.empty() && config::find_keyword(config::KeywordClass::converter, name, c.config.target) != nullptr;
    if (!converter && !words.peek().starts_with(',')) break;
    if (longer.empty()) longer = text;
    if (!longer.ends_with(',') && !words.peek().starts_with(',')) longer += ',';
    longer += words.next();
  }
  if (longer.empty() && known != nullptr) return compile_expression(c, work, *known, text);
  if (!longer.empty()) text = c.arena.copy(longer);
  const auto parsed = syntax::parse_expression(text, c.arena);
  if (!parsed) return fail("an expression that cannot be read");
  return compile_expression(c, work, *parsed, text);
}

model::SampleType type_of(const model::RoutingModel& model, const model::Expression& expression) {
  model::SampleType type = model::type_of(expression.fetch);
  for (model::Index i = expression.converters.first; i < expression.converters.end(); ++i) {
    const model::SampleType out = model::output_of(model.converters[i].id);
    if (out != model::SampleType::any) type = out;
  }
  return type;
}

}  // namespace hapax::compile
