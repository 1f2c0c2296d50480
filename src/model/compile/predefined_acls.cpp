#include "model/compile/predefined_acls.hpp"

#include <algorithm>

namespace hapax::compile {
namespace {

constexpr PredefinedAcl kPredefined[] = {
    {"FALSE", "always_false"},
    {"HTTP", "req.proto_http"},
    {"HTTP_1.0", "req.ver 1.0"},
    {"HTTP_1.1", "req.ver 1.1"},
    {"HTTP_2.0", "req.ver 2.0"},
    {"HTTP_3.0", "req.ver 3.0"},
    {"HTTP_CONTENT", "req.hdr_val(content-length) gt 0"},
    {"HTTP_URL_ABS", "url_reg ^[^/:]*://"},
    {"HTTP_URL_SLASH", "url_beg /"},
    {"HTTP_URL_STAR", "url *"},
    {"LOCALHOST", "src 127.0.0.1/8 ::1"},
    {"METH_CONNECT", "method CONNECT"},
    {"METH_DELETE", "method DELETE"},
    {"METH_GET", "method GET HEAD"},
    {"METH_HEAD", "method HEAD"},
    {"METH_OPTIONS", "method OPTIONS"},
    {"METH_POST", "method POST"},
    {"METH_PUT", "method PUT"},
    {"METH_TRACE", "method TRACE"},
    {"RDP_COOKIE", "req.rdp_cookie_cnt gt 0"},
    {"REQ_CONTENT", "req.len gt 0"},
    {"TRUE", "always_true"},
    {"WAIT_END", "wait_end"},
};

}  // namespace

const PredefinedAcl* find_predefined_acl(std::string_view name) {
  const auto found =
      std::find_if(std::begin(kPredefined), std::end(kPredefined), [&](const auto& acl) { return acl.name == name; });
  return found == std::end(kPredefined) ? nullptr : found;
}

Words predefined_words(Compilation& c, const PredefinedAcl& acl) {
  std::vector<config::Word>& words = c.made_words.emplace_back();
  std::string_view rest = acl.definition;
  while (!rest.empty()) {
    const std::size_t blank = rest.find(' ');
    words.push_back({syntax::WordText(rest.substr(0, blank)), {}});
    rest = blank == std::string_view::npos ? std::string_view() : rest.substr(blank + 1);
  }
  return words;
}

}  // namespace hapax::compile
