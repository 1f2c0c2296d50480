// HAProxy reads such a file like a configuration of its own: three kinds of sections, whose words are cut at blanks.
#include "config/files/spoe.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "config/samples/expression.hpp"

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

constexpr std::array<std::string_view, 8> kEvents{
    "on-client-session",        "on-server-session",       "on-frontend-tcp-request", "on-backend-tcp-request",
    "on-frontend-http-request", "on-backend-http-request", "on-tcp-response",         "on-http-response"};

template <class List>
bool holds(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

class SpoeReader {
 public:
  SpoeReader(Reading& reading, std::string_view name, std::string_view engine, Span span)
      : reading_(reading), name_(name), engine_(engine), span_(span) {}

  std::optional<SpoeAgent> run(std::string_view text) {
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), line.size() + 1));
      ++line_;
      if (!read(line)) return std::nullopt;
    }
    return finish();
  }

 private:
  bool refuse(std::string_view what) {
    reading_
        .error("spoe-file", span_, fmt::format("line {} of {}: {}", line_, quote(name_), what),
               "the manual of SPOE (doc/SPOE.txt) has the words of such files")
        .whole = true;
    return false;
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
        if (open) words_.push_back({reading_.arena().copy(word), span_, {}});
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
    if (open) words_.push_back({reading_.arena().copy(word), span_, {}});
  }

  bool read(std::string_view line) {
    cut(line);
    if (words_.empty()) return true;
    const std::string_view first = words_[0].text;
    if (first.starts_with('[')) {
      scope_ = first.substr(1, first.find(']') - 1);
      kind_ = Kind::none;
      return true;
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
      if (!groups_.insert(own).second) return refuse(fmt::format("there is a group {} already", quote(own)));
    } else {
      return refuse(fmt::format("unknown keyword {}", quote(first)));
    }
    return true;
  }

  bool directive(std::string_view first) {
    const std::span<const Word> rest(words_.data() + 1, words_.size() - 1);
    if (first == "messages")
      for (const Word& word : rest) wanted_messages_.push_back(word.text);
    if (first == "groups")
      for (const Word& word : rest) agent_.groups.insert(word.text);
    if (first == "use-backend" && !rest.empty()) agent_.backend = rest[0].text;
    if (first == "timeout") return timeout(rest);
    if (first == "event" && (rest.empty() || !holds(kEvents, rest[0].text)))
      return refuse(rest.empty() ? "'event' needs the name of an event"
                                 : fmt::format("there is no event {}", quote(rest[0].text)));
    return first != "args" || arguments(rest);
  }

  bool timeout(std::span<const Word> rest) {
    const std::string_view name = rest.empty() ? std::string_view() : rest[0].text;
    if (name != "processing" && name != "hello" && name != "idle")
      return refuse(fmt::format("there is no timeout {}", quote(name)));
    agent_.processing_timeout = agent_.processing_timeout || name == "processing";
    return true;
  }

  // "ip=src": a name is optional.
  bool arguments(std::span<const Word> rest) {
    const SamplePlace place{"args", 0, nullptr};
    for (const Word& word : rest) {
      const std::size_t equals = word.text.find('=');
      const bool named = equals != std::string_view::npos && equals < word.text.find('(');
      const Word expression{named ? word.text.substr(equals + 1) : word.text, span_, {}};
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
    if (agent_.backend.empty())
      return fail(fmt::format("the agent {} in {} names no backend", quote(agent_.name), quote(name_)),
                  "add 'use-backend NAME'");
    for (const std::string_view message : wanted_messages_)
      if (!messages_.contains(message))
        return fail(fmt::format("there is no message {} in {}", quote(message), quote(name_)),
                    fmt::format("declare it: 'spoe-message {}'", message));
    for (const std::string_view group : agent_.groups)
      if (!groups_.contains(group))
        return fail(fmt::format("there is no group {} in {}", quote(group), quote(name_)),
                    fmt::format("declare it: 'spoe-group {}'", group));
    return agent_;
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
  std::vector<std::string_view> wanted_messages_;
};

}  // namespace

std::optional<SpoeAgent> read_spoe_file(Reading& reading, std::string_view name, std::string_view text,
                                        std::string_view engine, Span span) {
  return SpoeReader(reading, name, engine, span).run(reading.arena().copy(text));
}

}  // namespace hapax::config
