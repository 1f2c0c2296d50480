// What a configuration expects of the machine that it runs on (`hapax lint --on-this-machine`). Tests give their own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace hapax::config {

class Machine {
 public:
  virtual ~Machine() = default;
  /// Whether there is a user or a group of that name.
  virtual bool has_user(const std::string& name) = 0;
  virtual bool has_group(const std::string& name) = 0;
  /// Whether the name of a host leads to an address now.
  virtual bool resolves(const std::string& host) = 0;
  /// Processors that threads can run on.
  virtual unsigned processors() = 0;
  /// How many files a process may have open at most (the hard limit); nothing when there is no limit.
  virtual std::optional<std::uint64_t> open_files() = 0;
  /// Whether a process started now may do what only the superuser or a capability permits.
  virtual bool privileged() = 0;
};

/// The machine that hapax itself runs on.
class ThisMachine final : public Machine {
 public:
  bool has_user(const std::string& name) override;
  bool has_group(const std::string& name) override;
  bool resolves(const std::string& host) override;
  unsigned processors() override;
  std::optional<std::uint64_t> open_files() override;
  bool privileged() override;
};

class Reading;

/// What the configuration asks of a machine that it does not have (checks/machine.cpp).
void check_machine(Reading& reading, Machine& machine);

}  // namespace hapax::config
