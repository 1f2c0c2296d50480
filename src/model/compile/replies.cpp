// Actions that answer: deny, tarpit, return, redirect.
#include <algorithm>

#include "model/compile/actions.hpp"
#include "model/compile/arguments.hpp"
#include "model/compile/error_pages.hpp"
#include "model/compile/files.hpp"
#include "model/compile/formats.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

/// HAProxy refuses answers that do not fit its buffer; this is the largest one can be set to.
constexpr std::size_t kMaxBody = std::size_t{16} << 20;

struct Reply {
  std::int64_t status = 0;  ///< 0: not written
  std::string_view content_type;
  std::optional<std::string> text;     ///< string, file
  std::optional<std::string> format;   ///< lf-string, lf-file
  std::optional<std::string> message;  ///< errorfile, errorfiles
  bool from_proxy = false;             ///< default-errorfiles: the proxy's page for the status
  bool deny_status = false;            ///< the same, unless there are headers
  std::vector<std::pair<std::string_view, std::string_view>> headers;
};

Result<std::optional<std::string>> content_of(Compilation& c, std::string_view file) {
  if (file == "/dev/null") return std::optional<std::string>("");
  auto text = read_file(c, file, kMaxBody);
  if (!text) return fail("file '" + std::string(file) + "', which cannot be read");
  return text;
}

std::int64_t default_status(const ActionReader& r) {
  if (r.name == "return") return 200;
  if (r.name == "tarpit") return 500;
  return r.c.of_answer ? 502 : 403;
}

Result<Reply> read_words(ActionReader& r) {
  Reply reply;
  std::string_view value;
  std::string_view pages;
  while (!r.words.done()) {
    if (r.words.take_value("status", value)) {
      reply.status = integer_value(value);
    } else if (r.words.take_value("deny_status", value)) {
      reply.status = integer_value(value);
      reply.deny_status = true;
    } else if (r.words.take_value("content-type", value)) {
      reply.content_type = value;
    } else if (r.words.take_value("string", value)) {
      reply.text = value;
    } else if (r.words.take_value("lf-string", value)) {
      reply.format = value;
    } else if (r.words.take("hdr")) {
      const std::string_view name = r.words.next();
      reply.headers.emplace_back(name, r.words.next());
    } else if (r.words.take_value("errorfiles", value)) {
      pages = value;
    } else if (r.words.take("default-errorfiles")) {
      reply.from_proxy = true;
    } else if (r.words.peek() == "file" || r.words.peek() == "lf-file" || r.words.peek() == "errorfile") {
      const std::string_view word = r.words.next();
      auto content = content_of(r.c, r.words.next());
      if (!content) return tl::unexpected(content.error());
      (word == "file" ? reply.text : word == "lf-file" ? reply.format : reply.message) = std::move(*content);
    } else {
      // A status may stand alone: `tarpit 403` of old.
      const auto number = syntax::parse_integer(r.words.peek());
      if (!number) return fail("'" + std::string(r.words.peek()) + "'");
      reply.status = *number;
      reply.from_proxy = true;
      r.words.next();
    }
  }
  if (!pages.empty()) {
    reply.message = page_of_section(r.c, pages, reply.status != 0 ? reply.status : default_status(r));
    if (!reply.message) reply.text = "";
  }
  return reply;
}

}  // namespace

