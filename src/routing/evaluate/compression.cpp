#include "routing/evaluate/compression.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "routing/http/headers.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::Compression;

constexpr std::string_view kIdentity = "identity";

/// As Accept-Encoding and Content-Encoding call it.
std::string_view coding_of(std::string_view algorithm) { return algorithm == "raw-deflate" ? "deflate" : algorithm; }

const Compression& of_frontend(const Context& c) { return c.world.model.proxies[c.connection().frontend].compression; }
/// What is answered before a backend is chosen is the frontend's alone.
const Compression& of_backend(const Context& c) {
  const model::Index backend = c.transaction->ticket.backend;
  return backend == model::kNone ? of_frontend(c) : c.world.model.proxies[backend].compression;
}

/// The backend's wish goes before the frontend's.
template <typename Member>
const Member& wish(const Context& c, Member Compression::*member) {
  const Member& of_its_own = of_backend(c).*member;
  return of_its_own == Member{} ? of_frontend(c).*member : of_its_own;
}

bool asks_for_answers(const Compression& compression) {
  return !compression.only_requests && (!compression.algorithms.empty() || !compression.types.empty() ||
                                        compression.offload || compression.minimum > 0);
}

/// Whether `gzip;q=0.5` wants it at all, and how much, in thousandths. What is no number counts as none at all.
int quality(std::string_view coding) {
  constexpr int kFull = 1000;
  while (true) {
    const auto semicolon = coding.find(';');
    if (semicolon == std::string_view::npos) return kFull;
    coding = trim(coding.substr(semicolon + 1));
    if (coding.starts_with("q=")) break;
  }
  coding.remove_prefix(2);
  if (coding.empty() || !is_digit(coding.front())) return kFull;
  if (coding.front() != '0') return kFull;
  const auto point = coding.find_first_not_of('0');
  if (point == std::string_view::npos || coding[point] != '.') return 0;
  int value = 0;
  int scale = kFull;
  for (const char digit : coding.substr(point + 1)) {
    if (!is_digit(digit) || scale == 1) break;
    scale /= 10;
    value += (digit - '0') * scale;
  }
  return value;
}

/// Old browsers that say they can, and cannot: all that call themselves Mozilla/4, but for Internet Explorer 6 with its
/// second service pack, and 7 to 9.
bool is_known_to_fail(std::string_view agent) {
  constexpr std::size_t kName = 25;
  constexpr std::size_t kVersion = 30;
  constexpr std::size_t kServicePack = 51;
  if (!agent.starts_with("Mozilla/4")) return false;
  if (agent.size() <= kVersion || agent.substr(kName, kVersion - kName) != "MSIE ") return true;
  if (agent[kVersion] == '6') return agent.size() < kServicePack || !agent.substr(kServicePack).starts_with("SV1");
  return agent[kVersion] < '6' || agent[kVersion] > '9';
}

/// The algorithm of the coding with the greatest quality, the first of equals.
std::string_view accepted(const Headers& headers, const std::vector<std::string>& algorithms) {
  std::string_view best;
  int best_quality = 0;
  HeaderCursor cursor;
  std::string_view coding;
  while (next_value(headers, "accept-encoding", false, cursor, coding)) {
    const std::string_view name = trim(coding.substr(0, coding.find(';')));
    const auto found = std::find_if(algorithms.begin(), algorithms.end(), [name](const std::string& algorithm) {
      return name == "*" || equal_ignoring_case(coding_of(algorithm), name);
    });
    const int wanted = quality(coding);
    if (found == algorithms.end() || wanted <= best_quality) continue;
    best = *found;
    best_quality = wanted;
  }
  return best;
}

/// In quotes, with W/ before them or without.
bool is_entity_tag(std::string_view text) {
  if (text.starts_with("W/")) text.remove_prefix(2);
  return text.size() > 1 && text.front() == '"' && text.back() == '"';
}

bool has_good_tags(const Headers& headers) {
  HeaderCursor cursor;
  std::string_view tag;
  unsigned tags = 0;
  while (next_value(headers, "etag", true, cursor, tag)) {
    if (++tags > 1 || !is_entity_tag(tag)) return false;
  }
  return true;
}

