#include "cli/run/invocation.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>

namespace hapax::cli {
namespace {

/// How many words a flag takes: none, one, or all the numbers that follow.
enum class Takes : std::uint8_t { nothing, word, numbers };

struct Flag {
  std::string_view name;
  Takes takes;
  void (*apply)(Invocation&, std::string_view);
};

void add_number(std::vector<int>& list, std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  if (number > 1) list.push_back(number);
}

constexpr std::array kFlags{
    Flag{"--engine", Takes::word, [](Invocation& i, std::string_view w) { i.engine = w; }},
    Flag{"--help", Takes::nothing, [](Invocation& i, std::string_view) { i.help = true; }},
    Flag{"--target", Takes::word, [](Invocation& i, std::string_view w) { i.target = w; }},
    Flag{"-C", Takes::word, [](Invocation& i, std::string_view w) { i.directory = w; }},
    Flag{"-D", Takes::nothing, [](Invocation& i, std::string_view) { i.daemon = true; }},
    Flag{"-L", Takes::word, [](Invocation& i, std::string_view) { i.without_effect.emplace_back("-L"); }},
    Flag{"-N", Takes::word, [](Invocation& i, std::string_view) { i.without_effect.emplace_back("-N"); }},
    Flag{"-S", Takes::word, [](Invocation& i, std::string_view) { i.without_effect.emplace_back("-S"); }},
    Flag{"-V", Takes::nothing, [](Invocation& i, std::string_view) { i.verbose = true; }},
    Flag{"-W", Takes::nothing, [](Invocation& i, std::string_view) { i.master = true; }},
    Flag{"-Ws", Takes::nothing, [](Invocation& i, std::string_view) { i.master = i.notify = true; }},
    Flag{"-c", Takes::nothing, [](Invocation& i, std::string_view) { i.check_only = true; }},
    Flag{"-cc", Takes::word, [](Invocation& i, std::string_view w) { i.condition = w; }},
    Flag{"-d", Takes::nothing, [](Invocation& i, std::string_view) { i.foreground = i.verbose = true; }},
    Flag{"-dW", Takes::nothing, [](Invocation& i, std::string_view) { i.no_warnings = true; }},
    Flag{"-db", Takes::nothing, [](Invocation& i, std::string_view) { i.foreground = true; }},
    Flag{"-f", Takes::word, [](Invocation& i, std::string_view w) { i.together.emplace_back(w); }},
    Flag{"-h", Takes::nothing, [](Invocation& i, std::string_view) { i.help = true; }},
    Flag{"-m", Takes::word, [](Invocation& i, std::string_view) { i.without_effect.emplace_back("-m"); }},
    Flag{"-n", Takes::word,
         [](Invocation& i, std::string_view w) { std::from_chars(w.data(), w.data() + w.size(), i.maxconn); }},
    Flag{"-p", Takes::word, [](Invocation& i, std::string_view w) { i.pid_file = w; }},
    Flag{"-q", Takes::nothing, [](Invocation& i, std::string_view) { i.quiet = true; }},
    Flag{"-sf", Takes::numbers, [](Invocation& i, std::string_view w) { add_number(i.finish, w); }},
    Flag{"-st", Takes::numbers, [](Invocation& i, std::string_view w) { add_number(i.terminate, w); }},
    Flag{"-v", Takes::nothing, [](Invocation& i, std::string_view) { i.version = true; }},
    Flag{"-vv", Takes::nothing, [](Invocation& i, std::string_view) { i.version_details = true; }},
    Flag{"-x", Takes::word, [](Invocation& i, std::string_view) { i.without_effect.emplace_back("-x"); }},
};

/// HAProxy's switches for debugging and for its own pollers: they change nothing that can be seen from outside.
bool tunes_internals(std::string_view word) {
  constexpr std::string_view kExact[] = {"-dD", "-dI", "-dF", "-dS", "-dZ", "-dV", "-dG", "-de", "-dp", "-dk", "-dl"};
  if (std::find(std::begin(kExact), std::end(kExact), word) != std::end(kExact)) return true;
  constexpr std::string_view kPrefixes[] = {"-dM", "-dr", "-dL", "-dC", "-dK", "-dt", "-dv", "-dA"};
  return std::any_of(std::begin(kPrefixes), std::end(kPrefixes), [&](auto prefix) { return word.starts_with(prefix); });
}

const Flag* find_flag(std::string_view word) {
  const auto* at = std::find_if(kFlags.begin(), kFlags.end(), [&](const Flag& flag) { return flag.name == word; });
  return at == kFlags.end() ? nullptr : &*at;
}

Error unknown(std::string_view word) {
  std::vector<std::string_view> names;
  names.reserve(std::size(kFlags));
  for (const Flag& flag : kFlags) names.push_back(flag.name);
  std::string message = fmt::format("unknown option '{}'", word);
  if (const auto near = nearest(word, names)) message += fmt::format("; did you mean '{}'?", *near);
  return {message + " ('hapax run --help' lists them)"};
}

}  // namespace

Result<Invocation> parse_invocation(Arguments arguments) {
  Invocation invocation;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string_view word = arguments[i];
    if (word == "--") {
      for (++i; i < arguments.size(); ++i) invocation.together.emplace_back(arguments[i]);
      break;
    }
    if (!word.starts_with('-') || word == "-") {
      invocation.paths.emplace_back(word);
      continue;
    }
    // A long option may carry its value behind '='.
    std::optional<std::string_view> value;
    if (const std::size_t equals = word.find('='); word.starts_with("--") && equals != std::string_view::npos) {
      value = word.substr(equals + 1);
      word = word.substr(0, equals);
    }
    const Flag* flag = find_flag(word);
    if (flag == nullptr && tunes_internals(word)) continue;
    if (flag == nullptr) return tl::unexpected(unknown(word));
    switch (flag->takes) {
      case Takes::nothing:
        flag->apply(invocation, {});
        break;
      case Takes::word:
        if (!value && i + 1 == arguments.size()) return fail(fmt::format("'{}' needs a value behind it", word));
        flag->apply(invocation, value ? *value : std::string_view(arguments[++i]));
        break;
      case Takes::numbers:
        while (i + 1 < arguments.size() && arguments[i + 1][0] >= '0' && arguments[i + 1][0] <= '9') {
          flag->apply(invocation, arguments[++i]);
        }
        break;
    }
  }
  if (invocation.engine != "builtin" && invocation.engine != "haproxy") {
    return fail(fmt::format("'--engine' takes builtin or haproxy, not '{}'", invocation.engine));
  }
  return invocation;
}

