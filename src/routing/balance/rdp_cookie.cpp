// `balance rdp-cookie(NAME)`: the cookie that a Remote Desktop client sends in its first packet (the X.224 connection
// request of MS-RDPBCGR, section 2.2.1.1): at offset 11 "Cookie:", a name, "=", and the value up to the end of the
// line. In an HTTP backend there never is one. Reference: HAProxy configuration manual, `balance rdp-cookie`.
#include <algorithm>

#include <hapax/routing/router.hpp>

#include "routing/balance/hash_key.hpp"
#include "routing/live/backend.hpp"

namespace hapax::routing {

namespace {

constexpr std::size_t kOffset = 11;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// Takes `word`, in any case, off the front of `text`.
bool skip(std::string_view& text, std::string_view word) {
  if (text.size() < word.size()) return false;
  if (!std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return lower(a) == lower(b); })) {
    return false;
  }
  text.remove_prefix(word.size());
  return true;
}

}  // namespace

std::optional<std::string_view> find_rdp_cookie(std::string_view payload, std::string_view name) {
  if (payload.size() < kOffset) return std::nullopt;
  std::string_view text = payload.substr(kOffset);
  if (!skip(text, "Cookie:")) return std::nullopt;
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  text = text.substr(0, text.find("\r\n"));
  if (text.data() + text.size() == payload.data() + payload.size()) return std::nullopt;  // its line has no end
  if (name.empty()) text.remove_prefix(std::min(text.find('='), text.size()));
  if (!skip(text, name) || !skip(text, "=")) return std::nullopt;
  return text;
}

std::optional<std::string_view> rdp_cookie_key(const Choice& choice, const Backend& backend) {
  if (backend.config->mode == model::Mode::http) return std::nullopt;
  const std::string& name = backend.config->balance.argument;
  const auto value =
      find_rdp_cookie(choice.transaction.request.payload, name.empty() ? "mstshash" : std::string_view(name));
  return value && !value->empty() ? value : std::nullopt;
}

}  // namespace hapax::routing
