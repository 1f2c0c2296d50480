#include "model/compile/arguments.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <bit>

#include "model/compile/files.hpp"
#include "model/compile/patterns.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using model::Argument;

using ScopeName = std::pair<std::string_view, model::Variable::Scope>;

// The scope that a variable's name begins with; null when it begins with none.
const ScopeName* scope_of(std::string_view name) {
  using Scope = model::Variable::Scope;
  static constexpr ScopeName kScopes[] = {{"proc.", Scope::proc}, {"sess.", Scope::sess}, {"txn.", Scope::txn},
                                          {"req.", Scope::req},   {"res.", Scope::res},   {"check.", Scope::check}};
  for (const ScopeName& scope : kScopes) {
    if (name.starts_with(scope.first)) return &scope;
  }
  return nullptr;
}

// One entry of a list such as "integer text? table": its alternatives and whether it may be absent.
struct Kind {
  std::string_view name;
  bool optional = false;
};

std::size_t count_kinds(std::string_view kinds) {
  return kinds.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(kinds.begin(), kinds.end(), ' '));
}

// Takes the first entry off the list.
Kind next_kind(std::string_view& kinds) {
  const std::size_t blank = kinds.find(' ');
  std::string_view word = kinds.substr(0, blank);
  kinds = blank == std::string_view::npos ? std::string_view() : kinds.substr(blank + 1);
  const bool optional = word.ends_with('?');
  if (optional) word.remove_suffix(1);
  return {word, optional};
}

Result<Argument> proxy_argument(Compilation& c, const ProxyWork& work, const Taker& taker, std::string_view text) {
  if (text.empty() && work.index != model::kNone) return index_argument(Argument::Kind::proxy, work.index);
  const bool frontend = taker.name.starts_with("fe_");
  model::Index index = Compilation::find(frontend ? c.frontends : c.backends, text);
  if (index == model::kNone) index = Compilation::find(frontend ? c.backends : c.frontends, text);
  if (index == model::kNone) return fail("there is no proxy '" + std::string(text) + "'");
  return index_argument(Argument::Kind::proxy, index);
}

Result<Argument> server_argument(Compilation& c, const ProxyWork& work, std::string_view text) {
  const bool elsewhere = text.find('/') != std::string_view::npos;
  const std::string full = elsewhere ? std::string(text) : c.own_name(work) + "/" + std::string(text);
  const model::Index index = Compilation::find(c.shared_names().servers, full);
  if (index == model::kNone) return fail("there is no server '" + full + "'");
  return index_argument(Argument::Kind::server, index);
}

Result<Argument> table_argument(Compilation& c, const ProxyWork& work, std::string_view text) {
  const model::Index index = text.empty() ? c.own_table(work) : Compilation::find(c.shared_names().tables, text);
  if (index == model::kNone) return fail("there is no stick table '" + std::string(text) + "'");
  return index_argument(Argument::Kind::table, index);
}

Result<Argument> userlist_argument(Compilation& c, std::string_view text) {
  const model::Index index = Compilation::find(c.userlists, text);
  if (index == model::kNone) return fail("there is no userlist '" + std::string(text) + "'");
  return index_argument(Argument::Kind::userlist, index);
}

Result<Argument> operand_argument(Compilation& c, std::string_view text) {
  // One that is too great is the greatest.
  if (const auto number = syntax::leading_integer(text); number.read != 0 && number.read == text.size()) {
    return integer_argument(number.value);
  }
  const auto index = variable(c, text);
  if (!index) return tl::unexpected(index.error());
  return index_argument(Argument::Kind::variable, *index);
}

// "255.255.0.0" or "16", and "ffff::" or "64": the length of a mask.
std::int64_t mask_length(std::string_view text) {
  const std::string name(text);
  unsigned char bytes[16] = {};
  const bool ipv4 = inet_pton(AF_INET, name.c_str(), bytes) == 1;
  if (!ipv4 && inet_pton(AF_INET6, name.c_str(), bytes) != 1) return integer_value(text);
  std::int64_t length = 0;
  for (const unsigned char byte : bytes) length += std::popcount(byte);
  return length;
}

Result<Argument> argument(Compilation& c, const ProxyWork& work, const Taker& taker, std::string_view kind,
                          std::string_view text) {
  if (kind == "text") return text_argument(text);
  if (kind == "integer") return integer_argument(taker.name == "ipmask" ? mask_length(text) : integer_value(text));
  if (kind == "operand") return operand_argument(c, text);
  if (kind == "proxy") return proxy_argument(c, work, taker, text);
  if (kind == "server") return server_argument(c, work, text);
  if (kind == "table") return table_argument(c, work, text);
  if (kind == "users" || kind == "userlist") return userlist_argument(c, text);
  if (kind == "regex") return index_argument(Argument::Kind::regex, regex(c, text, false));
  if (kind == "text|variable" && !scope_of(text)) return text_argument(text);
  if (kind == "variable" || kind == "text|variable") {
    const auto index = variable(c, text);
    if (!index) return tl::unexpected(index.error());
    return index_argument(Argument::Kind::variable, *index);
  }
  if (kind == "patterns") {
    const auto map = compile_map(c, taker.name, text);
    if (!map) return tl::unexpected(map.error());
    return index_argument(Argument::Kind::patterns, *map);
  }
  return fail("its arguments");
}