std::string invocation_help() {
  return "verify a configuration, then run it as a proxy\n\n"
         "usage: hapax run PATH [OPTION...]\n"
         "       haproxy -f FILE [OPTION...]     when called under that name\n\n"
         "  PATH                  a configuration: a file, a directory (its *.cfg in order), '-' for standard input\n"
         "  -f FILE, -- FILE...   may be repeated: all of these together are one configuration\n"
         "  --target VERSION      HAProxy version whose language the configuration is in (default 3.2)\n"
         "  --engine ENGINE       builtin (default), or haproxy: start real HAProxy with the verified file\n\n"
         "As HAProxy takes them:\n"
         "  -c                    check only: status 0 when the configuration is accepted, 1 when not\n"
         "  -cc CONDITION         status 0 when the condition of an '.if' holds, 1 when not, 2 when it is wrong\n"
         "  -db, -d               stay in the foreground\n"
         "  -D                    run in the background\n"
         "  -W, -Ws               end with a master's status; -Ws also tells the service manager when ready\n"
         "  -p FILE               write the process number there\n"
         "  -C DIR                change to that directory first\n"
         "  -n NUMBER             as 'maxconn' of the global section\n"
         "  -sf PID..., -st PID... tell these processes to finish, or to end, once the ports are ours\n"
         "  -dW                   refuse a configuration with warnings\n"
         "  -q, -V                say less, say more\n"
         "  -v, -vv               say which version this is\n"
         "  -L -m -N -S -x        are taken with their values and have no effect\n\n"
         "SIGTERM and SIGINT end it at once; SIGUSR1 lets what is in flight finish.\n"
         "Status: 0 ended by a signal, 1 the configuration is refused, or cannot be run as it is, 2 usage or "
         "unreadable\n"
         "input, or a port that cannot be listened on.\n";
}

}  // namespace hapax::cli
