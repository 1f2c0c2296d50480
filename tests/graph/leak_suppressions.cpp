// Graphviz, and the font libraries that it loads, keep memory until the process ends. The leak checker of the asan
// preset asks for this list by name; everywhere else nobody calls it.
extern "C" const char* __lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier)

extern "C" const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "leak:libgvc.so\nleak:libcgraph.so\nleak:libgvplugin\nleak:libfontconfig.so\nleak:libglib-2.0.so\n"
         "leak:libpango\nleak:libcairo.so\nleak:libharfbuzz.so\nleak:libgobject-2.0.so\n";
}
