// date: seconds since 1970 from the three ways in which HTTP writes dates (RFC 9110, 5.6.7): IMF-fixdate, RFC 850,
// asctime. As in HAProxy the numbers are not checked, only read: 31 Feb is the third of March, and the weekday may be
// any. Days before 1970 wrap in 32 bits.

#include <array>
#include <optional>

#include "routing/convert/converters.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 7> kLongDays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                       "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Date {
  std::int64_t year = 0;
  std::int64_t month = 0;  ///< from 0
  std::int64_t day = 0;
  std::int64_t hour = 0;
  std::int64_t minute = 0;
  std::int64_t second = 0;
};

/// Reads from the front of a text. After the first failure nothing more is read.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  [[nodiscard]] bool good() const { return good_; }

  void expect(std::string_view wanted) {
    good_ = good_ && text_.starts_with(wanted);
    if (good_) text_.remove_prefix(wanted.size());
  }
  template <typename Names>
  std::int64_t one_of(const Names& names) {
    for (std::size_t i = 0; good_ && i < names.size(); ++i) {
      if (!text_.starts_with(names[i])) continue;
      text_.remove_prefix(names[i].size());
      return static_cast<std::int64_t>(i);
    }
    good_ = false;
    return 0;
  }
  std::int64_t digits(std::size_t count, bool blank_first = false) {
    std::int64_t value = 0;
    for (std::size_t i = 0; good_ && i < count; ++i) {
      const bool blank = blank_first && i == 0 && text_.starts_with(' ');
      good_ = blank || (!text_.empty() && is_digit(text_.front()));
      if (!good_) break;
      value = value * 10 + (blank ? 0 : text_.front() - '0');
      text_.remove_prefix(1);
    }
    return value;
  }
  void time(Date& date) {
    date.hour = digits(2);
    expect(":");
    date.minute = digits(2);
    expect(":");
    date.second = digits(2);
  }

 private:
  std::string_view text_;
  bool good_ = true;
};

/// Sun, 06 Nov 1994 08:49:37 GMT
std::optional<Date> imf_fixdate(std::string_view text) {
  Reader reader(text);
  Date date;
  reader.one_of(kDays);
  reader.expect(", ");
  date.day = reader.digits(2);
  reader.expect(" ");
  date.month = reader.one_of(kMonths);
  reader.expect(" ");
  date.year = reader.digits(4);
  reader.expect(" ");
  reader.time(date);
  reader.expect(" GMT");
  return reader.good() ? std::optional(date) : std::nullopt;
}

/// Sunday, 06-Nov-94 08:49:37 GMT
std::optional<Date> rfc850(std::string_view text) {
  Reader reader(text);
  Date date;
  reader.one_of(kLongDays);
  reader.expect(", ");
  date.day = reader.digits(2);
  reader.expect("-");
  date.month = reader.one_of(kMonths);
  reader.expect("-");
  date.year = reader.digits(2);
  date.year += date.year < 69 ? 2000 : 1900;
  reader.expect(" ");
  reader.time(date);
  reader.expect(" GMT");
  return reader.good() ? std::optional(date) : std::nullopt;
}

/// Sun Nov  6 08:49:37 1994
std::optional<Date> asctime_date(std::string_view text) {
  Reader reader(text);
  Date date;
  reader.one_of(kDays);
  reader.expect(" ");
  date.month = reader.one_of(kMonths);
  reader.expect(" ");
  date.day = reader.digits(2, true);
  reader.expect(" ");
  reader.time(date);
  reader.expect(" ");
  date.year = reader.digits(4);
  return reader.good() ? std::optional(date) : std::nullopt;
}

/// Days since 1970, in the calendar that begins its years with March, so that leap days come last.
std::int64_t days_since_1970(const Date& date) {
  const bool after_february = date.month >= 2;
  const std::int64_t year = after_february ? date.year : date.year - 1;
  const std::int64_t month = after_february ? date.month - 2 : date.month + 10;
  const std::int64_t century = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_400 = year - century * 400;
  const std::int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
  const std::int64_t day_of_400 = year_of_400 * 365 + year_of_400 / 4 - year_of_400 / 100 + day_of_year;
  return century * 146097 + day_of_400 - 719468;
}

bool convert_date(const Args&, Context&, Sample& s) {
  std::optional<Date> date = imf_fixdate(s.text);
  if (!date) date = rfc850(s.text);
  if (!date) date = asctime_date(s.text);
  if (!date) return false;
  const auto days = static_cast<std::uint32_t>(days_since_1970(*date));
  s.set_integer(std::int64_t{days} * 86400 + date->hour * 3600 + date->minute * 60 + date->second);
  return true;
}

constexpr std::array kEntries = {ConverterEntry{model::ConverterId::date, convert_date}};

}  // namespace

std::span<const ConverterEntry> http_date_converters() { return kEntries; }

}  // namespace hapax::routing
