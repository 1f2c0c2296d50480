// Which rules a suite has seen match.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cli/route/journey.hpp"

namespace hapax::cli {

class Coverage {
 public:
  explicit Coverage(const model::RoutingModel& model);
  void add(const Journey& journey);

  [[nodiscard]] std::size_t rules() const { return rules_.size(); }
  [[nodiscard]] std::size_t seen() const;
  /// 100 when there is no rule.
  [[nodiscard]] double percent() const;
  /// Those that never matched: "haproxy.cfg:12  http-request deny".
  [[nodiscard]] std::vector<std::string> unseen() const;

 private:
  using Line = std::pair<model::Index, std::uint32_t>;
  const model::RoutingModel& model_;
  std::vector<std::pair<Line, std::string>> rules_;  ///< in the order of the file
  std::set<Line> matched_;
};

}  // namespace hapax::cli
