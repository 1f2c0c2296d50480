#include <hapax/lint/conditions.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include <hapax/config/by_row.hpp>
#include <hapax/syntax/condition.hpp>

namespace hapax::lint {
namespace {

using config::Word;

constexpr std::array<std::pair<std::string_view, Match>, 16> kMethods{{
    {"found", Match::found},
    {"bool", Match::boolean},
    {"int", Match::integer},
    {"ip", Match::address},
    {"str", Match::string},
    {"beg", Match::beginning},
    {"end", Match::end},
    {"sub", Match::substring},
    {"dir", Match::directory},
    {"dom", Match::domain},
    {"reg", Match::regex},
    {"len", Match::other},
    {"bin", Match::other},
    {"ip6", Match::address},
    {"ipv4", Match::address},
    {"ipv6", Match::address},
}};

// Fetches that give a string; all others compare in a way that no rule here asks for.
constexpr std::array<std::string_view, 24> kStringFetches{
    "path",    "pathq",       "url",         "uri",         "base",      "hdr",  "fhdr",
    "req.hdr", "req.fhdr",    "cook",        "req.cook",    "url_param", "urlp", "host",
    "query",   "req.ssl_sni", "ssl_fc_sni",  "req_ssl_sni", "res.hdr",   "shdr", "capture.req.hdr",
    "var",     "method",      "req.cook_val"};

constexpr std::array<std::string_view, 14> kPredefined{
    "FALSE",         "HTTP",      "HTTP_1.0",   "HTTP_1.1",    "HTTP_CONTENT", "HTTP_URL_ABS", "HTTP_URL_SLASH",
    "HTTP_URL_STAR", "LOCALHOST", "RDP_COOKIE", "REQ_CONTENT", "TRUE",         "WAIT_END",     "HTTP_2.0"};

std::optional<Match> method_named(std::string_view name) {
  const auto* const found =
      std::find_if(kMethods.begin(), kMethods.end(), [name](const auto& row) { return row.first == name; });
  return found == kMethods.end() ? std::nullopt : std::optional(found->second);
}

bool is_string_fetch(std::string_view name) {
  return std::find(kStringFetches.begin(), kStringFetches.end(), name) != kStringFetches.end();
}

struct Fetch {
  std::string_view base;
  std::optional<Match> suffix;
  bool is_string = false;
};

// Splits "path_beg" into "path" and the method beg; a name without a method's suffix stays whole.
Fetch read_fetch(std::string_view name) {
  const auto underscore = name.rfind('_');
  if (underscore != std::string_view::npos) {
    const auto method = method_named(name.substr(underscore + 1));
    const std::string_view base = name.substr(0, underscore);
    if (method && is_string_fetch(base)) return {base, method, true};
  }
  return {name, std::nullopt, is_string_fetch(name)};
}

bool row_of_rules(const config::Keyword& row) {
  for (const config::Variant& variant : row.variants) {
    for (const config::Param& param : variant.params) {
      using Kind = config::ParamKind;
      if (param.kind == Kind::condition || param.kind == Kind::action || param.kind == Kind::rest ||
          param.kind == Kind::ignored)
        return true;
    }
  }
  return row.name == "acl";
}

std::span<const Word>::iterator condition_start(std::span<const Word> arguments) {
  return std::find_if(arguments.begin(), arguments.end(),
                      [](const Word& word) { return syntax::begins_condition(word.text); });
}

void read_criterion(const Word& word, AclTest& test) {
  test.criterion = &word;
  const std::string_view text = word.text;
  const auto behind_name = std::find_if(text.begin(), text.end(), [](char c) { return c == '(' || c == ','; });
  std::size_t at = static_cast<std::size_t>(behind_name - text.begin());
  test.fetch = text.substr(0, at);
  if (at < text.size() && text[at] == '(') {
    const std::size_t close = std::min(text.find(')', at), text.size());
    test.argument = text.substr(at + 1, close - at - 1);
    at = std::min(close + 1, text.size());
  }
  if (at < text.size() && text[at] == ',') test.converters = text.substr(at + 1);
}

// Reads the words behind `if` or `unless` and hands on what it finds: take(term), and begin_clause() at "or" and "||".
template <class Taker>
class ConditionReader {
 public:
  ConditionReader(std::span<const Word> words, Taker& taker) : words_(words), taker_(taker) {}

  void read() {
    while (at_ < words_.size()) step();
  }

 private:
  void step() {
    const Word& word = words_[at_];
    if (word.text == "or" || word.text == "||") {
      taker_.begin_clause();
      negated_ = false;
      ++at_;
    } else if (word.text == "!") {
      negated_ = !negated_;
      ++at_;
    } else {
      term(word);
    }
  }

  void term(const Word& word) {
    std::string_view name = word.text;
    while (name.starts_with('!')) {
      negated_ = !negated_;
      name.remove_prefix(1);
    }
    Term term{name, negated_, word.span, {}};
    ++at_;
    if (name == "{") {
      const std::size_t first = at_;
      while (at_ < words_.size() && words_[at_].text != "}") ++at_;
      term.name = {};
      term.words = words_.subspan(first, at_ - first);
      if (at_ < words_.size()) term.span = cover(word.span, words_[at_++].span);
    }
    taker_.take(term);
    negated_ = false;
  }

  std::span<const Word> words_;
  Taker& taker_;
  std::size_t at_ = 0;
  bool negated_ = false;
};

// The words behind `if` or `unless`; none: the line has no condition, or an empty one.
std::span<const Word> behind_condition(const config::Directive& directive) {
  if (!may_be_rule(directive)) return {};
  const auto arguments = directive.arguments();
  const auto start = condition_start(arguments);
  return start == arguments.end() ? std::span<const Word>() : std::span<const Word>(start + 1, arguments.end());
}

struct Terms {
  std::vector<Term>& list;

