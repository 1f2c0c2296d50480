#include "config/samples/acl.hpp"

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/checks/names.hpp"
#include "config/habits.hpp"
#include "config/pattern_files.hpp"
#include "config/samples/casts.hpp"
#include "config/samples/patterns.hpp"

namespace hapax::config {
namespace {

using syntax::AclDefinition;
using syntax::AclFlag;
using syntax::Problem;

// "req.hdr -m beg" of the row hdr_beg.
struct Derived {
  std::string_view fetch, match;
};

Derived split(std::string_view expansion) {
  const std::size_t blank = expansion.find(' ');
  const std::size_t last = expansion.rfind(' ');
  if (blank == std::string_view::npos) return {expansion, {}};
  return {expansion.substr(0, blank), expansion.substr(last + 1)};
}

std::string_view default_match(SampleType type) {
  switch (type) {
    case SampleType::boolean:
      return "bool";
    case SampleType::integer:
      return "int";
    case SampleType::address:
    case SampleType::ipv4:
    case SampleType::ipv6:
      return "ip";
    case SampleType::string:
      return "str";
    default:
      return "";
  }
}

class AclChecker {
 public:
  AclChecker(Reading& reading, const SamplePlace& place, std::span<const Word> words, const AclDefinition& acl)
      : reading_(reading), place_(place), words_(words), acl_(acl) {}

  std::optional<Points> run() {
    const Derived derived = criterion();
    if (sample_.failed) return std::nullopt;
    std::string_view match = method(derived);
    if (match.empty()) return std::nullopt;
    derived_fetch_ = derived.fetch;
    note_id();
    if (!patterns(match)) return std::nullopt;
    if (sample_.fetch == nullptr) return kEverywhere;
    return sample_.fetch->points | (is_below_http(sample_.fetch->name) ? kBelowHttp : 0);
  }

 private:
  Derived criterion() {
    const std::string_view name = acl_.criterion.fetch().name;
    Derived derived{name, {}};
    if (const Keyword* row = find_keyword(KeywordClass::acl, name, reading_.target())) derived = split(row->instead);
    const SamplePlace anywhere{place_.owner, 0, place_.section};
    sample_ = check_expression(reading_, anywhere, TextPlace{&words_[0]}, acl_.criterion, derived.fetch);
    if (acl_.criterion.calls.size() > 1) derived.match = {};
    return derived;
  }

  // Where no flag says how.
  [[nodiscard]] std::string_view usual_match(const Derived& derived) const {
    const std::string_view fetch = derived.fetch;
    if (acl_.criterion.calls.size() == 1) {
      if (fetch == "req.ssl_ver" || fetch == "req_ssl_ver") return "version";
      // HAProxy 2.6 takes these addresses for numbers.
      if (!reading_.from(Version::v2_8) && (fetch == "bc_src" || fetch == "bc_dst")) return "int";
    }
    return derived.match.empty() ? default_match(sample_.type) : derived.match;
  }

  std::string_view method(const Derived& derived) {
    std::string_view match = usual_match(derived);
    for (const AclFlag& flag : acl_.flags) {
      if (flag.kind != AclFlag::Kind::method) continue;
      if (!is_match_method(flag.argument)) {
        reading_.error(
            "unknown-match-method", words_[flag.word + 1].span,
            fmt::format("there is no match method {}", quote(flag.argument)),
            flag.argument == "regex" || flag.argument == "regexp" ? "write '-m reg'" : "it can be " + match_methods());
        return {};
      }
      match = flag.argument;
      if (!can_cast(sample_.type, match_type(match), reading_.target())) {
        reading_.error("match-type", words_[flag.word + 1].span,
                       fmt::format("'-m {}' cannot match a value of type {}", match, type_name(sample_.type)),
                       default_match(sample_.type).empty()
                           ? "put a converter behind the fetch that gives what the method compares"
                           : fmt::format("write '-m {}', or convert the value first", default_match(sample_.type)));
        return {};
      }
    }
    if (match.empty()) {
      reading_.error("match-method-needed", words_[0].span,
                     fmt::format("{} gives a {}, and nothing says how it is matched", quote(words_[0].text),
                                 sample_.type == SampleType::any ? "value of any type" : type_name(sample_.type)),
                     "put '-m str', '-m beg', '-m found' or another method behind it");
    }
    return match;
  }

