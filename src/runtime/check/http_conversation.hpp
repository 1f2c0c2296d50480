// `option httpchk` and `http-check`.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>

#include <hapax/routing/message.hpp>

#include "runtime/check/conversation.hpp"

namespace hapax::runtime {

/// One request; the answer must satisfy every `expect`, or have a status of 2xx or 3xx where there is none.
class HttpConversation final : public Conversation {
 public:
  HttpConversation(const model::HealthCheck& check, std::span<const model::CheckStep> steps, bool disable_on_404);
  std::string say() override { return std::exchange(request_, {}); }
  CheckVerdict answer(std::string_view bytes, bool ended) override;

 private:
  [[nodiscard]] CheckVerdict judge(std::uint16_t status, std::string_view body) const;

  std::span<const model::CheckStep> steps_;
  bool disable_on_404_;
  bool wants_body_ = false;
  std::string request_;
};

/// Whether a list such as "200,204,300-399" holds a status.
bool status_listed(std::string_view list, std::uint16_t status);

}  // namespace hapax::runtime