  void begin_clause() {}
  void take(const Term& term) { list.push_back(term); }
};

struct Clauses {
  std::vector<std::vector<Term>> list = std::vector<std::vector<Term>>(1);

  void begin_clause() { list.emplace_back(); }
  void take(const Term& term) { list.back().push_back(term); }
};

AclTest test_of(const config::Section& section, const config::Directive& line, std::string_view name,
                std::span<const Word> words) {
  AclTest test = acl_test(words);
  test.section = &section;
  test.directive = &line;
  test.name = name;
  return test;
}

// The anonymous ACLs of a line.
struct AnonymousAcls {
  const config::Section& section;
  const config::Directive& line;
  std::vector<AclTest>& tests;

  void begin_clause() {}
  void take(const Term& term) {
    if (!term.words.empty()) tests.push_back(test_of(section, line, {}, term.words));
  }
};

}  // namespace

void AclTest::settle() {
  constexpr std::string_view kHost = "host";
  const Fetch read = read_fetch(fetch);
  if (last_method != nullptr) {
    match_ = method_named(last_method->text).value_or(Match::other);
  } else if (read.suffix && converters.empty()) {
    match_ = *read.suffix;
  } else {
    // With a converter behind it, "path_beg,url_dec" compares like any string: the suffix is lost.
    match_ = read.is_string ? Match::string : Match::other;
  }
  base_ = read.base;
  if (base_.starts_with("req.")) base_.remove_prefix(4);
  if (base_ == "fhdr") base_ = "hdr";
  if (base_ != "hdr") return;
  const std::string_view header = argument.substr(0, argument.find(','));
  on_host_ = std::equal(header.begin(), header.end(), kHost.begin(), kHost.end(),
                        [](char a, char b) { return (a | 0x20) == b; });
}

bool AclTest::converts_with(std::string_view converter) const {
  for (std::string_view rest = converters; !rest.empty();) {
    const std::string_view one = rest.substr(0, rest.find(','));
    if (one.substr(0, one.find('(')) == converter) return true;
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
  }
  return false;
}

bool may_be_rule(const config::Directive& line) {
  static const config::ByRow<bool> kMayBeRule(config::KeywordClass::directive, row_of_rules);
  return line.row == nullptr || kMayBeRule[*line.row];
}

std::span<const Word> unconditioned(const config::Directive& directive) {
  const auto arguments = directive.arguments();
  return arguments.first(static_cast<std::size_t>(condition_start(arguments) - arguments.begin()));
}

void add_terms(const config::Directive& directive, std::vector<Term>& terms) {
  Terms found{terms};
  ConditionReader(behind_condition(directive), found).read();
}

std::optional<Condition> condition_of(const config::Directive& directive) {
  const auto arguments = directive.arguments();
  const auto start = condition_start(arguments);
  if (start == arguments.end()) return std::nullopt;
  Condition condition;
  condition.unless = start->text == "unless";
  condition.span = cover(start->span, arguments.back().span);
  const auto rest = arguments.subspan(static_cast<std::size_t>(start - arguments.begin()) + 1);
  Clauses clauses;
  ConditionReader(rest, clauses).read();
  condition.clauses = std::move(clauses.list);
  return condition;
}

AclTest acl_test(std::span<const Word> words) {
  AclTest test;
  if (words.empty()) {
    test.settle();
    return test;
  }
  read_criterion(words.front(), test);
  std::size_t at = 1;
  // "fetch, converter" in two words: HAProxy goes on with the next word behind a comma.
  for (; at < words.size() && (words[at - 1].text.ends_with(',') || words[at].text.starts_with(',')); ++at) {
    test.converters = words[at].text;
  }
  for (; at < words.size() && words[at].text.starts_with('-') && words[at].text.size() > 1; ++at) {
    const std::string_view flag = words[at].text;
    if (flag == "--") {
      ++at;
      break;
    }
    const bool takes_value = flag == "-m" || flag == "-f" || flag == "-u";
    if (!takes_value && flag != "-i" && flag != "-n" && flag != "-M") break;
    if (flag == "-i") test.ignore_case = true;
    if (flag == "-M") test.as_map = true;
    if (flag == "-f") test.has_file = true;
    if (flag == "-m" && at + 1 < words.size()) {
      test.last_method = &words[at + 1];
      if (test.first_method == nullptr) test.first_method = test.last_method;
    }
    if (takes_value) ++at;
  }
  test.patterns = words.subspan(std::min(at, words.size()));
  test.settle();
  return test;
}

void add_acl_tests(const config::Section& section, const config::Directive& directive, std::vector<AclTest>& tests) {
  if (!may_be_rule(directive)) return;
  const auto arguments = directive.arguments();
  if (directive.is("acl")) {
    if (arguments.size() >= 2) tests.push_back(test_of(section, directive, arguments[0].text, arguments.subspan(1)));
    return;
  }
  const auto opens_acl = [](const Word& word) { return word.text.ends_with('{'); };
  if (std::none_of(arguments.begin(), arguments.end(), opens_acl)) return;
  AnonymousAcls found{section, directive, tests};
  ConditionReader(behind_condition(directive), found).read();
}

bool is_predefined_acl(std::string_view name) {
  return name.starts_with("METH_") || std::find(kPredefined.begin(), kPredefined.end(), name) != kPredefined.end();
}

}  // namespace hapax::lint
