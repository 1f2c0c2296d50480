// Pictures of a topology, laid out by Graphviz.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <hapax/base/result.hpp>
#include <hapax/graph/topology.hpp>

namespace hapax::graph {

enum class Format : std::uint8_t { dot, svg, png, pdf, json };

/// The format that a file's extension asks for; nothing when it is none of ours.
std::optional<Format> format_of(std::string_view path);

/// The bytes of the picture. Format::dot is the description that Graphviz' own tools take, not laid out; Format::json
/// is to_json(). The Error says what Graphviz lacks (an output plugin, say). Graphviz keeps state of its own: one call
/// at a time in a process.
Result<std::string> draw(const Topology& topology, Format format);

}  // namespace hapax::graph