  // http_auth_group(LIST) NAME...: groups of that list, which must stand in the line.
  bool groups(std::span<const Word> names) {
    if (names.empty()) {
      reading_
          .error("acl-without-group", words_[0].span, "'http_auth_group' is matched against no group",
                 "name the groups behind it, as in 'http_auth_group(staff) admins'; they cannot come from a file alone")
          .whole = true;
      return false;
    }
    const auto arguments = acl_.criterion.arguments_of(acl_.criterion.fetch());
    for (const Word& word : names) {
      if (!arguments.empty())
        reading_.references.push_back({"group", word.text, place_.section, word.span, arguments[0].text});
    }
    return true;
  }

  // The last one counts.
  void note_id() {
    const AclFlag* id = nullptr;
    for (const AclFlag& flag : acl_.flags)
      if (flag.kind == AclFlag::Kind::unique_id && !flag.argument.empty()) id = &flag;
    if (id == nullptr) return;
    const auto number = static_cast<std::uint32_t>(syntax::leading_integer(id->argument).value);
    reading_.acl_ids.push_back({number, words_[id->word + 1].span});
  }

  bool patterns(std::string_view match) {
    PatternReading how{match};
    auto kind = syntax::PatternFile::patterns;
    const bool given = acl_.pattern_count > 0 || !acl_.flags.empty();
    for (const AclFlag& flag : acl_.flags) {
      if (flag.kind == AclFlag::Kind::ignore_case) how.ignore_case = true;
      if (flag.kind == AclFlag::Kind::no_dns) how.looks_up_names = false;
      if (flag.kind == AclFlag::Kind::map) kind = syntax::PatternFile::map;
    }
    for (const AclFlag& flag : acl_.flags) {
      if (flag.kind == AclFlag::Kind::file &&
          !check_pattern_file(reading_, flag.argument, words_[flag.word + 1].span, kind, how))
        return false;
    }
    const auto list = words_.subspan(acl_.first_pattern, acl_.pattern_count);
    if (derived_fetch_ == "http_auth_group" && !groups(list)) return false;
    for (std::size_t i = 0; i < list.size();) {
      const std::size_t used = check_pattern(reading_, how, list.subspan(i));
      if (used == 0) return false;
      i += used;
    }
    // Behind any flag HAProxy does not say it.
    if (!given && match != "found" && match != "bool") {
      reading_
          .warning("acl-without-pattern", words_[0].span,
                   fmt::format("{} has no pattern to match against, so that it never matches", quote(words_[0].text)),
                   "add patterns; '-m found' asks only whether the value exists, and '--' says that none is meant")
          .whole = true;
    }
    return true;
  }