// jwt_verify: an algorithm with public keys is followed by the name of a file with one.
Result<void> read_public_key(Compilation& c, std::vector<Argument>& arguments) {
  constexpr std::size_t kLimit = std::size_t{1} << 20;
  const bool secret = arguments[0].text.starts_with("HS") || arguments[0].text == "none";
  if (secret || arguments.size() < 2 || arguments[1].kind != Argument::Kind::text) return {};
  auto key = read_file(c, arguments[1].text, kLimit);
  // Where a variable names the algorithm, the key is a secret unless there is a file of that name.
  if (!key && arguments[0].kind == Argument::Kind::variable) return {};
  if (arguments[0].kind == Argument::Kind::variable) return fail("an algorithm that only the request decides");
  if (!key) return fail("file '" + arguments[1].text + "', which cannot be read");
  arguments[1].text = std::move(*key);
  return {};
}

// A regex takes its `i` from the flags that stand behind it.
void settle_flags(Compilation& c, const Taker& taker, std::vector<Argument>& arguments) {
  if (taker.name != "regsub" || arguments.size() < 3) return;
  const bool ignore_case = arguments[2].text.find('i') != std::string::npos;
  if (ignore_case) arguments[0].index = regex(c, c.model.regexes[arguments[0].index].pattern, true);
}

}  // namespace

Result<std::vector<Argument>> compile_arguments(Compilation& c, const ProxyWork& work, const Taker& taker,
                                                std::span<const syntax::Argument> texts) {
  std::vector<Argument> arguments;
  const std::size_t count = count_kinds(taker.kinds);
  arguments.reserve(count);
  if (const auto counter = model::implied_counter(taker.name)) arguments.push_back(integer_argument(*counter));
  if (taker.kinds.empty() && texts.empty()) return arguments;
  const std::size_t implied = arguments.size();
  std::string_view kinds = taker.kinds;
  for (std::size_t i = 0; i < std::min(implied, count); ++i) next_kind(kinds);
  for (std::size_t at = 0; at + implied < count; ++at) {
    const Kind kind = next_kind(kinds);
    const bool written = at < texts.size() && !(texts[at].text.empty() && kind.optional && kind.name != "text");
    const bool filled_in = kind.name == "proxy" || kind.name == "table";
    if (!written && (kind.optional || !filled_in)) {
      // `str()` is an empty text.
      const bool empty_text = kind.name == "text" && !kind.optional;
      if (!kind.optional && !empty_text && texts.size() <= at) return fail("an argument is missing");
      arguments.push_back(empty_text ? text_argument("") : Argument());
      continue;
    }
    auto made = argument(c, work, taker, kind.name, written ? texts[at].text : std::string_view());
    if (!made) return tl::unexpected(made.error());
    arguments.push_back(std::move(*made));
  }
  if (texts.size() > count - std::min(implied, count) && !(texts.size() == 1 && texts[0].text.empty())) {
    return fail("an argument that the model does not know");
  }
  while (!arguments.empty() && arguments.back().kind == Argument::Kind::absent) arguments.pop_back();
  settle_flags(c, taker, arguments);
  if (taker.name == "jwt_verify" && !arguments.empty()) {
    if (auto done = read_public_key(c, arguments); !done) return tl::unexpected(done.error());
  }
  return arguments;
}

Result<model::Index> variable(Compilation& c, std::string_view name) {
  const ScopeName* scope = scope_of(name);
  if (scope == nullptr) return fail("variable '" + std::string(name) + "' without a scope");
  if (c.findings_only) return 0;
  const auto [found, fresh] = c.variables.try_emplace(std::string(name), model::kNone);
  if (fresh) {
    const std::string rest(name.substr(scope->first.size()));
    found->second = Compilation::append_one(c.model.variables, {scope->second, rest});
  }
  return found->second;
}

model::Index regex(Compilation& c, std::string_view pattern, bool ignore_case) {
  const std::string key = (ignore_case ? "i " : "- ") + std::string(pattern);
  const auto [found, fresh] = c.regexes.try_emplace(key, model::kNone);
  if (fresh) found->second = Compilation::append_one(c.model.regexes, {std::string(pattern), ignore_case});
  return found->second;
}

Argument integer_argument(std::int64_t number) {
  Argument argument;
  argument.kind = Argument::Kind::integer;
  argument.number = number;
  return argument;
}

Argument text_argument(std::string_view text) {
  Argument argument;
  argument.kind = Argument::Kind::text;
  argument.text = text;
  return argument;
}

Argument index_argument(Argument::Kind kind, model::Index index) {
  Argument argument;
  argument.kind = kind;
  argument.index = index;
  return argument;
}

}  // namespace hapax::compile
