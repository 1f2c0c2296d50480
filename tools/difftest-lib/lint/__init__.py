"""Comparing `hapax lint` with `haproxy -c`: tools/difftest is the command."""
