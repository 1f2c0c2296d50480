#include "routing/pattern/regex.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

/// Backtracking steps and depth that one match may take: a pattern that explodes counts as no match.
constexpr std::uint32_t kMatchLimit = 1'000'000;
constexpr std::uint32_t kDepthLimit = 10'000;

}  // namespace

struct Regex::Compiled {
  pcre2_code* code = nullptr;
  pcre2_match_data* data = nullptr;
  pcre2_match_context* context = nullptr;

  Compiled() = default;
  Compiled(const Compiled&) = delete;
  Compiled& operator=(const Compiled&) = delete;
  ~Compiled() {
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    pcre2_code_free(code);
  }
};

Regex::Regex(const std::string& pattern, bool ignore_case) : compiled_(std::make_unique<Compiled>()) {
  int error = 0;
  PCRE2_SIZE offset = 0;
  compiled_->code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                                  ignore_case ? PCRE2_CASELESS : 0, &error, &offset, nullptr);
  if (compiled_->code == nullptr) return;
  // Without JIT (a machine that forbids it) the interpreter gives the same answers.
  (void)pcre2_jit_compile(compiled_->code, PCRE2_JIT_COMPLETE);
  compiled_->data = pcre2_match_data_create(kMaxGroups, nullptr);
  compiled_->context = pcre2_match_context_create(nullptr);
  pcre2_set_match_limit(compiled_->context, kMatchLimit);
  pcre2_set_depth_limit(compiled_->context, kDepthLimit);
}

Regex::~Regex() = default;
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;

bool Regex::valid() const { return compiled_->code != nullptr; }

bool Regex::matches(std::string_view text) const {
  if (!valid()) return false;
  return pcre2_match(compiled_->code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0, compiled_->data,
                     compiled_->context) >= 0;
}

bool Regex::match(std::string_view text, std::size_t start, Groups& groups) const {
  if (!valid()) return false;
  const std::uint32_t options = start > 0 ? PCRE2_NOTBOL : 0;
  const int found = pcre2_match(compiled_->code, reinterpret_cast<PCRE2_SPTR>(text.data() + start), text.size() - start,
                                0, options, compiled_->data, compiled_->context);
  if (found < 0) return false;
  const PCRE2_SIZE* spans = pcre2_get_ovector_pointer(compiled_->data);
  groups.count = found == 0 ? kMaxGroups : static_cast<std::size_t>(found);
  for (std::size_t i = 0; i < groups.count; ++i) {
    const bool set = spans[2 * i] != PCRE2_UNSET;
    groups.spans[i] = set ? std::pair{spans[2 * i] + start, spans[2 * i + 1] + start}
                          : std::pair{std::string_view::npos, std::string_view::npos};
  }
  return true;
}

void expand_groups(std::string& out, std::string_view format, std::string_view subject, const Regex::Groups& groups) {
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '\\' || i + 1 == format.size()) {
      if (format[i] != '\\') out += format[i];
      continue;
    }
    const char c = format[++i];
    if (is_digit(c)) {
      const auto group = static_cast<std::size_t>(c - '0');
      if (group < groups.count && groups.spans[group].first != std::string_view::npos) {
        out += subject.substr(groups.spans[group].first, groups.spans[group].second - groups.spans[group].first);
      }
    } else if (c == 'x' && i + 2 < format.size() && hex_value(format[i + 1]) >= 0 && hex_value(format[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(format[i + 1]) * 16 + hex_value(format[i + 2]));
      i += 2;
    } else {
      out += c;
    }
  }
}

}  // namespace hapax::routing
