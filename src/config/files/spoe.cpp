// HAProxy reads such a file like a configuration of its own: three kinds of sections, whose words are cut at blanks.
#include "config/files/spoe.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/files/error_page.hpp"
#include "config/samples/expression.hpp"
#include "config/samples/points.hpp"

namespace hapax::config {
namespace {

enum class Kind : std::uint8_t { none, agent, message, group };

struct Line {
  Kind where;
  std::string_view name;
};

constexpr std::array kLines{Line{Kind::agent, "groups"},         Line{Kind::agent, "log"},
                            Line{Kind::agent, "maxconnrate"},    Line{Kind::agent, "maxerrrate"},
                            Line{Kind::agent, "max-frame-size"}, Line{Kind::agent, "max-waiting-frames"},
                            Line{Kind::agent, "messages"},       Line{Kind::agent, "no"},
                            Line{Kind::agent, "option"},         Line{Kind::agent, "register-var-names"},
                            Line{Kind::agent, "timeout"},        Line{Kind::agent, "use-backend"},
                            Line{Kind::message, "acl"},          Line{Kind::message, "args"},
                            Line{Kind::message, "event"},        Line{Kind::group, "messages"}};

struct Event {
  std::string_view name;
  Points points;  ///< what its messages may ask for
};

constexpr std::array kEvents{
    Event{"on-client-session", point(FetchPoint::fe_tcp_connection)},
    Event{"on-server-session", point(FetchPoint::server_source)},
    Event{"on-frontend-tcp-request", point(FetchPoint::fe_tcp_content)},
    Event{"on-backend-tcp-request", point(FetchPoint::be_tcp_content)},
    Event{"on-frontend-http-request", point(FetchPoint::fe_http_request)},
    Event{"on-backend-http-request", point(FetchPoint::be_http_request)},
    Event{"on-tcp-response", point(FetchPoint::fe_tcp_response) | point(FetchPoint::be_tcp_response)},
    Event{"on-http-response", point(FetchPoint::fe_http_response) | point(FetchPoint::be_http_response)}};

const Event* find_event(std::string_view name) {
  const auto found = std::find_if(kEvents.begin(), kEvents.end(), [name](const Event& e) { return e.name == name; });
  return found == kEvents.end() ? nullptr : &*found;
}

// Of `option var-prefix`.
bool is_prefix(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '.'; });
}

// A message that the agent names, or one of its groups; a group that the agent does not name counts for nothing.
struct Wanted {
  std::string_view group;  ///< empty: the agent itself
  std::string_view message;
};

class SpoeReader {
 public:
  SpoeReader(Reading& reading, std::string_view name, std::string_view engine, Span span)
      : reading_(reading), name_(name), engine_(engine), span_(span) {}

