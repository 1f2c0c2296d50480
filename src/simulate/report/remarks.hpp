// What a reader has to be careful about with the figures of a run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/simulate/report.hpp>

namespace hapax::simulate {

/// A sentence each; none when there is nothing to say.
std::vector<std::string> remarks(const SimulationResult& result, const ReportContext& context);

/// "12,345"
std::string grouped(std::uint64_t number);

/// "1 line", "2,000 lines"
std::string counted(std::uint64_t number, std::string_view what);

}  // namespace hapax::simulate
