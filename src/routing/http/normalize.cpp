// Reference: RFC 3986 section 6.2.2 and HAProxy's manual on normalize-uri. Each function changes one part of the
// target.

#include "routing/http/normalize.hpp"

#include <algorithm>
#include <vector>

#include "routing/http/target.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

bool is_escape(std::string_view text, std::size_t i) {
  return i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
}

/// Escapes rewritten one by one; nothing for a stray `%` when `strict`.
template <typename Rewrite>
std::optional<std::string> rewrite_escapes(std::string_view text, bool strict, Rewrite rewrite) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
    } else if (is_escape(text, i)) {
      out += rewrite(text.substr(i, 3));
      i += 2;
    } else if (strict) {
      return std::nullopt;
    } else {
      out += '%';
    }
  }
  return out;
}

std::string upper_escape(std::string_view escape) { return {'%', to_upper(escape[1]), to_upper(escape[2])}; }

std::string decode_unreserved(std::string_view escape) {
  const auto byte = static_cast<char>(hex_value(escape[1]) * 16 + hex_value(escape[2]));
  return is_unreserved(byte) ? std::string(1, byte) : std::string(escape);
}

std::string merge_slashes(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (c != '/' || !out.ends_with('/')) out += c;
  }
  return out;
}

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> result;
  for (;;) {
    const auto slash = path.find('/');
    result.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return result;
    path.remove_prefix(slash + 1);
  }
}

std::string join(const std::vector<std::string_view>& parts, char separator) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += separator;
    out += parts[i];
  }
  return out;
}

/// "/a/./b" -> "/a/b"; a last "." leaves its slash.
std::string strip_dots(std::string_view path) {
  const auto parts = segments(path);
  std::vector<std::string_view> kept;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] != ".") {
      kept.push_back(parts[i]);
    } else if (i + 1 == parts.size()) {
      kept.emplace_back();
    }
  }
  return join(kept, '/');
}

/// "/a/../b" -> "/b". With `full` those that lead above the root go too.
std::string strip_dotdots(std::string_view path, bool full) {
  const auto parts = segments(path);
  std::vector<std::string_view> kept;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] != "..") {
      kept.push_back(parts[i]);
      continue;
    }
    const bool root = kept.size() <= 1;
    if (!root && kept.back() != "..") {
      kept.pop_back();
    } else if (!full) {
      kept.push_back(parts[i]);
    }
    if (i + 1 == parts.size()) kept.emplace_back();
  }
  return join(kept, '/');
}

/// A delimiter ends a part: none follows the last.
std::string sort_query(std::string_view query) {
  std::vector<std::string_view> parts;
  while (!query.empty()) {
    const auto end = query.find('&');
    parts.push_back(query.substr(0, end));
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
  }
  std::stable_sort(parts.begin(), parts.end(), [](std::string_view a, std::string_view b) {
    return a.substr(0, a.find('=')) < b.substr(0, b.find('='));
  });
  return join(parts, '&');
}

}  // namespace

std::optional<std::string> normalize(std::string_view normalizer, std::string_view option, std::string_view target,
                                     Version version) {
  const bool strict = option == "strict";
  const auto hash = target.find('#');
  if (normalizer == "fragment-strip") return std::string(target.substr(0, hash));
  if (normalizer == "fragment-encode") {
    std::string out;
    for (const char c : target) out += c == '#' ? std::string("%23") : std::string(1, c);
    return out;
  }
  const auto whole = path_and_query(target, version);
  if (!whole) return std::string(target);
  const std::string before(target.substr(0, target.size() - whole->size()));
  if (normalizer == "percent-to-uppercase" || normalizer == "percent-decode-unreserved") {
    const bool upper = normalizer == "percent-to-uppercase";
    const auto text = rewrite_escapes(*whole, strict, upper ? upper_escape : decode_unreserved);
    if (!text) return std::nullopt;
    return before + *text;
  }
  const auto mark = whole->find('?');
  const std::string_view path = whole->substr(0, mark);
  const std::string_view query = mark == std::string_view::npos ? std::string_view{} : whole->substr(mark);
  if (normalizer == "path-merge-slashes") return before + merge_slashes(path) + std::string(query);
  if (normalizer == "path-strip-dot") return before + strip_dots(path) + std::string(query);
  if (normalizer == "path-strip-dotdot") return before + strip_dotdots(path, option == "full") + std::string(query);
  if (normalizer == "query-sort-by-name" && !query.empty()) {
    return before + std::string(path) + "?" + sort_query(query.substr(1));
  }
  return std::string(target);
}

}  // namespace hapax::routing
