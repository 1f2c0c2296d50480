#include "cli/frame/dispatch.hpp"

int main(int argc, char** argv) { return hapax::cli::dispatch({argv + 1, argv + argc}); }
