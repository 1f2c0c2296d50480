#include "lint/counters.hpp"

#include <algorithm>
#include <cctype>

namespace hapax::lint {
namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

}  // namespace

void add_trackings(const config::Section& section, const config::Directive& line, std::vector<Tracking>& trackings) {
  const config::Action* const action = line.action();
  if (action == nullptr || action->name() != kTracking) return;
  constexpr std::size_t kSlot = 8;  // of "track-sc0"
  const auto words = action->words;
  if (words[0].text.size() != kSlot + 1) return;
  Tracking tracking{&section, &line, words[0].text[kSlot], {}};
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    if (words[i].text == "table") tracking.table = words[i + 1].text;
  }
  trackings.push_back(tracking);
}

CounterRead counter_read(const AclTest& test) {
  CounterRead read;
  const std::string_view fetch = test.fetch;
  if (!fetch.starts_with("sc") || fetch.size() < 5) return read;
  if (fetch[2] == '_') {  // sc_DATA(SLOT[,TABLE])
    const std::size_t comma = std::min(test.argument.find(','), test.argument.size());
    if (comma != 1 || !is_digit(test.argument[0])) return read;
    read = {test.argument[0], fetch.substr(3), {}};
    if (comma < test.argument.size()) read.table = test.argument.substr(comma + 1);
  } else if (is_digit(fetch[2]) && fetch[3] == '_') {  // scSLOT_DATA[(TABLE)]
    read = {fetch[2], fetch.substr(4), test.argument};
  }
  return read;
}

}  // namespace hapax::lint
