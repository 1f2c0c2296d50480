#include "model/compile/error_pages.hpp"

#include <algorithm>

#include "model/compile/files.hpp"
#include "model/compile/formats.hpp"
#include "model/compile/handler.hpp"
#include "model/compile/passes.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Directive;
using model::ErrorPage;

constexpr std::size_t kMaxPage = std::size_t{16} << 20;

void set_page(ErrorPages& pages, std::int64_t status, ErrorPage page) {
  page.status = static_cast<std::uint16_t>(status);
  const auto found =
      std::find_if(pages.begin(), pages.end(), [&](const ErrorPage& p) { return p.status == page.status; });
  if (found == pages.end()) {
    pages.push_back(std::move(page));
  } else {
    *found = std::move(page);
  }
}

void set_page(ErrorPages& pages, std::int64_t status, std::string content) {
  ErrorPage page;
  page.content = std::move(content);
  set_page(pages, status, std::move(page));
}

const std::string* page(const ErrorPages& pages, std::int64_t status) {
  const auto found = std::find_if(pages.begin(), pages.end(), [&](const ErrorPage& p) { return p.status == status; });
  return found == pages.end() ? nullptr : &found->content;
}

// An errorfile may be /dev/null: then the connection is closed without a word.
bool read_page(Compilation& c, ErrorPages& pages, const Directive& line) {
  WordCursor words(line.arguments());
  const std::int64_t status = integer_value(words.next());
  const std::string_view file = words.next();
  if (file == "/dev/null") {
    set_page(pages, status, "");
    return true;
  }
  auto content = read_file(c, file, kMaxPage);
  if (!content) return false;
  set_page(pages, status, std::move(*content));
  return true;
}

void errorfile(Compilation& c, ProxyWork& work, const Directive& line) {
  if (!read_page(c, c.proxy(work).error_pages, line)) {
    c.remark(line.span, "errorfile: the file cannot be read, so HAProxy's own page stands for it");
  }
}

template <int Status>
void errorloc(Compilation& c, ProxyWork& work, const Directive& line) {
  WordCursor words(line.arguments());
  const std::int64_t status = integer_value(words.next());
  const std::string reason = Status == 303 ? "303 See Other" : "302 Found";
  set_page(c.proxy(work).error_pages, status,
           "HTTP/1.1 " + reason + "\r\ncache-control: no-cache\r\ncontent-length: 0\r\nlocation: " +
               std::string(words.next()) + "\r\n\r\n");
}

// The pages of a section; of these statuses, or all of them.
void take_pages(Compilation& c, ProxyWork& work, std::string_view name, const std::vector<std::int64_t>& wanted) {
  const auto section = c.http_errors.find(name);
  if (section == c.http_errors.end()) return;
  for (const ErrorPage& page : section->second) {
    const bool take = wanted.empty() || std::find(wanted.begin(), wanted.end(), page.status) != wanted.end();
    if (take) set_page(c.proxy(work).error_pages, page.status, page);
  }
}

void errorfiles(Compilation& c, ProxyWork& work, const Directive& line) {
  WordCursor words(line.arguments());
  const std::string_view name = words.next();
  std::vector<std::int64_t> wanted;
  while (!words.done()) wanted.push_back(integer_value(words.next()));
  take_pages(c, work, name, wanted);
}

/// Of `http-error`: what its formats are made from when the page is sent.
struct Reply {
  std::int64_t status = 0;
  std::string content_type;
  std::optional<std::string> text;    ///< string, file
  std::optional<std::string> format;  ///< lf-string, lf-file
  std::vector<std::pair<std::string_view, std::string_view>> headers;
};

Result<void> compose_page(Compilation& c, ProxyWork& work, Reply reply) {
  ErrorPage page;
  page.composed = true;
  page.content_type = std::move(reply.content_type);
  if (reply.text) page.body = literal_format(c, *reply.text);
  if (reply.format) {
    const auto body = compile_format(c, work, *reply.format);
    if (!body) return tl::unexpected(body.error());
    page.body = *body;
  }
  for (const auto& [name, value] : reply.headers) {
    const auto format = compile_format(c, work, value);
    if (!format) return tl::unexpected(format.error());
    page.headers.push_back({std::string(name), *format});
  }
  set_page(c.proxy(work).error_pages, reply.status, std::move(page));
  return {};
}

// `http-error status N [content-type T] {string S | lf-string S | file F | lf-file F | errorfile F} [hdr N V]*`; with
// `default-errorfiles` the page of that status is again HAProxy's own.
void http_error(Compilation& c, ProxyWork& work, const Directive& line) {
  WordCursor words(line.arguments());
  Reply reply;
  std::string_view value;
  while (!words.done()) {
    if (words.take_value("status", value)) {
      reply.status = integer_value(value);
    } else if (words.take_value("content-type", value)) {
      reply.content_type = value;
    } else if (words.take_value("string", value)) {
      reply.text = value;
    } else if (words.take_value("lf-string", value)) {
      reply.format = value;
    } else if (words.take_value("file", value)) {
      reply.text = read_file(c, value, kMaxPage);
    } else if (words.take_value("lf-file", value)) {
      reply.format = read_file(c, value, kMaxPage);
    } else if (words.take_value("errorfile", value)) {
      auto content = read_file(c, value, kMaxPage);
      if (!content) break;
      set_page(c.proxy(work).error_pages, reply.status, std::move(*content));
      return;
    } else if (words.take_value("errorfiles", value)) {
      take_pages(c, work, value, {reply.status});
      return;
    } else if (words.take("default-errorfiles")) {
      std::erase_if(c.proxy(work).error_pages, [&](const ErrorPage& one) { return one.status == reply.status; });
      return;
    } else if (words.take("hdr")) {
      const std::string_view name = words.next();
      reply.headers.emplace_back(name, words.next());
    } else {
      break;
    }
  }
  if (!words.done()) {
    c.not_modelled(work.index, line.span, "http-error " + std::string(words.peek()));
    return;
  }
  if (const auto done = compose_page(c, work, std::move(reply)); !done) {
    c.not_modelled(work.index, line.span, "http-error: " + done.error().message);
  }
}

constexpr Handler kLines[] = {{"errorfile", errorfile},       {"errorloc", errorloc<302>},
                              {"errorloc302", errorloc<302>}, {"errorloc303", errorloc<303>},
                              {"errorfiles", errorfiles},     {"http-error", http_error}};

}  // namespace

std::span<const Handler> error_lines() { return kLines; }

std::optional<std::string> page_of_section(const Compilation& c, std::string_view section, std::int64_t status) {
  const auto found = c.http_errors.find(section);
  if (found == c.http_errors.end()) return std::nullopt;
  const std::string* content = page(found->second, status);
  return content != nullptr ? std::optional(*content) : std::nullopt;
}

void compile_http_errors(Compilation& c) {
  for (const config::Section* section : c.config.all(config::SectionKind::http_errors)) {
    ErrorPages& pages = c.http_errors[std::string(section->name)];
    for (const Directive* line : section->all("errorfile")) {
      if (!read_page(c, pages, *line)) c.remark(line->span, "errorfile: the file cannot be read");
    }
  }
}

}  // namespace hapax::compile
