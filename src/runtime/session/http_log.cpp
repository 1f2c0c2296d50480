// What a session tells the access log.
#include "runtime/http1/characters.hpp"
#include "runtime/log/access_log.hpp"
#include "runtime/log/load.hpp"
#include "runtime/session/http_session.hpp"

namespace hapax::runtime {

void HttpSession::log_request() {
  if (worker_.shared().log == nullptr) return;
  record_.frontend = frontend_index_;
  record_.transaction = decided_ ? &transaction_ : nullptr;
  record_.accepted_unix_us = accepted_unix_us_;
  record_.client = peer_.source;
  record_.destination = peer_.destination;
  if (decided_) {
    record_.timeline.dequeued = upstream_.dequeued_at();
    record_.timeline.connected = upstream_.connected_at();
  }
  record_.timeline.ended = worker_.now();
  record_.bytes_to_server = request_body_.moved();
  count_load(worker_, record_);
  worker_.shared().log->write(record_);
}

/// The last field of each name counts, cut to the length of its slot.
void HttpSession::capture(const std::vector<model::Capture>& slots, const std::vector<routing::Header>& headers,
                          std::vector<std::string_view>& values) {
  values.assign(slots.size(), {});
  for (std::size_t i = 0; i < slots.size(); ++i) {
    for (const routing::Header& header : headers) {
      const std::string& name = slots[i].name;
      const bool same =
          name.size() == header.name.size() &&
          std::equal(name.begin(), name.end(), header.name.begin(), [](char a, char b) { return to_lower(a) == b; });
      if (same) values[i] = header.value.substr(0, slots[i].length);
    }
  }
}

}  // namespace hapax::runtime
