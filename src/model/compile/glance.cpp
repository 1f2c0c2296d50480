#include "model/compile/glance.hpp"

#include <algorithm>

#include <hapax/config/by_row.hpp>
#include <hapax/syntax/condition.hpp>
#include <hapax/syntax/log_format.hpp>

#include "model/compile/actions.hpp"
#include "model/compile/bearing.hpp"
#include "model/compile/servers.hpp"

namespace hapax::compile {
namespace {

using config::Directive;
using config::KeywordClass;

/// What has to be looked at of a line.
enum class Look : std::uint8_t {
  nothing,  ///< the model takes it whatever it says
  balance,
  bind,
  server,
  acl,
  rule,
  use_backend,
  everything,  ///< it has to be compiled
};

// NAME* stands for every name that begins with NAME.
constexpr std::string_view kTaken[] = {"mode",
                                       "http-reuse",
                                       "default_backend",
                                       "disabled",
                                       "enabled",
                                       "id",
                                       "maxconn",
                                       "fullconn",
                                       "retries",
                                       "retry-on",
                                       "timeout client",
                                       "timeout client-fin",
                                       "timeout server",
                                       "timeout server-fin",
                                       "timeout connect",
                                       "timeout queue",
                                       "timeout check",
                                       "timeout tarpit",
                                       "timeout tunnel",
                                       "timeout http-request",
                                       "timeout http-keep-alive",
                                       "tcp-request inspect-delay",
                                       "monitor-uri",
                                       "cookie",
                                       "dynamic-cookie-key",
                                       "hash-type",
                                       "hash-balance-factor",
                                       "log",
                                       "log-format",
                                       "option httplog",
                                       "option httpslog",
                                       "option tcplog",
                                       "option dontlognull",
                                       "option dontlog-normal",
                                       "option logasap",
                                       "option httpchk",
                                       "option tcp-check",
                                       "option mysql-check",
                                       "option pgsql-check",
                                       "option redis-check",
                                       "option smtpchk",
                                       "option ldap-check",
                                       "option forwardfor",
                                       "option originalto",
                                       "option redispatch",
                                       "option abortonclose",
                                       "option persist",
                                       "option allbackups",
                                       "option prefer-last-server",
                                       "option http-buffer-request",
                                       "option http-keep-alive",
                                       "option http-server-close",
                                       "option httpclose"};

Look look_at(const config::Keyword& row) {
  const std::string_view name = row.name;
  if (name.substr(0, name.find(' ')) == "balance") return Look::balance;
  if (name == "bind") return Look::bind;
  if (name == "server" || name == "default-server") return Look::server;
  if (name == "acl") return Look::acl;
  if (name == "http-request" || name == "http-response" || name == "http-after-response") return Look::rule;
  if (name == "use_backend") return Look::use_backend;
  const bool taken = std::find(std::begin(kTaken), std::end(kTaken), name) != std::end(kTaken);
  return taken || line_without_bearing(name) ? Look::nothing : Look::everything;
}

bool has_percent(Words words) {
  return std::any_of(words.begin(), words.end(),
                     [](const config::Word& word) { return word.text.find('%') != std::string_view::npos; });
}

class Glance {
 public:
  explicit Glance(Compilation& c) : c_(c) {}

  [[nodiscard]] bool is_enough(const config::Section& section) const {
    return std::all_of(section.directives.begin(), section.directives.end(),
                       [this](const Directive& line) { return is_enough(line); });
  }

  [[nodiscard]] bool is_enough(const Directive& line) const {
    static const config::ByRow<Look> kLooks(KeywordClass::directive, look_at);
    if (line.row == nullptr || line.ignored) return true;
    switch (kLooks[*line.row]) {
      case Look::nothing:
        return true;
      case Look::balance:
        return line.words.size() > 1 && !line.words[1].text.starts_with("hash") &&
               !line.words[1].text.starts_with("log-hash");
      case Look::bind:
        return line.options().empty();
      case Look::server:
        return takes_server_options(line);
      case Look::acl:
        return takes_acl(line.arguments().size() < 2 ? std::string_view() : line.arguments()[1].text,
                         line.acl("expression"));
      case Look::rule:
        return takes_action(line) && takes_condition(line);
      case Look::use_backend:
        return takes_backend(line) && takes_condition(line);
      case Look::everything:
        break;
    }
    return false;
  }