Result<void> read_reply(ActionReader& r) {
  auto reply = read_words(r);
  if (!reply) return tl::unexpected(reply.error());
  const bool has_content = reply->format || reply->text || !reply->content_type.empty();
  const bool page = reply->from_proxy || (reply->deny_status && reply->headers.empty());
  if (page && !has_content) reply->message = "";  // whose page that is, the transaction decides
  const auto optional_text = [&](bool there, std::string_view text) {
    if (there) {
      r.add_text(text);
    } else {
      r.add_absent();
    }
  };
  if (reply->status != 0) {
    r.add_integer(reply->status);
  } else {
    r.add_absent();
  }
  optional_text(!reply->content_type.empty(), reply->content_type);
  if (reply->format) {
    if (auto done = r.add_format(*reply->format); !done) return done;
  } else if (reply->text) {
    r.add(index_argument(model::Argument::Kind::format, literal_format(r.c, *reply->text)));
  } else {
    r.add_absent();
  }
  optional_text(reply->message.has_value(), reply->message.value_or(""));
  for (const auto& [name, value] : reply->headers) {
    r.add_text(name);
    if (auto done = r.add_format(value); !done) return done;
  }
  while (!r.arguments.empty() && r.arguments.back().kind == model::Argument::Kind::absent) r.arguments.pop_back();
  return {};
}

namespace {

/// The words of a redirection, which come in any order. Of several kinds and of several cookies the last counts.
struct Redirection {
  model::RedirectKind kind = model::RedirectKind::location;
  std::string_view target;
  std::int64_t status = 302;
  std::uint32_t options = 0;
  std::string_view set_cookie;
  bool cookie_is_format = false;
  std::string_view clear_cookie;
};

/// One that stands alone.
std::uint32_t redirect_option(WordCursor& words) {
  if (words.take("drop-query")) return model::kDropQuery;
  if (words.take("append-slash")) return model::kAppendSlash;
  if (words.take("ignore-empty")) return model::kIgnoreEmpty;
  return words.take("keep-query") ? model::kKeepQuery : 0U;
}

/// One that has a value.
bool take_redirect_value(WordCursor& words, Redirection& redirection) {
  std::string_view value;
  const auto is = [&](model::RedirectKind kind) {
    redirection.kind = kind;
    redirection.target = value;
    return true;
  };
  if (words.take_value("location", value)) return is(model::RedirectKind::location);
  if (words.take_value("prefix", value)) return is(model::RedirectKind::prefix);
  if (words.take_value("scheme", value)) return is(model::RedirectKind::scheme);
  if (words.take_value("code", value)) {
    redirection.status = integer_value(value);
  } else if (words.take_value("set-cookie", value)) {
    redirection.set_cookie = value;
    redirection.clear_cookie = {};
    redirection.cookie_is_format = false;
  } else if (words.take_value("set-cookie-fmt", value)) {
    redirection.set_cookie = value;
    redirection.clear_cookie = {};
    redirection.cookie_is_format = true;
  } else if (words.take_value("clear-cookie", value)) {
    redirection.clear_cookie = value;
    redirection.set_cookie = {};
  } else {
    return false;
  }
  return true;
}

}  // namespace

Result<void> read_redirect(ActionReader& r) {
  Redirection redirection;
  while (!r.words.done()) {
    if (const std::uint32_t option = redirect_option(r.words); option != 0) {
      redirection.options |= option;
    } else if (!take_redirect_value(r.words, redirection)) {
      return fail("'" + std::string(r.words.peek()) + "'");
    }
  }
  const auto literal = [&r](std::string_view text) {
    r.add(index_argument(model::Argument::Kind::format, literal_format(r.c, std::string(text))));
  };
  r.add_integer(static_cast<std::int64_t>(redirection.kind));
  // Only `http-request redirect` and its like know formats; a line that begins with `redirect` takes its target as it
  // is.
  if (r.line.is("redirect")) {
    literal(redirection.target);
  } else if (auto done = r.add_format(redirection.target); !done) {
    return done;
  }
  r.add_integer(redirection.status);
  r.add_integer(redirection.options);
  if (!redirection.set_cookie.empty() && !redirection.cookie_is_format) {
    literal(redirection.set_cookie);
  } else if (!redirection.set_cookie.empty()) {
    if (auto done = r.add_format(redirection.set_cookie); !done) return done;
  } else if (!redirection.clear_cookie.empty()) {
    r.add_absent();
  }
  if (!redirection.clear_cookie.empty()) r.add_text(redirection.clear_cookie);
  return {};
}

}  // namespace hapax::compile
