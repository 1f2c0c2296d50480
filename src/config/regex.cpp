#define PCRE2_CODE_UNIT_WIDTH 8
#include "config/regex.hpp"

#include <pcre2.h>

#include <fmt/format.h>

namespace hapax::config {

std::optional<std::string> find_regex_fault(std::string_view pattern, bool ignore_case) {
  int error = 0;
  PCRE2_SIZE offset = 0;
  pcre2_code* const code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                                         ignore_case ? PCRE2_CASELESS : 0, &error, &offset, nullptr);
  if (code != nullptr) {
    pcre2_code_free(code);
    return std::nullopt;
  }
  PCRE2_UCHAR text[128] = {};
  pcre2_get_error_message(error, text, sizeof text);
  return fmt::format("the regular expression {} does not compile: {} at its byte {}", quote(pattern),
                     reinterpret_cast<const char*>(text), offset);
}

bool check_regex(Reading& reading, std::string_view pattern, Span span, bool ignore_case) {
  auto fault = find_regex_fault(pattern, ignore_case);
  if (fault) reading.error("invalid-regex", span, std::move(*fault), std::string(kRegexHelp));
  return !fault;
}

}  // namespace hapax::config