  Reading& reading_;
  const SamplePlace& place_;
  std::span<const Word> words_;
  const AclDefinition& acl_;
  Sample sample_;
  std::string_view derived_fetch_;
};

// `whole` is the place of what has no words, or an empty one.
void report(Reading& reading, std::string_view owner, std::span<const Word> words, const syntax::WordError& error,
            Span whole) {
  const Span found = syntax::locate(words, error);
  const Span span = found.length == 0 && error.error.problem == Problem::empty ? whole : found;
  const std::string_view word = error.word < words.size() ? words[error.word].text : std::string_view();
  switch (error.error.problem) {
    case Problem::empty:
      reading.error("malformed-acl", span, fmt::format("{} needs a sample fetch to look at", quote(owner)),
                    "for example 'path_beg /static' or 'hdr(host) -i example.org'");
      break;
    case Problem::unknown_flag:
      reading.error("malformed-acl", span, fmt::format("{} is no flag of an ACL", quote(word)),
                    "the flags are -i, -f, -m, -n, -M, -u and --; put '--' before a pattern that begins with '-'");
      break;
    case Problem::missing_argument:
      reading.error("malformed-acl", span, "a flag needs the word behind it, and the line ends",
                    "behind '-m' stands a method, behind '-f' a file, behind '-u' a number");
      break;
    case Problem::missing_brace:
      reading.error("malformed-condition", span, "'{' is never closed by a '}' that stands as a word of its own",
                    "write ' }' behind the last pattern, with a blank before it");
      break;
    default:
      reading.error("malformed-expression", span, fmt::format("{} cannot be read in {}", quote(word), quote(owner)),
                    "a test begins with a sample fetch, such as 'path' or 'req.hdr(host)'");
  }
}

void never_matches(Reading& reading, const SamplePlace& place, Span span, std::string_view what, Points points) {
  const std::string message =
      fmt::format("{} never matches in {}: its data is not available there", what, quote(place.owner));
  const std::string help = fmt::format("it can be used in {}", point_name(points));
  // Of conditions in FastCGI applications HAProxy does not say it.
  if (place.section != nullptr && place.section->kind == SectionKind::fcgi_app) {
    reading.advice("acl-never-matches", Severity::warning, span, message, help);
  } else {
    reading.warning("acl-never-matches", span, message, help);
  }
}

void note_below_http(Reading& reading, const SamplePlace& place, Points points, Span span) {
  if ((points & kBelowHttp) != 0) reading.below_http.emplace_back(place.section, span);
}

// The `acl` line of the current section that would have declared it; null when there is none.
const Directive* refused_acl(Reading& reading, std::string_view name) {
  if (reading.section == nullptr || !reading.may_compare(reading.section->directives.size())) return nullptr;
  for (const Directive* const line : reading.section->all("acl"))
    if (line->text("name") == name) return line;
  return nullptr;
}

bool check_term(Reading& reading, const SamplePlace& place, std::span<const Word> words, const syntax::Term& term) {
  if (term.anonymous) {
    const auto inside = words.subspan(term.first_word, term.word_count);
    const std::optional<Points> points = check_acl(reading, place, inside, term.span, term.acl);
    if (points && (*points & place.points) == 0) never_matches(reading, place, term.span, "this ACL", *points);
    if (points) note_below_http(reading, place, *points, term.span);
    reading.condition_points &= points.value_or(0);
    return points.has_value();
  }
  const AclPoints* const known = reading.acls.find(term.name);
  const std::optional<Points> points = known != nullptr ? known->any : predefined_acl(term.name, reading.target());
  if (!points) {
    if (const Directive* const refused = refused_acl(reading, term.name)) {
      reading
          .error("unknown-acl", term.span,
                 fmt::format("ACL {} is not known here: its own line was refused", quote(term.name)), "mend that line")
          .related.push_back({refused->span, "the line that declares it"});
      return false;
    }
    std::string help;
    if (find_keyword(KeywordClass::fetch, term.name.substr(0, term.name.find_first_of("(,")), reading.target()) !=
        nullptr)
      help = fmt::format("write '{{ {} }}': a sample fetch stands in braces", term.name);
    if (help.empty()) help = habit_of_condition(term.name);
    Diagnostic& found = reading.error("unknown-acl", term.span,
                                      fmt::format("there is no ACL {} above in this section", quote(term.name)), help);
    if (!help.empty()) return false;
    const bool compare = reading.may_compare(reading.acls.size());
    if (!compare || !offer_nearest(reading, found, term.name, reading.acls.names()))
      found.help = {"declare it with 'acl' above this line, or write '{ ... }' for one of its own"};
    return false;
  }
  if ((*points & place.points) == 0) {
    never_matches(reading, place, term.span, "ACL " + quote(term.name), *points);
  } else if (known != nullptr && (known->all & place.points) == 0) {
    reading.warning("acl-never-matches", term.span,
                    fmt::format("a line of ACL {} never matches in {}: its data is not available there",
                                quote(term.name), quote(place.owner)),
                    "give ACLs for requests and ACLs for responses names of their own");
  }
  note_below_http(reading, place, *points, term.span);
  reading.condition_points &= *points;
  return true;
}

}  // namespace

namespace {

// A criterion that ends with a comma goes on in the next word, when that is a converter.
std::span<const Word> join_criterion(Reading& reading, std::span<const Word> words) {
  std::size_t count = 1;
  while (count < words.size() && words[count - 1].text.ends_with(',') &&
         find_keyword(KeywordClass::converter, syntax::converter_name(words[count].text), reading.target()) != nullptr)
    ++count;
  if (words.empty() || count == 1) return words;
  std::string text;
  for (const Word& word : words.first(count)) text += word.text;
  std::vector<Word> joined(words.begin() + static_cast<std::ptrdiff_t>(count) - 1, words.end());
  joined[0] = {syntax::WordText(reading.arena().copy(text)), cover(words[0].span, words[count - 1].span)};
  return reading.storage().keep(joined);
}

}  // namespace

std::optional<Points> check_acl(Reading& reading, const SamplePlace& place, std::span<const Word> all, Span whole,
                                const AclDefinition* read) {
  if (read != nullptr && !read->criterion.trailing_comma) return AclChecker(reading, place, all, *read).run();
  const std::span<const Word> words = join_criterion(reading, all);
  const auto parsed = syntax::parse_acl(words, reading.arena(), &reading.recent_expressions);
  if (!parsed) {
    report(reading, place.owner, words, parsed.error(), whole);
    return std::nullopt;
  }
  return AclChecker(reading, place, words, *parsed).run();
}

void read_acl_line(Reading& reading, Directive& d) {
  const std::string_view name = d.text("name");
  const Span span = d.arg("name")->span();
  if (!check_characters(reading, name, span, "the name of an ACL")) return;
  if (name.size() == 2 && (name[0] | 0x20) == 'o' && (name[1] | 0x20) == 'r') {
    reading.error("bad-name-character", span, "an ACL cannot be called 'or', which joins conditions", "rename it");
    return;
  }
  const SamplePlace place{"acl", 0, reading.section};
  // HAProxy does not know an ACL whose definition it refused: uses of it fail, too.
  const std::optional<Points> points = check_acl(reading, place, d.arguments().subspan(1), d.span, d.acl("expression"));
  if (!points) return;
  AclPoints& known = *reading.acls.emplace(name, {}).first;
  known.any |= *points;
  known.all &= *points;
}

const syntax::Condition* read_condition(Reading& reading, const SamplePlace& place, std::span<const Word> words,
                                        std::string instead) {
  if (!syntax::begins_condition(words[0].text)) {
    Diagnostic& d = reading.error("condition-expected", words[0].span,
                                  fmt::format("behind {} only 'if' or 'unless' and a condition may stand, not {}",
                                              quote(place.owner), quote(words[0].text)),
                                  std::move(instead));
    d.help.emplace_back("remove it, or write 'if' before what must hold");
    return nullptr;
  }
  const auto parsed = syntax::parse_condition(words, reading.arena(), &reading.recent_expressions);
  if (!parsed) {
    report(reading, place.owner, words, parsed.error(), words[0].span);
    return nullptr;
  }
  const syntax::Condition& condition = *reading.arena().keep(*parsed);
  reading.condition_points = kEverywhere;
  for (const syntax::Term& term : condition.terms) {
    if (!check_term(reading, place, words, term)) return nullptr;
  }
  return &condition;
}

std::optional<Points> predefined_acl(std::string_view name, Version target) {
  constexpr std::string_view kAnywhere[] = {"FALSE", "TRUE", "LOCALHOST", "WAIT_END"};
  constexpr std::string_view kContent[] = {"HTTP", "RDP_COOKIE", "REQ_CONTENT"};
  constexpr std::string_view kHttp[] = {
      "HTTP_1.0",    "HTTP_1.1", "HTTP_CONTENT", "HTTP_URL_ABS", "HTTP_URL_SLASH", "HTTP_URL_STAR", "METH_CONNECT",
      "METH_DELETE", "METH_GET", "METH_HEAD",    "METH_OPTIONS", "METH_POST",      "METH_PUT",      "METH_TRACE"};
  for (const std::string_view n : kAnywhere)
    if (n == name) return kEverywhere;
  const auto of = [&](std::string_view fetch) {
    const Keyword* const row = find_keyword(KeywordClass::fetch, fetch, target);
    return row == nullptr ? kEverywhere : row->points | (is_below_http(fetch) ? kBelowHttp : 0);
  };
  for (const std::string_view n : kContent)
    if (n == name)
      return of(name == "HTTP" ? "req.proto_http" : name == "RDP_COOKIE" ? "req.rdp_cookie_cnt" : "req.len");
  for (const std::string_view n : kHttp)
    if (n == name)
      return of(name.starts_with("METH")     ? "method"
                : name.starts_with("HTTP_U") ? "url"
                : name.starts_with("HTTP_C") ? "req.hdr_val"
                                             : "req.ver");
  if (name == "HTTP_2.0" || (name == "HTTP_3.0" && target >= Version::v2_8)) return of("req.ver");
  return std::nullopt;
}

}  // namespace hapax::config
