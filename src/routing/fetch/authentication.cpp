// Credentials of the Authorization header, and user lists.
#include "routing/fetch/authentication.hpp"

#include <array>

#include <crypt.h>

#include "routing/convert/base64.hpp"
#include "routing/fetch/fetches.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::FetchId;

/// "Basic", and what follows it.
struct Credentials {
  std::string_view scheme;
  std::string_view value;
};

/// Of a header only the first value counts. Spaces part the two, tabs do not.
std::optional<Credentials> first_credentials(const Headers& headers, std::string_view name) {
  const auto text = header_value(headers, name, 1, false);
  const auto space = text ? text->find(' ') : std::string_view::npos;
  if (space == std::string_view::npos || space == 0) return std::nullopt;
  const auto value = text->find_first_not_of(' ', space);
  return Credentials{text->substr(0, space), value == std::string_view::npos ? "" : text->substr(value)};
}

bool is_bearer(const Credentials& credentials) { return equal_ignoring_case(credentials.scheme, "bearer"); }

std::optional<Login> login_in(const Credentials& credentials, Arena& arena) {
  if (!equal_ignoring_case(credentials.scheme, "basic")) return std::nullopt;
  std::string decoded;
  if (!base64_decode(credentials.value, kBase64, decoded)) return std::nullopt;
  const std::string_view text = arena.copy(decoded);
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  return Login{text.substr(0, colon), text.substr(colon + 1)};
}

/// Of a scheme that HAProxy knows, and whole. Once a request was found to have none, rules do not give it any.
std::optional<Credentials> credentials_of(const Context& c) {
  if (c.request() == nullptr || c.state->without_credentials) return std::nullopt;
  const auto credentials =
      first_credentials(c.request()->headers, c.state->asks_a_proxy ? "proxy-authorization" : "authorization");
  if (credentials && !credentials->value.empty() && (is_bearer(*credentials) || login_in(*credentials, c.arena))) {
    return credentials;
  }
  c.state->without_credentials = true;
  return std::nullopt;
}

}  // namespace

std::optional<Login> login_of(const Context& c) {
  const auto credentials = credentials_of(c);
  return credentials ? login_in(*credentials, c.arena) : std::nullopt;
}

namespace {

bool password_fits(const model::User& user, std::string_view password) {
  if (!user.hashed) return user.password == password;
  crypt_data data{};
  const char* hash = crypt_r(std::string(password).c_str(), user.password.c_str(), &data);
  return hash != nullptr && user.password == hash;
}

/// The user of that list who gave the right password; null for none.
const model::User* authenticated(const model::Userlist& list, const Context& c) {
  const auto login = login_of(c);
  if (!login) return nullptr;
  for (const model::User& user : list.users) {
    if (user.name == login->user) return password_fits(user, login->password) ? &user : nullptr;
  }
  return nullptr;
}

bool fetch_http_auth(const Args& args, Context& c, Iteration&, Sample& out) {
  if (args[0].index == model::kNone || !login_of(c)) return false;
  out.set_boolean(authenticated(c.world.model.userlists[args[0].index], c) != nullptr);
  return true;
}

/// As a test: the groups of the user, one after the other; as an expression: his name.
bool fetch_http_auth_group(const Args& args, Context& c, Iteration& iteration, Sample& out) {
  if (c.request() == nullptr || args[0].index == model::kNone) return false;
  const model::User* user = authenticated(c.world.model.userlists[args[0].index], c);
  if (user == nullptr) return false;
  if (!iteration.wanted) {
    out.set_string(user->name);
    return true;
  }
  if (iteration.cursor.index >= user->groups.size()) return false;
  out.set_string(user->groups[iteration.cursor.index++]);
  iteration.more = true;
  return true;
}

bool fetch_http_auth_user(const Args&, Context& c, Iteration&, Sample& out) {
  const auto login = login_of(c);
  if (!login) return false;
  out.set_string(login->user);
  return true;
}

bool fetch_http_auth_pass(const Args&, Context& c, Iteration&, Sample& out) {
  const auto login = login_of(c);
  if (!login) return false;
  out.set_string(login->password);
  return true;
}

bool fetch_http_auth_type(const Args&, Context& c, Iteration&, Sample& out) {
  const auto credentials = credentials_of(c);
  if (!credentials) return false;
  out.set_string(is_bearer(*credentials) ? "Bearer" : "Basic");
  return true;
}

bool fetch_http_auth_bearer(const Args& args, Context& c, Iteration&, Sample& out) {
  if (args[0].given() && c.request() != nullptr) {
    // Before 3.2 the token of a header that is named is never missing, only empty.
    const auto credentials = first_credentials(c.request()->headers, args[0].text);
    const bool found = credentials && is_bearer(*credentials) && !credentials->value.empty();
    out.set_string(found ? credentials->value : std::string_view{});
    return found || c.world.model.target < Version::v3_2;
  }
  const auto credentials = credentials_of(c);
  if (!credentials || !is_bearer(*credentials)) return false;
  out.set_string(credentials->value);
  return true;
}

constexpr std::array kEntries = {
    FetchEntry{FetchId::http_auth, fetch_http_auth},
    FetchEntry{FetchId::http_auth_group, fetch_http_auth_group},
    FetchEntry{FetchId::http_auth_user, fetch_http_auth_user},
    FetchEntry{FetchId::http_auth_pass, fetch_http_auth_pass},
    FetchEntry{FetchId::http_auth_type, fetch_http_auth_type},
    FetchEntry{FetchId::http_auth_bearer, fetch_http_auth_bearer},
};

}  // namespace

std::span<const FetchEntry> authentication_fetches() { return kEntries; }

}  // namespace hapax::routing