bool has_wanted_type(const Headers& headers, const std::vector<std::string>& types) {
  const auto type = find_header(headers, "content-type");
  if (!type) return types.empty();
  const auto begins_with = [&type](std::string_view text) {
    return equal_ignoring_case(type->substr(0, text.size()), text);
  };
  return !begins_with("multipart") && (types.empty() || std::any_of(types.begin(), types.end(), begins_with));
}

/// Is there a body of at least that size, and does the message say where it ends? Of chunks counts what has come by
/// then, which is all of a small body; a trace may not tell it.
bool has_body(const Response& answer, std::int64_t minimum, Arena& arena) {
  if (find_header(answer.headers, "transfer-encoding")) {
    return answer.body.empty() || static_cast<std::int64_t>(answer.body.size()) >= minimum;
  }
  Sample length;
  length.set_string(find_header(answer.headers, "content-length").value_or(""));
  return cast(length, SampleType::integer, arena) && length.number > 0 && length.number >= minimum;
}

bool may_be_compressed(Context& c) {
  const Response& answer = c.transaction->response;
  return answer.status >= 200 && answer.status <= 203 && c.state->first_method != "HEAD" &&
         !find_header(answer.headers, "content-encoding") &&
         !has_value(answer.headers, "cache-control", "no-transform") && has_good_tags(answer.headers) &&
         has_wanted_type(answer.headers, wish(c, &Compression::types)) &&
         has_body(answer, wish(c, &Compression::minimum), c.arena);
}

/// Since 3.0 the last field takes one value more, unless one of them names the header already.
void vary(Headers& headers, Version version, Arena& arena) {
  constexpr std::string_view kName = "Accept-Encoding";
  if (version >= Version::v3_0) {
    if (has_value(headers, "vary", kName)) return;
    const auto last = std::find_if(headers.rbegin(), headers.rend(),
                                   [](const Header& header) { return equal_ignoring_case(header.name, "vary"); });
    if (last != headers.rend()) {
      last->value = arena.copy(fmt::format("{},{}", last->value, kName));
      return;
    }
  }
  headers.push_back({"vary", kName});
}

}  // namespace

void accept_compression(Context& c) {
  const std::vector<std::string>& algorithms = wish(c, &Compression::algorithms);
  Request& request = c.transaction->request;
  const bool wanted = asks_for_answers(of_frontend(c)) || asks_for_answers(of_backend(c));
  if (!wanted || is_known_to_fail(find_header(request.headers, "user-agent").value_or(""))) return;
  const std::string_view chosen = accepted(request.headers, algorithms);
  c.state->accepted_compression = chosen;
  if (!chosen.empty()) {
    if (wish(c, &Compression::offload)) remove_header(request.headers, "accept-encoding");
    // Chunks are not for everybody.
    if (request.major == 1 && request.minor == 0) c.state->accepted_compression = {};
  } else if (std::find(algorithms.begin(), algorithms.end(), kIdentity) != algorithms.end()) {
    c.state->accepted_compression = kIdentity;
  }
}

void choose_compression(Context& c) {
  c.state->compression = {};
  if (!c.state->accepted_compression.empty() && may_be_compressed(c)) {
    c.state->compression = c.state->accepted_compression;
  }
}

void tell_compression(Context& c) {
  const std::string_view algorithm = c.state->compression;
  if (algorithm.empty()) return;
  constexpr std::uint16_t kNoContent = 204;
  Response& answer = c.transaction->response;
  for (Header& header : answer.headers) {
    if (equal_ignoring_case(header.name, "etag") && header.value.starts_with('"')) {
      header.value = c.arena.copy(fmt::format("W/{}", header.value));
    }
  }
  if (!c.state->answer_in_chunks) {
    remove_header(answer.headers, "content-length");
    if (answer.status != kNoContent) answer.headers.push_back({"transfer-encoding", "chunked"});
  }
  vary(answer.headers, c.world.model.target, c.arena);
  if (algorithm != kIdentity) answer.headers.push_back({"content-encoding", coding_of(algorithm)});
}

}  // namespace hapax::routing
