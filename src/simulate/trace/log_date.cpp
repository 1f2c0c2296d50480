// The dates of log lines. Lines of one day share its text, so that is read once.

#include <chrono>

#include <hapax/simulate/log_trace.hpp>
#include <simulate/trace/log_facts.hpp>

namespace hapax::simulate {
namespace {

int month_of(std::string_view name) {
  static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t at = name.size() == 3 ? kMonths.find(name) : std::string_view::npos;
  return at == std::string_view::npos || at % 3 != 0 ? -1 : static_cast<int>(at / 3) + 1;
}

bool day_seconds(std::string_view text, std::int64_t& seconds) {  // "23/Nov/2026"
  unsigned day = 0;
  int year = 0;
  if (text.size() != 11 || text[2] != '/' || text[6] != '/') return false;
  const int month = month_of(text.substr(3, 3));
  if (month < 0 || !whole_number(text.substr(0, 2), day) || !whole_number(text.substr(7), year)) return false;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(day)};
  if (!date.ok()) return false;
  seconds = std::chrono::sys_days(date).time_since_epoch() / std::chrono::seconds(1);
  return true;
}

int two_digits(const char* at) {
  if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9') return -1;
  return (at[0] - '0') * 10 + (at[1] - '0');
}

// "22:07:27"
bool time_of_day(std::string_view text, std::int64_t& seconds) {
  if (text.size() < 8 || text[2] != ':' || text[5] != ':') return false;
  const int hours = two_digits(text.data());
  const int minutes = two_digits(text.data() + 3);
  const int secs = two_digits(text.data() + 6);
  if (hours < 0 || minutes < 0 || secs < 0 || hours > 23 || minutes > 59 || secs > 60) return false;
  seconds = hours * 3600 + minutes * 60 + secs;
  return true;
}

bool zone(std::string_view text, std::int64_t& seconds) {  // "+0130"
  if (text.size() != 5 || (text[0] != '+' && text[0] != '-')) return false;
  const int hours = two_digits(text.data() + 1);
  const int minutes = two_digits(text.data() + 3);
  if (hours < 0 || minutes < 0) return false;
  seconds = std::int64_t{hours * 3600 + minutes * 60} * (text[0] == '-' ? -1 : 1);
  return true;
}

}  // namespace

bool LogLineParser::parse_date(LogField field, std::string_view text, std::int64_t& seconds, std::int64_t& millis) {
  if (text.size() < 20 || text[11] != ':') return false;
  if (text.substr(0, 11) != day_) {
    if (!day_seconds(text.substr(0, 11), day_seconds_)) return false;
    day_ = text.substr(0, 11);
  }
  std::int64_t in_day = 0;
  if (!time_of_day(text.substr(12, 8), in_day)) return false;
  seconds = day_seconds_ + in_day;
  const std::string_view rest = text.substr(20);
  if (field == LogField::clf_date) {
    std::int64_t offset = 0;
    if (!rest.starts_with(' ') || !zone(rest.substr(1), offset)) return false;
    seconds -= offset;
    return true;
  }
  return rest.size() == 4 && rest[0] == '.' && whole_number(rest.substr(1), millis);
}

}  // namespace hapax::simulate
