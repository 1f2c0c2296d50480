// return, deny and tarpit: the reply that the proxy makes itself.
#include <fmt/format.h>

#include <hapax/base/ascii_case.hpp>

#include "config/actions/actions.hpp"
#include "config/checks/checks.hpp"
#include "config/directives/proxy_directives.hpp"
#include "config/files/error_page.hpp"

namespace hapax::config {
namespace {

bool is_payload(std::string_view name) {
  return name == "file" || name == "lf-file" || name == "string" || name == "lf-string";
}

// What makes the body: one of these, and only one.
bool is_source(std::string_view name) {
  return is_payload(name) || name == "errorfile" || name == "errorfiles" || name == "default-errorfiles";
}

bool refuse_status(Reading& reading, const Option& o, std::int64_t status) {
  reading.error("reply-status", o.span(), fmt::format("{} is no status that a reply can have", status),
                "it must lie between 200 and 599");
  return false;
}

// The one option that gives the body; false when there are two.
bool find_source(Reading& reading, std::span<const Option> options, const Option*& source) {
  for (const Option& o : options) {
    if (!is_source(o.name())) continue;
    if (source != nullptr) {
      Diagnostic& d = reading.error("reply-with-two-bodies", o.span(),
                                    fmt::format("{} stands beside {}", quote(o.name()), quote(source->name())),
                                    "a reply has one body: keep one of them");
      d.related.push_back({source->span(), "the first body"});
      return false;
    }
    source = &o;
  }
  return true;
}

// A file with nothing in it makes no body.
bool is_empty_file(Reading& reading, const Option& source) {
  FileAccess* const files = source.name() == "file" ? reading.files() : nullptr;
  if (files == nullptr) return false;
  const std::optional<std::string> begin = files->read(std::string(source.text("file")), 1);
  return begin && begin->empty();
}

bool check_type(Reading& reading, Span span, const Option* type, const Option* source) {
  const bool payload = source != nullptr && is_payload(source->name()) && !is_empty_file(reading, *source);
  if (payload && type == nullptr) {
    reading.error("reply-without-type", span, "a reply with a body needs the type of the body",
                  "add 'content-type text/plain' or another type");
    return false;
  }
  if (type != nullptr && !payload)
    reading.warning("reply-type-unused", type->span(),
                    "this content type has no effect, because the reply has no body of its own",
                    "add 'string TEXT', 'file PATH' or remove 'content-type'");
  return true;
}

// Headers that HAProxy writes itself.
void check_own_headers(Reading& reading, std::span<const Option> options) {
  for (const Option& o : options) {
    if (o.name() != "hdr" || o.args.empty()) continue;
    const std::string_view name = o.args[0].words[0].text;
    for (const std::string_view own : {"content-length", "transfer-encoding", "content-type"}) {
      if (!equal_ignoring_case(name, own)) continue;
      reading.warning("reply-header-unused", o.span(),
                      fmt::format("a reply never takes the header {} from here", quote(name)),
                      "remove it: HAProxy writes this header as the body and 'content-type' ask for");
    }
  }
}

// Headers beside a reply that is read whole from somewhere.
void check_headers(Reading& reading, std::span<const Option> options, const Option* source) {
  const Option* any = nullptr;
  for (const Option& o : options)
    if (o.name() == "hdr") any = &o;
  const bool whole = source != nullptr && (source->name() == "errorfile" || source->name() == "errorfiles" ||
                                           source->name() == "default-errorfiles");
  if (any != nullptr && whole)
    reading.warning(
        "reply-header-unused", any->span(),
        fmt::format("'hdr' has no effect beside {}, whose reply has its own headers", quote(source->name())),
        "remove it, or write the header into the file");
}

// Rules that write headers need room behind the body: as much of the buffer as 'tune.maxrewrite' says. Of formats,
// whose length is not known, HAProxy says nothing. Always true.
bool check_body_size(Reading& reading, const Option& source, std::size_t size) {
  constexpr std::int64_t kUsualReserve = 1024;
  const Directive* const d = last_global(reading.config(), "tune.maxrewrite");
  const std::int64_t reserve = d == nullptr ? kUsualReserve : d->integer("number").value_or(kUsualReserve);
  const std::int64_t most = static_cast<std::int64_t>(buffer_size(reading)) - reserve;
  const bool plain = source.name() == "file" || source.name() == "string";
  if (plain && static_cast<std::int64_t>(size) > most)
    reading.warning("reply-without-room", source.span(),
                    fmt::format("the body of {} bytes leaves no room in the buffer for headers that rules write", size),
                    "shorten it, or raise 'tune.bufsize'");
  return true;
}

// The file of a body is read with the configuration.
bool check_body_file(Reading& reading, const Option* source) {
  if (source != nullptr && source->name() == "errorfile") return check_page_file(reading, *source->arg("file"));
  if (source != nullptr && source->name() == "string" && source->words.size() > 1)
    return check_body_size(reading, *source, source->words[1].text.size());
  if (source == nullptr || (source->name() != "file" && source->name() != "lf-file")) return true;
  FileAccess* const files = reading.files();
  const std::string path(source->text("file"));
  if (files == nullptr) return true;
  if (files->state(path) == FileState::missing) {
    reading.error("missing-file", source->span(), fmt::format("there is no file {}", quote(path)),
                  "the body of the reply is read from it");
    return false;
  }
  const std::optional<std::string> text = files->read(path, kLongestPage);
  const auto fault = find_body_fault(reading, path, text.value_or(""));
  if (fault) reading.error(fault->rule, source->span(), fault->message, fault->help);
  return !fault && (!text || check_body_size(reading, *source, text->size()));
}

}  // namespace

bool check_reply_options(Reading& reading, Span span, std::span<const Option> options, bool is_return) {
  const Option* type = nullptr;
  const Option* source = nullptr;
  const Option* code = nullptr;
  for (const Option& o : options) {
    if (o.name() == "deny_status" && &o != options.data()) {
      reading.error("unexpected-argument", o.span(), "'deny_status' stands behind another word",
                    "write it right behind the action, or 'status' in its place");
      return false;
    }
    if (o.name() == "content-type") type = &o;
    if (o.name() != "status" && o.name() != "deny_status") continue;
    code = &o;
    const auto status = o.integer("status").value_or(0);
    if (status < 200 || status > 599) return refuse_status(reading, o, status);
  }
  check_own_headers(reading, options);
  if (!find_source(reading, options, source) || !check_type(reading, span, type, source) ||
      !check_body_file(reading, source))
    return false;
  check_headers(reading, options, source);
  const bool page = source == nullptr ? !is_return && code != nullptr && code->name() == "deny_status"
                                      : source->name() == "default-errorfiles" || source->name() == "errorfiles";
  if (!page || code == nullptr || has_error_page(code->integer("status").value_or(0))) return true;
  reading.error("status-without-page", code->span(),
                fmt::format("there is no error page for status {}", code->text("status")),
                "give the reply a body with 'string' or 'file' and 'content-type'");
  return false;
}

void warn_unused_type(Reading& reading, const Action& action) {
  if (action.args.empty() || reading.findings().list().back().rule != "unknown-option") return;
  const Option* type = nullptr;
  for (const Option& o : action.args[0].options()) {
    if (is_source(o.name())) return;
    if (o.name() == "content-type") type = &o;
  }
  if (type != nullptr) check_type(reading, action.span(), type, nullptr);
}

bool check_reply(Reading& reading, const Place&, const Action& action) {
  if (action.args.empty()) return true;
  const Arg& list = action.args[0];
  return !std::holds_alternative<OptionList>(list.value) ||
         check_reply_options(reading, action.span(), list.options(), action.row->name == "return");
}

}  // namespace hapax::config
