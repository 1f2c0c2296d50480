// Fields of FIX and MQTT messages, as the converters fix_tag_value and mqtt_field_value name them.
#pragma once

#include <string_view>

namespace hapax::config {

/// A number above 0, or one of the names that HAProxy knows.
bool is_fix_tag(std::string_view text);

/// "connect" (1) and "connack" (2) are the packets that can be read; capitals do not matter.
bool is_mqtt_packet(std::string_view text);

/// A field or the number of a property that such a packet has.
bool is_mqtt_field(std::string_view packet, std::string_view field);

}  // namespace hapax::config
