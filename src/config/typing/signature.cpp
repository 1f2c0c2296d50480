// Signatures are matched step by step, without going back: like HAProxy's own readers, an optional group is taken as
// soon as its first word fits. A group that begins with a literal or a choice is taken when the next word is that word;
// one that begins with a value, when there is a word left that does not begin a condition.
#include "config/typing/signature.hpp"

#include <algorithm>
#include <cstdlib>

#include <hapax/config/usage.hpp>
#include <hapax/syntax/condition.hpp>
#include <hapax/syntax/value.hpp>

#include "config/habits.hpp"
#include "config/samples/acl.hpp"
#include "config/samples/format.hpp"
#include "config/typing/number_lists.hpp"

namespace hapax::config {
namespace {

bool is_digit(std::string_view text) { return !text.empty() && text[0] >= '0' && text[0] <= '9'; }

constexpr std::string_view kSwitchedOn[]{"on", "yes", "true", "enable", "enabled"};
constexpr std::string_view kSwitchedOff[]{"off", "no", "false", "disable", "disabled"};

bool is_any_of(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool contains(std::span<const std::string_view> list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Whether `spelled` is the name with '_' for its blanks and dashes.
bool is_spelled(std::string_view name, std::string_view spelled) {
  return std::equal(name.begin(), name.end(), spelled.begin(), spelled.end(),
                    [](char a, char b) { return (a == ' ' || a == '-' ? '_' : a) == b; });
}

// Its condition is read before the name, which may be a format.
bool names_for_each_request(const Directive& d) { return d.is("use_backend") || d.is("use-server"); }

// HAProxy says nothing of the bytes below HTTP in the conditions of these, nor where a name is made for each request.
bool may_look_below_http(const Directive& d) {
  if (d.ignored) return true;
  if (names_for_each_request(d) && d.words.size() > 1) return d.words[1].text.find('%') != std::string_view::npos;
  for (const std::string_view name : {"redirect", "monitor fail", "stats http-request", "stats admin",
                                      "stick store-response", "force-persist", "ignore-persist"})
    if (d.is(name)) return true;
  return false;
}

class Matcher {
 public:
  Matcher(Reading& reading, const Place& place, std::span<const Param> params, std::span<const Word> words, bool whole)
      : reading_(reading), place_(place), params_(params), words_(words), args_(reading.args_in_work), whole_(whole) {}

  Matched run() {
    std::size_t i = 0;
    while (i < params_.size() && !failed_) {
      const Param& param = params_[i];
      const bool opens = param.group != 0 && (i == 0 || params_[i - 1].group != param.group);
      if (opens && !fits(param)) {
        if (param.may_lack && reads_empty()) take_empty();
        i = after_group(i);
        continue;
      }
      if (param.may_lack && reads_empty()) {
        take_empty();
      } else {
        step(param);
      }
      ++i;
    }
    if (whole_ && !failed_ && at_ < words_.size() && !open_ended()) unexpected();
    return {reading_.storage().keep(args_.items()), at_, failed_};
  }

 private:
  [[nodiscard]] bool open_ended() const { return !params_.empty() && params_.back().kind == ParamKind::ignored; }

  // The words end here because the next one is empty.
  [[nodiscard]] bool reads_empty() const { return at_ == words_.size() && reading_.end_at_empty(words_); }

  void take_empty() {
    words_ = reading_.with_empty(words_);
    ++at_;
  }

  // Behind words that some inner list took.
  void advance(std::size_t used) {
    at_ += used;
    if (at_ > words_.size()) words_ = reading_.with_empty(words_);
  }

  // Where no condition can follow, `if` is a word like any other.
  [[nodiscard]] bool takes_condition() const {
    const bool inside = place_.directive != nullptr && place_.directive->row != nullptr;
    const std::span<const Param> line = inside ? place_.directive->row->params(reading_.target()) : params_;
    return std::any_of(line.begin(), line.end(), [](const Param& param) {
      return param.kind == ParamKind::condition || param.detail == "condition";
    });
  }

  [[nodiscard]] bool fits(const Param& param) const {
    if (at_ == words_.size()) return false;
    const std::string_view word = words_[at_].text;
    if (param.kind == ParamKind::literal || param.kind == ParamKind::choice) return contains(param.words, word);
    return !(syntax::begins_condition(word) && takes_condition());
  }

  [[nodiscard]] std::size_t after_group(std::size_t i) const {
    const auto group = params_[i].group;
    while (i < params_.size() && params_[i].group == group) ++i;
    return i;
  }

  void step(const Param& param) {
    switch (param.kind) {
      case ParamKind::ignored:
        break;
      case ParamKind::condition:
        condition(param);
        break;
      case ParamKind::format:
        format(param);
        break;
      case ParamKind::acl:
        acl(param);
        break;
      case ParamKind::rest:
        take(param, rest_length(param));
        break;
      case ParamKind::params:
        options(param);
        break;
      case ParamKind::action:
        action(param);
        break;
      case ParamKind::expression:
        expression(param);
        break;
      default:
        words_of(param);
    }
  }

  // One word, or as many as there are when the step repeats.
  void words_of(const Param& param) {
    do {
      if (at_ == words_.size()) return missing(param);
      const Word& word = words_[at_];
      Value value;
      if (param.kind == ParamKind::literal) {
        if (word.text != param.words[0]) return wrong_literal(param, word);
        value = Choice();
      } else {
        value = read_value(reading_, place_, param, word);
        if (std::holds_alternative<std::monostate>(value)) failed_ = true;
      }
      args_.push_back({&param, words_.subspan(at_, 1), value});
      ++at_;
    } while (param.repeated && at_ < words_.size() && !failed_);
  }

  void take(const Param& param, std::size_t count) {
    if (count == 0) return;
    args_.push_back({&param, words_.subspan(at_, count), Text()});
    at_ += count;
  }

  // What is wrong with it is said by the check of the line, which looks at the name first.
  void acl(const Param& param) {
    if (at_ == words_.size()) return;
    const std::span<const Word> taken = words_.subspan(at_);
    const auto parsed = syntax::parse_acl(taken, reading_.arena(), &reading_.recent_expressions);
    Value value;
    if (parsed) value = reading_.arena().keep(*parsed);
    args_.push_back({&param, taken, value});
    at_ = words_.size();
  }

  void options(const Param& param) {
    const MatchedOptions made = match_options(reading_, place_, param.detail, words_.subspan(at_));
    const std::size_t first = at_;
    advance(made.used);
    args_.push_back({&param, words_.subspan(first, made.used), OptionList(made.options)});
    failed_ = made.failed;
  }

  void action(const Param& param) {
    for (std::size_t set = 0; set < kRuleSets; ++set) {
      if (!is_spelled(rule_set_name(static_cast<RuleSet>(set)), param.detail)) continue;
      const MatchedAction made = match_action(reading_, place_, static_cast<RuleSet>(set), words_.subspan(at_));
      const std::size_t first = at_;
      advance(made.used);
      args_.push_back({&param, words_.subspan(first, made.used), made.action});
      failed_ = made.failed;
      return;
    }
  }

  [[nodiscard]] SamplePlace sample_place() const { return {place_.owner, place_.points, reading_.section}; }

  // `<x:expr:port>`: digits are a port.
  Value port(const Param& param, const Word& word) {
    Param number = param;
    number.detail = "atou";
    number.first = 1;
    number.last = UINT16_MAX;
    number.kind = ParamKind::integer;
    const Value value = read_value(reading_, place_, number, word);
    failed_ = std::holds_alternative<std::monostate>(value);
    return value;
  }

  // `<x:expr:number>`, `<x:expr:mark>` and `<x:expr:time>`: a plain value stands for an expression that gives it.
  bool plain_value(const Param& param) {
    const Word& word = words_[at_];
    Value value;
    if ((param.detail == "mark" && is_c_number(word.text)) ||
        (param.detail == "number" && syntax::parse_integer(word.text))) {
      value = Integer{std::strtoll(std::string(word.text).c_str(), nullptr, param.detail == "mark" ? 0 : 10)};
    } else if (param.detail == "port" && !word.text.empty() &&
               word.text.find_first_not_of("0123456789") == std::string_view::npos) {
      value = port(param, word);
    } else if (param.detail == "size" && syntax::parse_size(word.text)) {
      value = Size{*syntax::parse_size(word.text)};
    } else if (param.detail == "time" && (syntax::parse_time(word.text) || is_digit(word.text))) {
      Param time = param;
      time.detail = "ms";
      time.first = 1;
      value = read_duration(reading_, place_, time, word);
      failed_ = std::holds_alternative<std::monostate>(value);
    } else {
      return false;
    }
    args_.push_back({&param, words_.subspan(at_, 1), value});
    ++at_;
    return true;
  }

  // Names of a default-server line; check_server() reads them.
  [[nodiscard]] bool is_read_for_each_server(const Param& param) const {
    return param.detail == "word" && place_.directive != nullptr && place_.directive->is("default-server");
  }

  void expression(const Param& param) {
    if (at_ == words_.size()) return missing(param);
    if (plain_value(param)) return;
    if (is_read_for_each_server(param)) {
      args_.push_back({&param, words_.subspan(at_, 1), {}});
      ++at_;
      return;
    }
    const std::span<const Word> words = param.detail == "word" ? words_.subspan(at_, 1) : words_.subspan(at_);
    const ReadSample made = read_expression(reading_, sample_place(), words);
    args_.push_back({&param, words_.subspan(at_, made.used), made.expression});
    at_ += made.used;
    failed_ = made.sample.failed;
  }

  void format(const Param& param) {
    if (at_ == words_.size()) return missing(param);
    SamplePlace place = sample_place();
    // The name of a server is made where that of a backend would be; the condition is asked for later.
    if (place_.directive != nullptr && place_.directive->is("use-server"))
      place.points = points_of("use_backend", *reading_.section);
    const syntax::LogFormat* const made = read_format(reading_, place, words_[at_]);
    args_.push_back({&param, words_.subspan(at_, 1), made});
    ++at_;
    failed_ = made == nullptr && !(place_.directive != nullptr && names_for_each_request(*place_.directive));
  }

  void condition(const Param& param) {
    if (at_ == words_.size()) {
      if (param.detail == "required") missing_condition();
      return;
    }
    const std::span<const Word> taken = words_.subspan(at_);
    const std::size_t below_http = reading_.below_http.size();
    const syntax::Condition* const made = read_condition(reading_, sample_place(), taken, help_of_action());
    if (reading_.below_http.size() != below_http && place_.directive != nullptr &&
        may_look_below_http(*place_.directive))
      reading_.below_http.resize(below_http);
    args_.push_back({&param, taken, made});
    at_ = words_.size();
    failed_ = made == nullptr;
  }

  // What stands behind an action where a condition is missing may be the rest of its last argument.
  [[nodiscard]] std::string help_of_action() const {
    if (args_.items().empty() || syntax::begins_condition(words_[at_].text)) return {};
    const auto* const action = std::get_if<const Action*>(&args_.items().back().value);
    return action == nullptr || *action == nullptr ? "" : help_for_blanks(reading_, (*action)->args, words_, at_);
  }

  void missing_condition() {
    failed_ = true;
    reading_.error("condition-expected", place_.span, quote(place_.owner) + " needs a condition, and the line ends",
                   "write 'if' or 'unless' and what must hold");
  }

  // How many words are left, up to a condition where the step ends there.
  [[nodiscard]] std::size_t rest_length(const Param& param) const {
    std::size_t end = at_;
    while (end < words_.size() && !(param.detail == "condition" && syntax::begins_condition(words_[end].text))) ++end;
    return end - at_;
  }

  void missing(const Param& param) {
    if (param.may_lack) return;
    failed_ = true;
    std::string what = "<" + std::string(param.name) + ">";
    if (param.kind == ParamKind::literal) what = quote(param.words[0]);
    Diagnostic& d = reading_.error("missing-argument", place_.span,
                                   quote(place_.owner) + " needs " + what + " here, and the line ends");
    d.help.push_back(param.kind == ParamKind::choice ? "write one of " + join_or(param.words)
                                                     : "write " + quote(usage(place_.owner, params_)));
  }

  void wrong_literal(const Param& param, const Word& word) {
    failed_ = true;
    reading_.error("unexpected-argument", word.span,
                   quote(place_.owner) + " expects " + quote(param.words[0]) + ", not " + quote(word.text),
                   "write " + quote(usage(place_.owner, params_)));
  }

  void unexpected() {
    failed_ = true;
    const Word& word = words_[at_];
    Diagnostic& d = reading_.error("unexpected-argument", word.span,
                                   quote(place_.owner) + " takes no " + quote(word.text) + " here");
    if (std::string habit = at_ > 0 ? habit_of_unit(words_[at_ - 1].text, word.text) : ""; !habit.empty()) {
      d.help.push_back(std::move(habit));
    } else if (at_ > 0 && words_[at_ - 1].text == "=") {
      d.help.push_back("write " + quote(std::string(place_.owner) + " " + std::string(word.text)) + ", without '='");
    } else if (place_.owner.starts_with("option ") && is_any_of(word.text, kSwitchedOn)) {
      d.help.emplace_back("remove it: an option is on where its line stands");
    } else if (place_.owner.starts_with("option ") && is_any_of(word.text, kSwitchedOff)) {
      d.help.push_back("write " + quote("no " + std::string(place_.owner)));
    } else if (std::string blanks = help_for_blanks(reading_, args_.items(), words_, at_); !blanks.empty()) {
      d.help.push_back("remove it; " + blanks);
    } else {
      d.help.emplace_back("remove it, or put quotes around an argument that holds blanks");
    }
  }

  Reading& reading_;
  const Place& place_;
  std::span<const Param> params_;
  std::span<const Word> words_;
  ScratchList<Arg> args_;
  std::size_t at_ = 0;
  bool failed_ = false;
  bool whole_;
};

}  // namespace

std::string help_for_blanks(const Reading& reading, std::span<const Arg> before, std::span<const Word> words,
                            std::size_t at) {
  if (at == 0 || before.empty() || before.back().words.empty()) return {};
  const Arg& last = before.back();
  const bool text =
      std::holds_alternative<Text>(last.value) || std::holds_alternative<const syntax::LogFormat*>(last.value);
  const auto value = words.begin() + static_cast<std::ptrdiff_t>(at) - 1;
  if (!text || &last.words.back() != &*value) return {};
  const auto end = std::find_if(value, words.end(), [](const Word& w) { return syntax::begins_condition(w.text); });
  if (end == value) return {};
  return habit_of_blanks(reading.sources().text(cover(last.words.front().span, (end - 1)->span)));
}

Matched match_signature(Reading& reading, const Place& place, std::span<const Param> params,
                        std::span<const Word> words, bool whole) {
  return Matcher(reading, place, params, words, whole).run();
}

}  // namespace hapax::config