 private:
  [[nodiscard]] bool takes_acl(std::string_view criterion, const syntax::AclDefinition* acl) const {
    using Kind = syntax::AclFlag::Kind;
    const auto of_any_text = [](const syntax::AclFlag& flag) {
      return flag.kind == Kind::ignore_case || flag.kind == Kind::no_dns || flag.kind == Kind::end_of_flags;
    };
    // Behind a comma the criterion goes on in the next word.
    return acl != nullptr && !criterion.ends_with(',') &&
           std::all_of(acl->flags.begin(), acl->flags.end(), of_any_text) && c_.understood.criteria.has(criterion);
  }

  // Names are those of `acl` lines, each of which is looked at, or of predefined ACLs, all of which the model takes.
  [[nodiscard]] bool takes_condition(const Directive& line) const {
    const syntax::Condition* const condition = line.condition();
    if (condition == nullptr) return !line.has("condition");
    const Words words = line.arg("condition")->words;
    return std::all_of(condition->terms.begin(), condition->terms.end(), [&](const syntax::Term& term) {
      return !term.anonymous || (term.first_word < words.size() && takes_acl(words[term.first_word].text, term.acl));
    });
  }

  [[nodiscard]] bool takes_action(const Directive& line) const {
    static const config::ByRow<bool> kActions(KeywordClass::action,
                                              [](const config::Keyword& row) { return is_made_of_samples(row.name); });
    const config::Action* const action = line.action();
    if (action == nullptr || !kActions[*action->row]) return false;
    const bool answer = !line.is("http-request");
    return std::all_of(action->args.begin(), action->args.end(),
                       [&](const config::Arg& argument) { return takes_argument(argument, answer); });
  }

  [[nodiscard]] bool takes_argument(const config::Arg& argument, bool answer) const {
    const SomeTexts& known = c_.understood.expressions(answer);
    if (const auto* const format = std::get_if<const syntax::LogFormat*>(&argument.value)) {
      return *format != nullptr && std::all_of((*format)->items.begin(), (*format)->items.end(), [&](const auto& item) {
        return item.kind != syntax::FormatItem::Kind::expression || known.has(item.text);
      });
    }
    if (std::holds_alternative<const syntax::Expression*>(argument.value)) {
      return argument.words.size() == 1 && known.has(argument.words[0].text);
    }
    return !has_percent(argument.words);
  }

  [[nodiscard]] bool takes_backend(const Directive& line) const {
    const std::string_view name = WordCursor(line.arguments()).peek();
    return name.find('%') == std::string_view::npos && Compilation::find(c_.backends, name) != model::kNone;
  }

  Compilation& c_;
};

}  // namespace

bool finds_nothing(Compilation& c, const config::Section& proxy) {
  const Glance glance(c);
  for (const config::Section* from = proxy.defaults; from != nullptr; from = from->defaults) {
    if (!glance.is_enough(*from)) return false;
  }
  return glance.is_enough(proxy);
}

RuleGlance::RuleGlance(Compilation& c, const config::Section& proxy) : c_(c) {
  if (!c.findings_only) return;
  for (const config::Section* from = &proxy; from != nullptr; from = from->defaults) {
    const auto lines = from->all("acl");
    acls_.insert(acls_.end(), lines.begin(), lines.end());
  }
}

bool RuleGlance::finds_nothing(const Directive& rule) {
  return c_.findings_only && Glance(c_).is_enough(rule) && finds_nothing_in_acls();
}

bool RuleGlance::finds_nothing_in_acls() {
  const Glance glance(c_);
  while (settled_ < acls_.size() && glance.is_enough(*acls_[settled_])) ++settled_;
  return settled_ == acls_.size();
}

bool is_the_same_everywhere(const model::RoutingModel& model, const model::Expression& expression) {
  const auto elsewhere_other = [&](const model::Range& arguments) {
    using Kind = model::Argument::Kind;
    for (model::Index i = arguments.first; i < arguments.end(); ++i) {
      const Kind kind = model.arguments[i].kind;
      if (kind == Kind::proxy || kind == Kind::server || kind == Kind::table) return true;
    }
    return false;
  };
  if (expression.fetch == model::FetchId::acl || elsewhere_other(expression.arguments)) return false;
  for (model::Index i = expression.converters.first; i < expression.converters.end(); ++i) {
    const model::Converter& converter = model.converters[i];
    if (converter.id == model::ConverterId::when || elsewhere_other(converter.arguments)) return false;
  }
  return true;
}

}  // namespace hapax::compile
