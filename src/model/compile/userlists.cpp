// `userlist`: users with their passwords, and groups named from either side.
#include <algorithm>

#include "model/compile/passes.hpp"

namespace hapax::compile {
namespace {

void add_group(model::User& user, std::string_view group) {
  if (std::find(user.groups.begin(), user.groups.end(), group) == user.groups.end()) user.groups.emplace_back(group);
}

template <class Each>
void each_name(std::string_view list, Each&& each) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    each(list.substr(0, comma));
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
}

model::User user_of(const config::Directive& line) {
  model::User user;
  WordCursor words(line.arguments());
  user.name = words.next();
  std::string_view value;
  while (!words.done()) {
    if (words.take_value("password", value)) {
      user.password = value;
    } else if (words.take_value("insecure-password", value)) {
      user.password = value;
      user.hashed = false;
    } else if (words.take_value("groups", value)) {
      each_name(value, [&](std::string_view group) { add_group(user, group); });
    } else {
      words.next();
    }
  }
  return user;
}

// `group NAME users A,B`
void apply_group(model::Userlist& list, const config::Directive& line) {
  WordCursor words(line.arguments());
  const std::string_view group = words.next();
  std::string_view members;
  if (!words.take_value("users", members)) return;
  each_name(members, [&](std::string_view member) {
    for (model::User& user : list.users) {
      if (user.name == member) add_group(user, group);
    }
  });
}

}  // namespace

void compile_userlists(Compilation& c) {
  for (const config::Section* section : c.config.all(config::SectionKind::userlist)) {
    model::Userlist list;
    list.name = section->name;
    for (const config::Directive* line : section->all("user")) list.users.push_back(user_of(*line));
    for (const config::Directive* line : section->all("group")) apply_group(list, *line);
    c.userlists.try_emplace(list.name, static_cast<model::Index>(c.model.userlists.size()));
    c.model.userlists.push_back(std::move(list));
  }
}

}  // namespace hapax::compile