  std::optional<SpoeAgent> run(std::string_view text) {
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), line.size() + 1));
      ++line_;
      if (!read(line)) return give_up();
    }
    return end_message() ? finish() : give_up();
  }

 private:
  bool refuse(std::string_view what) {
    reading_
        .error("spoe-file", span_, fmt::format("line {} of {}: {}", line_, quote(name_), what),
               "the manual of SPOE (doc/SPOE.txt) has the words of such files")
        .whole = true;
    return false;
  }

  std::optional<SpoeAgent> give_up() {
    reading_.error("spoe-file", span_, fmt::format("this filter cannot work: {} is wrong", quote(name_)));
    return std::nullopt;
  }

  // Words end at blanks; '#' begins a comment, quotes and backslashes keep blanks.
  void cut(std::string_view line) {
    words_.clear();
    std::string word;
    bool open = false;
    char quoted = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      if (quoted == 0 && c == '#') break;
      if (quoted == 0 && (c == ' ' || c == '\t' || c == '\r')) {
        if (open) words_.push_back({syntax::WordText(reading_.arena().copy(word)), span_});
        word.clear();
        open = false;
        continue;
      }
      open = true;
      if (quoted != 0 ? c == quoted : c == '"' || c == '\'') {
        quoted = quoted == 0 ? c : '\0';
      } else if (c == '\\' && i + 1 < line.size() && quoted != '\'') {
        word += line[++i];
      } else {
        word += c;
      }
    }
    if (open) words_.push_back({syntax::WordText(reading_.arena().copy(word)), span_});
  }

  bool read(std::string_view line) {
    cut(line);
    if (words_.empty()) return true;
    const std::string_view first = words_[0].text;
    if (first.starts_with('[')) {
      if (words_.size() > 1)
        return refuse(fmt::format("{} cannot stand behind {}", quote(words_[1].text), quote(first)));
      scope_ = first.substr(1, first.find(']') - 1);
      kind_ = Kind::none;
      return end_message();
    }
    if (scope_ != engine_) return true;
    if (first.starts_with("spoe-")) return open(first);
    for (const Line& known : kLines)
      if (known.where == kind_ && known.name == first) return directive(first);
    return refuse(fmt::format("unknown keyword {}", quote(first)));
  }

  bool open(std::string_view first) {
    if (words_.size() < 2) return refuse(fmt::format("{} needs a name", quote(first)));
    const std::string_view own = words_[1].text;
    if (!end_message()) return false;
    if (first == "spoe-agent") {
      if (kind_agent_) return refuse("there is a second agent");
      kind_agent_ = true;
      kind_ = Kind::agent;
      agent_.name = own;
    } else if (first == "spoe-message") {
      kind_ = Kind::message;
      if (!messages_.insert(own).second) return refuse(fmt::format("there is a message {} already", quote(own)));
    } else if (first == "spoe-group") {
      kind_ = Kind::group;
      group_ = own;
      if (!groups_.insert(own).second) return refuse(fmt::format("there is a group {} already", quote(own)));
    } else {
      return refuse(fmt::format("unknown keyword {}", quote(first)));
    }
    return true;
  }

  bool directive(std::string_view first) {
    const std::span<const Word> rest(words_.data() + 1, words_.size() - 1);
    if (first == "messages" && !add_messages(rest)) return false;
    if (first == "groups")
      for (const Word& word : rest) agent_.groups.insert(word.text);
    if (first == "use-backend" && !rest.empty()) agent_.backend = rest[0].text;
    if (first == "timeout") return timeout(rest);
    if (first == "option" && rest.size() > 1 && rest[0].text == "var-prefix" && !is_prefix(rest[1].text))
      return refuse("'option var-prefix' takes letters, digits, '_' and '.'");
    if (first.starts_with("max-")) return limit(first, rest);
    if (first == "event") return event(rest);
    if (first == "args") args_.insert(args_.end(), rest.begin(), rest.end());
    return true;
  }

  bool add_messages(std::span<const Word> names) {
    for (const Word& word : names) {
      const bool twice = kind_ == Kind::agent && !agent_messages_.insert(word.text).second;
      if (twice) return refuse(fmt::format("the message {} is in the list already", quote(word.text)));
      wanted_messages_.push_back({kind_ == Kind::group ? group_ : std::string_view(), word.text});
    }
    return true;
  }

  bool event(std::span<const Word> rest) {
    if (rest.empty()) return refuse("'event' needs the name of an event");
    event_ = find_event(rest[0].text);
    return event_ != nullptr || refuse(fmt::format("there is no event {}", quote(rest[0].text)));
  }

  bool timeout(std::span<const Word> rest) {
    const std::string_view name = rest.empty() ? std::string_view() : rest[0].text;
    const bool processing = name == "processing";
    if (!processing && name != "hello" && name != "idle")
      return refuse(fmt::format("there is no timeout {}", quote(name)));
    // Since 3.2 the connection of an agent is that of a server, with the backend's timeouts.
    const bool used = processing || !reading_.from(Version::v3_2);
    if (used && rest.size() > 1 && !syntax::parse_time(rest[1].text))
      return refuse(fmt::format("{} is no time", quote(rest[1].text)));
    timeouts_.insert(name);
    return true;
  }

  bool limit(std::string_view name, std::span<const Word> rest) {
    const std::int64_t number = rest.empty() ? 0 : syntax::leading_integer(rest[0].text).value;
    if (name == "max-frame-size") {
      constexpr std::int64_t kLeast = 256;
      constexpr std::int64_t kLengthOfFrame = 4;
      const std::int64_t most = static_cast<std::int64_t>(buffer_size(reading_)) - kLengthOfFrame;
      if (number < kLeast || number > most)
        return refuse(fmt::format("'max-frame-size' takes a number from {} to {}", kLeast, most));
    }
    if (name == "max-waiting-frames" && number < 1 && !reading_.from(Version::v3_2))
      return refuse("'max-waiting-frames' takes a number from 1 on");
    return true;
  }

  // "ip=src": a name is optional. What may be asked for depends on the event, which often stands below.
  bool end_message() {
    const SamplePlace place{"args", event_ == nullptr ? Points{0} : event_->points, nullptr};
    const std::vector<Word> args = std::exchange(args_, {});
    event_ = nullptr;
    for (const Word& word : args) {
      const std::size_t equals = word.text.find('=');
      const bool named = equals != std::string_view::npos && equals < word.text.find('(');
      const Word expression{syntax::WordText(named ? word.text.substr(equals + 1) : word.text), span_};
      const std::size_t before = reading_.errors();
      (void)read_expression(reading_, place, {reading_.storage().keep(std::vector<Word>{expression})});
      if (reading_.errors() > before) return false;
    }
    return true;
  }

  std::optional<SpoeAgent> finish() {
    const auto fail = [&](std::string message, std::string help) {
      reading_.error("spoe-file", span_, std::move(message), std::move(help));
      return std::nullopt;
    };
    if (!kind_agent_)
      return fail(engine_.empty() ? fmt::format("{} has no 'spoe-agent' above its first '[engine]'", quote(name_))
                                  : fmt::format("{} has no 'spoe-agent' below '[{}]'", quote(name_), engine_),
                  "'filter spoe engine NAME' reads what stands below '[NAME]' in the file");
    warn_of_agent();
    if (agent_.backend.empty())
      return fail(fmt::format("the agent {} in {} names no backend", quote(agent_.name), quote(name_)),
                  "add 'use-backend NAME'");
    for (const Wanted& wanted : wanted_messages_)
      if ((wanted.group.empty() || agent_.groups.contains(wanted.group)) && !messages_.contains(wanted.message))
        return fail(fmt::format("there is no message {} in {}", quote(wanted.message), quote(name_)),
                    fmt::format("declare it: 'spoe-message {}'", wanted.message));
    for (const std::string_view group : agent_.groups)
      if (!groups_.contains(group))
        return fail(fmt::format("there is no group {} in {}", quote(group), quote(name_)),
                    fmt::format("declare it: 'spoe-group {}'", group));
    return agent_;
  }

  void warn_of_agent() {
    const bool whole_connection = !reading_.from(Version::v3_2);
    for (const std::string_view timeout : {"processing", "hello", "idle"}) {
      if (timeouts_.contains(timeout) || (timeout != "processing" && !whole_connection)) continue;
      reading_
          .warning("missing-timeout", span_,
                   fmt::format("the SPOE agent {} has no 'timeout {}'", quote(agent_.name), timeout),
                   fmt::format("add it to the agent, for example 'timeout {} 500ms'", timeout))
          .whole = true;
      break;
    }
    if (!agent_messages_.empty() || !agent_.groups.empty()) return;
    reading_
        .warning("spoe-agent-without-messages", span_,
                 fmt::format("the SPOE agent {} is never sent anything", quote(agent_.name)),
                 "list its messages: 'messages NAME...', or 'groups NAME...' for rules to send")
        .whole = true;
  }

  Reading& reading_;
  std::string_view name_;
  std::string_view engine_;
  Span span_;
  std::size_t line_ = 0;
  std::string_view scope_;
  Kind kind_ = Kind::none;
  bool kind_agent_ = false;
  std::vector<Word> words_;
  SpoeAgent agent_;
  std::unordered_set<std::string_view> messages_;
  std::unordered_set<std::string_view> groups_;
  std::unordered_set<std::string_view> timeouts_;        ///< that the agent has
  std::unordered_set<std::string_view> agent_messages_;  ///< that the agent lists
  std::string_view group_;                               ///< that is being read
  std::vector<Wanted> wanted_messages_;
  std::vector<Word> args_;        ///< of the message that is being read
  const Event* event_ = nullptr;  ///< of that message
};

}  // namespace

std::optional<SpoeAgent> read_spoe_file(Reading& reading, std::string_view name, std::string_view text,
                                        std::string_view engine, Span span) {
  return SpoeReader(reading, name, engine, span).run(reading.arena().copy(text));
}

}  // namespace hapax::config
