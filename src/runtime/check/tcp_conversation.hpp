// Health checks below HTTP.
#pragma once

#include <span>
#include <string>
#include <utility>

#include "runtime/check/conversation.hpp"

namespace hapax::runtime {

/// The connection itself is the answer.
class ConnectOnly final : public Conversation {
 public:
  std::string say() override { return {}; }
  CheckVerdict answer(std::string_view, bool) override { return CheckVerdict::passed; }
};

/// One line said, one answer that has to begin in a certain way (`option redis-check`, `option smtpchk`).
class Greeting final : public Conversation {
 public:
  Greeting(std::string said, std::string expected) : said_(std::move(said)), expected_(std::move(expected)) {}
  std::string say() override { return std::exchange(said_, {}); }
  CheckVerdict answer(std::string_view bytes, bool ended) override;

 private:
  std::string said_;
  std::string expected_;
};

/// The packet with which a MySQL server opens: protocol version 10, not an error.
class MysqlGreeting final : public Conversation {
 public:
  std::string say() override { return {}; }
  CheckVerdict answer(std::string_view bytes, bool ended) override;
};

/// `tcp-check send` and `expect`, in order.
class Script final : public Conversation {
 public:
  explicit Script(std::span<const model::CheckStep> steps) : steps_(steps) {}
  std::string say() override;
  CheckVerdict answer(std::string_view bytes, bool ended) override;

 private:
  std::span<const model::CheckStep> steps_;
  std::size_t at_ = 0;
};

}  // namespace hapax::runtime
