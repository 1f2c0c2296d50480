#include "cli/frame/options.hpp"

#include <charconv>
#include <functional>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <hapax/base/edit_distance.hpp>

#include "cli/frame/terminal.hpp"

namespace hapax::cli {
namespace {

// A row of the help.
struct Row {
  std::string left;
  std::string help;
};

struct Section {
  std::string heading;
  std::vector<Row> rows;
};

// A value that CLI11 hands over as text and that is examined after the parse. Returns the complaint, if any.
using Check = std::function<std::optional<std::string>()>;

std::string spaced(std::string_view names) {
  std::string text(names);
  if (const auto comma = text.find(','); comma != std::string::npos) text.replace(comma, 1, ", ");
  return text;
}

// The name to speak of an option by: the last of "-f,--file".
std::string long_name(std::string_view names) {
  const auto comma = names.rfind(',');
  return std::string(comma == std::string_view::npos ? names : names.substr(comma + 1));
}

template <class Number>
std::optional<std::string> read_number(const std::string& text, Number& value) {
  if (text.empty()) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return std::nullopt;
  return fmt::format("takes a {}number, and '{}' is none", std::is_integral_v<Number> ? "whole " : "", text);
}

std::string joined(const std::vector<std::string>& words, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? last : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace

struct Options::State {
  const Command& command;
  std::string usage;
  CLI::App app;
  std::vector<Section> sections{{"Options", {}}};
  std::vector<std::string> notes;
  std::vector<Check> checks;
  std::vector<std::string> names;  // of every option, for "did you mean"
  bool help = false;

  State(const Command& c, std::string_view u) : command(c), usage(u) {
    app.set_help_flag();
    app.allow_extras();
  }

  void remember(std::string_view option_names, std::string_view metavariable, std::string_view help_text) {
    names.push_back(long_name(option_names));
    std::string left = spaced(option_names);
    if (!option_names.starts_with("-"))
      left = metavariable;
    else if (!metavariable.empty())
      left += fmt::format(" {}", metavariable);
    sections.back().rows.push_back({std::move(left), std::string(help_text)});
  }

  template <class Number>
  void bind_number(std::string_view option_names, std::string_view metavariable, Number& value,
                   std::string_view help_text) {
    remember(option_names, metavariable, help_text);
    auto text = std::make_shared<std::string>();
    app.add_option_function<std::string>(std::string(option_names), [text](const std::string& word) { *text = word; });
    checks.emplace_back([text, &value, name = long_name(option_names)]() -> std::optional<std::string> {
      const auto wrong = read_number(*text, value);
      if (!wrong) return std::nullopt;
      return fmt::format("'{}' {}", name, *wrong);
    });
  }

  [[nodiscard]] std::string help_text() const;
  [[nodiscard]] std::optional<std::string> unexpected() const;
};

std::string Options::State::help_text() const {
  std::string text =
      fmt::format("hapax {}: {}\n\nusage: hapax {} {}\n", command.name, command.summary, command.name, usage);
  for (const Section& section : sections) {
    if (section.rows.empty()) continue;
    text += fmt::format("\n{}\n", section.heading);
    for (const Row& row : section.rows) {
      const bool narrow = row.left.size() <= 26;
      text += narrow ? fmt::format("  {:<26} ", row.left) : fmt::format("  {}\n{:29}", row.left, "");
      for (const char c : row.help) text += c == '\n' ? "\n" + std::string(29, ' ') : std::string(1, c);
      text += '\n';
    }
  }
  for (const std::string& note : notes) text += fmt::format("\n{}\n", note);
  return text;
}

// The first word that nothing takes.
std::optional<std::string> Options::State::unexpected() const {
  const std::vector<std::string> rest = app.remaining();
  if (rest.empty()) return std::nullopt;
  const std::string& word = rest.front();
  if (!word.starts_with('-') || word == "-") return fmt::format("unexpected argument '{}'", word);
  const std::string name = word.substr(0, word.find('='));
  const std::vector<std::string_view> known(names.begin(), names.end());
  std::string message = fmt::format("unknown option '{}'", name);
  if (const auto near = nearest(name, known)) message += fmt::format("; did you mean '{}'?", *near);
  return message;
}

Options::Options(const Command& command, std::string_view usage) : state_(std::make_unique<State>(command, usage)) {}
Options::~Options() = default;

Options& Options::section(std::string_view heading) {
  state_->sections.push_back({std::string(heading), {}});
  return *this;
}

Options& Options::flag(std::string_view names, bool& value, std::string_view help) {
  state_->remember(names, "", help);
  state_->app.add_flag(std::string(names), value);
  return *this;
}

Options& Options::value(std::string_view names, std::string_view metavariable, std::string& value,
                        std::string_view help) {
  state_->remember(names, metavariable, help);
  state_->app.add_option(std::string(names), value);
  return *this;
}

Options& Options::value(std::string_view names, std::string_view metavariable, std::optional<std::string>& value,
                        std::string_view help) {
  state_->remember(names, metavariable, help);
  state_->app.add_option_function<std::string>(std::string(names), [&value](const std::string& word) { value = word; });
  return *this;
}

Options& Options::number(std::string_view names, std::string_view metavariable, std::uint64_t& value,
                         std::string_view help) {
  state_->bind_number(names, metavariable, value, help);
  return *this;
}

Options& Options::number(std::string_view names, std::string_view metavariable, double& value, std::string_view help) {
  state_->bind_number(names, metavariable, value, help);
  return *this;
}

Options& Options::choice(std::string_view names, std::string& value, std::initializer_list<std::string_view> choices,
                         std::string_view help) {
  const std::vector<std::string> words(choices.begin(), choices.end());
  std::string metavariable;
  for (const std::string& word : words) metavariable += (metavariable.empty() ? "" : "|") + word;
  state_->remember(names, metavariable, help);
  state_->app.add_option(std::string(names), value);
  state_->checks.emplace_back([words, &value, name = long_name(names)]() -> std::optional<std::string> {
    for (const std::string& word : words) {
      if (word == value) return std::nullopt;
    }
    return fmt::format("'{}' takes {}, not '{}'", name, joined(words, " or "), value);
  });
  return *this;
}

Options& Options::list(std::string_view names, std::string_view metavariable, std::vector<std::string>& values,
                       std::string_view help) {
  state_->remember(names, metavariable, help);
  state_->app.add_option(std::string(names), values)->allow_extra_args(false)->take_all();
  return *this;
}

Options& Options::positional(std::string_view metavariable, std::vector<std::string>& values, std::string_view help) {
  state_->remember("arguments", metavariable, help);
  state_->names.pop_back();
  state_->app.add_option("arguments", values)->take_all();
  return *this;
}

Options& Options::note(std::string_view text) {
  state_->notes.emplace_back(text);
  return *this;
}

std::optional<int> Options::parse(Arguments arguments) {
  flag("-h,--help", state_->help, "print this");
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    state_->app.parse(std::move(reversed));
  } catch (const CLI::ArgumentMismatch& error) {
    // CLI11 says "--format: 1 required TEXT missing"; all that a user needs of it is the name.
    const std::string_view text = error.what();
    return usage_error(fmt::format("'{}' needs a value", text.substr(0, text.find_first_of(": "))));
  } catch (const CLI::ParseError& error) {
    return usage_error(error.what());
  }
  if (state_->help) {
    fmt::print("{}", state_->help_text());
    return kClean;
  }
  if (const auto word = state_->unexpected()) return usage_error(*word);
  for (const Check& check : state_->checks) {
    if (const auto complaint = check()) return usage_error(*complaint);
  }
  return std::nullopt;
}

int Options::usage_error(std::string_view message) const {
  const std::string_view name = state_->command.name;
  return complain(fmt::format("{}: {} ('hapax {} --help' shows what it takes)", name, message, name));
}

}  // namespace hapax::cli
