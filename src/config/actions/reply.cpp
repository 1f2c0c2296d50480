// return, deny and tarpit: the reply that the proxy makes itself.
#include <fmt/format.h>

#include "config/actions/actions.hpp"

namespace hapax::config {
namespace {

bool is_payload(std::string_view name) {
  return name == "file" || name == "lf-file" || name == "string" || name == "lf-string";
}

}  // namespace

bool check_reply(Reading& reading, const Place&, const Action& action) {
  if (action.args.empty()) return true;
  const auto* const list = std::get_if<std::span<const Option>>(&action.args[0].value);
  if (list == nullptr) return true;
  const Option* type = nullptr;
  bool payload = false;
  bool error_file = false;
  for (const Option& o : *list) {
    payload = payload || is_payload(o.name());
    error_file = error_file || o.name().starts_with("errorfile") || o.name() == "default-errorfiles";
    if (o.name() == "content-type") type = &o;
    if (o.name() != "status") continue;
    const auto status = o.integer("status").value_or(0);
    if (status >= 200 && status <= 599) continue;
    reading.error("reply-status", o.span, fmt::format("{} is no status that a reply can have", status),
                  "it must lie between 200 and 599");
    return false;
  }
  if (payload && type == nullptr && action.row->name == "return") {
    reading.error("reply-without-type", action.span, "a reply with a body needs the type of the body",
                  "add 'content-type text/plain' or another type");
    return false;
  }
  if (type != nullptr && !payload) {
    reading.warning("reply-type-unused", type->span,
                    "this content type has no effect, because the reply has no body of its own",
                    "add 'string TEXT', 'file PATH' or remove 'content-type'");
  }
  return true;
}

}  // namespace hapax::config
