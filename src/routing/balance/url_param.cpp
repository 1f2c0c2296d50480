// `balance url_param NAME`: the value of a parameter in the query, or, for POST, in the body.
//
// check_post has no effect in HAProxy: bodies are searched whether or not it is written. In a body the value must be
// made of HTTP token characters; before 3.2.26 only its first byte was looked at.
//
// Reference: HAProxy configuration manual, `balance url_param`.
#include <algorithm>

#include <hapax/routing/router.hpp>

#include "routing/balance/hash_key.hpp"
#include "routing/evaluate/world.hpp"
#include "routing/live/backend.hpp"

namespace hapax::routing {

namespace {

std::optional<std::string_view> find_parameter(std::string_view text, std::string_view name) {
  while (true) {
    const std::string_view parameter = text.substr(0, text.find('&'));
    if (parameter.size() > name.size() && parameter.substr(0, name.size()) == name && parameter[name.size()] == '=') {
      return parameter.substr(name.size() + 1);
    }
    if (parameter.size() == text.size()) return std::nullopt;
    text.remove_prefix(parameter.size() + 1);
  }
}

bool is_token(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

/// Blanks and line ends.
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Is the value fit to be a key, and how much of it?
std::optional<std::string_view> body_value(std::string_view value, bool every_byte) {
  const auto* odd = std::find_if_not(value.begin(), value.end(), is_token);
  if (odd == value.end() || (!every_byte && odd != value.begin())) return value;
  if (!is_space(*odd)) return std::nullopt;
  return value.substr(0, static_cast<std::size_t>(odd - value.begin()));
}

}  // namespace

std::optional<std::string_view> url_param_key(const Choice& choice, const Backend& backend) {
  const Request& request = choice.transaction.request;
  const std::string_view name = backend.config->balance.argument;
  const std::size_t query = request.target.find('?');
  if (query != std::string_view::npos) {
    const auto found = find_parameter(request.target.substr(query + 1), name);
    if (found) return found;
  }
  // As it came: rules do not change what a request with a body is.
  const TransactionState* state = choice.transaction.state;
  if ((state == nullptr ? request.method : state->first_method) != "POST") return std::nullopt;
  const auto found = find_parameter(request.body, name);
  return found ? body_value(*found, backend.target >= Version::v3_2) : std::nullopt;
}

}  // namespace hapax::routing
