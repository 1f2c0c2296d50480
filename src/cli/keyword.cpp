// hapax keyword: what the tables know of HAProxy's words.
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "cli/frame/command.hpp"
#include "cli/frame/options.hpp"
#include "cli/frame/terminal.hpp"
#include "cli/keyword/list.hpp"
#include "cli/keyword/page.hpp"

namespace hapax::cli {

extern const Command keyword_command;

namespace {

int run_keyword(Arguments arguments) {
  std::vector<std::string> words;
  bool all = false;
  std::string format = "text";
  Options options(keyword_command, "NAME | --all [--format json]");
  options.positional("NAME", words, "a keyword, sample fetch, converter, action or option; its words may stand apart")
      .flag("--all", all, "list every row of the tables")
      .choice("--format", format, {"text", "json"}, "how to print them (default text)");
  if (const auto status = options.parse(arguments)) return *status;
  if (all == !words.empty())
    return options.usage_error(all ? "'--all' takes no name" : "name a keyword, or say '--all'");
  if (all) {
    fmt::print("{}", format == "json" ? keywords_as_json(every_keyword()) : keywords_as_text(every_keyword()));
    return kClean;
  }
  std::string name;
  for (const std::string& word : words) name += (name.empty() ? "" : " ") + word;
  const auto rows = keywords_named(name);
  const std::vector<std::string_view> longer = names_behind(name);
  if (rows.empty() && longer.empty()) return complain(unknown_keyword(name));
  if (format == "json") {
    fmt::print("{}", keywords_as_json(rows));
    return kClean;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) fmt::print("{}{}", i == 0 ? "" : "\n", keyword_page(*rows[i]));
  for (std::size_t i = 0; i < longer.size(); ++i)
    fmt::print("{}{}\n", i > 0 ? "  " : rows.empty() ? "longer names:\n  " : "\nlonger names:\n  ", longer[i]);
  return kClean;
}

}  // namespace

extern const Command keyword_command{"keyword", Topic::reference, "explain a word of HAProxy's configuration language",
                                     run_keyword};

}  // namespace hapax::cli
