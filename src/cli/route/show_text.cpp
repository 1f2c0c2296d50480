#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "cli/route/show.hpp"

namespace hapax::cli {
namespace {

// Escape sequences, or nothing where there is no colour.
struct Palette {
  std::string_view bold, dim, good, bad, hint, off;
};
constexpr Palette kColours{"\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[31m", "\x1b[36m", "\x1b[0m"};
constexpr Palette kPlain{"", "", "", "", "", ""};

// Control characters and bytes that would upset a terminal are shown, not sent.
std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 32 || byte == 127) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::string place_text(const model::RoutingModel& model, model::Place place) {
  if (place.line == 0) return "";
  std::string_view name = model.files[place.file];
  const std::size_t slash = name.rfind('/');
  if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
  return fmt::format("{}:{}", name, place.line);
}

class Page {
 public:
  Page(const model::RoutingModel& model, const SourceSet& sources, const Journey& journey, const Palette& palette)
      : model_(model), sources_(sources), journey_(journey), p_(palette) {
    for (const Step& step : journey.steps) {
      if (const auto* rule = std::get_if<RuleStep>(&step)) {
        column_ = std::max(column_, place_text(model, rule->place).size());
      }
    }
  }

  std::string take() {
    entrance();
    if (!journey_.refused.empty()) text_ += fmt::format("  HAProxy does not take this request: {}\n", journey_.refused);
    for (const Step& step : journey_.steps) {
      if (const auto* rule = std::get_if<RuleStep>(&step)) {
        add(*rule);
      } else {
        add(std::get<ServerStep>(step));
      }
    }
    forwarded();
    answered();
    not_modelled();
    return std::move(text_);
  }

 private:
  void entrance() {
    const model::Proxy& frontend = model_.proxies[journey_.frontend];
    text_ += fmt::format("{}frontend {}{}  {}{}{}\n", p_.bold, frontend.name, p_.off, p_.dim,
                         place_text(model_, frontend.place), p_.off);
  }

  // The line as it stands in the file says more than any rendering of it.
  std::string source_of(const RuleStep& rule) const {
    if (rule.place.line == 0 || rule.place.file >= sources_.size()) return rule.rule;
    const std::string_view line = trim(sources_.line(rule.place.file, rule.place.line));
    return printable(line.empty() ? std::string_view(rule.rule) : line);
  }

  void add(const RuleStep& rule) {
    const std::string_view mark = rule.matched ? "yes" : "no";
    text_ += fmt::format("  {}{:<3}{}  {}{:<{}}{}  {}{}{}\n", rule.matched ? p_.good : p_.dim, mark, p_.off, p_.dim,
                         place_text(model_, rule.place), column_, p_.off, rule.matched ? p_.bold : "", source_of(rule),
                         rule.matched ? p_.off : "");
    if (!rule.why.empty()) reason(rule.why);
  }

  void reason(std::string_view why) {
    text_ += fmt::format("  {:{}}    {}{}{}\n", "", column_ + 5, p_.hint, printable(why), p_.off);
  }

  void add(const ServerStep& step) {
    if (!in_backend_ && journey_.backend != model::kNone) {
      in_backend_ = true;
      const model::Proxy& backend = model_.proxies[journey_.backend];
      text_ += fmt::format("{}backend {}{}  {}{}{}\n", p_.bold, backend.name, p_.off, p_.dim,
                           place_text(model_, backend.place), p_.off);
    }
    const std::string name = step.server == model::kNone ? "no server" : model_.servers[step.server].name;
    const model::Place place = step.server == model::kNone ? model::Place{} : model_.servers[step.server].place;
    text_ += fmt::format("  {}{:<3}{}  {}{:<{}}{}  {}server {}{}: {}\n", step.chosen ? p_.good : p_.dim,
                         step.chosen ? "yes" : "no", p_.off, p_.dim, place_text(model_, place), column_, p_.off,
                         step.chosen ? p_.bold : "", name, step.chosen ? p_.off : "", printable(step.why));
  }

  void headers(const HeaderList& list) {
    for (const auto& [name, value] : list) text_ += fmt::format("  {}: {}\n", printable(name), printable(value));
  }

  void forwarded() {
    if (!journey_.forwarded) return;
    const auto speaks_http = [this](model::Index proxy) {
      return proxy != model::kNone && model_.proxies[proxy].mode == model::Mode::http;
    };
    if (!speaks_http(journey_.frontend) && !speaks_http(journey_.backend)) {
      text_ += fmt::format("{}to the server{}\n  what the client sends, as it is\n", p_.bold, p_.off);
      return;
    }
    text_ += fmt::format("{}to the server{}\n  {} {}\n", p_.bold, p_.off, printable(journey_.request.method),
                         printable(journey_.request.path));
    headers(journey_.request.headers);
  }

  void answered() {
    if (!journey_.answered) return;
    text_ += fmt::format("{}to the client{}\n  {}\n", p_.bold, p_.off, journey_.response.status);
    headers(journey_.response.headers);
    if (!journey_.response.body.empty()) text_ += fmt::format("\n  {}\n", printable(journey_.response.body));
  }

  void not_modelled() {
    if (journey_.not_modelled.empty()) return;
    text_ += fmt::format(
        "{}not modelled{}: {} could have changed this\n", p_.bold, p_.off,
        journey_.not_modelled.size() == 1 ? "a line that" : fmt::format("{} lines that", journey_.not_modelled.size()));
    for (const model::NotModelled* what : journey_.not_modelled) {
      text_ += fmt::format("  {}{}{}  {}\n", p_.dim, place_text(model_, what->place), p_.off, printable(what->text));
    }
  }

  const model::RoutingModel& model_;
  const SourceSet& sources_;
  const Journey& journey_;
  const Palette& p_;
  std::size_t column_ = 0;
  bool in_backend_ = false;
  std::string text_;
};

}  // namespace

std::string journey_summary(const model::RoutingModel& model, const Journey& journey, std::string_view request) {
  std::string text = fmt::format("{} -> frontend {}", printable(request), model.proxies[journey.frontend].name);
  if (journey.backend != model::kNone) text += " -> backend " + model.proxies[journey.backend].name;
  if (journey.server != model::kNone) text += " -> server " + model.servers[journey.server].name;
  if (journey.outcome != routing::Outcome::served) {
    text += fmt::format(" -> {}", routing::to_string(journey.outcome));
    if (journey.answered) text += fmt::format(" ({})", journey.response.status);
  }
  return text;
}

std::string journey_text(const model::RoutingModel& model, const SourceSet& sources, const Journey& journey,
                         std::string_view request, bool colour) {
  const Palette& palette = colour ? kColours : kPlain;
  const bool good = journey.outcome == routing::Outcome::served;
  std::string text = Page(model, sources, journey, palette).take();
  text += fmt::format("\n{}{}{}{}\n", palette.bold, good ? palette.good : palette.bad,
                      journey_summary(model, journey, request), palette.off);
  return text;
}

}  // namespace hapax::cli
