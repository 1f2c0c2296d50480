// What is said on a health check's connection, and what the answer means. No sockets: bytes in, bytes out, a verdict.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <hapax/model/model.hpp>

namespace hapax::runtime {

enum class CheckVerdict : std::uint8_t { undecided, passed, failed, conditional };

class Conversation {
 public:
  virtual ~Conversation() = default;
  /// What to send next; empty: nothing now. Called once the connection stands and after each undecided answer().
  virtual std::string say() = 0;
  /// Everything that came so far; `ended`: nothing more will. Called at least once.
  virtual CheckVerdict answer(std::string_view bytes, bool ended) = 0;
};

/// The one for this server's kind of check; null when this runtime does not speak it.
std::unique_ptr<Conversation> make_conversation(const model::RoutingModel& model, const model::Server& server);

}  // namespace hapax::runtime
